package dev.croupier.gateway.media.webrtc;

import dev.croupier.gateway.media.program.GopCache;
import dev.croupier.gateway.media.program.ProgramClock;
import dev.croupier.gateway.media.program.ProgramFrame;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * Brings one viewer from the last keyframe to the present: pictures in decoding order, paced, each
 * stamped with the moment of its sending. Pure: {@code (picture or time, now) → packets due}.
 *
 * <p>The RTP time of a picture is {@code P(sending − D)}, D being the mean time from capture to
 * leaving of live pictures, so that pictures arrive as far apart as their stamps say and the
 * player's estimate of jitter sees nothing; what follows live with {@code P(capture)} continues
 * without a jump. Pictures that no other refers to are left out. A picture once begun is sent
 * whole.
 */
final class CatchUp {
  /** Sends packets. */
  interface Wire {
    /**
     * Sends some packets of a picture, in one go.
     *
     * @param from index of the first of them
     * @param to index behind the last of them
     * @param rtpTime of the picture; the same in every call for it
     */
    void send(ProgramFrame frame, int from, int to, long rtpTime);
  }

  /** All has been sent. */
  static final long DONE = Long.MAX_VALUE;

  /** What a late timer may make up for at once: 10 ms. */
  static final long BURST_MICROS = 10_000;

  /** Bytes that each packet costs beside its payload: RTP with extensions, SRTP, UDP, IP. */
  static final int OVERHEAD_BYTES = 72;

  private final ProgramClock clock;
  private final long delayMicros;
  private final Deque<ProgramFrame> queue = new ArrayDeque<>();
  private long paceBits;
  private long nextMicros;
  private int begun;
  private long rtpTime = Long.MIN_VALUE;

  /**
   * Nothing sent yet.
   *
   * @param delayMicros D
   * @param paceBits bits a second, headers included
   */
  CatchUp(ProgramClock clock, GopCache.Gop gop, long delayMicros, long paceBits, long nowMicros) {
    this.clock = clock;
    this.delayMicros = delayMicros;
    this.paceBits = paceBits;
    this.nextMicros = nowMicros;
    for (int i = 0; i < gop.count(); i++) {
      add(gop.frame(i));
    }
  }

  /** A live picture: it follows the others. A keyframe takes the place of all not yet begun. */
  void live(ProgramFrame frame) {
    if (frame.keyframe()) {
      leaveOut();
    }
    add(frame);
  }

  /** Leaves out all pictures not yet begun: what follows must be a keyframe. */
  void leaveOut() {
    ProgramFrame first = begun > 0 ? queue.peek() : null;
    queue.clear();
    if (first != null) {
      queue.add(first);
    }
  }

  /** Goes on at another pace, in bits a second. */
  void pace(long newPaceBits) {
    paceBits = newPaceBits;
  }

  /**
   * Sends what is due.
   *
   * @return when the next packet is due, or {@link #DONE}
   */
  long advance(long nowMicros, Wire wire) {
    nextMicros = Math.max(nextMicros, nowMicros - BURST_MICROS);
    while (!queue.isEmpty() && nextMicros <= nowMicros) {
      ProgramFrame frame = queue.peek();
      int last = frame.payloads().length;
      if (begun == 0) {
        long complete = Math.max(nowMicros, nextMicros + micros(bits(frame, 0, last)));
        rtpTime = Math.max(rtpTime + 1, clock.at(frame.codec(), complete - delayMicros));
      }
      int from = begun;
      while (begun < last && nextMicros <= nowMicros) {
        nextMicros += micros(bits(frame, begun, begun + 1));
        begun++;
      }
      wire.send(frame, from, begun, rtpTime);
      if (begun == last) {
        queue.remove();
        begun = 0;
      }
    }
    return queue.isEmpty() ? DONE : nextMicros;
  }

  private void add(ProgramFrame frame) {
    if (frame.reference()) {
      queue.add(frame);
    }
  }

  private long micros(long bits) {
    return bits * 1_000_000 / paceBits;
  }

  private static long bits(ProgramFrame frame, int from, int to) {
    long bytes = 0;
    for (int i = from; i < to; i++) {
      bytes += frame.payloads()[i].length + OVERHEAD_BYTES;
    }
    return bytes * 8;
  }
}
