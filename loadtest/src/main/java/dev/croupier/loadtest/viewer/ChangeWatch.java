package dev.croupier.loadtest.viewer;

/**
 * Says for one viewer when it had the first frame of each new signal that anybody found, from its
 * last 256 frames. Its viewer's event loop.
 */
final class ChangeWatch {
  private static final int REMEMBERED = 256;

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
    int slot = (int) (count++ % REMEMBERED);
    frames[slot] = frameMicros;
    arrivals[slot] = arrivalMicros;
    while (answered < board.size() && answer(board.change(answered))) {
      answered++;
    }
  }

  /** False while the viewer has no frame of the new signal yet. */
  private boolean answer(SignalBoard.Change change) {
    boolean before = false;
    for (long i = Math.max(0, count - REMEMBERED); i < count; i++) {
      int slot = (int) (i % REMEMBERED);
      if (frames[slot] < change.frameMicros()) {
        before = true;
      } else {
        if (before) {
          change.had(frames[slot], arrivals[slot]);
        }
        return true; // who was not there before saw no change
      }
    }
    return false;
  }
}
