package dev.croupier.gateway.control.port;

import dev.croupier.gateway.ids.SignalName;
import java.util.Locale;

/**
 * One camera of a table.
 *
 * @param reason why it is lost or refused ({@code b_frames} …), or null
 * @param onAir whether the program takes it
 * @param codec for example {@code H264}, or null before it is known
 * @param width pixels, 0 before it is known
 * @param height pixels, 0 before it is known
 * @param fps frames a second, 0 before it is known
 * @param audible whether sound comes with it
 * @param cut what a cut to it would be now
 * @param timing how its frames are placed in table time, or null before it is known
 */
public record SignalView(
    SignalName signal,
    State state,
    String reason,
    boolean onAir,
    String codec,
    int width,
    int height,
    double fps,
    boolean audible,
    CutOutlook cut,
    Timing timing) {
  /**
   * How a camera's frames are placed in table time.
   *
   * @param quality {@code calibrated}, {@code ntp} or {@code envelope}
   * @param boundMicros a frame's capture is within this of the truth
   * @param transitMicros from capture to the arrival of a frame's last packet (p99.9)
   */
  public record Timing(String quality, long boundMicros, long transitMicros) {}

  /**
   * What a cut to it would be now.
   *
   * @param verdict {@code seamless}, {@code reconfigures} (decoders take on another size, profile
   *     or level), {@code incompatible} or {@code not_ready}
   * @param reason why it cannot be: {@code codec}, {@code sound_only}, {@code profile}, {@code
   *     level}, {@code resolution}, {@code rate}, {@code b_frames} …, the signal's state; null
   *     where it can
   */
  public record CutOutlook(String verdict, String reason) {}

  /** What its packets say. */
  public enum State {
    LIVE,
    STALE,
    LOST,
    REFUSED;

    /** The lower-case name. */
    public String wire() {
      return name().toLowerCase(Locale.ROOT);
    }
  }
}
