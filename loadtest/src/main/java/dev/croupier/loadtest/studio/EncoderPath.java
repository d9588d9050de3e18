package dev.croupier.loadtest.studio;

import dev.croupier.time.clock.TableClock;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;

/**
 * The way from a camera to the network: delay and jitter, garbage instead of what was coded, no
 * keyframes. Pictures and sound share it and keep their order. Any thread; hands over on the
 * camera's thread where nothing has to wait, else on the scheduler's.
 */
final class EncoderPath implements FrameSink {
  private final TableClock clock;
  private final ScheduledExecutorService scheduler;
  private final FrameSink next;
  private final Garbage garbage;
  private final DelayLine<Runnable> line;
  private boolean spoiling;
  private boolean keyframes = true;
  private boolean turnDue;

  /**
   * A path that does nothing yet.
   *
   * @param clock table time
   * @param random for jitter and garbage
   * @param next must not block
   */
  EncoderPath(
      TableClock clock,
      ScheduledExecutorService scheduler,
      RandomGenerator random,
      FrameSink next) {
    this.clock = clock;
    this.scheduler = scheduler;
    this.next = next;
    this.garbage = new Garbage(random);
    this.line = new DelayLine<>(random);
  }

  /** Makes it as a plan says. */
  synchronized void set(CameraPlan plan) {
    line.set(plan.delayMicros(), plan.jitterMicros());
    spoiling = plan.garbage();
    keyframes = plan.keyframes();
  }

  @Override
  public synchronized void onVideo(EncodedFrame frame) {
    if (frame.keyframe() && !keyframes) {
      return; // an encoder begins with one whatever it is told: nobody is to see it
    }
    EncodedFrame sent = spoiling ? garbage.of(frame) : frame;
    add(() -> next.onVideo(sent));
  }

  @Override
  public synchronized void onAudio(EncodedAudio packet) {
    EncodedAudio sent = spoiling ? garbage.of(packet) : packet;
    add(() -> next.onAudio(sent));
  }

  /** How many frames and packets found it full. */
  synchronized long leftOut() {
    return line.leftOut();
  }

  private void add(Runnable handOver) {
    line.add(clock.nowMicros(), handOver);
    drain();
  }

  private synchronized void turn() {
    turnDue = false;
    drain();
  }

  private void drain() {
    for (Runnable due = line.poll(clock.nowMicros());
        due != null;
        due = line.poll(clock.nowMicros())) {
      due.run();
    }
    long at = line.nextMicros();
    if (at != DelayLine.NEVER && !turnDue && !scheduler.isShutdown()) {
      turnDue = true;
      long wait = Math.max(0, at - clock.nowMicros());
      var _ = scheduler.schedule(this::turn, wait, TimeUnit.MICROSECONDS);
    }
  }
}
