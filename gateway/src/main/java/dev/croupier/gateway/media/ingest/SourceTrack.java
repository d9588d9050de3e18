package dev.croupier.gateway.media.ingest;

/**
 * One track's part of a {@link SourceClock}: the lower envelope of its transit, and what its sender
 * reports say. Pure; the publishing session's event loop.
 *
 * <p>Its <em>line</em> is its RTP time in microseconds, from an arbitrary origin.
 */
final class SourceTrack {
  /** The envelope forgets by 200 ppm: twice what a source may drift. */
  private static final long LEAK_PPM = 200;

  /** A track that is off by more, for as long, has a new timeline: 1 s. */
  private static final long NEW_TIMELINE_MICROS = 1_000_000;

  /** Reports that agree this far are of one clock; their rounding and a sender's jitter: 20 ms. */
  private static final long AGREE_MICROS = 20_000;

  private final int rate;
  private boolean started;
  private long startedAtMicros;
  private long frames;
  private long lastLine;
  private long lastArrivalMicros;
  private long lateSinceMicros = -1;
  private long envelopeMicros;
  private long touchedAtMicros;
  private long peakMicros;
  private boolean reported;
  private long wallMicros;
  private long suspectMicros;
  private boolean suspected;

  /** The correction in use: table time less line. The clock writes it. */
  long shiftMicros;

  SourceTrack(int rate) {
    this.rate = rate;
  }

  /** Microseconds of an unwrapped RTP time, rounded down. */
  long line(long rtp) {
    return Math.floorDiv(rtp * 1000, rate / 1000);
  }

  /**
   * A frame or packet has arrived.
   *
   * @return how far the line has moved since the last one; -1 where a timeline begins
   */
  long arrived(long line, long arrivalMicros) {
    long moved = line - lastLine;
    if (!started || jumped(moved, arrivalMicros - lastArrivalMicros) || late(line, arrivalMicros)) {
      begin(line, arrivalMicros);
      return -1;
    }
    long transit = arrivalMicros - line;
    long since = Math.max(0, arrivalMicros - lastArrivalMicros);
    envelopeMicros += since * LEAK_PPM / 1_000_000;
    if (transit <= envelopeMicros) {
      envelopeMicros = transit;
      touchedAtMicros = arrivalMicros;
    }
    peakMicros = Math.max(peakMicros - peakMicros * since / 60_000_000, transit - envelopeMicros);
    frames++;
    lastLine = line;
    lastArrivalMicros = arrivalMicros;
    return Math.max(0, moved);
  }

  /** Whether what arrives now is of the timeline that runs: no frame of another. */
  boolean follows(long line, long nowMicros) {
    return started
        && !jumped(line - lastLine, nowMicros - lastArrivalMicros)
        && nowMicros - line - envelopeMicros <= NEW_TIMELINE_MICROS;
  }

  /**
   * A sender report (RFC 3550 section 6.4.1). One that contradicts the last is believed when the
   * next one says the same: a clock that was set stays set, a lie does not repeat itself.
   */
  void report(long rtp, long ntpMicros) {
    long wall = ntpMicros - line(rtp);
    if (!reported
        || Math.abs(wall - wallMicros) <= AGREE_MICROS
        || (suspected && Math.abs(wall - suspectMicros) <= AGREE_MICROS)) {
      reported = true;
      wallMicros = wall;
      suspected = false;
    } else {
      suspected = true;
      suspectMicros = wall;
    }
  }

  /** Whether a believed sender report is there. */
  boolean reported() {
    return reported && started;
  }

  /** The source's wall clock less line. */
  long wallMicros() {
    return wallMicros;
  }

  /** Least (arrival − line), by memory that fades. */
  long envelopeMicros() {
    return envelopeMicros;
  }

  /** Least (arrival − the source's wall clock). */
  long wallEnvelopeMicros() {
    return envelopeMicros - wallMicros;
  }

  /** Time since its timeline began. */
  long ageMicros(long nowMicros) {
    return nowMicros - startedAtMicros;
  }

  /**
   * By how much the envelope may lie above the least transit: frames enough come near it, and after
   * that it rises by its own leak.
   */
  long envelopeBoundMicros(long nowMicros) {
    long unseen = frames < 30 ? 100_000 : Math.max(2_000, peakMicros * 8 / frames);
    return unseen + Math.max(0, nowMicros - touchedAtMicros) * LEAK_PPM / 1_000_000;
  }

  private void begin(long line, long arrivalMicros) {
    started = true;
    // Reports before the first packet are of this timeline, later ones of the one that has ended.
    if (frames > 0) {
      reported = false;
      suspected = false;
    }
    startedAtMicros = arrivalMicros;
    frames = 1;
    lastLine = line;
    lastArrivalMicros = arrivalMicros;
    lateSinceMicros = -1;
    envelopeMicros = arrivalMicros - line;
    touchedAtMicros = arrivalMicros;
    peakMicros = 0;
  }

  /** RTP time that went back, or further ahead than time has passed, is another source's. */
  private static boolean jumped(long moved, long passed) {
    return moved < -NEW_TIMELINE_MICROS || moved - passed > NEW_TIMELINE_MICROS;
  }

  /** A stalled network makes one burst late; a clock that stood still makes all of them late. */
  private boolean late(long line, long arrivalMicros) {
    if (arrivalMicros - line - envelopeMicros <= NEW_TIMELINE_MICROS) {
      lateSinceMicros = -1;
      return false;
    }
    if (lateSinceMicros < 0) {
      lateSinceMicros = arrivalMicros;
    }
    return arrivalMicros - lateSinceMicros > NEW_TIMELINE_MICROS;
  }
}
