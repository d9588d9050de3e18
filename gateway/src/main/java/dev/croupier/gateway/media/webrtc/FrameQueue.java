package dev.croupier.gateway.media.webrtc;

import dev.croupier.gateway.media.program.ProgramFrame;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/**
 * The bounded way of a show's frames from the table's event loop to a viewer's. What finds no room
 * is dropped, and the next picture that finds some is marked: so the gap keeps its place among the
 * frames that still wait before it.
 */
final class FrameQueue {
  /** Frames that may wait for a viewer whose event loop is behind. */
  static final int MAX_WAITING = 250;

  /** Takes what comes out; the viewer's event loop. */
  @FunctionalInterface
  interface Receiver {
    /**
     * A frame, or a part of one.
     *
     * @param behindGap pictures or parts of one were dropped between the one before and this one
     */
    void frame(ProgramFrame frame, boolean behindGap);
  }

  private final Receiver receiver;
  private final Consumer<RuntimeException> failed;
  private final AtomicInteger waiting = new AtomicInteger();

  /** The table's event loop. */
  private boolean gap;

  /**
   * An empty one.
   *
   * @param failed told the receiver's exceptions, on its loop
   */
  FrameQueue(Receiver receiver, Consumer<RuntimeException> failed) {
    this.receiver = receiver;
    this.failed = failed;
  }

  /**
   * A frame, or a part of one, is to go over; the table's event loop.
   *
   * @param loop the viewer's event loop
   * @return false if there was no room
   * @throws java.util.concurrent.RejectedExecutionException when that loop has ended
   */
  boolean add(ProgramFrame frame, Executor loop) {
    boolean picture = frame.codec().video();
    if (waiting.incrementAndGet() > MAX_WAITING) {
      waiting.decrementAndGet();
      gap |= picture;
      return false;
    }
    boolean behindGap = gap && picture;
    gap &= !picture;
    loop.execute(
        () -> {
          waiting.decrementAndGet();
          try {
            receiver.frame(frame, behindGap);
          } catch (RuntimeException e) {
            failed.accept(e);
          }
        });
    return true;
  }
}
