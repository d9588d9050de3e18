package dev.croupier.loadtest.check;

/**
 * Holds a session's messages to their numbers: each one more than the one before, from 1 with a new
 * session's welcome, or from the last that came with a resumed one's. One thread.
 */
public final class SequenceWatch {
  private long last;
  private long holes;
  private long repeats;

  /** A new session begins with this message. */
  public void begun(long seq) {
    expect(1, seq);
  }

  /** A session goes on; its welcome has the number of the last message that came. */
  public void resumed(long seq) {
    expect(last, seq);
  }

  /** Any other message. */
  public void next(long seq) {
    expect(last + 1, seq);
  }

  /** The last number that came. */
  public long last() {
    return last;
  }

  /** Messages that are missing. */
  public long holes() {
    return holes;
  }

  /** Messages whose number had come before. */
  public long repeats() {
    return repeats;
  }

  private void expect(long wanted, long seq) {
    if (seq > wanted) {
      holes += seq - wanted;
    } else if (seq < wanted) {
      repeats++;
    }
    last = Math.max(seq, wanted == 1 ? seq : last);
  }
}
