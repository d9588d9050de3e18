package dev.croupier.gateway.media.codec;

import dev.croupier.gateway.media.rtp.Bytes;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Cuts frames into RTP payloads (RFC 6184, packetization mode 1) of equal size, as UDP segmentation
 * offload needs them: large NAL units as FU-A fragments of ⌈n/k⌉ bytes, parameter sets as one
 * STAP-A made up to the same size by a filler NAL unit, small ones that follow each other (slices
 * of a picture in many) as one STAP-A. Whatever still differs by at most 255 bytes is made up with
 * RTP padding by the sender: {@link #segmentSize}, {@link #padding}. Immutable, any thread.
 */
public final class H264Packetizer {
  /** Largest payload unless told otherwise: leaves 50 of 1,200 for header, tag and OSN. */
  public static final int DEFAULT_MAX_PAYLOAD = 1_150;

  private static final int FU_HEADER = 2;
  private static final int STAP_HEADER = 1;
  private static final int STAP_LENGTH = 2;

  /** Length field, header and stop bit. */
  private static final int SMALLEST_FILLER = STAP_LENGTH + 2;

  private static final int MIN_PAYLOAD = 64;
  private static final int MAX_PADDING = 255;

  private final int maxPayload;

  /** A packetizer with payloads of at most {@code maxPayload} bytes, at least 64. */
  public H264Packetizer(int maxPayload) {
    if (maxPayload < MIN_PAYLOAD) {
      throw new IllegalArgumentException("payloads must hold at least 64 bytes: " + maxPayload);
    }
    this.maxPayload = maxPayload;
  }

  /**
   * The payloads of a frame, in order.
   *
   * @param data as in {@link CodedFrame#data}
   * @throws IllegalArgumentException when it has no such form
   */
  public byte[][] packetize(byte[] data) {
    return packetize(data, false);
  }

  /**
   * The payloads of a frame as they are cut while its bytes arrive: of full size but for the last
   * one of each NAL unit.
   *
   * @param data as in {@link CodedFrame#data}
   * @throws IllegalArgumentException when it has no such form
   */
  public byte[][] cut(byte[] data) {
    return packetize(data, true);
  }

  private byte[][] packetize(byte[] data, boolean full) {
    int segment = full ? maxPayload : largestSegment(data);
    List<byte[]> payloads = new ArrayList<>(data.length / maxPayload + 3);
    for (int at = 0; at < data.length; ) {
      int end = endOfParameterSets(data, at);
      if (end > at) {
        aggregate(data, at, end, segment, payloads);
        at = end;
        continue;
      }
      int shared = full ? at : endOfShared(data, at);
      if (shared > at) {
        payloads.add(stap(data, at, shared, aggregateSize(data, at, shared), 0));
        at = shared;
        continue;
      }
      int length = H264.length(data, at);
      int nal = at + H264.LENGTH_BYTES;
      int size = full ? maxPayload - FU_HEADER : fragmentSize(length);
      fragment(data, nal, length, 0, size, payloads);
      at = nal + length;
    }
    return payloads.toArray(byte[][]::new);
  }

  /**
   * The rest of a NAL unit as {@link #cut} has it.
   *
   * @param done bytes behind its header that were cut before
   */
  void cutNal(byte[] data, int nal, int length, int done, List<byte[]> payloads) {
    fragment(data, nal, length, done, maxPayload - FU_HEADER, payloads);
  }

  /**
   * More fragments of a NAL unit, larger than a payload, that has not ended: those that cannot be
   * its last.
   *
   * @param end of the bytes that are there
   * @param done bytes behind its header that were cut before
   * @return how many more were cut
   */
  int cutOpen(byte[] data, int nal, int end, int done, List<byte[]> payloads) {
    int size = maxPayload - FU_HEADER;
    int at = nal + 1 + done;
    while (at + size < end) {
      payloads.add(fragment(data, nal, at, size, false));
      at += size;
    }
    return at - (nal + 1 + done);
  }

  /** The size all payloads of a frame should have: that of the largest. */
  public static int segmentSize(byte[][] payloads) {
    int largest = 0;
    for (byte[] payload : payloads) {
      largest = Math.max(largest, payload.length);
    }
    return largest;
  }

  /**
   * Bytes of RTP padding that make a payload up to the segment's size; 0 when it has that size, or
   * lacks more than one packet's padding can make up.
   */
  public static int padding(int segmentSize, int payloadLength) {
    int missing = segmentSize - payloadLength;
    return missing <= MAX_PADDING ? Math.max(0, missing) : 0;
  }

  private int largestSegment(byte[] data) {
    int largest = 0;
    for (int at = 0; at < data.length; ) {
      int length = H264.length(data, at);
      int type = H264.type(data[at + H264.LENGTH_BYTES]);
      int shared = endOfShared(data, at);
      if (shared > at) {
        largest = Math.max(largest, aggregateSize(data, at, shared));
        at = shared;
        continue;
      }
      if (H264.isSlice(type)) {
        largest =
            Math.max(largest, length <= maxPayload ? length : FU_HEADER + fragmentSize(length));
      }
      at += H264.LENGTH_BYTES + length;
    }
    return largest;
  }

  /** Bytes of NAL unit in each fragment: its header byte travels in the FU's. */
  private int fragmentSize(int nalLength) {
    int room = maxPayload - FU_HEADER;
    int count = (nalLength - 1 + room - 1) / room;
    return (nalLength - 1 + count - 1) / count;
  }

  private static int endOfParameterSets(byte[] data, int from) {
    int at = from;
    while (at < data.length) {
      int length = H264.length(data, at);
      int type = H264.type(data[at + H264.LENGTH_BYTES]);
      if (!isParameterSet(type)) {
        break;
      }
      at += H264.LENGTH_BYTES + length;
    }
    return at;
  }

  /**
   * Behind the NAL units that begin here and fit into one payload together, two at least; else
   * {@code from}. Parameter sets are none of them.
   */
  private int endOfShared(byte[] data, int from) {
    int size = STAP_HEADER;
    int units = 0;
    int at = from;
    while (at < data.length) {
      int length = H264.length(data, at);
      size += STAP_LENGTH + length;
      if (size > maxPayload || isParameterSet(H264.type(data[at + H264.LENGTH_BYTES]))) {
        break;
      }
      units++;
      at += H264.LENGTH_BYTES + length;
    }
    return units > 1 ? at : from;
  }

  private static boolean isParameterSet(int type) {
    return type == H264.SPS || type == H264.PPS;
  }

  private static int aggregateSize(byte[] data, int from, int to) {
    int size = STAP_HEADER;
    for (int at = from; at < to; at += H264.LENGTH_BYTES + H264.length(data, at)) {
      size += STAP_LENGTH + H264.length(data, at);
    }
    return size;
  }

  /** As many sets as fit into one STAP-A each time; normally there is just one. */
  private void aggregate(byte[] data, int from, int to, int segment, List<byte[]> payloads) {
    for (int at = from; at < to; ) {
      int size = STAP_HEADER;
      int end = at;
      while (end < to) {
        int length = H264.length(data, end);
        if (size + STAP_LENGTH + length > maxPayload) {
          break;
        }
        size += STAP_LENGTH + length;
        end += H264.LENGTH_BYTES + length;
      }
      if (end == at) {
        int length = H264.length(data, at);
        fragment(data, at + H264.LENGTH_BYTES, length, 0, fragmentSize(length), payloads);
        at += H264.LENGTH_BYTES + length;
      } else {
        payloads.add(stap(data, at, end, size, segment));
        at = end;
      }
    }
  }

  private static byte[] stap(byte[] data, int from, int to, int size, int segment) {
    int filler = segment - size >= SMALLEST_FILLER ? segment - size : 0;
    byte[] payload = new byte[size + filler];
    int importance = 0;
    int out = STAP_HEADER;
    for (int at = from; at < to; ) {
      int length = H264.length(data, at);
      int nal = at + H264.LENGTH_BYTES;
      importance = Math.max(importance, data[nal] & 0x60);
      Bytes.put16(payload, out, length);
      System.arraycopy(data, nal, payload, out + STAP_LENGTH, length);
      out += STAP_LENGTH + length;
      at = nal + length;
    }
    payload[0] = (byte) (importance | H264.STAP_A);
    if (filler > 0) {
      Bytes.put16(payload, out, filler - STAP_LENGTH);
      payload[out + STAP_LENGTH] = H264.FILLER;
      Arrays.fill(payload, out + STAP_LENGTH + 1, payload.length - 1, (byte) 0xFF);
      payload[payload.length - 1] = (byte) 0x80;
    }
    return payload;
  }

  private void fragment(
      byte[] data, int nal, int length, int done, int size, List<byte[]> payloads) {
    if (length <= maxPayload) {
      byte[] payload = new byte[length];
      System.arraycopy(data, nal, payload, 0, length);
      payloads.add(payload);
      return;
    }
    int end = nal + length;
    for (int at = nal + 1 + done; at < end; at += size) {
      int bytes = Math.min(size, end - at);
      payloads.add(fragment(data, nal, at, bytes, at + bytes == end));
    }
  }

  private static byte[] fragment(byte[] data, int nal, int at, int bytes, boolean last) {
    byte[] payload = new byte[FU_HEADER + bytes];
    payload[0] = (byte) ((data[nal] & 0x60) | H264.FU_A);
    payload[1] = (byte) ((at == nal + 1 ? 0x80 : 0) | (last ? 0x40 : 0) | H264.type(data[nal]));
    System.arraycopy(data, at, payload, FU_HEADER, bytes);
    return payload;
  }
}
