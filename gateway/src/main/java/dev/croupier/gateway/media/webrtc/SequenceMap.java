package dev.croupier.gateway.media.webrtc;

/**
 * Where the packets of a program's track stand in one viewer's sequence: {@code seqOut = seqProgram
 * + offset}. The offset moves only where frames were left out for this viewer, so that its sequence
 * has no holes; the last {@link #MOVES} moves are kept, so that a late NACK finds the packet that
 * was meant. Pure; the session's event loop; no allocation.
 */
final class SequenceMap {
  /** Moves kept, a power of two: 8 s when every other picture is left out. */
  static final int MOVES = 256;

  /** No packet. */
  static final long NONE = -1;

  private final long[] firstOut = new long[MOVES];
  private final long[] offsets = new long[MOVES];
  private long moves;
  private long offset;
  private long nextProgram;
  private long nextOut;

  /** An empty map that begins with this offset, 0 or more. */
  SequenceMap(long offset) {
    this.offset = offset;
  }

  /**
   * The packets of a frame go out now.
   *
   * @param program sequence number of the first in the program, unwrapped
   * @return sequence number of the first as the viewer sees it, unwrapped
   */
  long place(long program, int packets) {
    if (moves == 0) {
      nextOut = program + offset;
      move();
    } else if (program != nextProgram) {
      offset = nextOut - program;
      move();
    }
    long first = nextOut;
    nextProgram = program + packets;
    nextOut += packets;
    return first;
  }

  /** A number is left out, as the program leaves it out: what should have had it will not come. */
  void skip() {
    nextProgram++;
    nextOut++;
  }

  /**
   * The unwrapped sequence number that the viewer means, or {@link #NONE} if no such packet was
   * sent.
   *
   * @param sequence 16 bits
   */
  long out(int sequence) {
    if (moves == 0) {
      return NONE;
    }
    long last = nextOut - 1;
    long out = last + (short) (sequence - (int) last);
    long oldest = firstOut[(int) Math.max(0, moves - MOVES) & MOVES - 1];
    return out > last || out < oldest ? NONE : out;
  }

  /** Where in the program a packet that {@link #out} named stands. */
  long program(long out) {
    long move = moves - 1;
    while (firstOut[(int) move & MOVES - 1] > out) {
      move--;
    }
    return out - offsets[(int) move & MOVES - 1];
  }

  private void move() {
    firstOut[(int) moves & MOVES - 1] = nextOut;
    offsets[(int) moves & MOVES - 1] = offset;
    moves++;
  }
}
