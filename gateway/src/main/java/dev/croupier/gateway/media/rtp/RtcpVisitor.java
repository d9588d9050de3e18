package dev.croupier.gateway.media.rtp;

/**
 * Hears the content of a well-formed RTCP datagram from {@link RtcpParser}. Every method does
 * nothing unless overridden; SSRCs are 0 to 2^32 - 1.
 */
public interface RtcpVisitor {
  /** Sender information (RFC 3550 section 6.4.1); {@code ntp} is 64-bit NTP. */
  default void senderReport(long ssrc, long ntp, long rtpTime, long packets, long octets) {}

  /**
   * A report block of an SR or RR (RFC 3550 section 6.4.1).
   *
   * @param reporter who reports
   * @param ssrc about whom
   * @param fractionLost 0 to 255, in 1/256
   * @param cumulativeLost -2^23 to 2^23 - 1
   * @param highestSequence extended by the count of cycles
   * @param jitter in timestamp units
   * @param lastReport middle 32 bits of the last SR's NTP, 0 for none
   * @param delaySinceLast 1/65,536 s
   */
  default void reportBlock(
      long reporter,
      long ssrc,
      int fractionLost,
      int cumulativeLost,
      long highestSequence,
      long jitter,
      long lastReport,
      long delaySinceLast) {}

  /** A CNAME item; its bytes lie in {@code buffer} during the call. */
  default void cname(long ssrc, byte[] buffer, int offset, int length) {}

  /** BYE of one source. */
  default void bye(long ssrc) {}

  /** One sequence number of a generic NACK, 0 to 65,535 (RFC 4585 section 6.2.1). */
  default void nack(long mediaSsrc, int sequence) {}

  /** Picture loss indication (RFC 4585 section 6.3.1). */
  default void pli(long mediaSsrc) {}

  /** Full intra request (RFC 5104 section 4.3.1); a repeat has the same {@code commandSequence}. */
  default void fir(long mediaSsrc, int commandSequence) {}

  /** Receiver's estimate of the bit rate to it (draft-alvestrand-rmcat-remb). */
  default void remb(long sender, long bitsPerSecond) {}

  /**
   * Head of a transport-wide feedback; its packets follow in order.
   *
   * @param baseSequence of the first packet, 0 to 65,535
   * @param packetCount how many follow
   * @param referenceMicros multiple of 64 ms, signed 24 bits of it
   * @param feedbackCount 0 to 255, counts feedbacks
   */
  default void transportFeedback(
      long mediaSsrc, int baseSequence, int packetCount, long referenceMicros, int feedbackCount) {}

  /** A packet of the feedback arrived, at {@code arrivalMicros} on the receiver's own clock. */
  default void transportReceived(int sequence, long arrivalMicros) {}

  /** A packet of the feedback had not arrived. */
  default void transportLost(int sequence) {}

  /** Receiver reference time of an XR (RFC 3611 section 4.4); {@code ntp} is 64-bit NTP. */
  default void receiverReferenceTime(long ssrc, long ntp) {}

  /** A DLRR sub-block of an XR (RFC 3611 section 4.5), addressed to {@code ssrc}. */
  default void delaySinceLastRr(long reporter, long ssrc, long lastRr, long delaySinceLast) {}
}
