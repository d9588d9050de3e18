package dev.croupier.loadtest.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.croupier.gateway.media.net.DtlsSettings;
import dev.croupier.gateway.media.peer.ClientTransports;
import dev.croupier.gateway.media.peer.ReceivedFrame;
import dev.croupier.gateway.media.peer.WhepPlayer;
import dev.croupier.gateway.media.peer.WhepPlayerFigures;
import dev.croupier.loadtest.relay.Direction;
import dev.croupier.loadtest.relay.Impairment;
import dev.croupier.loadtest.relay.Relay;
import dev.croupier.loadtest.relay.RelaySettings;
import java.net.InetAddress;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A picture whose camera holds its rest back, at native viewers of a real gateway: what is there
 * has been sent, and whatever happens meanwhile nobody sees half a picture.
 */
final class HeldPictureTest {
  private static final String TABLE =
      """
      tables:
        - id: roulette-1
          game: roulette
          signals: [cam-a, cam-b]
          slate: {codec: h264, width: 640, height: 360, fps: 30}
          failover: {slateAfterMs: 2500}
      """;

  /** Of 42 packets: a dozen of ours leave with the first 16, two dozen with the first 30. */
  private static final int FRAGMENTS = 40;

  @TempDir Path folder;
  private TestHouse house;
  private ClientTransports transports;
  private StepCamera camera;

  @BeforeEach
  void open() throws Exception {
    house = TestHouse.open(folder.resolve("data"), TABLE);
    transports =
        new ClientTransports(
            1,
            InetAddress.getLoopbackAddress(),
            false,
            DtlsSettings.standard(),
            house.ground().clock(),
            house.ground().random());
    camera = new StepCamera(house);
  }

  @AfterEach
  void close() throws Exception {
    camera.close();
    transports.close();
    house.close();
  }

  @Test
  void whatIsThereIsSentAndWhatIsLostOfItIsSentAgainBeforeItsEndComes() throws Exception {
    try (Relay relay = Relay.open(RelaySettings.to(house.address()), 3, house.ground().clock());
        Eyes good = new Eyes(house.address(), "good");
        Eyes lossy = new Eyes(relay.base(), "lossy")) {
      camera.film(45);
      good.await(good.shows(camera.last()));
      lossy.await(lossy.shows(camera.last()));
      List<byte[]> held = camera.picture(true, FRAGMENTS);
      WhepPlayerFigures.Stream goodBefore = good.video();
      WhepPlayerFigures.Stream lossyBefore = lossy.video();
      relay.set(Direction.DOWN, Impairment.parse("loss=60%"));
      camera.send(held.subList(0, 16));
      good.await(() -> good.video().packets() == goodBefore.packets() + 12);
      relay.set(Direction.DOWN, Impairment.NONE);
      camera.send(held.subList(16, 30));
      good.await(() -> good.video().packets() == goodBefore.packets() + 24);
      lossy.await(
          () -> {
            WhepPlayerFigures.Stream now = lossy.video();
            long came = now.packets() - lossyBefore.packets();
            return came + now.recovered() - lossyBefore.recovered() == 24;
          });
      assertTrue(lossy.video().recovered() > lossyBefore.recovered(), "some had been lost");
      assertFalse(good.shows(camera.last()).met() || lossy.shows(camera.last()).met());

      camera.send(held.subList(30, held.size()));
      for (Eyes eyes : List.of(good, lossy)) {
        eyes.await(eyes.shows(camera.last()));
        ReceivedFrame whole = eyes.frames.getLast();
        assertTrue(StepCamera.same(whole.data(), held));
        assertTrue(whole.keyframe() && whole.decodable() && !whole.afterLoss());
      }
      camera.film(5);
      good.await(good.shows(camera.last()));
      assertEquals(0, good.player.figures().get().incompleteFrames());
      assertEquals(0, lossy.player.figures().get().incompleteFrames());
    }
  }

  @Test
  void whoComesMeanwhileGetsItWhole() throws Exception {
    try (Eyes first = new Eyes(house.address(), "first")) {
      camera.film(45);
      first.await(first.shows(camera.last()));
      List<byte[]> held = camera.picture(true, FRAGMENTS);
      WhepPlayerFigures.Stream before = first.video();
      camera.send(held.subList(0, 30));
      first.await(() -> first.video().packets() == before.packets() + 24);
      try (Eyes late = new Eyes(house.address(), "late")) {
        camera.send(held.subList(30, held.size()));
        late.await(late.shows(camera.last()));
        ReceivedFrame whole = late.frames.getLast();
        assertTrue(StepCamera.same(whole.data(), held));
        camera.film(5);
        late.await(late.shows(camera.last()));
        assertTrue(late.frames.stream().allMatch(ReceivedFrame::decodable));
        assertEquals(0, late.player.figures().get().incompleteFrames());
      }
    }
  }

  @Test
  void whereTheRestNeverComesAKeyframeFollowsBehindAHoleAndTheCameraIsSeenAgain() throws Exception {
    try (Eyes eyes = new Eyes(house.address(), "eyes")) {
      camera.film(45);
      eyes.await(eyes.shows(camera.last()));
      List<byte[]> dead = camera.picture(true, FRAGMENTS);
      int number = camera.last();
      WhepPlayerFigures.Stream before = eyes.video();
      camera.send(dead.subList(0, 30));
      eyes.await(() -> eyes.video().packets() == before.packets() + 24);
      int shown = eyes.frames.size();
      eyes.await(() -> eyes.frames.size() > shown);
      ReceivedFrame slate = eyes.frames.get(shown);
      assertEquals(-1, StepCamera.number(slate.data()), "the slate");
      assertTrue(slate.keyframe() && slate.decodable() && slate.afterLoss());
      assertEquals(1, eyes.player.figures().get().incompleteFrames());
      camera.film(30);
      eyes.await(eyes.shows(camera.last()));
      assertTrue(eyes.frames.getLast().decodable());
      assertFalse(eyes.frames.stream().anyMatch(f -> StepCamera.number(f.data()) == number));
      assertEquals(1, eyes.player.figures().get().incompleteFrames());
    }
  }

  /** Something a viewer waits for. */
  private interface Wish {
    boolean met() throws Exception;
  }

  /** A viewer of the table. */
  private final class Eyes implements WhepPlayer.Listener, AutoCloseable {
    private final List<ReceivedFrame> frames = new CopyOnWriteArrayList<>();
    private final WhepPlayer player;

    private Eyes(URI base, String name) throws Exception {
      player = house.play(base.resolve("/whep/roulette-1"), name, transports, this);
      player.ready().get(20, TimeUnit.SECONDS);
    }

    private WhepPlayerFigures.Stream video() throws Exception {
      return player.figures().get().video();
    }

    private Wish shows(int picture) {
      return () -> !frames.isEmpty() && StepCamera.number(frames.getLast().data()) == picture;
    }

    private void await(Wish wish) throws Exception {
      for (int i = 0; i < 2_000; i++) {
        if (wish.met()) {
          return;
        }
        LockSupport.parkNanos(5_000_000);
      }
      throw new AssertionError(frames.size() + " frames, " + player.figures().get());
    }

    @Override
    public void frame(ReceivedFrame frame) {
      frames.add(frame);
    }

    @Override
    public void close() {
      player.close();
    }
  }
}
