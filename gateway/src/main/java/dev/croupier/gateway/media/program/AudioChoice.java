package dev.croupier.gateway.media.program;

/**
 * Whose sound a program carries from a cut on. Immutable.
 *
 * @param kind how it is chosen
 * @param signal {@link Kind#SIGNAL}: its name; else null
 */
public record AudioChoice(Kind kind, String signal) {
  /** How the sound is chosen. */
  public enum Kind {
    /** The sound of whatever is shown. */
    FOLLOW,
    /** What was chosen before goes on; where the sound followed, the old signal's does. */
    KEEP,
    /** One signal's, whatever is shown. */
    SIGNAL
  }

  /** The sound goes with the picture. */
  public static final AudioChoice FOLLOW = new AudioChoice(Kind.FOLLOW, null);

  /** The sound goes on as it was. */
  public static final AudioChoice KEEP = new AudioChoice(Kind.KEEP, null);

  /** Checks that there is a name where one belongs, and only there. */
  public AudioChoice {
    if ((kind == Kind.SIGNAL) != (signal != null)) {
      throw new IllegalArgumentException("a signal's name goes with " + Kind.SIGNAL);
    }
  }

  /** The sound of one signal. */
  public static AudioChoice of(String signal) {
    return new AudioChoice(Kind.SIGNAL, signal);
  }
}
