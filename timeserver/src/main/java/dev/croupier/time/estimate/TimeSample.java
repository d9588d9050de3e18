package dev.croupier.time.estimate;

/**
 * One finished exchange, all in microseconds.
 *
 * @param t1 local clock when the question left
 * @param t2 table time when it arrived at the server
 * @param t3 table time when the answer left
 * @param t4 local clock when it arrived
 * @param serverError how far the server's own table time may be off: its bound and root dispersion
 */
public record TimeSample(long t1, long t2, long t3, long t4, long serverError) {
  /** Whether both clocks ran forwards in it and the network took no negative time. */
  public boolean isPlausible() {
    return t4 >= t1 && t3 >= t2 && t4 - t1 >= t3 - t2 && serverError >= 0;
  }

  /** Apparent delay towards the server: real delay plus the offset. */
  long forward() {
    return t2 - t1;
  }

  /** Apparent delay back: real delay minus the offset. */
  long backward() {
    return t4 - t3;
  }

  /** The network's share of the round trip. */
  long roundTrip() {
    return (t4 - t1) - (t3 - t2);
  }

  /** Local time that stands for the whole sample. */
  long at() {
    return t1 + (t4 - t1) / 2;
  }
}
