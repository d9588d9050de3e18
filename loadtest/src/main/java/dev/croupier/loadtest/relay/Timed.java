package dev.croupier.loadtest.relay;

/** Something that is due at a tick of the relay's {@link Wheel}. Owner: the relay's event loop. */
abstract class Timed {
  /** The tick it is due at, while it is on the wheel. */
  long tick;

  /** The next one of the same slot. */
  Timed next;

  /** Its tick has come; it is off the wheel and may go on it again. */
  abstract void due(long nowNs);
}
