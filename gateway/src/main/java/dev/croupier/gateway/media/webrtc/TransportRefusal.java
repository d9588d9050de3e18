package dev.croupier.gateway.media.webrtc;

/**
 * Why a datagram, a handshake or a session was refused: the label {@code reason} of the transport's
 * refusal counter. Any thread.
 */
public enum TransportRefusal {
  /** First byte of no protocol that is spoken here (RFC 7983). */
  DATAGRAM_UNKNOWN("datagram_unknown"),
  /** Empty, or longer than any packet of ours. */
  DATAGRAM_SIZE("datagram_size"),
  /** A session's queue between two event loops was full. */
  DATAGRAM_QUEUE_FULL("datagram_queue_full"),
  /** The socket could not take more. */
  SEND_QUEUE_FULL("send_queue_full"),
  /** The kernel refused a send. */
  SEND_FAILED("send_failed"),
  /** Not a STUN message: header, length, cookie or an attribute beyond its end (RFC 8489 §5). */
  STUN_MALFORMED("stun_malformed"),
  /** USERNAME is missing, longer than 508 bytes (RFC 8489 §14.3) or without a colon. */
  STUN_USERNAME("stun_username"),
  /** FINGERPRINT is missing, wrong, or not last. */
  STUN_FINGERPRINT("stun_fingerprint"),
  /** A method or class that a lite agent does not serve. */
  STUN_UNEXPECTED("stun_unexpected"),
  /** No session has this user fragment. */
  STUN_UNKNOWN_USER("stun_unknown_user"),
  /** MESSAGE-INTEGRITY is missing or wrong. */
  STUN_INTEGRITY("stun_integrity"),
  /** A comprehension-required attribute that is not known here (420). */
  STUN_UNKNOWN_ATTRIBUTE("stun_unknown_attribute"),
  /** The peer believes itself controlled; a lite agent never controls (487). */
  STUN_ROLE_CONFLICT("stun_role_conflict"),
  /** The address carries another live session. */
  STUN_ADDRESS_TAKEN("stun_address_taken"),
  /** A response to a check that was never made, or one that says no. */
  STUN_ERROR_RESPONSE("stun_error_response"),
  /** DTLS from an address that ICE has not validated. */
  DTLS_UNVALIDATED("dtls_unvalidated"),
  /** Not a DTLS record, or a handshake fragment that contradicts itself. */
  DTLS_MALFORMED("dtls_malformed"),
  /** A handshake message of more than 16 KiB. */
  DTLS_MESSAGE_SIZE("dtls_message_size"),
  /** More than 64 KiB of handshake for one address. */
  DTLS_HELD("dtls_held"),
  /** A ClientHello after the keys were agreed. */
  DTLS_REHANDSHAKE("dtls_rehandshake"),
  /** The handshake was refused by either side, or ran out of time. */
  DTLS_FAILED("dtls_failed"),
  /** The peer's certificate is not the one its description names. */
  DTLS_FINGERPRINT("dtls_fingerprint"),
  /** Too many handshakes at once. */
  DTLS_BUSY("dtls_busy"),
  /** RTP or RTCP from an address that ICE has not validated. */
  SRTP_UNVALIDATED("srtp_unvalidated"),
  /** RTP or RTCP before the keys were agreed. */
  SRTP_UNKEYED("srtp_unkeyed"),
  /** The authentication tag is wrong. */
  SRTP_AUTHENTICATION("srtp_authentication"),
  /** Received before, or too old to tell (RFC 3711 §3.3.2). */
  SRTP_REPLAY("srtp_replay"),
  /** Too short or inconsistent for (S)RTP or (S)RTCP; SRTCP in the clear. */
  SRTP_MALFORMED("srtp_malformed"),
  /** More SSRCs than a session may have. */
  SRTP_SSRC_LIMIT("srtp_ssrc_limit"),
  /** A packet of ours that could not be protected: no room, or its index was already used. */
  SRTP_SEND("srtp_send"),
  /** Plain RTP from another address than the one its session is bound to, or may be. */
  RTP_ADDRESS("rtp_address"),
  /** Plain RTP of another SSRC while the bound one sends. */
  RTP_SSRC("rtp_ssrc"),
  /** Not RTP (RFC 3550 appendix A.1). */
  RTP_MALFORMED("rtp_malformed"),
  /** Plain RTP of a payload type that its description does not name. */
  RTP_PAYLOAD_TYPE("rtp_payload_type"),
  /** Plain RTCP of another source, or at the wrong port. */
  RTCP_ADDRESS("rtcp_address"),
  /** Not RTCP (RFC 3550 appendix A.2). */
  RTCP_MALFORMED("rtcp_malformed"),
  /** A TCP connection beyond the cap of those that have not proven themselves. */
  TCP_LIMIT("tcp_limit"),
  /** A frame of no length, or longer than any packet of ours (RFC 4571 §2). */
  TCP_FRAMING("tcp_framing"),
  /** A TCP connection without a signed check in time. */
  TCP_UNPROVEN("tcp_unproven"),
  /** A TCP connection whose peer has not read for long. */
  TCP_SLOW("tcp_slow"),
  /** The cap of sessions is reached. */
  SESSION_LIMIT("session_limit");

  private final String label;

  TransportRefusal(String label) {
    this.label = label;
  }

  /** The tag's value: lower case, words parted by underscores. */
  public String label() {
    return label;
  }
}
