package dev.croupier.loadtest.studio;

/**
 * When frames are captured: whole frames since table time zero, plus an offset. Frames are numbered
 * from the beginning of the table day in which the camera began, so that a camera that is started
 * again goes on counting and numbers stay readable.
 */
final class FrameGrid {
  private static final long SECOND = 1_000_000;
  private static final long DAY_SECONDS = 86_400;

  private final int fps;
  private final long offsetMicros;
  private final long dayStartSeconds;

  /** A grid for a camera that begins at {@code nowMicros}. */
  FrameGrid(int fps, long offsetMicros, long nowMicros) {
    this.fps = fps;
    this.offsetMicros = offsetMicros;
    dayStartSeconds = Math.floorDiv(nowMicros, DAY_SECONDS * SECOND) * DAY_SECONDS;
  }

  /** Capture time of a frame. */
  long timeOf(long frame) {
    return dayStartSeconds * SECOND + Math.floorDiv(frame * SECOND, fps) + offsetMicros;
  }

  /** The last frame captured at or before a time; negative before the day's first. */
  long frameAt(long micros) {
    long since = micros - offsetMicros - dayStartSeconds * SECOND;
    long frame = Math.floorDiv(since * fps, SECOND);
    return timeOf(frame + 1) <= micros ? frame + 1 : frame;
  }
}
