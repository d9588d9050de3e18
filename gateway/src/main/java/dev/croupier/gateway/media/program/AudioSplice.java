package dev.croupier.gateway.media.program;

/**
 * Which source's sound a program carries, and at which packet it changes: the first one captured at
 * or after the agreed frame of the picture. Pure; the table's event loop.
 */
final class AudioSplice {
  /** What to do with a packet that is due. */
  enum Verdict {
    SEND,
    /** It waits: packets captured before the agreed frame are still on their way. */
    HOLD,
    DROP
  }

  private String onAir;
  private String next;
  private long agreedMicros;
  private long untilMicros;

  /**
   * The sound changes; it goes on where it is of this source already.
   *
   * @param to its source from then on
   * @param fromMicros capture of the agreed frame
   * @param latestMicros when the old source's packets are no longer waited for
   */
  void agree(String to, long fromMicros, long latestMicros) {
    if (to.equals(source())) {
      return;
    }
    if (next != null) {
      // It was agreed on and never came; what was heard before it has ended all the same.
      onAir = next;
    }
    next = to;
    agreedMicros = fromMicros;
    untilMicros = latestMicros;
    if (onAir == null) {
      onAir = to;
    }
  }

  /** The last change agreed on is taken back, before anything of it was heard. */
  void keep() {
    next = null;
  }

  /**
   * Nothing is audible from now on.
   *
   * @param agreed whether a change that has its frame still takes place
   */
  void silence(boolean agreed) {
    onAir = null;
    next = agreed ? next : null;
  }

  /**
   * A packet is due.
   *
   * @param passed whether the source on air has sent all that it captured before the agreed frame
   */
  Verdict onDue(String source, long captureMicros, boolean passed, long nowMicros) {
    if (next != null && captureMicros >= agreedMicros) {
      if (!source.equals(next)) {
        return Verdict.DROP;
      }
      if (!next.equals(onAir) && !passed && nowMicros < untilMicros) {
        return Verdict.HOLD;
      }
      onAir = next;
      next = null;
      return Verdict.SEND;
    }
    if (next != null && next.equals(onAir)) {
      return Verdict.DROP;
    }
    return source.equals(onAir) ? Verdict.SEND : Verdict.DROP;
  }

  /** Capture of the agreed frame; of use while {@link #changing()}. */
  long agreedMicros() {
    return agreedMicros;
  }

  /** When packets that are held leave at the latest. */
  long untilMicros() {
    return untilMicros;
  }

  /** Whether a change has not taken place. */
  boolean changing() {
    return next != null;
  }

  /** The source that is heard, or will be by a change that has not taken place; null for none. */
  String source() {
    return next == null ? onAir : next;
  }

  /** The source that is heard, or null. */
  String onAir() {
    return onAir;
  }
}
