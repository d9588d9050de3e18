package dev.croupier.gateway.media.http;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.croupier.gateway.SuppliedClock;
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
import dev.croupier.gateway.media.fanout.Posters;
import dev.croupier.gateway.media.fanout.TableMedia;
import dev.croupier.gateway.media.fanout.TableRules;
import dev.croupier.gateway.media.fanout.TableTiming;
import dev.croupier.gateway.media.hls.Ffmpeg;
import dev.croupier.gateway.media.ingest.FrameListener;
import dev.croupier.gateway.media.ingest.SourceClock;
import dev.croupier.gateway.media.worker.PictureMaker;
import dev.croupier.time.clock.TableClock;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The doors of posters on a real port, with a camera on air, one off air and a real worker. */
final class PosterRoutesTest {
  private static final TableId TABLE = new TableId("roulette-1");
  private static final SignalName CAM_A = new SignalName("cam-a");
  private static final SignalName CAM_B = new SignalName("cam-b");
  private static final SignalName CAM_C = new SignalName("cam-c");
  private static final String PROGRAM = "/api/v1/tables/roulette-1/poster.jpg";
  private static final String ON_AIR = "/api/v1/tables/roulette-1/signals/cam-a/poster.jpg";
  private static final TokenSecret SECRET =
      TokenSecret.of("0123456789abcdef0123456789abcdef".getBytes(US_ASCII));
  private static final int FPS = 25;
  private static final int GOP = 25;

  /** 2027-01-15T08:00:00Z. */
  private static final long START = 1_800_000_000_000_000L;

  private static final AtomicLong MICROS = new AtomicLong(START);

  private static final TableClock CLOCK = new SuppliedClock(MICROS::get);
  private static List<byte[]> pictures;
  private static PictureMaker maker;

  private final ScheduledExecutorService loop = Executors.newSingleThreadScheduledExecutor();
  private final HttpClient client = HttpClient.newHttpClient();
  private TableMedia table;
  private HttpServer server;
  private FrameListener camera;
  private int picture;

  @BeforeAll
  static void encode() throws Exception {
    pictures = Ffmpeg.video(320, 180, FPS, 2 * GOP, GOP);
    maker = new PictureMaker(CLOCK, Duration.ofSeconds(2));
  }

  @AfterAll
  static void end() {
    maker.close();
  }

  @BeforeEach
  void start() throws Exception {
    table =
        new TableMedia(
            TABLE,
            TableRules.usual(Codec.H264, List.of()),
            List.of(CAM_A, CAM_B, CAM_C),
            CAM_A,
            TableTiming.usual(700_000),
            CLOCK,
            loop,
            new Random(3),
            () -> "program");
    HttpServer.Builder builder =
        HttpServer.at(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
            .clock(CLOCK)
            .tokens(new JwtTokens(SECRET, "croupier", CLOCK));
    PosterRoutes.register(builder.routes(), Map.of(TABLE, table), new Posters(maker, CLOCK));
    server = builder.build().start();
  }

  @AfterEach
  void stop() {
    server.close();
    client.close();
    table.close();
    loop.shutdownNow();
  }

  private FrameListener publish(SignalName name) throws Exception {
    FrameListener publish =
        table.publish(name, Codec.H264, false, () -> {}, () -> {}).get(5, TimeUnit.SECONDS);
    publish.parameters(320, 180, "42c015");
    return publish;
  }

  /** Sends pictures, and lets time pass with them. */
  private void film(FrameListener publish, int count) throws Exception {
    for (int i = 0; i < count; i++) {
      MICROS.addAndGet(1_000_000 / FPS);
      boolean keyframe = picture % GOP == 0;
      byte[] data = pictures.get(picture++ % pictures.size());
      publish.frame(
          new CodedFrame(Codec.H264, MICROS.get() * 9 / 100, keyframe, data), MICROS.get());
      loop.submit(() -> {}).get();
    }
  }

  private void onAir() throws Exception {
    camera = publish(CAM_A);
    film(camera, 1);
    MICROS.addAndGet(SourceClock.SETTLING_MICROS);
    picture = 0;
    film(camera, 10);
    assertEquals("cam-a", table.air().signal());
  }

  private HttpResponse<byte[]> get(String path, Role role, String... headers) throws Exception {
    HttpRequest.Builder request = HttpRequest.newBuilder(server.uri().resolve(path));
    if (role != null) {
      String token =
          new TokenIssuer(SECRET, "croupier", CLOCK, () -> "id")
              .mint(
                  TokenIssuer.Claims.of(
                      new PlayerId("pia"),
                      new LicenseeId("demo"),
                      role,
                      "EUR",
                      Duration.ofHours(1)))
              .token();
      request.header("Authorization", "Bearer " + token);
    }
    if (headers.length > 0) {
      request.headers(headers);
    }
    return client.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
  }

  private static String header(HttpResponse<?> answer, String name) {
    return answer.headers().firstValue(name).orElse("");
  }

  @Test
  void theProgramsPosterIsItsCamerasLatestKeyframe() throws Exception {
    MICROS.set(START);
    onAir();
    HttpResponse<byte[]> answer = get(PROGRAM, Role.PLAYER);
    assertEquals(200, answer.statusCode(), new String(answer.body(), US_ASCII));
    assertEquals("image/jpeg", header(answer, "Content-Type"));
    assertEquals("private, max-age=1", header(answer, "Cache-Control"));
    assertEquals("Fri, 15 Jan 2027 08:00:00 GMT", header(answer, "Last-Modified"));
    BufferedImage jpeg = ImageIO.read(new ByteArrayInputStream(answer.body()));
    assertEquals(320, jpeg.getWidth());
    assertEquals(180, jpeg.getHeight());
    assertArrayEquals(answer.body(), get(ON_AIR, Role.PLAYER).body());
  }

  @Test
  void whoHasItIsToldSoUntilThereIsAnother() throws Exception {
    onAir();
    HttpResponse<byte[]> first = get(PROGRAM, Role.PLAYER);
    String tag = header(first, "ETag");
    HttpResponse<byte[]> same = get(PROGRAM, Role.PLAYER, "If-None-Match", tag);
    assertEquals(304, same.statusCode());
    assertEquals(0, same.body().length);
    assertEquals(tag, header(same, "ETag"));
    film(camera, 30);
    HttpResponse<byte[]> next = get(PROGRAM, Role.PLAYER, "If-None-Match", tag);
    assertEquals(200, next.statusCode());
    assertNotEquals(tag, header(next, "ETag"));
  }

  @ParameterizedTest(name = "{1} at {0} → {2} {3}")
  @CsvSource({
    "poster.jpg,               ,         401, unauthorized",
    "signals/cam-a/poster.jpg, ,         401, unauthorized",
    "poster.jpg,               PLAYER,   200, ",
    "signals/cam-a/poster.jpg, PLAYER,   200, ",
    "signals/cam-b/poster.jpg, PLAYER,   403, forbidden",
    "signals/cam-b/poster.jpg, DEALER,   403, forbidden",
    "signals/cam-b/poster.jpg, OPERATOR, 200, ",
    "signals/cam-b/poster.jpg, ADMIN,    200, ",
    "signals/cam-c/poster.jpg, OPERATOR, 503, not_ready",
    "signals/cam-d/poster.jpg, OPERATOR, 404, unknown_signal",
    "signals/CAM/poster.jpg,   OPERATOR, 404, unknown_signal",
  })
  void whoSeesWhat(String path, Role role, int status, String code) throws Exception {
    onAir();
    picture = 0;
    film(publish(CAM_B), 5);
    picture = 0;
    film(camera, 5);
    HttpResponse<byte[]> answer = get("/api/v1/tables/roulette-1/" + path, role);
    String body = new String(answer.body(), US_ASCII);
    assertEquals(status, answer.statusCode(), body);
    if (code != null) {
      assertTrue(body.contains("\"" + code + "\""), body);
    }
  }

  @Test
  void aTableThatIsNotThereIsUnknown() throws Exception {
    for (String path : List.of("poster.jpg", "signals/cam-a/poster.jpg")) {
      HttpResponse<byte[]> answer = get("/api/v1/tables/baccarat-9/" + path, Role.PLAYER);
      assertEquals(404, answer.statusCode());
      assertTrue(new String(answer.body(), US_ASCII).contains("\"unknown_table\""));
    }
  }

  @Test
  void beforeACameraIsOnAirAndAfterItStoppedThereIsNone() throws Exception {
    HttpResponse<byte[]> before = get(PROGRAM, Role.PLAYER);
    assertEquals(503, before.statusCode());
    assertEquals("1", header(before, "Retry-After"));
    onAir();
    assertEquals(200, get(ON_AIR, Role.OPERATOR).statusCode());
    MICROS.addAndGet(1_100_000);
    loop.submit(() -> {}).get();
    HttpResponse<byte[]> after = get(ON_AIR, Role.OPERATOR);
    assertEquals(503, after.statusCode());
    assertTrue(new String(after.body(), US_ASCII).contains("\"not_ready\""));
  }

  @Test
  void whatCannotBeReadIsNoPosterAndTheDoorsStayOpen() throws Exception {
    onAir();
    FrameListener broken = publish(CAM_B);
    byte[] noise = new byte[5_000];
    new Random(1).nextBytes(noise);
    broken.frame(new CodedFrame(Codec.H264, 0, true, noise), MICROS.get());
    loop.submit(() -> {}).get();
    String path = "/api/v1/tables/roulette-1/signals/cam-b/poster.jpg";
    assertEquals(503, get(path, Role.OPERATOR).statusCode());
    assertEquals(200, get(PROGRAM, Role.PLAYER).statusCode());
  }
}
