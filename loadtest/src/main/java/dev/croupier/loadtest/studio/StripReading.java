package dev.croupier.loadtest.studio;

/** What a reader made of the foot of a decoded frame. */
public sealed interface StripReading {
  /**
   * A strip whose sync and CRC are right.
   *
   * @param cameraId 0–255
   * @param frame the frame's number modulo 2^32
   * @param tableTimeMicros the capture time in table time
   */
  record Frame(int cameraId, long frame, long tableTimeMicros) implements StripReading {}

  /**
   * No strip.
   *
   * @param reason why not
   * @param meanLuma mean luma (0–255) of the strip's lines: tells a black picture from a spoilt one
   */
  record Unreadable(Reason reason, int meanLuma) implements StripReading {}

  /** Why a strip cannot be read. */
  enum Reason {
    /** The picture is smaller than the strip can be drawn in. */
    TOO_SMALL,
    /** Light and dark sync cells are not told apart: black, grey, slate. */
    NO_CONTRAST,
    /** There is contrast, but not the sync pattern: another picture. */
    NO_SYNC,
    /** The sync is there, the check sum is wrong: damaged. */
    BAD_CRC
  }
}
