package dev.croupier.loadtest.measure;

import java.io.IOException;

/**
 * One sort of clients of a run: it comes by its plan, stays until told, and can say at any time
 * what it has seen. {@link #run} blocks the caller's thread; all else may be called from any
 * thread.
 */
public interface Crowd {
  /**
   * Comes, does what it does, and leaves.
   *
   * @param untilMicros when to leave, on the clock that it was given
   * @throws IOException if it could not work at all, in one line; single clients that fail are
   *     counted
   */
  void run(long untilMicros) throws IOException, InterruptedException;

  /** What it has seen up to now, or in all once {@link #run} has returned. */
  Section section();

  /**
   * Whether its clients wait for an answer before they ask again: then a slow server is asked less,
   * and what they saw is not for objectives.
   */
  default boolean closed() {
    return false;
  }

  /** Drops all its connections as a network does, and comes again. */
  default void reconnect() {}
}
