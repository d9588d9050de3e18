package dev.croupier.gateway.control;

import dev.croupier.gateway.control.handover.Handovers;
import dev.croupier.gateway.control.http.ControlDoors;
import dev.croupier.gateway.control.present.Admission;
import dev.croupier.gateway.control.present.Presenter;
import dev.croupier.gateway.control.release.PageReports;
import dev.croupier.gateway.control.release.Releases;
import dev.croupier.gateway.control.session.QualityBook;
import dev.croupier.gateway.control.session.SessionLimits;
import dev.croupier.gateway.control.session.SessionPorts;
import dev.croupier.gateway.control.session.Sessions;
import dev.croupier.gateway.control.store.FileBuilds;
import dev.croupier.gateway.control.store.FileReleaseLog;
import dev.croupier.gateway.control.ws.ControlDoor;
import dev.croupier.gateway.http.HttpServer;
import dev.croupier.gateway.http.JwtTokens;
import dev.croupier.gateway.http.Role;
import dev.croupier.gateway.http.TokenIssuer;
import dev.croupier.gateway.http.TokenSecret;
import dev.croupier.gateway.ids.LicenseeId;
import dev.croupier.gateway.ids.PlayerId;
import dev.croupier.gateway.metrics.Meters;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.atomic.AtomicLong;

/** The whole control plane behind a real server, with fakes for the other planes. */
public final class House implements AutoCloseable {
  /** Limits that a test soon meets. */
  public static final SessionLimits TIGHT =
      new SessionLimits(
          100,
          4,
          64,
          64 * 1024,
          32,
          64 * 1024,
          4,
          50,
          2,
          Duration.ofSeconds(2),
          Duration.ofSeconds(20));

  public final ManualClock clock = new ManualClock();
  public final FakeRounds rounds = new FakeRounds();
  public final FakeMedia media = new FakeMedia();
  public final Releases releases;
  public final Sessions sessions;
  public final SimpleMeterRegistry meters = new SimpleMeterRegistry();
  public final HttpClient http = HttpClient.newHttpClient();

  private final ExecutorService pool = Executors.newVirtualThreadPerTaskExecutor();
  private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();
  private final FileReleaseLog log;
  private final Presenter presenter;
  private final HttpServer server;
  private final TokenIssuer issuer;

  public House(Path folder, SessionLimits limits) throws IOException {
    this(folder, limits, true);
  }

  public House(Path folder, SessionLimits limits, boolean demo) throws IOException {
    AtomicLong next = new AtomicLong();
    log = new FileReleaseLog(folder.resolve("log"));
    releases =
        new Releases(
            new FileBuilds(folder.resolve("builds")),
            log,
            clock,
            () -> "ro-" + next.incrementAndGet(),
            demo);
    QualityBook quality = new QualityBook(new Meters(meters, "gw-test", "0.0.0", 1), releases);
    PageReports reports = new PageReports(releases, media, quality, pool);
    sessions =
        new Sessions(
            limits,
            new SessionPorts(rounds, releases, reports, clock),
            pool,
            timer,
            () -> "s-" + next.incrementAndGet());
    presenter = new Presenter(sessions, rounds, media);
    releases.announceTo(presenter::announce);
    TokenSecret secret = TokenSecret.random(new Random(7));
    issuer = new TokenIssuer(secret, "test", clock, () -> "t-" + next.incrementAndGet());
    JwtTokens tokens = new JwtTokens(secret, "test", clock);
    Admission admission = new Admission(sessions, rounds, media, releases);
    HttpServer.Builder builder =
        HttpServer.at(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
            .clock(clock)
            .tokens(tokens)
            .webSocket(
                ControlDoor.PATH,
                new ControlDoor(tokens, admission, sessions, limits, timer),
                ControlDoor.MAX_MESSAGE_BYTES,
                Duration.ofSeconds(60));
    ControlDoors.register(
        builder.routes(),
        rounds,
        media,
        new Handovers(media, () -> "h-" + next.incrementAndGet()),
        releases,
        quality,
        new Pages(),
        table -> "croupier_hls=" + table);
    server = builder.build().start();
  }

  public String token(String subject, Role role) {
    return token("house", subject, role, Duration.ofHours(1));
  }

  public String token(String licensee, String subject, Role role, Duration ttl) {
    return issuer
        .mint(
            TokenIssuer.Claims.of(
                new PlayerId(subject),
                new LicenseeId(licensee),
                role,
                role == Role.PLAYER ? "EUR" : null,
                ttl))
        .token();
  }

  public URI socketUri() {
    return URI.create("ws://127.0.0.1:" + server.port() + "/ws");
  }

  public URI uri() {
    return server.uri();
  }

  public HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(URI.create(server.uri() + path));
  }

  public HttpResponse<String> get(String path, String token) throws Exception {
    return send(authorised(request(path).GET(), token));
  }

  public HttpResponse<String> post(String path, String token, String key, String body)
      throws Exception {
    return call("POST", path, token, key, body);
  }

  public HttpResponse<String> call(
      String method, String path, String token, String key, String body) throws Exception {
    HttpRequest.Builder request =
        authorised(request(path), token).method(method, HttpRequest.BodyPublishers.ofString(body));
    if (key != null) {
      request.header("Idempotency-Key", key);
    }
    return send(request);
  }

  public HttpResponse<String> upload(String id, byte[] zip, String token) throws Exception {
    return send(
        authorised(request("/api/v1/builds/" + id), token)
            .header("Content-Type", "application/zip")
            .PUT(HttpRequest.BodyPublishers.ofByteArray(zip)));
  }

  public HttpResponse<String> send(HttpRequest.Builder request) throws Exception {
    return http.send(request.build(), HttpResponse.BodyHandlers.ofString());
  }

  @Override
  public void close() throws IOException {
    presenter.close();
    sessions.close();
    server.close();
    http.close();
    timer.shutdownNow();
    pool.close();
    log.close();
  }

  private static HttpRequest.Builder authorised(HttpRequest.Builder request, String token) {
    return token == null ? request : request.header("Authorization", "Bearer " + token);
  }

  /** Three pages and a module, as the player-overlay's jar has them. */
  private static final class Pages extends ClassLoader {
    private static final String ROOT = "dev/croupier/overlay/";
    private static final Set<String> PAGES =
        Set.of(ROOT + "lobby.html", ROOT + "play.html", ROOT + "studio.html");

    @Override
    public InputStream getResourceAsStream(String name) {
      String text =
          PAGES.contains(name)
              ? "<!doctype html>"
              : name.equals(ROOT + "ui/test-0a1b2c3d.js") ? "export {};" : null;
      return text == null ? null : new ByteArrayInputStream(FakeRounds.utf8(text));
    }
  }
}
