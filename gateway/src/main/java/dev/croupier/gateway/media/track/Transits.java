package dev.croupier.gateway.media.track;

/**
 * How long the frames of one publish take from capture to arrival, p99.9. What its first seconds
 * show, of handshakes and of programs that are still cold, is forgotten soon: else a minute of
 * everybody's latency would come of it. Pure; the table's event loop.
 */
public final class Transits {
  /** The first seconds of a publish: 2 s. */
  static final long YOUNG_MICROS = 2_000_000;

  /** So many frames after these say more than these: 2 s at 30 a second. */
  static final int ENOUGH = 60;

  private final TransitWindow young = new TransitWindow();
  private final TransitWindow grown = new TransitWindow();
  private long grownAtMicros = Long.MIN_VALUE;
  private int count;

  /** Takes a frame in; returns the p99.9 in microseconds, rounded up to 1 ms. */
  public long add(long captureMicros, long arrivalMicros) {
    if (grownAtMicros == Long.MIN_VALUE) {
      grownAtMicros = arrivalMicros + YOUNG_MICROS;
    }
    if (arrivalMicros >= grownAtMicros) {
      grown.add(arrivalMicros - captureMicros);
      count++;
    }
    if (count >= ENOUGH) {
      return grown.p999Micros();
    }
    young.add(arrivalMicros - captureMicros);
    return young.p999Micros();
  }
}
