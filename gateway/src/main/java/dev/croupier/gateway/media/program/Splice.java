package dev.croupier.gateway.media.program;

/**
 * Which source's pictures a program shows, and at which frame it changes.
 *
 * <p>A pure state machine of the table's event loop: it is told of every video frame when it
 * arrives and when it is due, and of time passing, and answers; it never calls out. A change takes
 * place only on a keyframe of the new source, after all that the old one captured before it, so the
 * first picture of the new and the last one of the old are complete.
 *
 * <pre>
 *   state     in                                        out
 *   SLATE     start; source silent                      wanted source's keyframe → ON_AIR
 *   ON_AIR    a wanted source's keyframe                silent for slateAfter → SLATE; cut asked for → ARMED
 *   ARMED     cut asked for                             target's keyframe arrives → AGREED; deadline → ON_AIR (aborted)
 *   AGREED    a keyframe captured late enough arrived   old source's frames before it have left → ON_AIR
 * </pre>
 *
 * <p>ARMED and AGREED exist with the slate on air too; the slate then is the old source.
 */
final class Splice {
  /** What to do with a frame that is due. */
  enum Verdict {
    /** It is on air. */
    SEND,
    /** It is on air and the first one of its source since a change. */
    SEND_FIRST,
    /** It waits: frames captured before it are still on their way. */
    HOLD,
    DROP
  }

  private static final long NONE = Long.MIN_VALUE;

  private final long slateAfterMicros;

  private String onAir;
  private String wanted;
  private String armed;
  private long armedFromMicros;
  private long armedUntilMicros;
  private long agreedMicros = NONE;
  private boolean tooSlow;
  private long sentMicros = NONE;
  private long heardAtMicros;
  private long sinceMicros;

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

  /**
   * A video frame of a source has arrived and waits for its time, or waited when a cut was armed.
   *
   * @return whether it is the agreed frame of a cut
   */
  boolean onArrival(String source, boolean keyframe, long captureMicros, long nowMicros) {
    if (source.equals(onAir)) {
      heardAtMicros = nowMicros;
    }
    if (!keyframe
        || !source.equals(armed)
        || agreedMicros != NONE
        || captureMicros < armedFromMicros) {
      return false;
    }
    // What has left cannot be taken back: a frame captured before it would begin behind it.
    tooSlow = captureMicros <= sentMicros;
    if (!tooSlow) {
      agreedMicros = captureMicros;
    }
    return !tooSlow;
  }

  /**
   * A video frame of a source is due.
   *
   * @param passed whether the source on air has sent all that it captured before the agreed frame
   */
  Verdict onDue(
      String source, boolean keyframe, long captureMicros, boolean passed, long nowMicros) {
    if (source.equals(armed) && agreedMicros != NONE && captureMicros >= agreedMicros) {
      return passed ? take(source, captureMicros, nowMicros) : Verdict.HOLD;
    }
    if (source.equals(onAir)) {
      return admits(captureMicros) ? sent(Verdict.SEND, captureMicros) : Verdict.DROP;
    }
    if (onAir == null
        && agreedMicros == NONE
        && keyframe
        && (source.equals(wanted) || wanted == null)) {
      return take(source, captureMicros, nowMicros);
    }
    return Verdict.DROP;
  }

  /**
   * A part of a frame of a source is due before all of the frame has come.
   *
   * @param begins whether it is the frame's first
   * @return whether it may leave. None begins while a cut is armed: what has begun to leave counts
   *     as sent, and a keyframe of the target captured before it and complete after it began would
   *     be too slow
   */
  boolean onPart(String source, boolean begins, long captureMicros) {
    if (!source.equals(onAir) || !admits(captureMicros)) {
      return false;
    }
    if (!begins) {
      return captureMicros == sentMicros;
    }
    return armed == null
        && captureMicros > sentMicros
        && sent(Verdict.SEND, captureMicros) == Verdict.SEND;
  }

  /** Whether the source on air, or the slate, may show a frame captured then; if so it is sent. */
  boolean onSlate(long captureMicros) {
    return admits(captureMicros) && sent(Verdict.SEND, captureMicros) == Verdict.SEND;
  }

  /**
   * The source on air counts as one that was heard of then: where it is lost later than others are,
   * another one has as much time as ever to come before the slate.
   */
  void alive(long sinceMicros) {
    heardAtMicros = Math.max(heardAtMicros, sinceMicros);
  }

  /** Time has passed. True if the source on air fell silent, so that the slate begins now. */
  boolean onTick(long nowMicros) {
    if (onAir != null && nowMicros - heardAtMicros > slateAfterMicros) {
      onAir = null;
      sinceMicros = nowMicros;
      return true;
    }
    return false;
  }

  /**
   * Arms a cut to the first keyframe of {@code target} captured at or after a moment. Replaces one
   * that has not taken place.
   */
  void arm(String target, long fromMicros, long untilMicros) {
    armed = target;
    armedFromMicros = fromMicros;
    armedUntilMicros = untilMicros;
    agreedMicros = NONE;
    tooSlow = false;
  }

  /** Takes an armed cut back. */
  void disarm() {
    armed = null;
    agreedMicros = NONE;
  }

  /** Whether an armed cut found no keyframe in its time. */
  boolean expired(long nowMicros) {
    return armed != null && agreedMicros == NONE && nowMicros > armedUntilMicros;
  }

  /** Whether the last keyframe of an armed cut's target came after later frames had left. */
  boolean tooSlow() {
    return tooSlow;
  }

  /**
   * Whether a keyframe of a source would be of use now.
   *
   * @param undecodable what comes of it cannot be shown without one
   */
  boolean wantsKeyframe(String source, boolean undecodable) {
    return source.equals(armed)
        ? agreedMicros == NONE
        : source.equals(wanted) && (undecodable || onAir == null);
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

  /** Whether a cut has its frame. */
  boolean agreed() {
    return agreedMicros != NONE;
  }

  /** Capture of the agreed frame of a cut. */
  long agreedMicros() {
    return agreedMicros;
  }

  /** Capture of the last frame sent; {@link Long#MIN_VALUE} before. */
  long sentMicros() {
    return sentMicros;
  }

  /** Since when {@link #onAir()} is what it is, in table time. */
  long sinceMicros() {
    return sinceMicros;
  }

  private boolean admits(long captureMicros) {
    return agreedMicros == NONE || captureMicros < agreedMicros;
  }

  private Verdict take(String source, long captureMicros, long nowMicros) {
    onAir = source;
    wanted = source;
    if (source.equals(armed)) {
      disarm();
    }
    sinceMicros = captureMicros;
    heardAtMicros = nowMicros;
    return sent(Verdict.SEND_FIRST, captureMicros);
  }

  private Verdict sent(Verdict verdict, long captureMicros) {
    sentMicros = captureMicros;
    return verdict;
  }
}
