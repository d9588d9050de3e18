package dev.croupier.gateway.media.program;

import dev.croupier.gateway.media.codec.Codec;

/**
 * The timeline of a program's audio: exact sample counts inside a signal, silence where there is
 * none, so that audio never ends and never runs backwards. Pure; the table's event loop.
 *
 * <p>Packets are as long as their source makes them, usually 20 ms: 960 samples at 48 kHz (RFC 7587
 * section 4.2). A source's sound card is not table time: what it gains or loses is held within 20
 * ms by leaving out or repeating one packet, a quiet one where there is one in time.
 */
final class AudioLine {
  /** Samples of a silent packet, 20 ms. */
  static final int PACKET_SAMPLES = 960;

  /** A source's clock may wander this far from the program's: 20 ms. */
  static final long SLACK_SAMPLES = 960;

  /**
   * From here on a quiet packet is used to come back: 12 ms, so that one packet of 20 ms leads to
   * less than 12 ms on the other side.
   */
  private static final long UNEASY_SAMPLES = 576;

  /**
   * A hole of this length inside a signal is filled with silence: 60 ms. A shorter one is left to
   * the player's concealment.
   */
  static final long FILL_SAMPLES = 3 * 960;

  /** A source whose captures disagree with its own count by more begins anew: 100 ms. */
  private static final long RESTART_SAMPLES = 5 * 960;

  /** Silent packets made at once: 10 s. */
  private static final int MAX_SILENT = 500;

  /** Error and loudness are means over about so many packets. */
  private static final int MEAN_OVER = 16;

  /** A packet of less than this share of the mean size is quiet. */
  private static final double QUIET = 0.7;

  /** A packet as short as DTX's own is quiet whatever came before. */
  private static final int DTX_BYTES = 3;

  /**
   * Where a packet goes.
   *
   * @param silent silent packets that go out first
   * @param times how often it goes out: 0 left out, 1, 2 repeated
   */
  record Placement(int silent, int times) {}

  private static final Placement LEFT_OUT = new Placement(0, 0);

  private final ProgramClock clock;
  private String source;
  private long sourceEnd;
  private long lineEnd;
  private double error;
  private double meanBytes;
  private long next;
  private boolean started;
  private boolean silenced;

  /** A line on a program's clock. */
  AudioLine(ProgramClock clock) {
    this.clock = clock;
  }

  /**
   * Places a packet; the caller then {@link #take takes} the RTP times of what goes out.
   *
   * @param from its signal
   * @param sourceRtp its unwrapped RTP time there
   * @param samples its length
   * @param bytes its size
   */
  Placement place(String from, long sourceRtp, int samples, int bytes, long captureMicros) {
    long wanted = clock.at(Codec.OPUS, captureMicros);
    if (!started) {
      started = true;
      next = wanted;
    }
    long place = lineEnd + sourceRtp - sourceEnd;
    boolean follows =
        from.equals(source)
            && sourceRtp >= sourceEnd
            && Math.abs(wanted - place) <= RESTART_SAMPLES;
    if (!follows) {
      source = from;
      place = wanted;
      meanBytes = bytes;
    }
    boolean quiet = bytes <= DTX_BYTES || bytes < meanBytes * QUIET;
    meanBytes += (bytes - meanBytes) / MEAN_OVER;
    long ahead = place - next;
    sourceEnd = sourceRtp + samples;
    if (ahead <= -SLACK_SAMPLES) {
      // Silence, or another signal, has been here already.
      lineEnd = place + samples;
      return LEFT_OUT;
    }
    int silent = 0;
    // Behind silence a hole would be the end of it, not a lost packet.
    if (ahead >= (follows && !silenced ? FILL_SAMPLES : PACKET_SAMPLES)) {
      silent = (int) Math.min(ahead / PACKET_SAMPLES, MAX_SILENT);
      if (silent == MAX_SILENT) {
        next = place - (long) silent * PACKET_SAMPLES;
      }
    } else if (ahead >= PACKET_SAMPLES) {
      next += ahead / PACKET_SAMPLES * PACKET_SAMPLES;
    }
    long start = next + (long) silent * PACKET_SAMPLES;
    error = follows ? error + (wanted - start - error) / MEAN_OVER : wanted - start;
    int times = follows ? times(quiet, samples) : 1;
    lineEnd = start + (long) times * samples;
    silenced = false;
    return new Placement(silent, times);
  }

  /**
   * How many silent packets are due because nothing came.
   *
   * @param lagMicros silence begins when the line is this far behind now
   */
  int starved(long nowMicros, long lagMicros) {
    long due = clock.at(Codec.OPUS, nowMicros - lagMicros);
    if (!started) {
      started = true;
      next = due;
      return 0;
    }
    if (due - next < PACKET_SAMPLES) {
      return 0;
    }
    silenced = true;
    long behind = (due - next) / PACKET_SAMPLES;
    if (behind > MAX_SILENT) {
      next = due - PACKET_SAMPLES;
      return 1;
    }
    return (int) behind;
  }

  /** The RTP time of the packet that goes out now; the line moves on by its length. */
  long take(int samples) {
    long rtp = next;
    next += samples;
    return rtp;
  }

  private int times(boolean quiet, int samples) {
    double limit = quiet ? UNEASY_SAMPLES : SLACK_SAMPLES;
    if (error > limit) {
      error -= samples;
      return 2;
    }
    if (error < -limit) {
      error += samples;
      return 0;
    }
    return 1;
  }
}
