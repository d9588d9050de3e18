package dev.croupier.loadtest.viewer;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.croupier.gateway.media.codec.Codec;
import dev.croupier.gateway.media.codec.ProfileLevelId;
import dev.croupier.gateway.media.net.MediaSocket;
import dev.croupier.gateway.media.net.MediaSocketConfig;
import dev.croupier.gateway.media.webrtc.SdpAnswers;
import dev.croupier.gateway.media.webrtc.SdpDescription;
import dev.croupier.gateway.media.webrtc.SdpLocal;
import dev.croupier.gateway.media.webrtc.SdpNegotiated;
import dev.croupier.gateway.media.webrtc.SdpParser;
import dev.croupier.gateway.media.webrtc.SdpSending;
import dev.croupier.gateway.media.webrtc.TransportFactory;
import dev.croupier.time.clock.TableClock;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.security.SecureRandom;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/**
 * A WHEP server that does what a test says: real ICE, DTLS and SRTP, frames made before, losses
 * planted. It protects each packet for each session, so that every receiver opens real ones.
 *
 * <p>Sending is for one thread; the sessions' event loop does it.
 */
final class WhepStage implements AutoCloseable {
  /**
   * How it behaves.
   *
   * @param location what stands in {@code Location} before a session's number
   * @param token that it wants, or empty
   * @param withoutInOffer lines of an offer with one of these words are not looked at
   * @param replacing these pairs in an answer
   * @param script what becomes of the packets of each session
   */
  record Manners(
      String location,
      String token,
      List<String> withoutInOffer,
      List<String> replacing,
      Script script) {
    static Manners plain() {
      return new Manners("/session/", "", List.of(), List.of(), new Script() {});
    }

    Manners with(Script other) {
      return new Manners(location, token, withoutInOffer, replacing, other);
    }
  }

  /** What becomes of packets of pictures; {@code index} counts a session's from 0. */
  interface Script {
    /** Whether it is kept back at its first sending. */
    default boolean drops(int index) {
      return false;
    }

    /** Whether it is sent when it is asked for. */
    default boolean repairs(int index) {
      return true;
    }
  }

  private final MediaSocket socket;
  private final HttpServer http;
  private final Manners manners;
  private final TableClock clock;
  private final SecureRandom random = new SecureRandom();
  private final List<StagedSession> sessions = new CopyOnWriteArrayList<>();
  private final List<String> deleted = new CopyOnWriteArrayList<>();
  private final AtomicInteger numbers = new AtomicInteger();
  private final AtomicInteger everConnected = new AtomicInteger();
  private volatile Consumer<StagedSession> onConnected = _ -> {};

  WhepStage(Manners manners, TableClock clock) throws IOException {
    this.manners = manners;
    this.clock = clock;
    this.socket =
        MediaSocket.open(MediaSocketConfig.loopback(0).withLoops(1), clock, new SecureRandom());
    this.http = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 512);
    http.createContext("/", this::handle);
    http.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    http.start();
  }

  /** Where it is played. */
  URI address() {
    return URI.create("http://127.0.0.1:" + http.getAddress().getPort() + "/whep");
  }

  /** Sessions whose keys are agreed. */
  List<StagedSession> connected() {
    return sessions.stream().filter(StagedSession::ready).toList();
  }

  /** Sessions whose keys have been agreed, those that are over among them. */
  int everConnected() {
    return everConnected.get();
  }

  /** The paths of sessions that were deleted. */
  List<String> deleted() {
    return List.copyOf(deleted);
  }

  /** Does something with each session as soon as its keys are agreed, on the event loop. */
  void onConnected(Consumer<StagedSession> action) {
    onConnected = action;
  }

  /** The event loop of all sessions. */
  ScheduledExecutorService loop() {
    return sessions.getFirst().transport().loop();
  }

  /** Sends a frame to all, captured now. */
  void frame(Recorded frame, long captureMicros) {
    all(session -> session.frame(frame, captureMicros));
  }

  /** Sends 20 ms of sound to all. */
  void sound(byte[] opus, long captureMicros) {
    all(session -> session.sound(opus, captureMicros));
  }

  /** Sends sender reports to all. */
  void report() {
    long now = clock.nowMicros();
    all(session -> session.report(now, now, 0));
  }

  /** Does something with all connected sessions on their event loop. */
  void all(Consumer<StagedSession> action) {
    if (!sessions.isEmpty()) {
      loop()
          .execute(
              () -> {
                for (StagedSession session : sessions) {
                  if (session.ready()) {
                    action.accept(session);
                  }
                }
              });
    }
  }

  @Override
  public void close() {
    http.stop(0);
    socket.close();
  }

  private void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      String body = new String(exchange.getRequestBody().readAllBytes(), UTF_8);
      String authorization = exchange.getRequestHeaders().getFirst("Authorization");
      String wanted = manners.token().isEmpty() ? null : "Bearer " + manners.token();
      if (wanted == null ? authorization != null : !wanted.equals(authorization)) {
        exchange.sendResponseHeaders(401, -1);
      } else if (exchange.getRequestMethod().equals("DELETE")) {
        deleted.add(exchange.getRequestURI().getPath());
        exchange.sendResponseHeaders(200, -1);
      } else {
        int number = numbers.incrementAndGet();
        byte[] answer = answer(body, number).getBytes(UTF_8);
        String location =
            manners.location().replace("PORT", "" + http.getAddress().getPort()) + number;
        exchange.getResponseHeaders().add("Content-Type", "application/sdp");
        exchange.getResponseHeaders().add("Location", location);
        exchange.sendResponseHeaders(201, answer.length);
        exchange.getResponseBody().write(answer);
      }
    }
  }

  private String answer(String offered, int number) {
    String looked =
        offered
            .lines()
            .filter(line -> manners.withoutInOffer().stream().noneMatch(line::contains))
            .reduce("", (text, line) -> text + line + "\r\n");
    SdpDescription offer = SdpParser.parse(looked).orNull();
    long ssrc = Integer.toUnsignedLong(random.nextInt()) & ~3L;
    SdpSending sending =
        new SdpSending(
            Codec.H264,
            ProfileLevelId.parse("42e01f").orNull(),
            ssrc,
            ssrc ^ 1,
            ssrc ^ 2,
            "stage",
            "stage");
    SdpLocal nobody = new SdpLocal("none", "none", "sha-256 00", List.of());
    SdpNegotiated terms = SdpAnswers.toViewer(offer, nobody, sending, number).orNull();
    StagedSession session = new StagedSession(terms, sending, manners.script(), clock);
    TransportFactory.Opened opened = socket.open(terms.remote(), session);
    session.attach(
        opened.transport(),
        () -> {
          everConnected.incrementAndGet();
          onConnected.accept(session);
        });
    sessions.add(session);
    SdpLocal local =
        new SdpLocal(
            opened.local().ufrag(),
            opened.local().password(),
            socket.fingerprint(),
            socket.candidates());
    String answer = SdpAnswers.toViewer(offer, local, sending, number).orNull().local();
    for (int i = 0; i + 1 < manners.replacing().size(); i += 2) {
      answer = answer.replace(manners.replacing().get(i), manners.replacing().get(i + 1));
    }
    return answer;
  }
}
