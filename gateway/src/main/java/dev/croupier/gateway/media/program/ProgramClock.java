package dev.croupier.gateway.media.program;

import dev.croupier.gateway.media.codec.Codec;

/**
 * A program's RTP clock, which is table time: {@code P(t) = base + rate·(t − epoch)}, one base a
 * track, unchanged for the program's life whatever is on air.
 *
 * <p>Immutable; any thread. RTP times are unwrapped to 64 bits; the low 32 go on the wire.
 *
 * @param programId names this clock to players; a new one means that every anchor is void
 * @param epochMicros table time at which both tracks have their base
 * @param videoBase RTP time of the video track (90 kHz) at the epoch
 * @param audioBase RTP time of the audio track (48 kHz) at the epoch
 */
public record ProgramClock(String programId, long epochMicros, long videoBase, long audioBase) {
  private static final long MICROS_PER_SECOND = 1_000_000;

  /** The RTP time of a track at a moment of table time, rounded down. */
  public long at(Codec codec, long tableMicros) {
    long elapsed = tableMicros - epochMicros;
    return base(codec)
        + Math.floorDiv(elapsed * (codec.clockRate() / 1000), MICROS_PER_SECOND / 1000);
  }

  /** The moment of table time at which a track has this RTP time, rounded down to a microsecond. */
  public long tableMicros(Codec codec, long rtpTime) {
    return epochMicros
        + Math.floorDiv(
            (rtpTime - base(codec)) * (MICROS_PER_SECOND / 1000), codec.clockRate() / 1000);
  }

  private long base(Codec codec) {
    return codec.video() ? videoBase : audioBase;
  }
}
