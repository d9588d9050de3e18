package dev.croupier.gateway.media.codec;

import java.io.ByteArrayOutputStream;

/**
 * Writes the bits of a NAL unit and puts emulation prevention bytes in (H.264 section 7.3.1). For
 * parameter sets, so it is simple and not fast. One thread.
 */
final class RbspWriter {
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private int zeros;
  private int current;
  private int bits;

  /** Begins a NAL unit with this first byte. */
  RbspWriter(byte header) {
    out.write(header);
  }

  RbspWriter bit(int value) {
    current = (current << 1) | (value & 1);
    if (++bits == 8) {
      putByte(current);
      current = 0;
      bits = 0;
    }
    return this;
  }

  RbspWriter bits(long value, int count) {
    for (int i = count - 1; i >= 0; i--) {
      bit((int) (value >> i));
    }
    return this;
  }

  /** Unsigned Exp-Golomb. */
  RbspWriter ue(long value) {
    int length = 63 - Long.numberOfLeadingZeros(value + 1);
    return bits(0, length).bits(value + 1, length + 1);
  }

  /** Ends with the stop bit and alignment; the finished NAL unit. */
  byte[] finish() {
    bit(1);
    while (bits != 0) {
      bit(0);
    }
    return out.toByteArray();
  }

  private void putByte(int value) {
    if (zeros >= 2 && value <= 3) {
      out.write(3);
      zeros = 0;
    }
    out.write(value);
    zeros = value == 0 ? zeros + 1 : 0;
  }
}
