package dev.croupier.gateway.media.webrtc;

/** Why a WHIP or WHEP offer was not accepted: a stable code and words for people. */
public final class MediaRefusal extends Exception {
  private final String code;

  /** A refusal; carries no stack trace, it is an answer. */
  public MediaRefusal(String code, String detail) {
    super(detail, null, false, false);
    this.code = code;
  }

  /** {@code bad_sdp}, {@code no_common_codec}, {@code signal_taken}, {@code too_many_sessions}. */
  public String code() {
    return code;
  }
}
