package dev.croupier.gateway.media.rtp;

/**
 * The packet list of a transport-wide feedback (draft-holmer-rmcat-transport-wide-cc-extensions-01
 * section 3.1): status chunks (run length, vectors of one or two bits), then receive deltas of one
 * or two bytes in units of 250 µs. Stateless, no allocation.
 */
final class TransportFeedback {
  /** Base sequence, count, reference time, feedback count. */
  static final int HEADER = 8;

  static final int STATUS_LOST = 0;
  static final int STATUS_SMALL_DELTA = 1;
  static final int STATUS_LARGE_DELTA = 2;

  /** Unit of the reference time, µs. */
  static final long REFERENCE_MICROS = 64_000;

  /** Unit of a delta, µs. */
  static final long DELTA_MICROS = 250;

  private TransportFeedback() {}

  /** Whether the list in {@code [at, end)} is sound; the visitor hears it as far as it is. */
  static boolean parse(byte[] b, int at, int end, long mediaSsrc, RtcpVisitor visitor) {
    if (end - at < HEADER) {
      return false;
    }
    int base = Bytes.u16(b, at);
    int count = Bytes.u16(b, at + 2);
    long reference = Bytes.s24(b, at + 4) * REFERENCE_MICROS;
    if (count == 0) {
      return false;
    }
    int deltas = deltasAt(b, at + HEADER, end, count);
    if (deltas < 0) {
      return false;
    }
    visitor.transportFeedback(mediaSsrc, base, count, reference, Bytes.u8(b, at + 7));
    long arrival = reference;
    int chunkAt = at + HEADER;
    int delta = deltas;
    for (int done = 0; done < count; chunkAt += 2) {
      int chunk = Bytes.u16(b, chunkAt);
      int symbols = Math.min(symbols(chunk), count - done);
      for (int i = 0; i < symbols; i++) {
        int sequence = base + done + i & 0xFFFF;
        switch (symbol(chunk, i)) {
          case STATUS_SMALL_DELTA -> {
            if (delta + 1 > end) {
              return false;
            }
            arrival += Bytes.u8(b, delta) * DELTA_MICROS;
            delta += 1;
            visitor.transportReceived(sequence, arrival);
          }
          case STATUS_LARGE_DELTA -> {
            if (delta + 2 > end) {
              return false;
            }
            arrival += (short) Bytes.u16(b, delta) * DELTA_MICROS;
            delta += 2;
            visitor.transportReceived(sequence, arrival);
          }
          case STATUS_LOST -> visitor.transportLost(sequence);
          default -> {
            return false;
          }
        }
      }
      done += symbols;
    }
    return true;
  }

  /** Where the deltas begin, or -1 when the chunks do not cover {@code count} packets. */
  private static int deltasAt(byte[] b, int chunks, int end, int count) {
    int at = chunks;
    int left = count;
    while (left > 0) {
      if (end - at < 2) {
        return -1;
      }
      int symbols = symbols(Bytes.u16(b, at));
      if (symbols == 0) {
        return -1;
      }
      left -= symbols;
      at += 2;
    }
    return at;
  }

  private static int symbols(int chunk) {
    if ((chunk & 0x8000) == 0) {
      return chunk & 0x1FFF;
    }
    return (chunk & 0x4000) == 0 ? 14 : 7;
  }

  private static int symbol(int chunk, int index) {
    if ((chunk & 0x8000) == 0) {
      return chunk >> 13 & 3;
    }
    return (chunk & 0x4000) == 0 ? (chunk >> (13 - index)) & 1 : (chunk >> (12 - 2 * index)) & 3;
  }
}
