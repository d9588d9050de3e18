package dev.croupier.gateway.media.rtp;

/** Packet types, feedback formats and block types of RTCP. */
final class RtcpType {
  /** RFC 3550 section 12.1. */
  static final int SR = 200;

  static final int RR = 201;
  static final int SDES = 202;
  static final int BYE = 203;

  /** RFC 4585 section 6.1. */
  static final int RTPFB = 205;

  static final int PSFB = 206;

  /** RFC 3611 section 2. */
  static final int XR = 207;

  /** Generic NACK, RFC 4585 section 6.2.1. */
  static final int FMT_NACK = 1;

  /** draft-holmer-rmcat-transport-wide-cc-extensions-01 section 3.1. */
  static final int FMT_TRANSPORT = 15;

  /** RFC 4585 section 6.3.1. */
  static final int FMT_PLI = 1;

  /** RFC 5104 section 4.3.1. */
  static final int FMT_FIR = 4;

  /** Application layer feedback, RFC 4585 section 6.4: REMB lives there. */
  static final int FMT_ALFB = 15;

  /** The letters REMB. */
  static final long REMB_NAME = 0x5245_4D42L;

  /** SDES item, RFC 3550 section 6.5.1. */
  static final int SDES_CNAME = 1;

  /** RFC 3611 section 4.4 and 4.5. */
  static final int XR_RRTR = 4;

  static final int XR_DLRR = 5;

  private RtcpType() {}
}
