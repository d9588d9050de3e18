package dev.croupier.gateway.media.codec;

import dev.croupier.gateway.media.rtp.Bytes;

/** Payload descriptors and frame headers of VP8 (RFC 7741 section 4, RFC 6386 section 9.1). */
public final class Vp8 {
  private static final int EXTENDED = 0x80;
  private static final int START = 0x10;
  private static final int PARTITION = 0x07;
  private static final int HAS_PICTURE_ID = 0x80;
  private static final int HAS_TL0_INDEX = 0x40;
  private static final int HAS_TID_OR_KEY_INDEX = 0x30;
  private static final int LONG_PICTURE_ID = 0x80;
  private static final int KEYFRAME_HEADER = 10;
  private static final int START_CODE = 0x9D012A;

  private Vp8() {}

  /** Bytes of the payload descriptor, or -1 when it does not fit or nothing follows it. */
  public static int descriptorLength(byte[] b, int offset, int length) {
    if (length < 2) {
      return -1;
    }
    int size = 1;
    if ((b[offset] & EXTENDED) != 0) {
      int extension = b[offset + 1];
      size = 2;
      if ((extension & HAS_PICTURE_ID) != 0) {
        if (length <= size) {
          return -1;
        }
        size += (b[offset + size] & LONG_PICTURE_ID) != 0 ? 2 : 1;
      }
      size += (extension & HAS_TL0_INDEX) != 0 ? 1 : 0;
      size += (extension & HAS_TID_OR_KEY_INDEX) != 0 ? 1 : 0;
    }
    return size < length ? size : -1;
  }

  /** Whether a payload with this first byte begins a frame: partition 0, start of partition. */
  public static boolean beginsFrame(byte first) {
    return (first & START) != 0 && (first & PARTITION) == 0;
  }

  /** Whether a whole frame is a keyframe with a sound header: start code, a size that is not 0. */
  public static boolean keyframe(byte[] frame) {
    return frame.length >= KEYFRAME_HEADER
        && saysKeyframe(frame[0])
        && Bytes.u24(frame, 3) == START_CODE
        && width(frame) > 0
        && height(frame) > 0;
  }

  /** Whether the first byte of a frame says that it is a keyframe: the inverse P bit is 0. */
  public static boolean saysKeyframe(byte first) {
    return (first & 1) == 0;
  }

  /** The bitstream's version by the first byte of a frame, 0 to 7; 0 to 3 are defined. */
  public static int version(byte first) {
    return (first >> 1) & 7;
  }

  /** Width in pixels of a keyframe, 0 to 16,383. */
  public static int width(byte[] keyframe) {
    return Bytes.u8(keyframe, 6) | ((Bytes.u8(keyframe, 7) & 0x3F) << 8);
  }

  /** Height in pixels of a keyframe, 0 to 16,383. */
  public static int height(byte[] keyframe) {
    return Bytes.u8(keyframe, 8) | ((Bytes.u8(keyframe, 9) & 0x3F) << 8);
  }
}
