package dev.croupier.gateway.media.ingest;

import java.util.Arrays;

/**
 * How long a lost packet of one track is waited for. Pure; one owner thread.
 *
 * <p>Where lost packets are sent again it follows how long a publisher takes to do so, which is
 * measured by the packets that were asked for, those that came too late included: no report of any
 * kind is needed of the publisher, and one that sends nothing again is not waited for any longer.
 */
final class RepairWait {
  /** Where retransmissions are quick, or nothing is known of them: 120 ms. */
  static final long LEAST_MICROS = 120_000;

  /**
   * However slow they are: 250 ms. Signals are made to wait for each other so long at most, and
   * pictures that come later than that could only come late.
   */
  static final long MOST_MICROS = 250_000;

  /** What a path, a publisher's pacing and our own ticks vary by: 30 ms. */
  private static final long SPREAD_MICROS = 30_000;

  private static final int KEPT = 16;

  private final boolean follows;
  private final long[] answers = new long[KEPT];
  private final long[] sorted = new long[KEPT];
  private int answered;
  private long answerMicros;
  private long waitMicros;

  private RepairWait(boolean follows, long waitMicros) {
    this.follows = follows;
    this.waitMicros = waitMicros;
  }

  /** The same whatever comes. */
  static RepairWait fixed(long micros) {
    return new RepairWait(false, micros);
  }

  /**
   * As long as two requests need, so that one of them or its answer can be lost, within {@link
   * #LEAST_MICROS} and {@link #MOST_MICROS}.
   */
  static RepairWait following() {
    return new RepairWait(true, LEAST_MICROS);
  }

  /**
   * A packet that was asked for has come.
   *
   * @param micros since it was asked for first
   */
  void answered(long micros) {
    if (!follows) {
      return;
    }
    answers[answered++ % KEPT] = micros;
    int known = Math.min(answered, KEPT);
    System.arraycopy(answers, 0, sorted, 0, known);
    Arrays.sort(sorted, 0, known);
    // Packets that only came out of order were quick, those that were lost twice slow: between.
    answerMicros = sorted[(known - 1) * 3 / 4];
    long twice = answerMicros + Math.max(answerMicros, ReorderBuffer.REPEAT_MICROS);
    waitMicros = Math.clamp(twice + SPREAD_MICROS, LEAST_MICROS, MOST_MICROS);
  }

  /** What a retransmission usually takes, 0 while that is not known. */
  long answerMicros() {
    return answerMicros;
  }

  /** How long a lost packet is waited for now. */
  long micros() {
    return waitMicros;
  }
}
