package dev.croupier.gateway.media.webrtc;

/** What a session hears from its {@link PeerTransport}. All on the transport's event loop. */
public interface TransportListener {
  /** A pair is validated and the keys are agreed: media may flow both ways. Once. */
  void connected();

  /**
   * One decrypted, authenticated, not replayed RTP packet. The buffer is valid during the call
   * only.
   *
   * @param arrivalMicros table time of its arrival
   */
  void rtp(byte[] buffer, int offset, int length, long arrivalMicros);

  /**
   * One RTP packet as it came, neither authenticated nor decrypted: only its header can be read,
   * and only as a claim. For transports that open a part of what comes. The buffer is valid during
   * the call only, and may be written to.
   *
   * @param length with the tag of SRTP
   */
  default void sealed(byte[] buffer, int offset, int length, long arrivalMicros) {}

  /** One packet was not authentic, or came for the second time, and was dropped and counted. */
  default void refused(TransportRefusal reason) {}

  /**
   * One decrypted, authenticated compound RTCP packet. The buffer is valid during the call only.
   */
  void rtcp(byte[] buffer, int offset, int length, long arrivalMicros);

  /**
   * The transport is over: {@code dtls_failed}, {@code fingerprint}, {@code consent_expired},
   * {@code closed} … Once.
   */
  void closed(String reason);
}
