package dev.croupier.gateway.media.program;

import dev.croupier.gateway.media.track.DelayLine;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * What of a signal went by unseen since its last keyframe, while that is young: where the signal on
 * air is lost, the program goes on with it. Pure, bounded by its age and by what a signal may send;
 * the table's event loop.
 */
final class Passing {
  /**
   * A keyframe is kept for this long after its capture: L's bound, the time in which a loss is
   * seen, and a tick.
   */
  static final long KEPT_MICROS = 550_000;

  private final Deque<DelayLine.Held> frames = new ArrayDeque<>();

  /** A frame goes by. */
  void add(DelayLine.Held frame, long nowMicros) {
    if (frame.frame().keyframe()) {
      frames.clear();
    } else if (old(nowMicros)) {
      frames.clear();
      return;
    }
    frames.add(frame);
  }

  /** Forgets all. */
  void clear() {
    frames.clear();
  }

  /**
   * The keyframe and what came after it if it was captured after a moment, else nothing; the caller
   * takes it out.
   */
  Deque<DelayLine.Held> since(long captureMicros) {
    if (!frames.isEmpty() && frames.peek().captureMicros() <= captureMicros) {
      frames.clear();
    }
    return frames;
  }

  private boolean old(long nowMicros) {
    return frames.isEmpty() || nowMicros - frames.peek().captureMicros() > KEPT_MICROS;
  }
}
