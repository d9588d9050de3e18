package dev.croupier.loadtest.check;

/** One slip of one item, and how far it came. Owned by its books. */
final class Slip {
  /** How far a slip came: {@code OPEN} to {@code REFUSED}, or over {@code ACCEPTED} to the end. */
  enum State {
    /** Sent, and without an answer. */
    OPEN,
    /** Its stake is on the table. */
    ACCEPTED,
    /** It stands nowhere. */
    REFUSED,
    /** Settled, or its stake given back. */
    OVER
  }

  final String key;
  final String spot;
  final long stakeMinor;

  /** It surely reached the server after its round's close. */
  final boolean late;

  State state = State.OPEN;

  /** How often it went out. */
  int sent = 1;

  /** Answers that came over a socket. */
  int answers;

  /** Of these, those that are stored nowhere and say that it was not even looked at. */
  int errors;

  /** A connection was lost while it waited: that its answer did not come is nobody's fault. */
  boolean excused;

  /** The bytes of its first stored answer, or null. */
  String answer;

  /** The wallet by that answer, if it was accepted. */
  long balanceMinor;

  /** What it was paid, by the server's last word. */
  long creditMinor;

  Slip(String key, String spot, long stakeMinor, boolean late) {
    this.key = key;
    this.spot = spot;
    this.stakeMinor = stakeMinor;
    this.late = late;
  }

  boolean missing() {
    return answers == 0 && (answer == null || !excused);
  }
}
