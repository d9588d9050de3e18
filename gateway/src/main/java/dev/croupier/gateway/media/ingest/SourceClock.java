package dev.croupier.gateway.media.ingest;

import dev.croupier.gateway.media.codec.Codec;

/**
 * Maps the RTP times of one publish to table time. Both tracks share one offset, so that lips stay
 * in sync. Pure; the publishing session's event loop.
 *
 * <p>With sender reports (RFC 3550 section 6.4.1) a track's RTP time is taken to the source's own
 * wall clock, and that to table time by the lower envelope of (arrival − wall clock). Where the
 * envelope is so small that it can be transit alone, the source's clock is taken to be table time.
 * Without reports the envelope of (arrival − RTP time) serves. Once frames flow, corrections are
 * slewed by at most 500 ppm.
 */
public final class SourceClock {
  /** How a mapping was found. */
  public enum Quality {
    NTP,
    ENVELOPE
  }

  /**
   * Envelope of a source that follows table time: transit and encoding take 0 … 60 ms on the way to
   * us.
   */
  static final long SYNCHRONISED_MICROS = 60_000;

  /** Corrections of a running signal: 500 ppm. */
  private static final long SLEW_PPM = 500;

  /** The envelope forgets by 100 ppm, so that a drifting source is followed. */
  private static final long LEAK_PPM = 100;

  /** Within this time from its start a track may be set, later it is slewed. */
  private static final long SETTLING_MICROS = 1_500_000;

  /** A first sender report this late still sets its track (browsers send audio's after 5 s). */
  private static final long LATE_REPORT_MICROS = 10_000_000;

  /** A source that is off by more has a new timeline. */
  private static final long NEW_TIMELINE_MICROS = 1_000_000;

  private static final class Track {
    private final int rate;
    private boolean started;
    private long startedAtMicros;
    private boolean reported;
    private boolean setByReport;
    private long reportRtp;
    private long reportNtpMicros;
    private long envelope = Long.MAX_VALUE;
    private long shift;
    private long lastArrival;

    private Track(int rate) {
      this.rate = rate;
    }

    private long line(long rtp) {
      return Math.floorDiv(rtp * 1000, rate / 1000);
    }

    private long wall(long rtp) {
      return reportNtpMicros + Math.floorDiv((rtp - reportRtp) * 1000, rate / 1000);
    }
  }

  private final Track video = new Track(90_000);
  private final Track audio = new Track(48_000);
  private long wallEnvelope = Long.MAX_VALUE;
  private long wallSeenAt;

  /**
   * A sender report of a track.
   *
   * @param rtp unwrapped RTP time of the report
   * @param ntpMicros the report's wall clock, microseconds since 1970
   */
  public void onSenderReport(Codec codec, long rtp, long ntpMicros) {
    Track track = track(codec);
    track.reported = true;
    track.reportRtp = rtp;
    track.reportNtpMicros = ntpMicros;
  }

  /** When a frame was captured, in table time. */
  public long captureMicros(Codec codec, long rtp, long arrivalMicros) {
    Track track = track(codec);
    long sinceLast = track.started ? Math.max(0, arrivalMicros - track.lastArrival) : 0;
    long target = target(track, rtp, arrivalMicros, sinceLast);
    if (!track.started) {
      track.started = true;
      track.startedAtMicros = arrivalMicros;
      track.shift = target;
    } else {
      long age = arrivalMicros - track.startedAtMicros;
      boolean firstReport = track.reported && !track.setByReport && age <= LATE_REPORT_MICROS;
      long off = target - track.shift;
      if (age <= SETTLING_MICROS || firstReport || Math.abs(off) > NEW_TIMELINE_MICROS) {
        track.shift = target;
      } else {
        long step = sinceLast * SLEW_PPM / 1_000_000 + 1;
        track.shift += Math.clamp(off, -step, step);
      }
    }
    track.setByReport = track.reported;
    track.lastArrival = arrivalMicros;
    return Math.min(track.line(rtp) + track.shift, arrivalMicros);
  }

  /** How a track's mapping was found. */
  public Quality quality(Codec codec) {
    return track(codec).reported ? Quality.NTP : Quality.ENVELOPE;
  }

  private long target(Track track, long rtp, long arrival, long sinceLast) {
    if (!track.reported) {
      long transit = arrival - track.line(rtp);
      track.envelope =
          Math.min(
              track.envelope == Long.MAX_VALUE
                  ? transit
                  : track.envelope + sinceLast * LEAK_PPM / 1_000_000,
              transit);
      if (transit - track.envelope > NEW_TIMELINE_MICROS) {
        track.envelope = transit;
      }
      return track.envelope;
    }
    long wall = track.wall(rtp);
    long transit = arrival - wall;
    if (wallEnvelope == Long.MAX_VALUE || transit - wallEnvelope > NEW_TIMELINE_MICROS) {
      wallEnvelope = transit;
    } else {
      long leak = Math.max(0, arrival - wallSeenAt) * LEAK_PPM / 1_000_000;
      wallEnvelope = Math.min(wallEnvelope + leak, transit);
    }
    wallSeenAt = arrival;
    boolean synchronised = wallEnvelope >= -1_000 && wallEnvelope <= SYNCHRONISED_MICROS;
    return wall + (synchronised ? 0 : wallEnvelope) - track.line(rtp);
  }

  private Track track(Codec codec) {
    return codec.video() ? video : audio;
  }
}
