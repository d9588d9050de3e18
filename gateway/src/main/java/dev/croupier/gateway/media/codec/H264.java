package dev.croupier.gateway.media.codec;

import dev.croupier.gateway.media.rtp.Bytes;

/** NAL unit types of H.264 (ITU-T H.264 table 7-1) and of its RTP payloads (RFC 6184 table 1). */
public final class H264 {
  /** Slice of a picture that is no IDR. */
  public static final int SLICE = 1;

  /** First of the three data partitions (extended profile only, not carried here). */
  public static final int PARTITION_A = 2;

  /** Last of the three data partitions. */
  public static final int PARTITION_C = 4;

  /** Slice of an IDR picture. */
  public static final int IDR = 5;

  /** Supplemental enhancement information. */
  public static final int SEI = 6;

  /** Sequence parameter set. */
  public static final int SPS = 7;

  /** Picture parameter set. */
  public static final int PPS = 8;

  /** Access unit delimiter. */
  public static final int AUD = 9;

  /** End of sequence. */
  public static final int END_OF_SEQUENCE = 10;

  /** End of stream. */
  public static final int END_OF_STREAM = 11;

  /** Filler data. */
  public static final int FILLER = 12;

  /** RTP: single-time aggregation packet without decoding order number. */
  public static final int STAP_A = 24;

  /** RTP: fragmentation unit without decoding order number. */
  public static final int FU_A = 28;

  /** Bytes of the length before each NAL unit in {@link CodedFrame#data}. */
  public static final int LENGTH_BYTES = 4;

  private H264() {}

  /** Type of the NAL unit whose first byte this is, 0 to 31. */
  public static int type(byte header) {
    return header & 0x1F;
  }

  /** Whether the type is a coded slice, so that it is part of the picture itself. */
  public static boolean isSlice(int type) {
    return type == SLICE || type == IDR;
  }

  /**
   * Whether other pictures may refer to this frame: any slice of it has {@code nal_ref_idc} not 0.
   * A frame that is no reference can be left out without harm.
   *
   * @param data as in {@link CodedFrame#data}
   */
  public static boolean isReference(byte[] data) {
    for (int at = 0; at < data.length; at += LENGTH_BYTES + length(data, at)) {
      byte header = data[at + LENGTH_BYTES];
      if (isSlice(type(header)) && (header & 0x60) != 0) {
        return true;
      }
    }
    return false;
  }

  /**
   * Length of the NAL unit whose length field is at {@code at}.
   *
   * @throws IllegalArgumentException when it is 0 or runs past the end: the frame is not ours
   */
  static int length(byte[] data, int at) {
    int left = data.length - at - LENGTH_BYTES;
    if (left >= 1) {
      int length = (int) Bytes.u32(data, at);
      if (length >= 1 && length <= left) {
        return length;
      }
    }
    throw new IllegalArgumentException("NAL unit lengths do not fit the frame");
  }
}
