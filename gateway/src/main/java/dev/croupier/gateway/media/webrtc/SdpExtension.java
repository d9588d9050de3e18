package dev.croupier.gateway.media.webrtc;

/**
 * A header extension of a section (RFC 8285 section 5).
 *
 * @param id 1 to 255; the one-byte form carries 1 to 14
 */
public record SdpExtension(int id, String uri) {
  /** Capture time of the frame: {@code abs-capture-time}. */
  public static final String CAPTURE_TIME =
      "http://www.webrtc.org/experiments/rtp-hdrext/abs-capture-time";

  /** Transport-wide sequence number, draft-holmer-rmcat-transport-wide-cc-extensions-01. */
  public static final String TRANSPORT_SEQUENCE =
      "http://www.ietf.org/id/draft-holmer-rmcat-transport-wide-cc-extensions-01";

  /** The section's mid (RFC 8843 section 15). */
  public static final String MID = "urn:ietf:params:rtp-hdrext:sdes:mid";
}
