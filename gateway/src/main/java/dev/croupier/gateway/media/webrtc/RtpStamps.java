package dev.croupier.gateway.media.webrtc;

import dev.croupier.gateway.media.program.ProgramFrame;
import java.util.Arrays;

/**
 * Pictures that a viewer was sent with RTP times of its own, so that they are sent again with the
 * same. Kept until {@link #KEPT_MICROS} after the last one, bounded. The session's event loop.
 */
final class RtpStamps {
  /** How long they can be asked for again: 2 s. */
  static final long KEPT_MICROS = 2_000_000;

  /** Most of them: of catching up through a whole cache, and as many live ones. */
  static final int MAX = 2_048;

  private static final int FIRST_ROOM = 64;

  private long[] sequences = new long[FIRST_ROOM];
  private long[] rtpTimes = new long[FIRST_ROOM];
  private int count;
  private long lastMicros = Long.MIN_VALUE;

  /** A picture is sent with this RTP time, behind the ones before in the program's sequence. */
  void add(ProgramFrame frame, long rtpTime) {
    if (count == MAX) {
      return;
    }
    if (count == sequences.length) {
      sequences = Arrays.copyOf(sequences, 2 * count);
      rtpTimes = Arrays.copyOf(rtpTimes, 2 * count);
    }
    sequences[count] = frame.frameSequence();
    rtpTimes[count] = rtpTime;
    count++;
  }

  /** A packet of the last one has been sent. */
  void sentAt(long nowMicros) {
    lastMicros = nowMicros;
  }

  /** The RTP time a picture was sent with: its own where none is kept. */
  long rtpTime(ProgramFrame frame) {
    int place = Arrays.binarySearch(sequences, 0, count, frame.frameSequence());
    return place < 0 ? frame.rtpTime() : rtpTimes[place];
  }

  /** Whether nobody will ask for any of them any more. */
  boolean over(long nowMicros) {
    return nowMicros - lastMicros > KEPT_MICROS;
  }
}
