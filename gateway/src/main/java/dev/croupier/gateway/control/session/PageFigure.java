package dev.croupier.gateway.control.session;

/**
 * A figure a page may report, with what is believed of it: pages are not trusted.
 *
 * <p>Counts grow as long as a picture plays and begin anew with another; levels stand for
 * themselves. The names of counts are those of {@code getStats} (W3C webrtc-stats).
 */
public enum PageFigure {
  /** From the page's opening to its first frame. */
  JOIN_MS("joinMs", 0, 600_000),
  /** Bound of the page's clock error. */
  CLOCK_BOUND_US("clockBoundUs", 0, 60_000_000),
  RTT_MS("rttMs", 0, 60_000),
  JITTER_MS("jitterMs", 0, 60_000),
  /** How far the shown frame is behind the table; a clock's error may make it negative. */
  BEHIND_MS("behindMs", -10_000, 600_000),
  PACKETS_RECEIVED("packetsReceived", 10_000),
  /** Before retransmission; duplicates make it fall (RFC 3550, section 6.4.1). */
  PACKETS_LOST("packetsLost", 10_000),
  RETRANSMITTED_PACKETS_RECEIVED("retransmittedPacketsReceived", 10_000),
  FRAMES_DECODED("framesDecoded", 240),
  FRAMES_DROPPED("framesDropped", 240),
  FREEZE_COUNT("freezeCount", 10),
  /** A page is not frozen longer than it lives. */
  FREEZE_MS("freezeMs", 1_000);

  private static final double LARGEST_COUNT = 1e10;

  private final String wire;
  private final double least;
  private final double most;
  private final int perSecond;

  /** A level. */
  PageFigure(String wire, double least, double most) {
    this.wire = wire;
    this.least = least;
    this.most = most;
    this.perSecond = 0;
  }

  /** A count that grows by so many a second at most. */
  PageFigure(String wire, int perSecond) {
    this.wire = wire;
    this.least = wire.equals("packetsLost") ? -LARGEST_COUNT : 0;
    this.most = LARGEST_COUNT;
    this.perSecond = perSecond;
  }

  /** Its name in a report. */
  public String wire() {
    return wire;
  }

  /** Whether it counts, and so grows. */
  public boolean counts() {
    return perSecond > 0;
  }

  /** Whether a value is possible at all. */
  boolean allows(double value) {
    return value >= least && value <= most;
  }

  /** The most it can have grown in a time. */
  double growth(long micros) {
    return perSecond * (micros / 1e6);
  }
}
