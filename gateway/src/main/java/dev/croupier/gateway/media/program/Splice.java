package dev.croupier.gateway.media.program;

/**
 * Which source's pictures a program shows, and at which frame it changes.
 *
 * <p>A pure state machine of the table's event loop: it is told of every video frame and of time
 * passing, and answers; it never calls out. A change takes place only on a keyframe of the new
 * source, so the first picture of the new and the last one of the old are complete.
 *
 * <pre>
 *   state     in                                      out
 *   SLATE     start; source silent                    wanted source's keyframe → ON_AIR
 *   ON_AIR    a wanted source's keyframe              silent for slateAfter → SLATE; cut armed → ARMED
 *   ARMED     cut asked for                           target's keyframe → ON_AIR; deadline → ON_AIR (aborted)
 * </pre>
 */
final class Splice {
  /** What to do with a frame. */
  enum Verdict {
    /** It is on air. */
    SEND,
    /** It is on air and the first one of its source since a change. */
    SEND_FIRST,
    DROP
  }

  private final long slateAfterMicros;

  private String onAir;
  private String wanted;
  private String armed;
  private long armedFromMicros;
  private long armedUntilMicros;
  private long lastFrameAtMicros;
  private long sinceMicros;
  private boolean needKeyframe = true;

  /**
   * A splice that begins with the slate.
   *
   * @param wanted the source to show as soon as it has a keyframe, or null for none
   * @param slateAfterMicros a source on air that is silent for longer gives way to the slate
   */
  Splice(String wanted, long slateAfterMicros, long nowMicros) {
    this.wanted = wanted;
    this.slateAfterMicros = slateAfterMicros;
    this.sinceMicros = nowMicros;
  }

  /** Tells of a video frame of a source. */
  Verdict onVideo(String source, boolean keyframe, long captureMicros, long nowMicros) {
    if (source.equals(armed) && keyframe && captureMicros >= armedFromMicros) {
      armed = null;
      wanted = source;
      return take(source, captureMicros, nowMicros);
    }
    if (source.equals(onAir)) {
      lastFrameAtMicros = nowMicros;
      if (needKeyframe && !keyframe) {
        return Verdict.DROP;
      }
      needKeyframe = false;
      return Verdict.SEND;
    }
    if (onAir == null && keyframe && (source.equals(wanted) || wanted == null)) {
      wanted = source;
      return take(source, captureMicros, nowMicros);
    }
    return Verdict.DROP;
  }

  /**
   * The source's decoder chain is broken (loss at ingest): nothing more of it until its next
   * keyframe.
   */
  void onBroken(String source) {
    if (source.equals(onAir)) {
      needKeyframe = true;
    }
  }

  /** Time has passed. True if the source on air fell silent, so that the slate begins now. */
  boolean onTick(long nowMicros) {
    if (onAir != null && nowMicros - lastFrameAtMicros > slateAfterMicros) {
      onAir = null;
      sinceMicros = nowMicros;
      return true;
    }
    return false;
  }

  /**
   * Arms a cut to the first keyframe of {@code target} captured at or after a moment. Replaces an
   * armed one.
   */
  void arm(String target, long fromMicros, long untilMicros) {
    armed = target;
    armedFromMicros = fromMicros;
    armedUntilMicros = untilMicros;
  }

  /** Takes an armed cut back. */
  void disarm() {
    armed = null;
  }

  /** Whether an armed cut found no keyframe in its time. */
  boolean expired(long nowMicros) {
    return armed != null && nowMicros > armedUntilMicros;
  }

  /** The source on air, or null for the slate. */
  String onAir() {
    return onAir;
  }

  /** The source that is shown as soon as it can be: the one on air, or the one that fell silent. */
  String wanted() {
    return wanted;
  }

  /** The target of an armed cut, or null. */
  String armed() {
    return armed;
  }

  /** Since when {@link #onAir()} is what it is, in table time. */
  long sinceMicros() {
    return sinceMicros;
  }

  private Verdict take(String source, long captureMicros, long nowMicros) {
    onAir = source;
    sinceMicros = captureMicros;
    lastFrameAtMicros = nowMicros;
    needKeyframe = false;
    return Verdict.SEND_FIRST;
  }
}
