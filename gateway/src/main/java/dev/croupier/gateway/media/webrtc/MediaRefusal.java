package dev.croupier.gateway.media.webrtc;

/** Why a publish or a viewer was not accepted: a stable code and words for people. */
public final class MediaRefusal extends Exception {
  private final String code;

  /** A refusal; carries no stack trace, it is an answer. */
  public MediaRefusal(String code, String detail) {
    super(detail, null, false, false);
    this.code = code;
  }

  /**
   * {@code bad_sdp}, {@code no_common_codec}, {@code signal_taken}, {@code too_many_sessions} (of
   * this caller), {@code overloaded} (of all), {@code precondition_required}, {@code
   * precondition_failed}; of plain RTP also {@code multicast}, {@code port_taken}, {@code
   * port_not_allowed}.
   */
  public String code() {
    return code;
  }
}
