package dev.croupier.gateway.media.codec;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/**
 * Pictures of as many packets as one likes: real parameter sets and slice headers, random bytes
 * behind them, always the same.
 */
public final class SizedFrames {
  /** Payload bytes of a packet of a program. */
  public static final int MAX_PAYLOAD = 1_140;

  /** Packets of a picture of 2.5 Mbit/s at 30 a second. */
  public static final int USUAL = 10;

  /** Packets of a keyframe of that. */
  public static final int KEYFRAME = 42;

  private static final int FU_HEADER = 2;
  private static final int HEADER_BYTES = 12;
  private static final int IDR = 5;

  private SizedFrames() {}

  /** A frame that needs the one before. */
  public static byte[] delta(int packets) {
    byte[] nal = random(packets * (MAX_PAYLOAD - FU_HEADER));
    nal[0] = 0x41;
    nal[1] = (byte) 0xE0; // first_mb 0, P slice, PPS 0
    return checked(RecordingListener.frame(List.of(nal)), packets);
  }

  /** A keyframe; the first packet holds its parameter sets. */
  public static byte[] keyframe(int packets) {
    List<byte[]> nals = new ArrayList<>();
    for (byte[] nal : H264Streams.frames(H264Streams.BASELINE, 1).getFirst()) {
      int type = nal[0] & 0x1F;
      if (type == IDR) {
        byte[] idr = random((packets - 1) * (MAX_PAYLOAD - FU_HEADER));
        System.arraycopy(nal, 0, idr, 0, HEADER_BYTES);
        nals.add(idr);
      } else if (type == H264.SPS || type == H264.PPS) {
        nals.add(nal);
      }
    }
    return checked(RecordingListener.frame(nals), packets);
  }

  /** The payloads of a frame. */
  public static byte[][] payloads(byte[] frame) {
    return new H264Packetizer(MAX_PAYLOAD).packetize(frame);
  }

  private static byte[] random(int length) {
    byte[] bytes = new byte[length];
    new Random(1).nextBytes(bytes);
    return bytes;
  }

  private static byte[] checked(byte[] frame, int packets) {
    byte[][] payloads = payloads(frame);
    if (payloads.length != packets) {
      int[] sizes = Arrays.stream(payloads).mapToInt(each -> each.length).toArray();
      throw new IllegalStateException("not " + packets + " packets: " + Arrays.toString(sizes));
    }
    return frame;
  }
}
