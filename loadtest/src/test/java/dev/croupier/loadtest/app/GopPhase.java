package dev.croupier.loadtest.app;

import dev.croupier.gateway.media.peer.ReceivedFrame;
import dev.croupier.gateway.media.peer.WhepPlayer;
import java.net.http.HttpClient;
import java.util.concurrent.locks.LockSupport;

/** A native viewer that knows how long ago the roulette table's last keyframe was captured. */
final class GopPhase implements WhepPlayer.Listener, AutoCloseable {
  private static final long POLL_NANOS = 2_000_000;
  private static final long AWAIT_MICROS = 30_000_000;

  /** Before so many keyframes the gateway cannot foretell the next one. */
  private static final int KNOWN_KEYFRAMES = 3;

  private final TestHouse house;
  private final HttpClient http = HttpClient.newHttpClient();
  private final WhepPlayer player;
  private volatile long keyframeMicros;
  private volatile int keyframes;

  private GopPhase(TestHouse house) throws Exception {
    this.house = house;
    this.player =
        WhepPlayer.play(
            house.address().resolve("/whep/roulette-1"),
            house.api().demoToken("player", "phase"),
            "",
            http,
            house.transports(),
            house.ground().clock(),
            house.ground().random(),
            this);
  }

  /** Joins the table, and returns when its cadence is known. */
  static GopPhase watch(TestHouse house) throws Exception {
    GopPhase phase = new GopPhase(house);
    phase.await(0, Long.MAX_VALUE);
    return phase;
  }

  @Override
  public void frame(ReceivedFrame frame) {
    if (frame.keyframe()) {
      keyframeMicros = frame.captureMicros();
      keyframes++;
    }
  }

  /** Waits until the last keyframe is so old. */
  void await(long fromMicros, long toMicros) {
    long deadline = house.ground().clock().nowMicros() + AWAIT_MICROS;
    long now;
    long age;
    do {
      LockSupport.parkNanos(POLL_NANOS);
      now = house.ground().clock().nowMicros();
      age = now - keyframeMicros;
      if (now >= deadline) {
        throw new AssertionError("no keyframe was so old");
      }
    } while (keyframes < KNOWN_KEYFRAMES || age < fromMicros || age > toMicros);
  }

  @Override
  public void close() {
    player.close();
    http.close();
  }
}
