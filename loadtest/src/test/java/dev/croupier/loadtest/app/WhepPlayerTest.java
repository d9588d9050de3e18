package dev.croupier.loadtest.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.croupier.gateway.media.peer.ClientTransports;
import dev.croupier.gateway.media.peer.PeerRefusedException;
import dev.croupier.gateway.media.peer.ReceivedFrame;
import dev.croupier.gateway.media.peer.WhepPlayer;
import dev.croupier.gateway.media.peer.WhepPlayerFigures;
import java.net.InetAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The native viewer against a real gateway and a real camera of 360p, all in this process. */
final class WhepPlayerTest {
  private static final int FRAMES = 120;

  @TempDir Path folder;

  private static final class Ears implements WhepPlayer.Listener {
    private final List<ReceivedFrame> frames = new CopyOnWriteArrayList<>();
    private final CountDownLatch enough = new CountDownLatch(FRAMES);
    private final CountDownLatch closed = new CountDownLatch(1);

    @Override
    public void frame(ReceivedFrame frame) {
      frames.add(frame);
      enough.countDown();
    }

    @Override
    public void closed(String reason) {
      closed.countDown();
    }
  }

  @Test
  void framesComeCompleteInOrderAndAreReportedOn() throws Exception {
    try (TestHouse house = TestHouse.open(folder.resolve("data"), TestHouse.ROULETTE);
        HttpClient http = HttpClient.newHttpClient();
        ClientTransports transports =
            new ClientTransports(
                1, InetAddress.getLoopbackAddress(), house.ground().clock(), new SecureRandom())) {
      house.startHouse();
      URI whep = house.address().resolve("/whep/roulette-1");
      assertEquals(
          401,
          assertThrows(
                  PeerRefusedException.class,
                  () -> play(whep, "no.token", http, transports, house, new Ears()))
              .status());

      Ears ears = new Ears();
      String token = house.api().demoToken("player", "watcher");
      WhepPlayer player = play(whep, token, http, transports, house, ears);
      player.ready().get(10, TimeUnit.SECONDS);
      assertTrue(ears.enough.await(30, TimeUnit.SECONDS), ears.frames.size() + " frames came");
      player.close();
      assertTrue(ears.closed.await(10, TimeUnit.SECONDS));

      WhepPlayerFigures figures = player.figures().get();
      assertTrue(ears.frames.getFirst().keyframe(), "it begins with a keyframe");
      assertTrue(ears.frames.stream().allMatch(ReceivedFrame::decodable));
      for (int i = 1; i < ears.frames.size(); i++) {
        ReceivedFrame before = ears.frames.get(i - 1);
        ReceivedFrame frame = ears.frames.get(i);
        assertTrue(frame.rtpTime() > before.rtpTime(), "RTP time rises");
        assertTrue(frame.captureMicros() > before.captureMicros(), "so does capture time");
        assertFalse(frame.afterLoss());
      }
      assertEquals(ears.frames.size(), figures.frames());
      assertEquals(0, figures.incompleteFrames());
      assertEquals(0, figures.video().givenUp());
      assertTrue(figures.audioPackets() > 0, "sound comes too");
      assertTrue(figures.rttMicros() >= 0 && figures.rttMicros() < 1_000_000, figures.toString());
      assertTrue(figures.offeredAt() <= figures.answeredAt());
      assertTrue(figures.answeredAt() <= figures.connectedAt());
      // The server has its keys first and sends at once: a frame may arrive before ours are agreed.
      assertTrue(figures.answeredAt() <= figures.firstFrameAt());
    }
  }

  private static WhepPlayer play(
      URI whep,
      String token,
      HttpClient http,
      ClientTransports transports,
      TestHouse house,
      Ears ears)
      throws Exception {
    return WhepPlayer.play(
        whep, token, "", http, transports, house.ground().clock(), house.ground().random(), ears);
  }
}
