package dev.croupier.gateway.media.webrtc;

import dev.croupier.gateway.media.program.ProgramFrame;
import java.util.Arrays;

/**
 * Pictures that a viewer was sent under sequence numbers or RTP times of its own, for
 * retransmission: each with both. Kept until {@link #KEPT_MICROS} after the last one, bounded. The
 * session's event loop.
 */
final class StampedFrames {
  /** How long they can be asked for again: 2 s. */
  static final long KEPT_MICROS = 2_000_000;

  /** Most of them: of catching up through a whole cache, and as many live ones. */
  static final int MAX = 2_048;

  private static final int FIRST_ROOM = 64;

  private long[] sequences = new long[FIRST_ROOM];
  private long[] rtpTimes = new long[FIRST_ROOM];
  private ProgramFrame[] frames = new ProgramFrame[FIRST_ROOM];
  private int count;
  private long lastMicros = Long.MIN_VALUE;

  /**
   * A picture has been sent, or begins to be, behind the ones before.
   *
   * @param firstSequence of its first packet as sent, unwrapped
   */
  void add(ProgramFrame frame, long firstSequence, long rtpTime) {
    if (count == MAX) {
      return;
    }
    if (count == frames.length) {
      sequences = Arrays.copyOf(sequences, 2 * count);
      rtpTimes = Arrays.copyOf(rtpTimes, 2 * count);
      frames = Arrays.copyOf(frames, 2 * count);
    }
    sequences[count] = firstSequence;
    rtpTimes[count] = rtpTime;
    frames[count] = frame;
    count++;
  }

  /** A packet of the last one has been sent. */
  void sentAt(long nowMicros) {
    lastMicros = nowMicros;
  }

  /** The place of the picture that this packet, as sent, is of; -1 for none of these. */
  int find(long sequence) {
    int at = Arrays.binarySearch(sequences, 0, count, sequence);
    int place = at >= 0 ? at : -at - 2;
    return place >= 0 && sequence - sequences[place] < frames[place].payloads().length ? place : -1;
  }

  /** The picture at a place. */
  ProgramFrame frame(int place) {
    return frames[place];
  }

  /** The RTP time it was sent with. */
  long rtpTime(int place) {
    return rtpTimes[place];
  }

  /** Which of its packets this is. */
  int index(int place, long sequence) {
    return (int) (sequence - sequences[place]);
  }

  /** Whether nobody will ask for any of them any more. */
  boolean over(long nowMicros) {
    return nowMicros - lastMicros > KEPT_MICROS;
  }
}
