package dev.croupier.loadtest.viewer;

/**
 * How far sound and pictures are apart on the lines of their sender reports, where a player that
 * synchronises them would go wrong by as much. Pure; its viewer's event loop.
 *
 * <p>Where packets of both say when they were captured ({@code abs-capture-time}), the shift is
 * absolute: the error of the pictures' line minus that of the sound's. Elsewhere only its change
 * since the first reports can be seen.
 */
final class AvLine {
  /** Not known yet. */
  static final long UNKNOWN = SenderLine.UNKNOWN;

  private static final int VIDEO_CLOCK = 90_000;
  private static final int AUDIO_CLOCK = 48_000;

  private final SenderLine video = new SenderLine(VIDEO_CLOCK);
  private final SenderLine audio = new SenderLine(AUDIO_CLOCK);
  private boolean absolute;
  private long firstShift = UNKNOWN;

  /** The line of pictures, 90 kHz. */
  SenderLine video() {
    return video;
  }

  /** The line of sound, 48 kHz. */
  SenderLine audio() {
    return audio;
  }

  /** Pictures behind sound by so much, microseconds; or {@link #UNKNOWN}. */
  long shiftMicros() {
    long pictures = video.captureErrorMicros();
    long sound = audio.captureErrorMicros();
    boolean known = pictures != UNKNOWN && sound != UNKNOWN;
    if (!known) {
      pictures = video.driftMicros();
      sound = audio.driftMicros();
    }
    if (known != absolute) {
      absolute = known;
      firstShift = UNKNOWN;
    }
    long shift = pictures == UNKNOWN || sound == UNKNOWN ? UNKNOWN : pictures - sound;
    if (firstShift == UNKNOWN) {
      firstShift = shift;
    }
    return shift;
  }

  /** How much the shift has changed since it was first known, microseconds; or {@link #UNKNOWN}. */
  long changeMicros() {
    long shift = shiftMicros();
    return shift == UNKNOWN ? UNKNOWN : shift - firstShift;
  }
}
