package dev.croupier.gateway.media.rtp;

/**
 * What a receiver reports about one SSRC (RFC 3550 appendix A.1, A.3, A.8): extended highest
 * sequence number, losses, jitter, and the echo of the last sender report. Time is injected. One
 * thread, no allocation.
 */
public final class ReceiverStatistics {
  /** A jump further than this is believed only when the next packet confirms it (A.1). */
  private static final int MAX_DROPOUT = 3_000;

  /** A packet this much older than the highest is late, not a restart (A.1). */
  private static final int MAX_MISORDER = 100;

  private static final int NO_SEQUENCE = -1;
  private static final int CUMULATIVE_MAX = 0x7F_FFFF;
  private static final int CUMULATIVE_MIN = -0x80_0000;

  private final int clockRate;
  private boolean started;
  private long base;
  private long highest;
  private int confirming = NO_SEQUENCE;
  private long received;
  private long expectedPrior;
  private long receivedPrior;
  private boolean transitKnown;
  private int lastTransit;
  private long jitter16;
  private long lastReport;
  private long lastReportArrivalMicros;

  /** Statistics of a stream with this RTP clock, in Hz. */
  public ReceiverStatistics(int clockRate) {
    this.clockRate = clockRate;
  }

  /**
   * A packet arrived.
   *
   * @param sequence 16 bits
   * @param rtpTime its low 32 bits are used
   * @return false for a packet far off the line, which is not counted until the next one follows it
   */
  public boolean packet(int sequence, long rtpTime, long arrivalMicros) {
    if (!started) {
      restart(sequence);
    } else if (!advance(sequence)) {
      return false;
    }
    received++;
    measureJitter(rtpTime, arrivalMicros);
    return true;
  }

  /** A sender report of this SSRC arrived; {@code ntp} is its 64-bit NTP. */
  public void senderReport(long ntp, long arrivalMicros) {
    lastReport = NtpTime.middle(ntp);
    lastReportArrivalMicros = arrivalMicros;
  }

  /** Adds a block about {@code ssrc} to the report the writer holds and begins a new interval. */
  public void report(RtcpWriter writer, long ssrc, long nowMicros) {
    long expected = expected();
    long expectedInterval = expected - expectedPrior;
    long lostInterval = expectedInterval - (received - receivedPrior);
    expectedPrior = expected;
    receivedPrior = received;
    int fraction =
        expectedInterval == 0 || lostInterval <= 0
            ? 0
            : (int) Math.min(255, (lostInterval << 8) / expectedInterval);
    long delay = lastReport == 0 ? 0 : NtpTime.microsToUnits(nowMicros - lastReportArrivalMicros);
    writer.reportBlock(
        ssrc, fraction, cumulativeLost(), highestExtended(), jitter(), lastReport, delay);
  }

  /** Whether any packet was counted. */
  public boolean started() {
    return started;
  }

  /** Packets counted, duplicates and late ones included. */
  public long received() {
    return received;
  }

  /** Expected minus received, clamped to 24 bits signed; negative when duplicates came. */
  public int cumulativeLost() {
    return Math.clamp(expected() - received, CUMULATIVE_MIN, CUMULATIVE_MAX);
  }

  /** Highest sequence number with the count of cycles above its 16 bits, 32 bits in all. */
  public long highestExtended() {
    return highest & 0xFFFF_FFFFL;
  }

  /** Interarrival jitter in timestamp units. */
  public long jitter() {
    return jitter16 >> 4;
  }

  private long expected() {
    return started ? highest - base + 1 : 0;
  }

  private void restart(int sequence) {
    started = true;
    base = sequence & 0xFFFF;
    highest = base;
    confirming = NO_SEQUENCE;
    received = 0;
    expectedPrior = 0;
    receivedPrior = 0;
    transitKnown = false;
    jitter16 = 0;
  }

  private boolean advance(int sequence) {
    int ahead = sequence - (int) highest & 0xFFFF;
    if (ahead < MAX_DROPOUT) {
      highest += ahead;
      confirming = NO_SEQUENCE;
      return true;
    }
    if (ahead > 0x1_0000 - MAX_MISORDER) {
      return true;
    }
    if (sequence == confirming) {
      restart(sequence);
      return true;
    }
    confirming = sequence + 1 & 0xFFFF;
    return false;
  }

  private void measureJitter(long rtpTime, long arrivalMicros) {
    int arrivalUnits = (int) Math.floorDiv(arrivalMicros * (clockRate / 100), 10_000L);
    int transit = arrivalUnits - (int) rtpTime;
    if (transitKnown) {
      long difference = Math.abs((long) (transit - lastTransit));
      jitter16 += difference - ((jitter16 + 8) >> 4);
    }
    transitKnown = true;
    lastTransit = transit;
  }
}
