package dev.croupier.gateway.media.webrtc;

/**
 * What was sent to one viewer by transport-wide sequence number, and what its feedback
 * (draft-holmer-rmcat-transport-wide-cc-extensions-01) says became of it. Holds the last {@link
 * #CAPACITY} packets in a fixed ring: feedback about older ones, repeated or invented, changes
 * nothing. Pure; the session's event loop; no allocation after construction.
 *
 * <p>Between {@link #begin} and the end of a feedback {@link #received} and {@link #lost} are
 * called for its packets in order.
 */
final class SentPackets {
  /** Packets kept, a power of two: 6 s of 2.5 Mbit/s with sound. */
  static final int CAPACITY = 2_048;

  /** A feedback's reference time has 24 bits of 64 ms. */
  private static final long REFERENCE_PERIOD_MICROS = (1L << 24) * 64_000;

  private static final byte IN_FLIGHT = 0;
  private static final byte LOST = 1;
  private static final byte ARRIVED = 2;

  /** Hears what became of packets, each of them once, or twice if it came after all. */
  interface Listener {
    /**
     * A packet arrived.
     *
     * @param arrivalMicros on the viewer's clock, which has any origin and does not wrap here
     */
    void arrived(long sentMicros, long arrivalMicros, int bytes);

    /** A packet had not arrived when a later one had. */
    void missing(long sentMicros, int bytes);

    /** A packet said to be missing arrived after all; {@link #arrived} follows. */
    void cameLate(int bytes);
  }

  private final Listener listener;
  private final long[] sentMicros = new long[CAPACITY];
  private final short[] bytes = new short[CAPACITY];
  private final byte[] states = new byte[CAPACITY];
  private long next;
  private boolean heard;
  private long referenceRaw;
  private long referenceLine;

  SentPackets(Listener listener) {
    this.listener = listener;
  }

  /**
   * A packet goes out.
   *
   * @param size 1 … 32,767 bytes
   * @return its transport-wide sequence number, 16 bits
   */
  int sent(int size, long nowMicros) {
    int slot = slot(next);
    sentMicros[slot] = nowMicros;
    bytes[slot] = (short) size;
    states[slot] = IN_FLIGHT;
    return (int) next++ & 0xFFFF;
  }

  /** A feedback begins: its reference time as {@code RtcpVisitor.transportFeedback} tells it. */
  void begin(long referenceMicros) {
    long step = heard ? referenceMicros - referenceRaw : 0;
    // The nearest way around the circle: the field is 24 bits and wraps every 12.4 days.
    step -= REFERENCE_PERIOD_MICROS * Math.floorDiv(step, REFERENCE_PERIOD_MICROS);
    if (step >= REFERENCE_PERIOD_MICROS / 2) {
      step -= REFERENCE_PERIOD_MICROS;
    }
    referenceLine += step;
    referenceRaw = referenceMicros;
    heard = true;
  }

  /** A packet arrived; {@code arrivalMicros} counts from the same origin as the reference. */
  void received(int sequence, long arrivalMicros) {
    long line = line(sequence);
    if (line < 0 || states[slot(line)] == ARRIVED) {
      return;
    }
    int slot = slot(line);
    if (states[slot] == LOST) {
      listener.cameLate(bytes[slot]);
    }
    states[slot] = ARRIVED;
    listener.arrived(sentMicros[slot], referenceLine + (arrivalMicros - referenceRaw), bytes[slot]);
  }

  /** A packet had not arrived. */
  void lost(int sequence) {
    long line = line(sequence);
    if (line >= 0 && states[slot(line)] == IN_FLIGHT) {
      states[slot(line)] = LOST;
      listener.missing(sentMicros[slot(line)], bytes[slot(line)]);
    }
  }

  /** The packet that is meant, or -1 for one that was not sent or is kept no more. */
  private long line(int sequence) {
    long last = next - 1;
    long line = last + (short) (sequence - (int) last);
    return next == 0 || line > last || line < 0 || line < next - CAPACITY ? -1 : line;
  }

  private static int slot(long line) {
    return (int) line & CAPACITY - 1;
  }
}
