package dev.croupier.loadtest.studio;

import java.util.concurrent.CompletableFuture;

/**
 * A camera at its gateway, whatever makes it: publishes from {@link #start} to {@link #close},
 * again whenever its session ends, and takes words while it runs. Any thread.
 */
public interface Station extends AutoCloseable {
  /**
   * What it has done up to now.
   *
   * @param frames made
   * @param framesDropped left out because the camera was late
   * @param packets of sound made
   * @param packetsDropped left out because the camera was late
   * @param leftOut frames and packets that found the way to the network full
   * @param published how often it began to publish
   */
  record Counts(
      long frames,
      long framesDropped,
      long packets,
      long packetsDropped,
      long leftOut,
      long published) {
    /** Both together. */
    Counts plus(Counts other) {
      return new Counts(
          frames + other.frames,
          framesDropped + other.framesDropped,
          packets + other.packets,
          packetsDropped + other.packetsDropped,
          leftOut + other.leftOut,
          published + other.published);
    }
  }

  /**
   * How often it was asked for a keyframe.
   *
   * @param requests in all
   * @param perHalfSecond requests in 500 ms, in the two seconds with most of them
   */
  record Asked(long requests, double perHalfSecond) {
    /** Never, or nobody can tell. */
    static final Asked NEVER = new Asked(0, 0);
  }

  /** {@code table/signal}. */
  String path();

  /** Starts the camera and its publishing. */
  void start();

  /**
   * Changes it; in effect when this returns, except that publishing takes its time. May block for a
   * moment.
   *
   * @throws dev.croupier.loadtest.plan.ScenarioException if this camera cannot do that, one line;
   *     it then goes on as it was
   */
  void apply(Fault fault);

  /** What it is now. */
  CameraPlan plan();

  /** What it has done. */
  Counts counts();

  /** How often it was asked for a keyframe. */
  default Asked asked() {
    return Asked.NEVER;
  }

  /** Whether a session is open. */
  boolean publishing();

  /**
   * Completes when it was first accepted; fails with {@link java.io.IOException} when it was first
   * refused. It goes on trying in either case.
   */
  CompletableFuture<Void> firstAccepted();

  /** Ends it politely. */
  @Override
  void close();
}
