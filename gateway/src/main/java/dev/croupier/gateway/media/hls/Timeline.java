package dev.croupier.gateway.media.hls;

import dev.croupier.gateway.media.codec.Codec;
import dev.croupier.gateway.media.program.ProgramClock;

/**
 * A track's time in segments: ticks of its RTP clock since the program's epoch, so that sound and
 * picture share one zero whatever their RTP bases are.
 */
record Timeline(ProgramClock clock, Codec codec) {
  private static final int NAME_RADIX = 36;

  /** Ticks a second. */
  int timescale() {
    return codec.clockRate();
  }

  /** The ticks of an unwrapped RTP time; negative before the epoch. */
  long ticks(long rtpTime) {
    return rtpTime - (codec.video() ? clock.videoBase() : clock.audioBase());
  }

  /** Table time of a tick. */
  long tableMicros(long ticks) {
    return clock.epochMicros() + ticks * 1000 / (timescale() / 1000);
  }

  /**
   * The file of a segment. The epoch is in it: after a restart the same number is another segment,
   * and caches were told that a file never changes.
   */
  String segmentName(long number) {
    return "s" + Long.toString(clock.epochMicros(), NAME_RADIX) + "-" + number + ".m4s";
  }
}
