package dev.croupier.gateway.media.program;

import dev.croupier.gateway.media.codec.Codec;

/**
 * The timeline of a program's audio: exact sample counts inside a signal, silence where there is
 * none, so that audio never ends and never runs backwards. Pure; the table's event loop.
 *
 * <p>All packets are 20 ms, 960 samples at 48 kHz (RFC 7587 section 4.2).
 */
final class AudioLine {
  /** Samples of a packet. */
  static final int PACKET_SAMPLES = 960;

  /**
   * A source's clock may wander this far from the program's before a packet is left out or a step
   * is made: 20 ms.
   */
  private static final long SLACK_SAMPLES = 960;

  /**
   * A hole of this length is filled with silence: 60 ms. A shorter one is left to the player's
   * concealment.
   */
  private static final long FILL_SAMPLES = 3 * 960;

  private final ProgramClock clock;
  private final long starvedAfterMicros;
  private long next;
  private boolean started;

  /**
   * A line on a program's clock.
   *
   * @param starvedAfterMicros silence begins when the line is this far behind now
   */
  AudioLine(ProgramClock clock, long starvedAfterMicros) {
    this.clock = clock;
    this.starvedAfterMicros = starvedAfterMicros;
  }

  /**
   * Places a packet.
   *
   * @return how many silent packets go out first (0 or more), or -1 if the packet is left out; it
   *     then goes out at {@link #take()} after the silent ones were taken
   */
  int place(long captureMicros) {
    long wanted = clock.at(Codec.OPUS, captureMicros);
    if (!started) {
      started = true;
      next = wanted;
      return 0;
    }
    long ahead = wanted - next;
    if (ahead < -SLACK_SAMPLES) {
      return -1;
    }
    if (ahead <= SLACK_SAMPLES) {
      return 0;
    }
    if (ahead < FILL_SAMPLES) {
      next += ahead / PACKET_SAMPLES * PACKET_SAMPLES;
      return 0;
    }
    return (int) Math.min(ahead / PACKET_SAMPLES, 500);
  }

  /** How many silent packets are due because nothing came. */
  int starved(long nowMicros) {
    long due = clock.at(Codec.OPUS, nowMicros - starvedAfterMicros);
    if (!started) {
      started = true;
      next = due;
      return 0;
    }
    if (due - next < PACKET_SAMPLES) {
      return 0;
    }
    long behind = (due - next) / PACKET_SAMPLES;
    if (behind > 500) {
      next = due - PACKET_SAMPLES;
      return 1;
    }
    return (int) behind;
  }

  /** The RTP time of the packet that goes out now; the line moves on by one packet. */
  long take() {
    long rtp = next;
    next += PACKET_SAMPLES;
    return rtp;
  }
}
