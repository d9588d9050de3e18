package dev.croupier.loadtest.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

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
import java.net.http.HttpClient;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Native viewers that come in the middle of a long GOP of a camera that answers no keyframe
 * request: they see a picture before the next keyframe, the live ones behind it, and miss none.
 */
final class InstantJoinTest {
  private static final long GOP_MICROS = 1_500_000;
  private static final long POLL_NANOS = 2_000_000;
  private static final long AWAIT_MICROS = 30_000_000;

  @TempDir Path folder;

  private static final class Ears implements WhepPlayer.Listener {
    private final List<ReceivedFrame> frames = new CopyOnWriteArrayList<>();

    @Override
    public void frame(ReceivedFrame frame) {
      frames.add(frame);
    }

    private ReceivedFrame last(Predicate<ReceivedFrame> wanted) {
      return frames.reversed().stream().filter(wanted).findFirst().orElse(null);
    }
  }

  @Test
  void aViewerBeginsWithTheLastKeyframeAndIsLiveBeforeTheNext() throws Exception {
    try (TestHouse house = TestHouse.open(folder.resolve("data"), TestHouse.ROULETTE);
        HttpClient http = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
        ClientTransports transports =
            new ClientTransports(
                1, InetAddress.getLoopbackAddress(), house.ground().clock(), new SecureRandom());
        Relay relay = Relay.open(RelaySettings.to(house.address()), 9, house.ground().clock())) {
      house
          .testCard("roulette-1/cam-a", 1, "360p30", "bitrate=700k", "gop=45", "late-keyframes=60s")
          .start();
      house.awaitSignal("cam-a", "live");
      Ears watcher = new Ears();
      try (WhepPlayer first = play(house.address(), "", house, http, transports, watcher)) {
        // Three keyframes: when the next one comes is known.
        await(house, () -> watcher.frames.stream().filter(ReceivedFrame::keyframe).count() >= 3);

        Ears clean = new Ears();
        awaitMiddle(house, watcher);
        try (WhepPlayer player = play(house.address(), "", house, http, transports, clean)) {
          await(house, () -> clean.frames.size() > 50);
          assertInstant(clean, watcher, player.figures().get());
          assertEquals(0, player.figures().get().video().lost());
        }

        Ears live = new Ears();
        awaitMiddle(house, watcher);
        try (WhepPlayer player =
            play(house.address(), "?join=live", house, http, transports, live)) {
          await(house, () -> !live.frames.isEmpty());
          ReceivedFrame one = live.frames.getFirst();
          assertTrue(
              one.completeMicros() - player.figures().get().connectedAt() > 200_000,
              "it waits for the next keyframe");
        }

        // Some packets of those that are sent fast are lost: they come when they are asked for.
        relay.set(Direction.DOWN, Impairment.parse("loss=4%"));
        Ears lossy = new Ears();
        awaitMiddle(house, watcher);
        try (WhepPlayer player = play(relay.base(), "", house, http, transports, lossy)) {
          await(house, () -> lossy.frames.size() > 50);
          WhepPlayerFigures figures = player.figures().get();
          assertTrue(figures.video().recovered() > 0, figures.toString());
          assertEquals(0, figures.video().givenUp(), figures.toString());
          assertContinuous(lossy, watcher);
        }
      }
    }
  }

  private static void assertInstant(Ears ears, Ears watcher, WhepPlayerFigures figures) {
    ReceivedFrame first = ears.frames.getFirst();
    assertTrue(first.keyframe());
    ReceivedFrame next =
        watcher.frames.stream()
            .filter(f -> f.keyframe() && f.captureMicros() > first.captureMicros())
            .findFirst()
            .orElseThrow();
    assertTrue(
        figures.connectedAt() - first.captureMicros() > 200_000, "an old one, honestly said so");
    assertTrue(next.completeMicros() - first.completeMicros() > 200_000, "long before the next");
    ReceivedFrame live =
        ears.frames.stream()
            .filter(f -> f.completeMicros() - f.captureMicros() < 100_000)
            .findFirst()
            .orElseThrow();
    assertTrue(live.captureMicros() < next.captureMicros(), "live before the next keyframe");
    assertContinuous(ears, watcher);
  }

  /** Every picture is there, in order; its stamp is never behind, and in step once live. */
  private static void assertContinuous(Ears ears, Ears watcher) {
    List<Long> all = watcher.frames.stream().map(ReceivedFrame::captureMicros).toList();
    int at = all.indexOf(ears.frames.getFirst().captureMicros());
    assertTrue(at >= 0);
    long rtp = Long.MIN_VALUE;
    for (ReceivedFrame frame : ears.frames) {
      assertEquals(all.get(at), frame.captureMicros(), "no picture is missing or comes twice");
      at++;
      assertTrue(frame.rtpTime() > rtp);
      assertTrue(frame.decodable());
      rtp = frame.rtpTime();
      if (at == all.size()) {
        break;
      }
    }
  }

  /** Waits until the camera's last keyframe is somewhat more than half a GOP old. */
  private static void awaitMiddle(TestHouse house, Ears watcher) throws Exception {
    await(
        house,
        () -> {
          ReceivedFrame keyframe = watcher.last(ReceivedFrame::keyframe);
          long age = house.ground().clock().nowMicros() - keyframe.captureMicros();
          return age > GOP_MICROS / 2 && age < GOP_MICROS * 6 / 10;
        });
  }

  private interface Condition {
    boolean holds() throws Exception;
  }

  private static void await(TestHouse house, Condition condition) throws Exception {
    long deadline = house.ground().clock().nowMicros() + AWAIT_MICROS;
    while (!condition.holds()) {
      assertTrue(house.ground().clock().nowMicros() < deadline, "it never came");
      LockSupport.parkNanos(POLL_NANOS);
    }
  }

  private static WhepPlayer play(
      URI base,
      String query,
      TestHouse house,
      HttpClient http,
      ClientTransports transports,
      WhepPlayer.Listener ears)
      throws Exception {
    WhepPlayer player =
        WhepPlayer.play(
            base.resolve("/whep/roulette-1" + query),
            house.api().demoToken("player", "someone"),
            "",
            http,
            transports,
            house.ground().clock(),
            house.ground().random(),
            ears);
    player.ready().get(20, TimeUnit.SECONDS);
    return player;
  }
}
