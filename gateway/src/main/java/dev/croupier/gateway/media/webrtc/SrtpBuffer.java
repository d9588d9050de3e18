package dev.croupier.gateway.media.webrtc;

import org.jitsi.utils.ByteArrayBuffer;

/**
 * A packet inside somebody's array, as jitsi-srtp wants to see it; re-aimed at each packet, so that
 * nothing is allocated. It never replaces the array: without room behind the packet it is an error.
 */
final class SrtpBuffer implements ByteArrayBuffer {
  private byte[] buffer = new byte[0];
  private int offset;
  private int length;

  void aim(byte[] array, int start, int size) {
    buffer = array;
    offset = start;
    length = size;
  }

  @Override
  public byte[] getBuffer() {
    return buffer;
  }

  @Override
  public int getOffset() {
    return offset;
  }

  @Override
  public int getLength() {
    return length;
  }

  @Override
  public void setLength(int size) {
    length = size;
  }

  @Override
  public void setOffset(int start) {
    offset = start;
  }

  @Override
  public boolean isInvalid() {
    return false;
  }

  @Override
  public void readRegionToBuff(int from, int count, byte[] into) {
    System.arraycopy(buffer, offset + from, into, 0, count);
  }

  /** Asks for room; the packet's length stays. */
  @Override
  public void grow(int more) {
    if (offset + length + more > buffer.length) {
      throw new IndexOutOfBoundsException("no room for " + more + " bytes behind the packet");
    }
  }

  @Override
  public void append(byte[] data, int count) {
    grow(count);
    System.arraycopy(data, 0, buffer, offset + length, count);
    length += count;
  }

  @Override
  public void shrink(int less) {
    length = Math.max(0, length - less);
  }
}
