package dev.croupier.loadtest.bettor;

/**
 * The least that table time can be by now, from the times in messages: a message cannot arrive
 * before it was sent, so no clock needs to agree with another. One thread; µs.
 */
final class ServerTime {
  /** By how much the local clock may run faster than table time, as a share. */
  private static final double DRIFT = 200e-6;

  private long tableMicros;
  private long heardMicros;
  private boolean known;

  /** A message that left at a table time was heard at a local one. */
  void heard(long tableMicros, long localMicros) {
    if (tableMicros > 0 && (!known || tableMicros > atLeast(localMicros))) {
      this.tableMicros = tableMicros;
      this.heardMicros = localMicros;
      known = true;
    }
  }

  /** Table time is this or later; the beginning of time if nothing was heard. */
  long atLeast(long localMicros) {
    return known
        ? tableMicros + (long) ((localMicros - heardMicros) * (1 - DRIFT))
        : Long.MIN_VALUE;
  }
}
