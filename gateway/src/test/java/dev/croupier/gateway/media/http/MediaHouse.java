package dev.croupier.gateway.media.http;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.croupier.gateway.http.HttpListener;
import dev.croupier.gateway.http.HttpServer;
import dev.croupier.gateway.http.JwtTokens;
import dev.croupier.gateway.http.Role;
import dev.croupier.gateway.http.TokenIssuer;
import dev.croupier.gateway.http.TokenSecret;
import dev.croupier.gateway.ids.LicenseeId;
import dev.croupier.gateway.ids.PlayerId;
import dev.croupier.gateway.ids.SignalName;
import dev.croupier.gateway.ids.TableId;
import dev.croupier.gateway.media.codec.Codec;
import dev.croupier.gateway.media.codec.CodedFrame;
import dev.croupier.gateway.media.codec.Vp8Frames;
import dev.croupier.gateway.media.fanout.TableMedia;
import dev.croupier.gateway.media.fanout.TableRules;
import dev.croupier.gateway.media.fanout.TableTiming;
import dev.croupier.gateway.media.net.MediaSocket;
import dev.croupier.gateway.media.net.MediaSocketConfig;
import dev.croupier.gateway.media.net.RtpPortRange;
import dev.croupier.gateway.media.net.RtpSockets;
import dev.croupier.gateway.media.peer.ClientTransports;
import dev.croupier.gateway.media.peer.ReceivedFrame;
import dev.croupier.gateway.media.peer.WhepPlayer;
import dev.croupier.gateway.media.program.Slate;
import dev.croupier.gateway.media.track.ProgramTerms;
import dev.croupier.gateway.media.webrtc.ManualClock;
import dev.croupier.gateway.media.webrtc.MediaSessions;
import dev.croupier.gateway.media.webrtc.OfferRate;
import dev.croupier.gateway.media.webrtc.RtpPublishes;
import dev.croupier.gateway.media.webrtc.SdpLocal;
import dev.croupier.gateway.media.webrtc.SdpOffers;
import dev.croupier.gateway.media.webrtc.SdpWriter;
import dev.croupier.gateway.media.webrtc.SessionLimits;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;

/**
 * A media plane with its real doors and one table in VP8, whose slate gives 50 frames a second,
 * each a keyframe.
 */
final class MediaHouse implements AutoCloseable {
  static final InetAddress LOOPBACK = InetAddress.ofLiteral("127.0.0.1");
  private static final TokenSecret SECRET =
      TokenSecret.of("0123456789abcdef0123456789abcdef".getBytes(US_ASCII));
  private static final long PATIENCE_SECONDS = 10;

  /** Of {@link #viewersOffer}. */
  static final String UFRAG = "EsAw";

  private static final String PASSWORD = "P2uYro0UCOQ4zxjKXaWCBui1";

  final ManualClock clock = new ManualClock();
  final SecureRandom random = new SecureRandom();
  final HttpClient http = HttpClient.newHttpClient();
  final MediaSocket socket;
  final MediaSessions sessions;
  final TableMedia table;
  final RtpPublishes rtp;

  /** Refusals of the doors: route, status and code of each. */
  final List<String> refused = new CopyOnWriteArrayList<>();

  private final HttpListener refusals =
      new HttpListener() {
        @Override
        public void refused(String route, int status, String code) {
          refused.add(route + " " + status + " " + code);
        }
      };
  private final ScheduledExecutorService loop = Executors.newSingleThreadScheduledExecutor();
  private final RtpSockets rtpSockets;
  private final HttpServer server;
  private final Deque<AutoCloseable> guests = new ArrayDeque<>();

  MediaHouse() throws Exception {
    this(MediaSocketConfig.loopback(0), new SessionLimits(0, 0), IceServers.NONE);
  }

  MediaHouse(MediaSocketConfig config, SessionLimits limits, IceServers iceServers)
      throws Exception {
    this(config, limits, iceServers, Codec.VP8);
  }

  /** With a program in this codec; without VP8 there is no slate. */
  MediaHouse(MediaSocketConfig config, SessionLimits limits, IceServers iceServers, Codec codec)
      throws Exception {
    this(config, limits, iceServers, List.of(ProgramTerms.usual(codec)));
  }

  /** With a program on each of these terms. */
  MediaHouse(
      MediaSocketConfig config,
      SessionLimits limits,
      IceServers iceServers,
      List<ProgramTerms> terms)
      throws Exception {
    this(config, limits, new OfferRate(0, 0), iceServers, terms, new SecureRandom());
  }

  /** With a limit of offers. */
  MediaHouse(SessionLimits limits, OfferRate offers) throws Exception {
    this(
        MediaSocketConfig.loopback(0),
        limits,
        offers,
        IceServers.NONE,
        List.of(ProgramTerms.usual(Codec.VP8)),
        new SecureRandom());
  }

  /** Whose numbers and times begin as these draws say. */
  MediaHouse(RandomGenerator draws) throws Exception {
    this(
        MediaSocketConfig.loopback(0),
        new SessionLimits(0, 0),
        new OfferRate(0, 0),
        IceServers.NONE,
        List.of(ProgramTerms.usual(Codec.VP8)),
        draws);
  }

  private MediaHouse(
      MediaSocketConfig config,
      SessionLimits limits,
      OfferRate offers,
      IceServers iceServers,
      List<ProgramTerms> terms,
      RandomGenerator draws)
      throws Exception {
    socket = MediaSocket.open(config, clock, random);
    sessions = new MediaSessions(socket, limits, clock, draws, this::newId);
    TableId id = new TableId("roulette-1");
    SignalName camera = new SignalName("cam-a");
    table =
        new TableMedia(
            id,
            new TableRules(terms, List.of(), false, false),
            List.of(camera),
            camera,
            TableTiming.usual(700_000),
            clock,
            loop,
            draws,
            this::newId);
    if (terms.getLast().codec() == Codec.VP8) {
      CodedFrame picture =
          new CodedFrame(Codec.VP8, 0, true, Vp8Frames.key(640, 360, 2_500, new Random(1)));
      table.slate(new Slate(List.of(picture), 20_000));
    }
    rtpSockets = new RtpSockets(LOOPBACK, LOOPBACK, RtpPortRange.ANY, clock, socket.counters());
    rtp = new RtpPublishes(rtpSockets, clock, draws, socket.counters());
    HttpServer.Builder builder =
        HttpServer.at(new InetSocketAddress(LOOPBACK, 0))
            .clock(clock)
            .listener(refusals)
            .tokens(new JwtTokens(SECRET, "croupier", clock));
    MediaRoutes.register(builder.routes(), Map.of(id, table), sessions, offers, iceServers, clock);
    RtpRoutes.register(builder.routes(), Map.of(id, table), rtp, offers, clock);
    server = builder.build().start();
  }

  private String newId() {
    byte[] bytes = new byte[16];
    random.nextBytes(bytes);
    return HexFormat.of().formatHex(bytes);
  }

  URI uri(String path) {
    return server.uri().resolve(path);
  }

  String token(String subject, Role role) {
    return new TokenIssuer(SECRET, "croupier", clock, this::newId)
        .mint(
            TokenIssuer.Claims.of(
                new PlayerId(subject), new LicenseeId("demo"), role, "EUR", Duration.ofHours(1)))
        .token();
  }

  /** Sends a request of {@code pia}, a player. */
  HttpResponse<String> send(String method, String path, String body, String... headers)
      throws Exception {
    return sendAs("pia", method, path, body, headers);
  }

  HttpResponse<String> sendAs(
      String subject, String method, String path, String body, String... headers) throws Exception {
    return sendAs(subject, Role.PLAYER, method, path, body, headers);
  }

  HttpResponse<String> sendAs(
      String subject, Role role, String method, String path, String body, String... headers)
      throws Exception {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(uri(path))
            .method(method, HttpRequest.BodyPublishers.ofString(body))
            .header("Authorization", "Bearer " + token(subject, role));
    if (headers.length > 0) {
      request.headers(headers);
    }
    return http.send(request.build(), HttpResponse.BodyHandlers.ofString());
  }

  /** The offer of a viewer that will never come. */
  static String viewersOffer() {
    SdpLocal local = new SdpLocal(UFRAG, PASSWORD, "sha-256 " + "AB:".repeat(31) + "CD", List.of());
    return SdpWriter.write(SdpOffers.toView(local, 7));
  }

  /** Waits for the media port's next look at the clock. */
  void settle() throws InterruptedException {
    boolean _ = new CountDownLatch(1).await(600, TimeUnit.MILLISECONDS);
  }

  /** Posts an offer as {@code pia}. */
  HttpResponse<String> offer(String path, String sdp) throws Exception {
    return send("POST", path, sdp, "Content-Type", "application/sdp");
  }

  ClientTransports clients(InetAddress from) {
    ClientTransports clients = new ClientTransports(1, from, clock, random);
    guests.push(clients);
    return clients;
  }

  /** A viewer whose keys are agreed. */
  Guest view(String subject, ClientTransports clients) throws Exception {
    Guest guest = new Guest();
    guest.player =
        WhepPlayer.play(
            uri("/whep/roulette-1"),
            token(subject, Role.PLAYER),
            "",
            http,
            clients,
            clock,
            random,
            guest);
    guests.push(guest.player::abandon);
    guest.player.ready().get(PATIENCE_SECONDS, TimeUnit.SECONDS);
    return guest;
  }

  @Override
  public void close() throws Exception {
    for (AutoCloseable guest : guests) {
      guest.close();
    }
    server.close();
    http.close();
    rtp.closeAll();
    rtpSockets.close();
    socket.close();
    table.close();
    loop.shutdownNow();
  }

  /** A viewer and what it was shown. */
  static final class Guest implements WhepPlayer.Listener {
    private final BlockingQueue<Long> frames = new LinkedBlockingQueue<>();
    private final BlockingQueue<String> ended = new LinkedBlockingQueue<>();

    /** All that came, in order. */
    final List<ReceivedFrame> seen = new CopyOnWriteArrayList<>();

    WhepPlayer player;

    @Override
    public void frame(ReceivedFrame frame) {
      seen.add(frame);
      frames.add(frame.rtpTime());
    }

    @Override
    public void closed(String reason) {
      ended.add(reason);
    }

    /** Waits until so many more frames have come. */
    void awaitFrames(int count) throws InterruptedException {
      frames.clear();
      for (int i = 0; i < count; i++) {
        if (frames.poll(PATIENCE_SECONDS, TimeUnit.SECONDS) == null) {
          throw new AssertionError("no picture came; ended: " + ended);
        }
      }
    }

    String awaitEnd() throws InterruptedException {
      return ended.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
    }
  }
}
