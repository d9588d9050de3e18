package dev.croupier.gateway.media.rtp;

/** Tells RTP from RTCP on one port (RFC 5761 section 4). Any thread. */
public final class RtpDemux {
  private static final int FIRST_RTCP_TYPE = 192;
  private static final int LAST_RTCP_TYPE = 223;

  private RtpDemux() {}

  /** Whether a datagram whose first byte is 128 to 191 (RFC 7983) is RTCP. */
  public static boolean isRtcp(byte[] buffer, int offset, int length) {
    if (length < 2) {
      return false;
    }
    int type = Bytes.u8(buffer, offset + 1);
    return type >= FIRST_RTCP_TYPE && type <= LAST_RTCP_TYPE;
  }
}
