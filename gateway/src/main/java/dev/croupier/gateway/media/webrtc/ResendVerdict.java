package dev.croupier.gateway.media.webrtc;

import java.util.Locale;

/** What becomes of one sequence number of a viewer's NACK. */
public enum ResendVerdict {
  /** The packet is sent again. */
  SENT,
  /** It was never sent to this viewer, or so long ago that it is kept no more. */
  UNKNOWN,
  /**
   * No retransmission stream was agreed. The packet's own number cannot be used once more: SRTP
   * would use its key stream twice for different bytes (the transport-wide sequence is another).
   */
  NO_RTX,
  /** It was sent again within min(100 ms, 2·RTT): the repeat is still under way. */
  TOO_SOON,
  /** It was sent again three times. */
  TOO_OFTEN,
  /** A quarter of the viewer's rate has been sent again already. */
  OVER_BUDGET;

  /** As in metrics. */
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }
}
