package dev.croupier.loadtest.browser;

import java.util.Arrays;

/**
 * What one page showed: the same terms as a native viewer's watch, taken from presented frames
 * instead of complete ones. Pure; one thread.
 *
 * <p>A gap in RTP time is frames that were not presented: <em>dropped</em> where packets were lost
 * about then; else <em>not composed</em> as far as the browser had received more than it presented
 * (two came between two refreshes of the screen); else <em>never sent</em>. The usual distance of
 * frames is the median of the last ones. A freeze is a time without a new frame longer than three
 * usual distances and 150 ms; its whole length counts.
 */
final class PageWatch {
  private static final int REMEMBERED = 31;
  private static final long VIDEO_CLOCK = 90_000;
  private static final long FREEZE_MICROS = 150_000;
  private static final int FREEZE_FRAMES = 3;

  /** Before there are two frames: 30 a second. */
  private static final long FIRST_DISTANCE = VIDEO_CLOCK / 30;

  /** A jump in RTP time further than this is a new clock, 60 s. */
  private static final long MAX_GAP = 60 * VIDEO_CLOCK;

  /**
   * What was counted.
   *
   * @param shown presented, whether the page's script saw them or not
   * @param unseen of these, those that came and went while the script had no time
   * @param notComposed received, but not presented
   */
  record Counts(
      long shown,
      long unseen,
      long dropped,
      long notComposed,
      long neverSent,
      long freezes,
      long frozenMicros,
      long watchedMicros) {
    static final Counts NONE = new Counts(0, 0, 0, 0, 0, 0, 0, 0);

    Counts plus(Counts other) {
      return new Counts(
          shown + other.shown,
          unseen + other.unseen,
          dropped + other.dropped,
          notComposed + other.notComposed,
          neverSent + other.neverSent,
          freezes + other.freezes,
          frozenMicros + other.frozenMicros,
          watchedMicros + other.watchedMicros);
    }
  }

  private final long[] distances = new long[REMEMBERED];
  private int known;
  private long usual = FIRST_DISTANCE;
  private long firstShownMicros = -1;
  private long lastShownMicros;
  private long lastRtp;
  private long lastPresented;
  private long shown;
  private long unseen;
  private long dropped;
  private long missing;
  private long freezes;
  private long frozenMicros;
  private long surplusAtFirst = Long.MIN_VALUE;
  private long surplus;

  /**
   * The next presented frame.
   *
   * @param shownMicros when it was expected on the screen
   * @param presented the browser's count of presented frames, this one included
   * @param rtpTime unwrapped, or {@link ShownFrame#NONE}
   * @param lossAbout whether packets were lost about now
   * @return the time since the frame before, microseconds per frame presented since; -1 for the
   *     first
   */
  long frame(long shownMicros, long presented, long rtpTime, boolean lossAbout) {
    long interval = -1;
    if (firstShownMicros < 0) {
      firstShownMicros = shownMicros;
      shown = 1;
    } else {
      long since = Math.max(1, presented - lastPresented);
      shown += since;
      unseen += since - 1;
      if (rtpTime != ShownFrame.NONE && lastRtp != ShownFrame.NONE) {
        gap(rtpTime - lastRtp, since, lossAbout);
      }
      // What the script has not seen was shown in between: nothing stood still for all of it.
      interval = Math.max(0, shownMicros - lastShownMicros) / since;
      still(interval);
    }
    lastRtp = rtpTime;
    lastPresented = presented;
    lastShownMicros = shownMicros;
    return interval;
  }

  /** The browser's count of frames received, and of those presented at that moment. */
  void received(long framesReceived, long presented) {
    if (firstShownMicros < 0) {
      return;
    }
    surplus = framesReceived - presented;
    if (surplusAtFirst == Long.MIN_VALUE) {
      surplusAtFirst = surplus;
    }
  }

  /** The sums up to now. */
  Counts counts(long nowMicros) {
    if (firstShownMicros < 0) {
      return Counts.NONE;
    }
    boolean frozen = isFreeze(nowMicros - lastShownMicros);
    long notComposed = Math.clamp(surplus - surplusAtFirst, 0, missing);
    return new Counts(
        shown,
        unseen,
        dropped,
        notComposed,
        missing - notComposed,
        freezes + (frozen ? 1 : 0),
        frozenMicros + (frozen ? nowMicros - lastShownMicros : 0),
        Math.max(0, nowMicros - firstShownMicros));
  }

  private void gap(long distance, long since, boolean lossAbout) {
    if (distance <= 0 || distance > MAX_GAP) {
      return;
    }
    if (since == 1) {
      distances[known++ % REMEMBERED] = distance;
      if (known <= REMEMBERED || known % 16 == 0) {
        usual = median();
      }
    }
    long absent = (distance + usual / 2) / usual - since;
    if (absent > 0 && lossAbout) {
      dropped += absent;
    } else if (absent > 0) {
      missing += absent;
    }
  }

  private void still(long micros) {
    if (isFreeze(micros)) {
      freezes++;
      frozenMicros += micros;
    }
  }

  private boolean isFreeze(long stillMicros) {
    long usualMicros = usual * 1_000_000 / VIDEO_CLOCK;
    return stillMicros > Math.max(FREEZE_FRAMES * usualMicros, FREEZE_MICROS);
  }

  private long median() {
    long[] sorted = Arrays.copyOf(distances, Math.min(known, REMEMBERED));
    Arrays.sort(sorted);
    // Of two, the shorter: a stream that begins with a gap does not take it for its pace.
    return sorted[(sorted.length - 1) / 2];
  }
}
