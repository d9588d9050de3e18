package dev.croupier.loadtest.viewer;

/**
 * Says for one viewer when it had the first frame of each new signal that anybody found, from its
 * last 256 frames. Its viewer's event loop.
 */
final class ChangeWatch {
  private static final int REMEMBERED = 256;
  private static final long LOST_MICROS = 500_000;

  private final SignalBoard board;
  private final long[] frames = new long[REMEMBERED];
  private final long[] arrivals = new long[REMEMBERED];
  private long count;
  private int answered;

  /** A viewer that has come after all changes up to now. */
  ChangeWatch(SignalBoard board) {
    this.board = board;
    this.answered = board.size();
  }

  /** A frame came; {@code frameMicros} is its place in the program's time. */
  void frame(long frameMicros, long arrivalMicros) {
    frames[slot(count)] = frameMicros;
    arrivals[slot(count)] = arrivalMicros;
    count++;
    while (answered < board.size() && answer(board.change(answered))) {
      answered++;
    }
  }

  /**
   * False while it cannot be said. The very frame counts wherever it comes; only who has not got it
   * for half a second is taken to have lost it, as frames of a still picture between two signals
   * may be stamped a little ahead of it.
   */
  private boolean answer(SignalBoard.Change change) {
    long oldest = Math.max(0, count - REMEMBERED);
    long next = -1;
    boolean before = false;
    for (long i = oldest; i < count; i++) {
      long frame = frames[slot(i)];
      if (frame == change.frameMicros()) {
        if (i > oldest) {
          change.had(frame, arrivals[slot(i)]);
        }
        return true; // who was not there before saw no change
      }
      before |= frame < change.frameMicros();
      if (next < 0 && frame > change.frameMicros()) {
        next = i;
      }
    }
    if (frames[slot(count - 1)] < change.frameMicros() + LOST_MICROS) {
      return false;
    }
    if (before && next >= 0) {
      change.had(frames[slot(next)], arrivals[slot(next)]);
    }
    return true;
  }

  private static int slot(long index) {
    return (int) (index % REMEMBERED);
  }
}
