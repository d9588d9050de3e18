package dev.croupier.loadtest.peer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.croupier.gateway.media.peer.ClientTransports;
import dev.croupier.gateway.media.peer.PeerRefusedException;
import dev.croupier.gateway.media.peer.ReceivedFrame;
import dev.croupier.gateway.media.peer.WhepPlayer;
import dev.croupier.gateway.media.peer.WhepPlayerFigures;
import dev.croupier.loadtest.studio.VideoSettings;
import dev.croupier.loadtest.viewer.Origins;
import dev.croupier.time.clock.SystemTableClock;
import dev.croupier.time.clock.TableClock;
import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The servers under test as real processes, played by the same native viewer. */
final class ServersTest {
  private static final int FRAMES = 45;
  private static final int CORE = 0;

  private static final SecureRandom RANDOM = new SecureRandom();
  private static final TableClock CLOCK = SystemTableClock.start(RANDOM);
  private static Feed.Material material;
  private static HttpClient http;
  private static ClientTransports transports;

  @BeforeAll
  static void open() throws IOException {
    material = Feed.Material.code(VideoSettings.small30(), 1, 3);
    http = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    transports = new ClientTransports(1, InetAddress.getByName("0.0.0.0"), CLOCK, RANDOM);
  }

  @AfterAll
  static void close() {
    transports.close();
    http.close();
  }

  private static WhipInlet.Client client() {
    return new WhipInlet.Client(http, transports, CLOCK, RANDOM);
  }

  @Test
  void theGatewayInAProcessOfItsOwnPlaysTheFeed() throws Exception {
    try (ServerUnderTest gateway = GatewayServer.start("gateway-whole", CORE, false, client())) {
      assertEquals("gateway-whole", gateway.name());
      plays(gateway);
      try (JvmMeter threads = gateway.threads().orElseThrow()) {
        JvmMeter.Reading cost = threads.read();
        assertTrue(cost.loopCpuMicros() > 0, "the event loops are found by their name");
        assertTrue(cost.tableCpuMicros() > 0, "and the table's thread");
        assertTrue(cost.allocatedBytes() > 0, cost.toString());
      }
    }
  }

  @Test
  void janusBehindItsWhepDoorPlaysTheSameFeedToTheSameViewer() throws Exception {
    long pid;
    try (ServerUnderTest janus = JanusServer.start(CORE, client())) {
      pid = janus.pid();
      plays(janus);
      refusesNonsense(janus.whep());
    }
    assertFalse(ProcessHandle.of(pid).map(ProcessHandle::isAlive).orElse(false), "it has ended");
  }

  @Test
  void aProgramThatIsNotThereOrEndsAtOnceIsSaidInOneLine() throws IOException {
    IOException missing =
        assertThrows(IOException.class, () -> start("no-such-program-by-this-name"));
    IOException ended = assertThrows(IOException.class, () -> start("false"));

    assertTrue(missing.getMessage().contains("no-such-program-by-this-name"), missing.getMessage());
    assertEquals("the program ended with 1 before it was ready: ", ended.getMessage());
  }

  private static void start(String program) throws IOException, InterruptedException {
    Path folder = Files.createTempDirectory("servers-test-");
    try (ServerProcess process =
        ServerProcess.start("the program", CORE, folder, List.of(program), Map.of())) {
      process.await(() -> false);
    }
  }

  private static void plays(ServerUnderTest server) throws Exception {
    CountDownLatch frames = new CountDownLatch(FRAMES);
    AtomicInteger early = new AtomicInteger();
    SentFrames sent = new SentFrames(material.frames());
    ServerUnderTest.Publishing paced =
        new ServerUnderTest.Publishing(() -> {}, material.bitrate() * 5 / 2, sent);
    try (ServerUnderTest.Inlet inlet = server.publish(paced);
        Feed feed = new Feed(material, false, CLOCK, sent.before(inlet))) {
      feed.start();
      try (WhepPlayer player =
          WhepPlayer.play(
              server.whep(),
              server.token(),
              "",
              http,
              transports,
              CLOCK,
              RANDOM,
              new WhepPlayer.Listener() {
                @Override
                public void frame(ReceivedFrame frame) {
                  long left = sent.sentMicros(frame);
                  if (frame.decodable() && left != Origins.UNKNOWN) {
                    early.addAndGet(left > frame.completeMicros() ? 1 : 0);
                    frames.countDown();
                  }
                }
              })) {
        assertTrue(frames.await(20, TimeUnit.SECONDS), server.name() + " shows the feed's frames");
        WhepPlayerFigures figures = player.figures().get(5, TimeUnit.SECONDS);
        assertTrue(figures.audioPackets() > 0, "and there is sound");
        assertEquals(0, early.get(), "none comes before its last packet was sent");
      }
      ProcessMeter.Reading cost = new ProcessMeter(server.pid()).read();
      assertTrue(cost.cpuMicros() > 0 && cost.residentKiB() > 0);
    }
  }

  private static void refusesNonsense(URI whep) throws Exception {
    HttpResponse<String> answer =
        http.send(
            HttpRequest.newBuilder(whep)
                .POST(HttpRequest.BodyPublishers.ofString("v=0\r\n"))
                .build(),
            HttpResponse.BodyHandlers.ofString());
    assertEquals(400, answer.statusCode());
    HttpResponse<String> unknown =
        http.send(
            HttpRequest.newBuilder(URI.create(whep + "/12345")).DELETE().build(),
            HttpResponse.BodyHandlers.ofString());
    assertEquals(404, unknown.statusCode());
    assertThrows(
        PeerRefusedException.class,
        () ->
            WhepPlayer.play(
                URI.create(whep.toString().replace("/whep", "/other")),
                "none",
                "",
                http,
                transports,
                CLOCK,
                RANDOM,
                new WhepPlayer.Listener() {}));
  }
}
