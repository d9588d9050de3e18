package dev.croupier.gateway.media.ingest;

import dev.croupier.gateway.media.codec.Codec;

/**
 * Maps the RTP times of one publish to table time. The slope is the track's RTP clock; the offset
 * comes from the best there is:
 *
 * <ol>
 *   <li>{@link Quality#CALIBRATED}: the lower envelope of (arrival − source time), less a transit
 *       that was measured once.
 *   <li>{@link Quality#NTP}: sender reports (RFC 3550 section 6.4.1) take both tracks to the
 *       source's wall clock, and that is table time: because it is configured so, or because the
 *       lower envelope of (arrival − wall clock) is so small that it can be transit alone.
 *   <li>{@link Quality#ENVELOPE}: the lower envelope itself, of the wall clock for both tracks
 *       together where there are reports, so that lips stay in sync.
 * </ol>
 *
 * <p>A wall clock that is off, drifts or is set moves only the envelope against it, never a frame's
 * capture at once: after a track's first {@link #SETTLING_MICROS} corrections are slewed by at most
 * 500 ppm. Only a source that is not on air may be set.
 *
 * <p>Pure. The publishing session's event loop; {@link #onAir} and {@link #state} any thread.
 */
public final class SourceClock {
  /** How the offset to table time was found. */
  public enum Quality {
    CALIBRATED,
    NTP,
    ENVELOPE
  }

  /**
   * How good the mapping is now.
   *
   * @param boundMicros a frame's capture is within this of the truth
   */
  public record State(Quality quality, long boundMicros) {}

  /** Nothing can be said. */
  public static final long UNKNOWN = Long.MIN_VALUE;

  /** A track's mapping is set, not slewed, for this long from its start: 300 ms. */
  public static final long SETTLING_MICROS = 300_000;

  /** Transit and encoding of a source that follows table time: 0 to 60 ms. */
  static final long SYNCHRONISED_MICROS = 60_000;

  /** The least transit of any source; a slower one is beyond what can be synchronised: 250 ms. */
  static final long MAX_TRANSIT_MICROS = 250_000;

  /** Corrections of a running signal: 500 ppm. */
  static final long SLEW_PPM = 500;

  private static final long EARLY_MICROS = 1_000;

  /** A source once taken to follow table time is doubted beyond this; else it would flap. */
  private static final long DOUBTED_EARLY_MICROS = 5_000;

  private static final long DOUBTED_MICROS = 100_000;

  /** Whether a source follows table time is decided in this time from its first report on. */
  private static final long DECIDING_MICROS = 10_000_000;

  /** Off air a correction below this is slewed too: 2 ms. */
  private static final long WORTH_SETTING_MICROS = 2_000;

  private final SourceTrack video = new SourceTrack(90_000);
  private final SourceTrack audio = new SourceTrack(48_000);
  private final ClockReference reference;
  private boolean synchronised;
  private long decideUntilMicros = Long.MIN_VALUE;
  private volatile boolean onAir;
  private volatile State state = new State(Quality.ENVELOPE, MAX_TRANSIT_MICROS);

  /** A clock of a publish of which nothing is known. */
  public SourceClock() {
    this(ClockReference.UNKNOWN);
  }

  /** A clock of a publish of which something is known. */
  public SourceClock(ClockReference reference) {
    this.reference = reference;
  }

  /**
   * A sender report of a track.
   *
   * @param rtp unwrapped RTP time of the report
   * @param ntpMicros the report's wall clock, microseconds since 1970
   */
  public void onSenderReport(Codec codec, long rtp, long ntpMicros) {
    track(codec).report(rtp, ntpMicros);
  }

  /** Whether somebody sees this source, so that nothing may be set. */
  public void onAir(boolean seen) {
    onAir = seen;
  }

  /**
   * When a frame that is still arriving was captured, to within a slew of what {@link
   * #captureMicros} will say; {@link #UNKNOWN} while that may still be set, and where nobody sees
   * the source. Changes nothing.
   */
  public long arrivingMicros(Codec codec, long rtp, long nowMicros) {
    SourceTrack track = track(codec);
    long line = track.line(rtp);
    return onAir && track.ageMicros(nowMicros) > SETTLING_MICROS && track.follows(line, nowMicros)
        ? line + track.shiftMicros
        : UNKNOWN;
  }

  /**
   * When a frame was captured, in table time. While that may be set it is never after the arrival;
   * a slewed one may be, by what is still to be slewed.
   */
  public long captureMicros(Codec codec, long rtp, long arrivalMicros) {
    SourceTrack track = track(codec);
    long line = track.line(rtp);
    long moved = track.arrived(line, arrivalMicros);
    long target = target(track, arrivalMicros);
    long off = target - track.shiftMicros;
    boolean settling = moved < 0 || track.ageMicros(arrivalMicros) <= SETTLING_MICROS;
    boolean set = settling || (!onAir && Math.abs(off) > WORTH_SETTING_MICROS);
    if (set) {
      track.shiftMicros = target;
    } else {
      long step = moved * SLEW_PPM / 1_000_000;
      track.shiftMicros += Math.clamp(off, -step, step);
    }
    if (codec.video()) {
      state = judge(track, target, arrivalMicros);
    }
    long capture = line + track.shiftMicros;
    return set ? Math.min(capture, arrivalMicros) : capture;
  }

  /** How good the mapping of the picture is. */
  public State state() {
    return state;
  }

  /** Where the track's shift should be. */
  private long target(SourceTrack track, long arrivalMicros) {
    if (!shared(track)) {
      return track.envelopeMicros() - reference.transitMicros();
    }
    long wallEnvelope = wallEnvelope(track);
    decide(wallEnvelope, arrivalMicros);
    return track.wallMicros() + (synchronised ? 0 : wallEnvelope - reference.transitMicros());
  }

  /**
   * Whether the track's reports can be used: transits of two tracks of one source never differ as
   * much as a lie or a clock that is just being set.
   */
  private boolean shared(SourceTrack track) {
    SourceTrack other = track == video ? audio : video;
    return track.reported()
        && (!other.reported()
            || Math.abs(track.wallEnvelopeMicros() - other.wallEnvelopeMicros())
                <= MAX_TRANSIT_MICROS);
  }

  private long wallEnvelope(SourceTrack track) {
    SourceTrack other = track == video ? audio : video;
    return other.reported()
        ? Math.min(track.wallEnvelopeMicros(), other.wallEnvelopeMicros())
        : track.wallEnvelopeMicros();
  }

  private void decide(long wallEnvelope, long nowMicros) {
    switch (reference.kind()) {
      case CALIBRATED -> synchronised = false;
      case TABLE_TIME ->
          synchronised =
              wallEnvelope >= -DOUBTED_EARLY_MICROS && wallEnvelope <= MAX_TRANSIT_MICROS;
      case UNKNOWN -> {
        if (decideUntilMicros == Long.MIN_VALUE) {
          decideUntilMicros = nowMicros + DECIDING_MICROS;
        }
        if (synchronised) {
          synchronised = wallEnvelope >= -DOUBTED_EARLY_MICROS && wallEnvelope <= DOUBTED_MICROS;
        } else if (nowMicros <= decideUntilMicros) {
          synchronised = wallEnvelope >= -EARLY_MICROS && wallEnvelope <= SYNCHRONISED_MICROS;
        }
      }
    }
  }

  private State judge(SourceTrack track, long target, long nowMicros) {
    long slewing = Math.abs(target - track.shiftMicros);
    if (reference.kind() == ClockReference.Kind.CALIBRATED) {
      long seen = slewing + track.envelopeBoundMicros(nowMicros);
      return new State(Quality.CALIBRATED, reference.boundMicros() + seen);
    }
    if (!shared(track) || !synchronised) {
      return new State(
          Quality.ENVELOPE, MAX_TRANSIT_MICROS + slewing + track.envelopeBoundMicros(nowMicros));
    }
    if (reference.kind() == ClockReference.Kind.TABLE_TIME) {
      return new State(Quality.NTP, reference.boundMicros() + slewing);
    }
    // What arrives this late after the wall clock's word may be transit, or the wall clock.
    long wallEnvelope = wallEnvelope(track);
    return new State(
        Quality.NTP,
        Math.max(wallEnvelope, SYNCHRONISED_MICROS - wallEnvelope)
            + slewing
            + track.envelopeBoundMicros(nowMicros));
  }

  private SourceTrack track(Codec codec) {
    return codec.video() ? video : audio;
  }
}
