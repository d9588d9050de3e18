package dev.croupier.gateway.media.codec;

import java.io.ByteArrayOutputStream;

/**
 * NAL units behind start codes (ITU-T H.264 annex B), as encoders give them, to length-prefixed
 * ones. Trusted input only: our own encoders. Any thread.
 */
public final class AnnexB {
  private static final int START_CODE_BYTES = 3;

  private AnnexB() {}

  /** The same NAL units, each behind its length; access unit delimiters and filler are left out. */
  public static byte[] toLengthPrefixed(byte[] annexB) {
    ByteArrayOutputStream out = new ByteArrayOutputStream(annexB.length + 16);
    int code = startCode(annexB, 0);
    while (code < annexB.length) {
      int start = code + START_CODE_BYTES;
      code = startCode(annexB, start);
      int end = code;
      while (end > start && annexB[end - 1] == 0) {
        end--;
      }
      int type = end > start ? H264.type(annexB[start]) : H264.AUD;
      if (type != H264.AUD && type != H264.FILLER) {
        int length = end - start;
        out.write(length >>> 24);
        out.write(length >>> 16);
        out.write(length >>> 8);
        out.write(length);
        out.write(annexB, start, length);
      }
    }
    return out.toByteArray();
  }

  /** Where the next start code is, or the end. */
  private static int startCode(byte[] b, int from) {
    for (int i = from; i + 2 < b.length; i++) {
      if (b[i] == 0 && b[i + 1] == 0 && b[i + 2] == 1) {
        return i;
      }
    }
    return b.length;
  }
}
