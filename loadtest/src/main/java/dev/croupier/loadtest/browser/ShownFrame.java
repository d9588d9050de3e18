package dev.croupier.loadtest.browser;

/**
 * A frame that a page has presented.
 *
 * @param page 0 and up
 * @param shownMicros when it was expected on the screen, table time
 * @param rtpTime of the packets it came in, unwrapped to 64 bits, units of 1/90,000 s; {@link
 *     #NONE} where the browser does not say
 * @param presented the browser's own count of presented frames, this one included
 * @param camera from its strip, -1 if it has none that can be read
 * @param number of the frame, from its strip
 * @param captureMicros from its strip, table time of the studio
 */
public record ShownFrame(
    int page,
    long shownMicros,
    long rtpTime,
    long presented,
    int camera,
    long number,
    long captureMicros) {
  /** The browser did not say. */
  public static final long NONE = Long.MIN_VALUE;

  /** Whether its strip was read. */
  public boolean readable() {
    return camera >= 0;
  }
}
