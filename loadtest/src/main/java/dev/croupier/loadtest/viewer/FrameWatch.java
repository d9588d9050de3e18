package dev.croupier.loadtest.viewer;

import dev.croupier.gateway.media.peer.ReceivedFrame;
import java.util.Arrays;
import java.util.function.LongConsumer;

/**
 * What one viewer would see of its frames: shown, dropped on the way, skipped by the source, late,
 * frozen. Pure; the event loop of its viewer.
 *
 * <p>A gap in RTP time (or between captures, where they are told) behind a loss is dropped frames;
 * one without is frames that were never sent, and a jump; so are steps back and steps of more than
 * a minute. The usual distance of frames is the median of the last ones. A frame is late when it
 * comes more than 100 ms behind its place in the source's pace: a player with a buffer of so much
 * would have missed it. A freeze is a time without a new frame longer than three usual distances
 * and 150 ms; its whole length counts.
 */
final class FrameWatch {
  /** Later than this against the source's pace is late. */
  static final long LATE_MICROS = 100_000;

  private static final int REMEMBERED = 31;
  private static final long VIDEO_CLOCK = 90_000;
  private static final long FREEZE_MICROS = 150_000;
  private static final int FREEZE_FRAMES = 3;

  /** A jump in RTP time further than this is a new clock, 60 s. */
  private static final long MAX_GAP = 60 * VIDEO_CLOCK;

  /**
   * What one viewer counted.
   *
   * @param shown complete and decodable
   * @param dropped lost on the way, or not decodable for lack of others
   * @param skipped never sent
   * @param late of those shown
   * @param jumps places in RTP time that no loss explains
   */
  record Counts(
      long shown,
      long dropped,
      long skipped,
      long late,
      long jumps,
      long freezes,
      long frozenMicros,
      long watchedMicros) {
    static final Counts NONE = new Counts(0, 0, 0, 0, 0, 0, 0, 0);
  }

  private final LongConsumer freezeMicros;
  private final LongConsumer delayMicros;
  private final long[] distances = new long[REMEMBERED];
  private PaceFloor floor = new PaceFloor();
  private int known;
  private long usual;
  private boolean lossSince;
  private long lastRtp;
  private long lastCaptureMicros;
  private long firstShownMicros = -1;
  private long lastShownMicros;
  private long shown;
  private long dropped;
  private long skipped;
  private long late;
  private long jumps;
  private long freezes;
  private long frozenMicros;

  /**
   * A watch for one viewer.
   *
   * @param freezeMicros gets the length of each freeze when it is over
   * @param delayMicros gets, for each frame, how much longer it took than the fastest of late
   */
  FrameWatch(LongConsumer freezeMicros, LongConsumer delayMicros) {
    this.freezeMicros = freezeMicros;
    this.delayMicros = delayMicros;
  }

  /** Microseconds of an RTP time of pictures. */
  static long micros(long rtpTime) {
    return rtpTime * 100 / 9;
  }

  /** The next complete frame. */
  void frame(ReceivedFrame frame) {
    lossSince |= frame.afterLoss() || !frame.decodable();
    if (!frame.decodable()) {
      return;
    }
    if (firstShownMicros < 0) {
      firstShownMicros = frame.completeMicros();
    } else {
      gap(distance(frame));
      still(frame.completeMicros());
    }
    long lateness = frame.completeMicros() - micros(frame.rtpTime());
    floor.add(lateness, frame.completeMicros());
    long delay = lateness - floor.micros();
    delayMicros.accept(delay);
    late += delay > LATE_MICROS ? 1 : 0;
    shown++;
    lossSince = false;
    lastRtp = frame.rtpTime();
    lastCaptureMicros = frame.captureMicros();
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
        late,
        jumps,
        freezes + (frozen ? 1 : 0),
        frozenMicros + (frozen ? nowMicros - lastShownMicros : 0),
        Math.max(0, nowMicros - firstShownMicros));
  }

  /**
   * From the frame before, in RTP time. A server that brings a new viewer up to date stamps frames
   * nearer to each other than they were captured: that leaves none out.
   */
  private long distance(ReceivedFrame frame) {
    long distance = frame.rtpTime() - lastRtp;
    boolean captures =
        frame.captureMicros() != ReceivedFrame.NO_CAPTURE_TIME
            && lastCaptureMicros != ReceivedFrame.NO_CAPTURE_TIME;
    return distance <= 0 || !captures
        ? distance
        : Math.max(distance, (frame.captureMicros() - lastCaptureMicros) * 9 / 100);
  }

  private void gap(long distance) {
    if (distance <= 0 || distance > MAX_GAP) {
      jumps++;
      floor = new PaceFloor();
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
      jumps++;
    }
  }

  private void still(long nowMicros) {
    long still = nowMicros - lastShownMicros;
    if (isFreeze(still)) {
      freezes++;
      frozenMicros += still;
      freezeMicros.accept(still);
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
