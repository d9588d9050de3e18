package dev.croupier.gateway.media.codec;

import java.util.Random;

/** Frames with the headers of VP8 (RFC 6386 section 9.1) and anything behind them. */
public final class Vp8Frames {
  private Vp8Frames() {}

  /** A keyframe of version 0. */
  public static byte[] key(int width, int height, int bytes, Random random) {
    byte[] frame = inter(bytes, random);
    frame[0] = 0x10;
    frame[3] = (byte) 0x9D;
    frame[4] = 0x01;
    frame[5] = 0x2A;
    frame[6] = (byte) width;
    frame[7] = (byte) (width >> 8);
    frame[8] = (byte) height;
    frame[9] = (byte) (height >> 8);
    return frame;
  }

  /** A frame that needs the ones before it. */
  public static byte[] inter(int bytes, Random random) {
    byte[] frame = new byte[bytes];
    random.nextBytes(frame);
    frame[0] = 0x11;
    return frame;
  }
}
