package dev.croupier.loadtest.viewer;

import dev.croupier.gateway.media.peer.ReceivedFrame;

/**
 * What is known of the sending of the frames that viewers get, where publisher and viewers are in
 * this process. Any thread; must not block.
 */
@FunctionalInterface
public interface Origins {
  /** Nothing is known of it. */
  long UNKNOWN = Long.MIN_VALUE;

  /** Nothing is known of any. */
  Origins NONE = _ -> UNKNOWN;

  /**
   * When the frame's last packet left its publisher, by the viewers' clock, or {@link #UNKNOWN}.
   */
  long sentMicros(ReceivedFrame frame);
}
