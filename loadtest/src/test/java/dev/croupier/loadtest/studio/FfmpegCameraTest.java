package dev.croupier.loadtest.studio;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.croupier.loadtest.plan.ScenarioException;
import dev.croupier.time.clock.SystemTableClock;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The camera at a door that only answers, with small programs in ffmpeg's place. */
class FfmpegCameraTest {
  private static final String DOOR = "/api/v1/tables/roulette-1/signals/cam-a/rtp";
  private static final String ANSWER =
      "v=0\r\no=- 1 1 IN IP4 127.0.0.1\r\ns=-\r\nc=IN IP4 127.0.0.1\r\nt=0 0\r\n"
          + "m=video 40000 RTP/AVP 96\r\na=recvonly\r\nm=audio 40002 RTP/AVP 97\r\n";

  @TempDir Path folder;
  private final List<String> asked = new CopyOnWriteArrayList<>();
  private final ScheduledExecutorService scheduler = Executors.newScheduledThreadPool(1);
  private final HttpClient http = HttpClient.newHttpClient();
  private HttpServer server;
  private volatile int status = 201;
  private volatile String answer = ANSWER;

  @BeforeEach
  void open() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/", this::answer);
    server.start();
  }

  @AfterEach
  void close() {
    server.stop(0);
    scheduler.shutdownNow();
    http.close();
  }

  private void answer(HttpExchange exchange) throws IOException {
    String body = new String(exchange.getRequestBody().readAllBytes(), UTF_8);
    asked.add(exchange.getRequestMethod() + " " + exchange.getRequestURI() + "\n" + body);
    byte[] bytes = answer.getBytes(UTF_8);
    exchange.sendResponseHeaders(status, bytes.length);
    exchange.getResponseBody().write(bytes);
    exchange.close();
  }

  private FfmpegCamera camera(String program, String... words) {
    SecureRandom random = new SecureRandom();
    return new FfmpegCamera(
        "roulette-1/cam-a",
        1,
        CameraPlan.parse(List.of(words)),
        (width, height) -> new TestCard(width, height, "A"),
        () -> RoundState.NONE,
        new CameraStation.Network(
            URI.create("http://127.0.0.1:" + server.getAddress().getPort()),
            () -> "token",
            http,
            null,
            SystemTableClock.start(random),
            scheduler,
            random),
        program);
  }

  private String program(String script) throws IOException {
    Path file = folder.resolve("program");
    Files.writeString(file, "#!/bin/sh\n" + script + "\n");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwx------"));
    return file.toString();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "gop=request",
        "offset=3s",
        "drift=100ppm",
        "delay=5ms",
        "jitter=20ms",
        "late-keyframes=2s",
        "no-keyframes",
        "garbage"
      })
  void whatFfmpegCannotDoIsRefusedByItsName(String word) {
    CameraPlan plan = CameraPlan.parse(List.of("540p25", word));
    String line = "'" + word + "': ffmpeg as camera cannot do that";
    assertEquals(
        line, assertThrows(ScenarioException.class, () -> FfmpegCamera.check(plan)).getMessage());
    try (FfmpegCamera camera = camera("sh")) {
      assertEquals(
          line,
          assertThrows(ScenarioException.class, () -> camera.apply(Fault.parse(word)))
              .getMessage());
    }
  }

  @Test
  void allElseCanBeSaid() {
    FfmpegCamera.check(
        CameraPlan.parse(
            List.of(
                "size=800x600",
                "rate=24",
                "bitrate=900k",
                "gop=48",
                "profile=high",
                "audio=none",
                "freeze",
                "kill")));
  }

  @Test
  void aMissingProgramIsToldBeforeAnybodyIsAsked() {
    try (FfmpegCamera camera = camera("/nowhere/ffmpeg")) {
      assertThrows(StudioException.class, camera::start);
    }
    assertEquals(List.of(), asked);
  }

  @Test
  void aProgramThatEndsAtOnceIsOneLineWithItsOwnReason() throws Exception {
    String program =
        program("echo \"Unknown encoder 'libx264'\" >&2; echo Conversion failed! >&2; exit 1");
    try (FfmpegCamera camera = camera(program, "360p10")) {
      camera.start();
      ExecutionException thrown =
          assertThrows(
              ExecutionException.class, () -> camera.firstAccepted().get(10, TimeUnit.SECONDS));
      assertEquals(
          "ffmpeg ended with 1: Unknown encoder 'libx264'", thrown.getCause().getMessage());
      assertFalse(camera.publishing());
    }
  }

  @ParameterizedTest
  @CsvSource({
    "403, the token is refused for roulette-1/cam-a: 403",
    "409, roulette-1/cam-a is being published by another: 409",
    "422, roulette-1/cam-a cannot be published: answered 422",
    "200, roulette-1/cam-a cannot be published: the answer does not say where RTP is to be sent"
  })
  void aRefusalIsOneLine(int refusal, String line) throws Exception {
    status = refusal;
    answer = "c=IN IP4 127.0.0.1\r\nm=video 0 RTP/AVP 96\r\n";
    try (FfmpegCamera camera = camera(program("cat > /dev/null"), "360p10")) {
      camera.start();
      ExecutionException thrown =
          assertThrows(
              ExecutionException.class, () -> camera.firstAccepted().get(10, TimeUnit.SECONDS));
      assertEquals(line, thrown.getCause().getMessage());
    }
  }

  @Test
  void aGatewayThatIsNotThereIsOneLine() throws Exception {
    server.stop(0);
    try (FfmpegCamera camera = camera(program("cat > /dev/null"), "360p10")) {
      camera.start();
      ExecutionException thrown =
          assertThrows(
              ExecutionException.class, () -> camera.firstAccepted().get(10, TimeUnit.SECONDS));
      assertEquals("the gateway does not answer", thrown.getCause().getMessage());
    }
  }

  @Test
  void aDeadProgramIsNoticedAndStartedAgainAndTheDoorIsClosedAtTheEnd() throws Exception {
    Path runs = folder.resolve("runs");
    String program = program("echo $$ >> " + runs + "; exec cat > /dev/null");
    ProcessHandle second;
    try (FfmpegCamera camera = camera(program, "360p10", "audio=none")) {
      camera.start();
      camera.firstAccepted().get(10, TimeUnit.SECONDS);
      ProcessHandle.of(Long.parseLong(Files.readString(runs).strip()))
          .orElseThrow()
          .destroyForcibly();
      await(() -> camera.counts().published() == 2);
      second = ProcessHandle.of(Long.parseLong(Files.readAllLines(runs).get(1))).orElseThrow();
      assertTrue(second.isAlive());
    }
    await(() -> !second.isAlive());
    assertEquals(
        List.of("PUT " + DOOR, "PUT " + DOOR, "DELETE " + DOOR),
        asked.stream().map(request -> request.lines().findFirst().orElse("")).toList());
    assertTrue(asked.getFirst().contains("m=video 0 RTP/AVP 96\n"), asked.getFirst());
    assertFalse(asked.getFirst().contains("m=audio"), asked.getFirst());
  }

  @Test
  void aKilledCameraSaysNothingAndAnotherSizeBeginsAnew() throws Exception {
    Path runs = folder.resolve("runs");
    String program = program("echo $$ >> " + runs + "; exec cat > /dev/null");
    try (FfmpegCamera camera = camera(program, "360p10")) {
      camera.start();
      camera.firstAccepted().get(10, TimeUnit.SECONDS);
      camera.apply(Fault.parse("freeze"));
      assertEquals(1, asked.size());
      camera.apply(Fault.parse("size=320x180"));
      await(() -> camera.counts().published() == 2);
      camera.apply(Fault.parse("kill"));
      assertFalse(camera.publishing());
      for (String pid : Files.readAllLines(runs)) {
        assertTrue(ProcessHandle.of(Long.parseLong(pid)).isEmpty(), "all have ended");
      }
      assertTrue(asked.stream().allMatch(request -> request.startsWith("PUT ")), "" + asked);
    }
  }

  private static void await(BooleanSupplier wanted) {
    for (int i = 0; i < 1_000; i++) {
      if (wanted.getAsBoolean()) {
        return;
      }
      LockSupport.parkNanos(10_000_000);
    }
    throw new AssertionError("it did not happen within ten seconds");
  }
}
