package dev.croupier.loadtest.app;

import dev.croupier.gateway.media.peer.WhipPublisher;
import dev.croupier.time.clock.TableClock;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** Publishes a clip in a loop by WHIP, in VP8, a frame every thirtieth of a second. */
final class Vp8Camera implements AutoCloseable, WhipPublisher.Listener {
  private final ScheduledExecutorService pace =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().name("vp8-camera").daemon().factory());
  private final Vp8Clip clip;
  private final WhipPublisher publisher;
  private final long beganMicros;
  private int frame;

  /** Begins to publish at {@code /whip/{path}}. */
  Vp8Camera(TestHouse house, String path, Vp8Clip clip) throws Exception {
    this.clip = clip;
    TableClock clock = house.ground().clock();
    this.publisher =
        WhipPublisher.publishVp8(
            house.address().resolve("/whip/" + path),
            house.api().demoToken("publisher", "studio"),
            false,
            house.api().http(),
            house.transports(),
            clock,
            house.ground().random(),
            this);
    publisher.ready().get(10, TimeUnit.SECONDS);
    beganMicros = clock.nowMicros();
    var unused =
        pace.scheduleAtFixedRate(this::send, 0, 1_000_000 / Vp8Clip.FPS, TimeUnit.MICROSECONDS);
  }

  private void send() {
    long capture = beganMicros + frame * 1_000_000L / Vp8Clip.FPS;
    publisher.video(clip.frames().get(frame++ % clip.frames().size()), capture);
  }

  @Override
  public void keyframeRequested() {
    // The clip has one every half second.
  }

  @Override
  public void closed(String reason) {
    // The signal's state tells it.
  }

  @Override
  public void close() {
    pace.shutdownNow();
    publisher.close();
  }
}
