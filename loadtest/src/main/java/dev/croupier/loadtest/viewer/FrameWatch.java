package dev.croupier.loadtest.viewer;

import dev.croupier.gateway.media.peer.ReceivedFrame;
import dev.croupier.loadtest.measure.Series;
import java.util.Arrays;

/**
 * What one viewer would see of its frames: shown, dropped on the way, skipped by the source,
 * frozen. Pure; the event loop of its viewer.
 *
 * <p>A gap in RTP time behind a loss is dropped frames; one without is frames that were never sent.
 * The usual distance of frames is the median of the last ones. A freeze is a time without a new
 * frame longer than three usual distances and 150 ms; its whole length counts.
 */
final class FrameWatch {
  private static final int REMEMBERED = 31;
  private static final long VIDEO_CLOCK = 90_000;
  private static final long FREEZE_MICROS = 150_000;
  private static final int FREEZE_FRAMES = 3;

  /** A jump in RTP time further than this is a new clock, 60 s. */
  private static final long MAX_GAP = 60 * VIDEO_CLOCK;

  /** What one viewer counted. */
  record Counts(
      long shown, long dropped, long skipped, long freezes, long frozenMicros, long watchedMicros) {
    static final Counts NONE = new Counts(0, 0, 0, 0, 0, 0);
  }

  private final Series age;
  private final boolean sharedClock;
  private final long[] distances = new long[REMEMBERED];
  private int known;
  private long usual;
  private boolean lossSince;
  private long lastRtp;
  private long firstShownMicros = -1;
  private long lastShownMicros;
  private long shown;
  private long dropped;
  private long skipped;
  private long freezes;
  private long frozenMicros;

  /**
   * A watch for one viewer.
   *
   * @param age gets the time from capture to complete arrival
   * @param sharedClock whether sender and receiver have the same clock, so that an age means
   *     anything
   */
  FrameWatch(Series age, boolean sharedClock) {
    this.age = age;
    this.sharedClock = sharedClock;
  }

  /** The next complete frame. */
  void frame(ReceivedFrame frame) {
    lossSince |= frame.afterLoss() || !frame.decodable();
    if (!frame.decodable()) {
      return;
    }
    if (sharedClock && frame.captureMicros() != ReceivedFrame.NO_CAPTURE_TIME) {
      age.record(frame.completeMicros() - frame.captureMicros());
    }
    if (firstShownMicros < 0) {
      firstShownMicros = frame.completeMicros();
    } else {
      gap(frame.rtpTime() - lastRtp);
      still(frame.completeMicros());
    }
    shown++;
    lossSince = false;
    lastRtp = frame.rtpTime();
    lastShownMicros = frame.completeMicros();
  }

  /** The sums up to now. */
  Counts counts(long nowMicros) {
    if (firstShownMicros < 0) {
      return Counts.NONE;
    }
    boolean frozen = isFreeze(nowMicros - lastShownMicros);
    return new Counts(
        shown,
        dropped,
        skipped,
        freezes + (frozen ? 1 : 0),
        frozenMicros + (frozen ? nowMicros - lastShownMicros : 0),
        Math.max(0, nowMicros - firstShownMicros));
  }

  private void gap(long distance) {
    if (distance <= 0 || distance > MAX_GAP) {
      return;
    }
    distances[known++ % REMEMBERED] = distance;
    if (known <= REMEMBERED || known % 16 == 0) {
      usual = median();
    }
    long missing = (distance + usual / 2) / usual - 1;
    if (missing > 0 && lossSince) {
      dropped += missing;
    } else if (missing > 0) {
      skipped += missing;
    }
  }

  private void still(long nowMicros) {
    long still = nowMicros - lastShownMicros;
    if (isFreeze(still)) {
      freezes++;
      frozenMicros += still;
    }
  }

  private boolean isFreeze(long stillMicros) {
    long usualMicros = usual * 1_000_000 / VIDEO_CLOCK;
    return stillMicros > Math.max(FREEZE_FRAMES * usualMicros, FREEZE_MICROS);
  }

  private long median() {
    long[] sorted = Arrays.copyOf(distances, Math.min(known, REMEMBERED));
    Arrays.sort(sorted);
    return sorted[sorted.length / 2];
  }
}
