package dev.croupier.loadtest.viewer;

/**
 * One stream's RTP time as its sender reports place it on the sender's clock. Pure; its viewer's
 * event loop.
 */
final class SenderLine {
  /** Not known. */
  static final long UNKNOWN = Long.MIN_VALUE;

  private final int clockRate;
  private long reportMicros;
  private long reportRtp;
  private int reports;
  private long driftMicros;
  private long captureError = UNKNOWN;

  /** A line of a stream with this RTP clock in Hz. */
  SenderLine(int clockRate) {
    this.clockRate = clockRate;
  }

  /** A report: that moment of the sender is that RTP time, of which the low 32 bits count. */
  void report(long senderMicros, long rtpTime) {
    if (reports > 0) {
      driftMicros += senderMicros - at(rtpTime);
    }
    reports++;
    reportMicros = senderMicros;
    reportRtp = rtpTime;
  }

  /** The sender's moment of an RTP time within half the clock's range of the last report. */
  long at(long rtpTime) {
    if (reports == 0) {
      return UNKNOWN;
    }
    long units = (int) (rtpTime - reportRtp);
    return reportMicros + Math.floorDiv(units * 1_000_000 + clockRate / 2, clockRate);
  }

  /** A packet said itself when it was captured. */
  void captured(long rtpTime, long captureMicros) {
    if (reports > 0) {
      captureError = at(rtpTime) - captureMicros;
    }
  }

  /** How far the reports' line lies behind what packets say of their capture, or unknown. */
  long captureErrorMicros() {
    return captureError;
  }

  /** How far the line has moved since the first report; unknown before the second. */
  long driftMicros() {
    return reports < 2 ? UNKNOWN : driftMicros;
  }
}
