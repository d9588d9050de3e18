package dev.croupier.gateway.media.rtp;

/**
 * The receiver's side of transport-wide feedback: remembers arrivals by transport-wide sequence
 * number and writes them as feedback packets. Holds the latest 4,096 packets; a late packet makes
 * the next feedback begin at it again. One thread; no allocation after construction.
 */
public final class TransportFeedbackRecorder {
  /** Packets remembered; a power of two. */
  public static final int WINDOW = 4_096;

  /** Most packets one feedback covers: at worst 20 + 8 + 2 × 58 + 2 × 400 bytes. */
  public static final int MAX_PACKETS = 400;

  /** Room {@link #write} needs behind what the writer holds already. */
  public static final int MAX_BYTES = 960;

  private static final long NOT_ARRIVED = Long.MIN_VALUE;
  private static final int ONE_BIT_SYMBOLS = 14;
  private static final int TWO_BIT_SYMBOLS = 7;
  private static final int MAX_RUN = 0x1FFF;

  private final SequenceUnwrapper unwrapper = new SequenceUnwrapper();
  private final long[] sequences = new long[WINDOW];
  private final long[] arrivals = new long[WINDOW];
  private final byte[] symbols = new byte[MAX_PACKETS];
  private final short[] deltas = new short[MAX_PACKETS];
  private long next = -1;
  private long highest = -1;
  private int feedbackCount;

  /**
   * A packet arrived.
   *
   * @param sequence transport-wide, 16 bits
   * @param arrivalMicros any steady clock
   */
  public void record(int sequence, long arrivalMicros) {
    long line = unwrapper.unwrap(sequence);
    if (line < highest - WINDOW / 2) {
      return;
    }
    int slot = (int) line & WINDOW - 1;
    sequences[slot] = line;
    arrivals[slot] = arrivalMicros;
    highest = Math.max(highest, line);
    next = next < 0 ? line : Math.min(next, line);
    // Older ones may have been overwritten: they are reported no more.
    next = Math.max(next, highest - WINDOW / 2);
  }

  /** Whether there is something to report. */
  public boolean pending() {
    return next >= 0 && next <= highest;
  }

  /**
   * Writes one feedback packet if there is something to report. While {@link #pending} afterwards,
   * another one is due.
   *
   * @return whether one was written
   */
  public boolean write(RtcpWriter writer, long sender, long mediaSsrc) {
    skipUnreceivedHead();
    if (!pending()) {
      return false;
    }
    long base = next;
    long reference = Math.floorDiv(arrival(base), TransportFeedback.REFERENCE_MICROS);
    int count = collect(base, reference * TransportFeedback.REFERENCE_MICROS);
    byte[] b = writer.buffer();
    int at = writer.openTransportFeedback(sender, mediaSsrc);
    Bytes.put16(b, at, (int) base);
    Bytes.put16(b, at + 2, count);
    Bytes.put24(b, at + 4, (int) reference);
    Bytes.put8(b, at + 7, feedbackCount);
    at = writeChunks(b, at + TransportFeedback.HEADER, count);
    at = writeDeltas(b, at, count);
    writer.closeTransportFeedback(at);
    feedbackCount = feedbackCount + 1 & 0xFF;
    next = base + count;
    return true;
  }

  /** After a restart of the line only packets that came are reported first. */
  private void skipUnreceivedHead() {
    while (pending() && arrival(next) == NOT_ARRIVED) {
      next++;
    }
  }

  private long arrival(long line) {
    int slot = (int) line & WINDOW - 1;
    return sequences[slot] == line ? arrivals[slot] : NOT_ARRIVED;
  }

  /** Fills symbols and deltas; stops where a delta does not fit, never at an unreceived packet. */
  private int collect(long base, long referenceMicros) {
    long last = referenceMicros;
    int count = 0;
    int lastReceived = 0;
    int limit = (int) Math.min(highest - base + 1, MAX_PACKETS);
    while (count < limit) {
      long arrival = arrival(base + count);
      if (arrival == NOT_ARRIVED) {
        symbols[count++] = TransportFeedback.STATUS_LOST;
        continue;
      }
      long delta = Math.floorDiv(arrival - last, TransportFeedback.DELTA_MICROS);
      if (delta != (short) delta) {
        return lastReceived;
      }
      boolean small = delta >= 0 && delta <= 0xFF;
      symbols[count] =
          (byte)
              (small ? TransportFeedback.STATUS_SMALL_DELTA : TransportFeedback.STATUS_LARGE_DELTA);
      deltas[count] = (short) delta;
      // Rounding does not add up: the next delta counts from what was written.
      last += delta * TransportFeedback.DELTA_MICROS;
      lastReceived = ++count;
    }
    return count;
  }

  private int writeChunks(byte[] b, int from, int count) {
    int at = from;
    int done = 0;
    while (done < count) {
      int left = count - done;
      int run = runLength(done, count);
      int written;
      if (run >= ONE_BIT_SYMBOLS || run == left) {
        written = Math.min(run, MAX_RUN);
        Bytes.put16(b, at, symbols[done] << 13 | written);
      } else if (allSmall(done, Math.min(left, ONE_BIT_SYMBOLS))) {
        written = Math.min(left, ONE_BIT_SYMBOLS);
        Bytes.put16(b, at, 0x8000 | vector(done, written, 1, 13));
      } else {
        written = Math.min(left, TWO_BIT_SYMBOLS);
        Bytes.put16(b, at, 0xC000 | vector(done, written, 2, 12));
      }
      at += 2;
      done += written;
    }
    return at;
  }

  private int vector(int from, int count, int bits, int firstShift) {
    int vector = 0;
    for (int i = 0; i < count; i++) {
      vector |= symbols[from + i] << (firstShift - i * bits);
    }
    return vector;
  }

  private int runLength(int from, int count) {
    int i = from + 1;
    while (i < count && symbols[i] == symbols[from]) {
      i++;
    }
    return i - from;
  }

  private boolean allSmall(int from, int count) {
    for (int i = from; i < from + count; i++) {
      if (symbols[i] == TransportFeedback.STATUS_LARGE_DELTA) {
        return false;
      }
    }
    return true;
  }

  private int writeDeltas(byte[] b, int from, int count) {
    int at = from;
    for (int i = 0; i < count; i++) {
      switch (symbols[i]) {
        case TransportFeedback.STATUS_SMALL_DELTA -> Bytes.put8(b, at++, deltas[i]);
        case TransportFeedback.STATUS_LARGE_DELTA -> {
          Bytes.put16(b, at, deltas[i]);
          at += 2;
        }
        default -> {}
      }
    }
    return at;
  }
}
