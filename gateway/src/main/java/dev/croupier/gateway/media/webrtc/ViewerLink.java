package dev.croupier.gateway.media.webrtc;

/**
 * The way to one viewer, over all its streams: its transport-wide sequence, what was sent on it,
 * and what may be sent again. The session's event loop.
 */
final class ViewerLink {
  private final ResendBudget budget = new ResendBudget();
  private final LinkQos qos = new LinkQos();
  private int nextSequence;
  private long nowMicros;
  private long rttMicros = -1;

  /** A turn of the event loop begins at this moment: time is read once for all that it sends. */
  void turn(long now) {
    nowMicros = now;
  }

  /** A packet goes out for the first time: its transport-wide sequence number, 16 bits. */
  int sent(int bytes) {
    budget.sent(bytes, nowMicros);
    return stamp();
  }

  /** A packet goes out again: its transport-wide sequence number, 16 bits. */
  int sentAgain(int bytes) {
    return stamp();
  }

  /** The viewer's round trip is known. */
  void roundTrip(long micros) {
    rttMicros = micros;
  }

  /** The latest round trip in microseconds, or -1. */
  long rttMicros() {
    return rttMicros;
  }

  /** What may be sent again of all its tracks. */
  ResendBudget budget() {
    return budget;
  }

  /** Its figures; any thread. */
  LinkQos qos() {
    return qos;
  }

  private int stamp() {
    return nextSequence++ & 0xFFFF;
  }
}
