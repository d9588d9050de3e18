package dev.croupier.gateway.media.hls;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.croupier.gateway.media.rtp.Bytes;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;

/**
 * Writes boxes of the ISO base media file format (ISO/IEC 14496-12 section 4.2) into one growing
 * array; a box's size is filled in when it ends. One thread.
 */
final class BoxWriter {
  private byte[] bytes;
  private int size;
  private final Deque<Integer> open = new ArrayDeque<>();

  BoxWriter(int capacity) {
    bytes = new byte[Math.max(64, capacity)];
  }

  /** Begins a box of a four-character type. */
  BoxWriter begin(String type) {
    open.push(size);
    return u32(0).text(type);
  }

  /** Begins a full box: one with version and flags. */
  BoxWriter begin(String type, int version, int flags) {
    return begin(type).u32((long) version << 24 | flags);
  }

  /** Ends the box begun last. */
  BoxWriter end() {
    int from = open.pop();
    Bytes.put32(bytes, from, size - from);
    return this;
  }

  BoxWriter u8(int value) {
    reserve(1);
    Bytes.put8(bytes, size, value);
    size += 1;
    return this;
  }

  BoxWriter u16(int value) {
    reserve(2);
    Bytes.put16(bytes, size, value);
    size += 2;
    return this;
  }

  BoxWriter u32(long value) {
    reserve(4);
    Bytes.put32(bytes, size, value);
    size += 4;
    return this;
  }

  BoxWriter u64(long value) {
    reserve(8);
    Bytes.put64(bytes, size, value);
    size += 8;
    return this;
  }

  BoxWriter zeros(int count) {
    reserve(count);
    size += count;
    return this;
  }

  BoxWriter text(String ascii) {
    return bytes(ascii.getBytes(US_ASCII));
  }

  BoxWriter bytes(byte[] more) {
    reserve(more.length);
    System.arraycopy(more, 0, bytes, size, more.length);
    size += more.length;
    return this;
  }

  /** How much is written so far, bytes. */
  int size() {
    return size;
  }

  /** Overwrites 32 bits written before. */
  void patch32(int at, long value) {
    Bytes.put32(bytes, at, value);
  }

  /** All that was written; every box must have ended. */
  byte[] toBytes() {
    if (!open.isEmpty()) {
      throw new IllegalStateException(open.size() + " boxes are open");
    }
    return Arrays.copyOf(bytes, size);
  }

  private void reserve(int more) {
    if (size + more > bytes.length) {
      bytes = Arrays.copyOf(bytes, Math.max(size + more, 2 * bytes.length));
    }
  }
}
