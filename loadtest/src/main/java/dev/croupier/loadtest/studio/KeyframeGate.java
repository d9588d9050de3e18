package dev.croupier.loadtest.studio;

/**
 * When a requested keyframe is made: at once, late or never. Requests that come while one is on its
 * way are answered by that one. Pure; its owner guards it.
 */
final class KeyframeGate {
  /** There is nothing to wait for. */
  static final long NEVER = Long.MAX_VALUE;

  private boolean answering = true;
  private long lateMicros;
  private long dueMicros = NEVER;

  /** For requests from now on; without answers the one on its way is forgotten too. */
  void set(boolean answers, long late) {
    answering = answers;
    lateMicros = late;
    if (!answers) {
      dueMicros = NEVER;
    }
  }

  /**
   * A request.
   *
   * @return when to ask {@link #due}, or {@link #NEVER} if nothing new has to be waited for
   */
  long request(long nowMicros) {
    if (!answering || dueMicros != NEVER) {
      return NEVER;
    }
    dueMicros = nowMicros + lateMicros;
    return dueMicros;
  }

  /** Whether a keyframe is to be made now; true is given once a request. */
  boolean due(long nowMicros) {
    if (dueMicros > nowMicros) {
      return false;
    }
    dueMicros = NEVER;
    return true;
  }
}
