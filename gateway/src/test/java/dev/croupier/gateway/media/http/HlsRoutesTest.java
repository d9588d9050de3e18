package dev.croupier.gateway.media.http;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.croupier.gateway.http.HttpListener;
import dev.croupier.gateway.http.HttpServer;
import dev.croupier.gateway.http.JwtTokens;
import dev.croupier.gateway.http.Role;
import dev.croupier.gateway.http.TokenIssuer;
import dev.croupier.gateway.http.TokenSecret;
import dev.croupier.gateway.ids.LicenseeId;
import dev.croupier.gateway.ids.PlayerId;
import dev.croupier.gateway.ids.TableId;
import dev.croupier.gateway.media.hls.Feed;
import dev.croupier.gateway.media.hls.Ffmpeg;
import dev.croupier.gateway.media.hls.HlsFile;
import dev.croupier.gateway.media.hls.HlsPackager;
import dev.croupier.time.clock.TableClock;
import java.io.ByteArrayInputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The doors of HLS on a real port: who gets in, what headers say, and ffmpeg as a player. */
final class HlsRoutesTest {
  private static final TableId TABLE = new TableId("roulette-1");
  private static final TableId EMPTY = new TableId("baccarat-1");
  private static final TableId VP8 = new TableId("baccarat-2");
  private static final TokenSecret SECRET =
      TokenSecret.of("0123456789abcdef0123456789abcdef".getBytes(US_ASCII));
  private static final byte[] KEY = "fedcba9876543210fedcba9876543210".getBytes(US_ASCII);
  private static final byte[] OTHER_KEY = "fedcba9876543210fedcba987654321x".getBytes(US_ASCII);
  private static final Duration MINUTE = Duration.ofMinutes(1);
  private static final String INDEX = "/hls/roulette-1/index.m3u8";
  private static final int FPS = 30;

  private static List<byte[]> pictures;
  private static List<byte[]> sounds;

  private final AtomicLong nowMicros = new AtomicLong(Feed.EPOCH_MICROS);
  private final TableClock clock =
      new TableClock() {
        @Override
        public long nowMicros() {
          return nowMicros.get();
        }

        @Override
        public String clockId() {
          return "00000000000000000000000000000001";
        }

        @Override
        public long epoch() {
          return 1;
        }
      };
  private final HlsAdmission admission = new HlsAdmission(KEY, clock);
  private final HlsPackager packager = new HlsPackager(Feed.CLOCK, Runnable::run);
  private final HttpClient client = HttpClient.newHttpClient();
  private HttpServer server;
  private int pictureAt;
  private int soundAt;
  private volatile boolean feeding;

  @BeforeAll
  static void encode() throws Exception {
    pictures = Ffmpeg.video(160, 90, FPS, 20 * FPS, FPS);
    sounds = Ffmpeg.audio(20);
  }

  @BeforeEach
  void start() throws Exception {
    HttpServer.Builder builder =
        HttpServer.at(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
            .clock(clock)
            .tokens(new JwtTokens(SECRET, "croupier", clock))
            .listener(
                new HttpListener() {
                  @Override
                  public void answered(String method, String route, int status, long durationUs) {
                    if (feeding && route.endsWith("{rendition}/playlist.m3u8")) {
                      feed(4);
                    }
                  }
                });
    HlsRoutes.register(
        builder.routes(),
        Set.of(TABLE, EMPTY, VP8),
        Map.of(TABLE, packager, EMPTY, new HlsPackager(Feed.CLOCK, Runnable::run)),
        admission);
    server = builder.build().start();
    feed(8);
  }

  @AfterEach
  void stop() {
    server.close();
    client.close();
  }

  @ParameterizedTest(name = "{0} → {1}")
  @CsvSource({
    "nothing, 401",
    "bearer, 200",
    "bearer of another secret, 401",
    "bearer in rags with a good cookie, 401",
    "cookie, 200",
    "cookie for all, 200",
    "cookie among others, 200",
    "cookie signed by another key, 401",
    "cookie whose table was changed, 401",
    "cookie whose expiry was changed, 401",
    "cookie of another table, 403",
    "cookies of another and of this table, 200",
    "expired cookie, 401",
    "empty cookie, 401",
    "endless cookie, 401",
  })
  void whoGetsIn(String who, int status) throws Exception {
    String good = pass(admission.cookie(TABLE, MINUTE, false));
    String other = pass(admission.cookie(EMPTY, MINUTE, false));
    String forged = pass(new HlsAdmission(OTHER_KEY, clock).cookie(TABLE, MINUTE, false));
    HttpRequest.Builder request = request(INDEX);
    switch (who) {
      case "bearer" -> request.header("Authorization", "Bearer " + bearer(SECRET));
      case "bearer of another secret" ->
          request.header("Authorization", "Bearer " + bearer(TokenSecret.of(OTHER_KEY)));
      case "bearer in rags with a good cookie" ->
          request.header("Authorization", "Bearer x").header("Cookie", good);
      case "cookie" -> request.header("Cookie", good);
      case "cookie for all" ->
          request.header("Cookie", pass(admission.cookieForAll(MINUTE, false)));
      case "cookie among others" -> request.header("Cookie", "a=b; " + good + "; c=d");
      case "cookie signed by another key" -> request.header("Cookie", forged);
      case "cookie whose table was changed" ->
          request.header("Cookie", other.replace("baccarat-1", "roulette-1"));
      case "cookie whose expiry was changed" ->
          request.header("Cookie", good.replace(".1800000060.", ".1900000060."));
      case "cookie of another table" -> request.header("Cookie", other);
      case "cookies of another and of this table" -> request.header("Cookie", other + "; " + good);
      case "expired cookie" -> {
        request.header("Cookie", good);
        nowMicros.addAndGet(60_000_000);
      }
      case "empty cookie" -> request.header("Cookie", "croupier_hls=");
      case "endless cookie" -> request.header("Cookie", "croupier_hls=" + "a.".repeat(3_000));
      default -> assertEquals("nothing", who);
    }
    HttpResponse<String> answer = send(request);
    assertEquals(status, answer.statusCode(), answer.body());
    String code = answer.headers().firstValue("WWW-Authenticate").isPresent() ? "401" : "no 401";
    assertEquals(status == 401 ? "401" : "no 401", code);
  }

  @Test
  void aPassLivesUntilItsLastMicrosecond() throws Exception {
    String cookie = pass(admission.cookie(TABLE, MINUTE, false));
    nowMicros.addAndGet(59_999_999);
    assertEquals(200, send(request(INDEX).header("Cookie", cookie)).statusCode());
  }

  @Test
  void theCookieIsKeptFromScriptsAndOtherSitesAndPlainHttp() {
    String plain = admission.cookie(TABLE, MINUTE, false);
    assertTrue(plain.startsWith("croupier_hls=roulette-1.1800000060."), plain);
    assertTrue(
        plain.endsWith("; Path=/hls/roulette-1; Max-Age=60; HttpOnly; SameSite=Strict"), plain);
    assertEquals(plain + "; Secure", admission.cookie(TABLE, MINUTE, true));
    assertTrue(admission.cookieForAll(MINUTE, true).contains("; Path=/hls; "));
  }

  @Test
  void aSignedPathLeadsToAllFilesOfItsTableAndNoOthers() throws Exception {
    String path = admission.signedPath(TABLE, MINUTE);
    assertEquals(200, send(request(path)).statusCode());
    String base = path.substring(0, path.lastIndexOf('/'));
    HttpResponse<String> list = send(request(base + "/video/playlist.m3u8"));
    assertEquals(200, list.statusCode());
    assertEquals(200, send(request(base + "/video/" + lastLine(list.body()))).statusCode());
    assertEquals(403, send(request(path.replace("/roulette-1/", "/baccarat-1/"))).statusCode());
    assertEquals(401, send(request("/hls/signed/x.y.z/roulette-1/index.m3u8")).statusCode());
    assertEquals(401, send(request("/hls/signed/x/roulette-1/audio/playlist.m3u8")).statusCode());
    nowMicros.addAndGet(60_000_000);
    assertEquals(401, send(request(path)).statusCode());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/hls/nowhere/index.m3u8, 404, unknown_table",
        "/hls/No..Table/index.m3u8, 404, unknown_table",
        "/hls/roulette-1/text/playlist.m3u8, 404, not_found",
        "/hls/roulette-1/video/s0-0.m4s, 404, not_found",
        "/hls/roulette-1/text/s0-0.m4s, 404, not_found",
        "/hls/baccarat-2/index.m3u8, 422, no_common_codec",
        "/hls/baccarat-2/video/playlist.m3u8, 422, no_common_codec",
        "/hls/baccarat-2/video/s0-0.m4s, 422, no_common_codec",
        "/hls/baccarat-1/index.m3u8, 503, not_ready",
        "/hls/baccarat-1/audio/playlist.m3u8, 503, not_ready",
      })
  void whatIsNotThereIsAProblem(String row) throws Exception {
    String[] fields = row.split(", ", -1);
    HttpResponse<String> answer = ask(fields[0]);
    assertEquals(Integer.parseInt(fields[1]), answer.statusCode());
    assertTrue(answer.body().contains("\"code\":\"" + fields[2] + "\""), answer.body());
    assertEquals("no-store", answer.headers().firstValue("Cache-Control").orElseThrow());
    assertEquals(fields[1].equals("503"), answer.headers().firstValue("Retry-After").isPresent());
  }

  @Test
  void playlistsAreAskedForAgainAndSegmentsKept() throws Exception {
    HttpResponse<String> index = ask(INDEX);
    assertEquals(HlsFile.PLAYLIST, index.headers().firstValue("Content-Type").orElseThrow());
    assertEquals("private, no-cache", index.headers().firstValue("Cache-Control").orElseThrow());
    assertEquals("Origin, Accept-Encoding", index.headers().firstValue("Vary").orElseThrow());
    HttpResponse<String> list = ask("/hls/roulette-1/audio/playlist.m3u8");
    assertEquals("private, no-cache", list.headers().firstValue("Cache-Control").orElseThrow());
    HttpResponse<String> segment = ask("/hls/roulette-1/audio/" + lastLine(list.body()));
    assertEquals("audio/mp4", segment.headers().firstValue("Content-Type").orElseThrow());
    assertEquals(
        "private, max-age=3600, immutable",
        segment.headers().firstValue("Cache-Control").orElseThrow());
  }

  @Test
  void anUnchangedPlaylistIsNotSentAgain() throws Exception {
    String path = "/hls/roulette-1/video/playlist.m3u8";
    String tag = ask(path).headers().firstValue("ETag").orElseThrow();
    HttpResponse<String> same = send(admitted(path).header("If-None-Match", "\"x\", W/" + tag));
    assertEquals(304, same.statusCode());
    assertEquals("", same.body());
    assertEquals(tag, same.headers().firstValue("ETag").orElseThrow());
    feed(2);
    HttpResponse<String> next = send(admitted(path).header("If-None-Match", tag));
    assertEquals(200, next.statusCode());
    assertNotEquals(tag, next.headers().firstValue("ETag").orElseThrow());
  }

  @Test
  void gzipIsForThoseWhoTakeIt() throws Exception {
    HttpResponse<byte[]> zipped =
        client.send(
            admitted(INDEX).header("Accept-Encoding", "br, gzip;q=0.8").build(),
            HttpResponse.BodyHandlers.ofByteArray());
    assertEquals("gzip", zipped.headers().firstValue("Content-Encoding").orElseThrow());
    HttpResponse<String> plain = send(admitted(INDEX).header("Accept-Encoding", "gzip;q=0"));
    assertTrue(plain.headers().firstValue("Content-Encoding").isEmpty());
    assertArrayEquals(
        plain.body().getBytes(US_ASCII),
        new GZIPInputStream(new ByteArrayInputStream(zipped.body())).readAllBytes());
    assertNotEquals(plain.headers().firstValue("ETag"), zipped.headers().firstValue("ETag"));
  }

  @Test
  void headHasTheHeadersOfGet() throws Exception {
    HttpResponse<String> head =
        send(admitted(INDEX).method("HEAD", HttpRequest.BodyPublishers.noBody()));
    assertEquals(200, head.statusCode());
    assertEquals("", head.body());
    assertEquals(
        ask(INDEX).headers().firstValue("Content-Length"),
        head.headers().firstValue("Content-Length"));
  }

  @Test
  void ffmpegPlaysTheLivePlaylistToItsEnd() throws Exception {
    feeding = true;
    Ffmpeg.Run run =
        Ffmpeg.run(
            "/usr/bin/ffmpeg",
            "-v",
            "error",
            "-xerror",
            "-copyts",
            "-headers",
            "Cookie: " + pass(admission.cookie(TABLE, MINUTE, false)) + "\r\n",
            "-live_start_index",
            "0",
            "-i",
            server.uri() + INDEX,
            "-map",
            "0:v",
            "-map",
            "0:a",
            "-fps_mode",
            "passthrough",
            "-f",
            "framecrc",
            "-");
    assertEquals(0, run.status(), run.errors());
    assertEquals("", run.errors());
    long[] last = {-1, -1};
    int[] count = {0, 0};
    for (String line : run.lines()) {
      if (line.startsWith("#")) {
        continue;
      }
      String[] fields = line.split(", *", -1);
      int stream = Integer.parseInt(fields[0]);
      long pts = Long.parseLong(fields[2].strip());
      assertTrue(pts > last[stream], "backwards: " + line);
      last[stream] = pts;
      count[stream]++;
    }
    assertEquals(pictures.size(), count[0]);
    assertTrue(count[1] >= sounds.size() - 5, "packets of sound: " + count[1]);
  }

  /** Lets some seconds of the program pass; at its end the program ends. */
  private synchronized void feed(int seconds) {
    if (pictureAt == pictures.size()) {
      return;
    }
    int until = Math.min(pictures.size(), pictureAt + seconds * FPS);
    while (pictureAt < until) {
      long micros = Math.ceilDiv(pictureAt * 1_000_000L, FPS);
      while (soundAt < sounds.size() && soundAt * 20_000L <= micros) {
        packager.onFrame(Feed.audio(soundAt * 20_000L, sounds.get(soundAt)));
        soundAt++;
      }
      byte[] picture = pictures.get(pictureAt);
      packager.onFrame(Feed.video(Ffmpeg.isKeyframe(picture), micros, picture));
      pictureAt++;
    }
    if (pictureAt == pictures.size()) {
      packager.onEnd();
    }
  }

  private HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(URI.create(server.uri() + path))
        .version(HttpClient.Version.HTTP_1_1)
        .timeout(Duration.ofSeconds(20));
  }

  private HttpRequest.Builder admitted(String path) {
    return request(path).header("Cookie", pass(admission.cookieForAll(MINUTE, false)));
  }

  private HttpResponse<String> ask(String path) throws Exception {
    return send(admitted(path));
  }

  private HttpResponse<String> send(HttpRequest.Builder request) throws Exception {
    return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
  }

  /** What a browser sends back of a {@code Set-Cookie}. */
  private static String pass(String setCookie) {
    return setCookie.substring(0, setCookie.indexOf(';'));
  }

  private static String lastLine(String text) {
    return text.lines().toList().getLast();
  }

  private String bearer(TokenSecret secret) {
    return new TokenIssuer(secret, "croupier", clock, () -> "id")
        .mint(
            TokenIssuer.Claims.of(
                new PlayerId("someone"), new LicenseeId("demo"), Role.PLAYER, "EUR", MINUTE))
        .token();
  }
}
