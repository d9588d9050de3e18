package dev.croupier.gateway.media.webrtc;

/**
 * The protocols that share one UDP port, told apart by a datagram's first byte (RFC 7983 §7). Any
 * thread.
 */
public enum TransportDatagram {
  /** 0–3. */
  STUN,
  /** 20–63. */
  DTLS,
  /** 128–191: RTP or RTCP, told apart by the second byte (RFC 5761 §4). */
  MEDIA,
  /** Everything else: ZRTP, TURN channels, QUIC, noise. */
  OTHER;

  /** What a datagram with this first byte (0–255) is. */
  public static TransportDatagram of(int firstByte) {
    if (firstByte >= 128 && firstByte <= 191) {
      return MEDIA;
    }
    if (firstByte <= 3) {
      return STUN;
    }
    return firstByte >= 20 && firstByte <= 63 ? DTLS : OTHER;
  }

  /** Whether a {@link #MEDIA} datagram with this second byte (0–255) is RTCP: types 192–223. */
  public static boolean isRtcp(int secondByte) {
    return secondByte >= 192 && secondByte <= 223;
  }
}
