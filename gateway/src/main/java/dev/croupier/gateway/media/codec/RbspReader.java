package dev.croupier.gateway.media.codec;

/**
 * Reads bits of a NAL unit's payload, leaving out emulation prevention bytes (H.264 section 7.3.1
 * and 9.1). Never throws: past the end it answers zeros and {@link #failed} becomes true. Reusable,
 * one thread, no allocation.
 */
final class RbspReader {
  private static final int MAX_EXP_GOLOMB_ZEROS = 31;

  private byte[] buffer = new byte[0];
  private int at;
  private int end;
  private int zeros;
  private int current;
  private int bitsLeft;
  private int position;
  private boolean failed;

  /** Begins at the byte behind the NAL unit's header. */
  void start(byte[] nal, int offset, int length) {
    buffer = nal;
    at = offset + 1;
    end = offset + length;
    zeros = 0;
    bitsLeft = 0;
    position = 0;
    failed = false;
  }

  /** Whether a read went past the end, or a code was longer than 32 bits. */
  boolean failed() {
    return failed;
  }

  /** Bits read so far, emulation prevention not counted. */
  int position() {
    return position;
  }

  int bit() {
    if (bitsLeft == 0 && !nextByte()) {
      failed = true;
      return 0;
    }
    position++;
    return current >> --bitsLeft & 1;
  }

  boolean flag() {
    return bit() != 0;
  }

  /** The next {@code count} bits, 0 to 32 of them. */
  long bits(int count) {
    long value = 0;
    for (int i = 0; i < count; i++) {
      value = value << 1 | bit();
    }
    return value;
  }

  void skip(int count) {
    for (int i = 0; i < count && !failed; i++) {
      bit();
    }
  }

  /** Unsigned Exp-Golomb. */
  long ue() {
    int leading = 0;
    while (bit() == 0) {
      leading++;
      if (failed || leading > MAX_EXP_GOLOMB_ZEROS) {
        failed = true;
        return 0;
      }
    }
    return (1L << leading) - 1 + bits(leading);
  }

  /** Signed Exp-Golomb. */
  long se() {
    long code = ue();
    return (code & 1) != 0 ? (code + 1) / 2 : -(code / 2);
  }

  private boolean nextByte() {
    if (at < end && zeros >= 2 && buffer[at] == 3) {
      at++;
      zeros = 0;
    }
    if (at >= end) {
      return false;
    }
    current = buffer[at++] & 0xFF;
    zeros = current == 0 ? zeros + 1 : 0;
    bitsLeft = 8;
    return true;
  }
}
