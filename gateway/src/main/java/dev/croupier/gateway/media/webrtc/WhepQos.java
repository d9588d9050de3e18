package dev.croupier.gateway.media.webrtc;

import java.util.concurrent.atomic.LongAdder;

/**
 * Figures of one viewer. Written by its event loop and the table's; a reader sees each as of some
 * recent moment.
 */
public final class WhepQos {
  volatile long rttMicros = -1;
  volatile double fractionLost;
  volatile long packetsLost;
  volatile long jitterMicros;
  final LongAdder framesSent = new LongAdder();
  final LongAdder framesDropped = new LongAdder();
  final LongAdder nacks = new LongAdder();
  final LongAdder resent = new LongAdder();
  final LongAdder keyframeRequests = new LongAdder();
  volatile long connectedAfterMicros = -1;
  volatile long firstFrameAfterMicros = -1;

  /** Round trip by the last receiver report in microseconds, or -1 before there is one. */
  public long rttMicros() {
    return rttMicros;
  }

  /** Loss of video in the viewer's last report, 0 … 1. */
  public double fractionLost() {
    return fractionLost;
  }

  /** Video packets lost since the start, by the viewer's count. */
  public long packetsLost() {
    return packetsLost;
  }

  /** Interarrival jitter of video in microseconds (RFC 3550). */
  public long jitterMicros() {
    return jitterMicros;
  }

  /** Video frames sent. */
  public long framesSent() {
    return framesSent.sum();
  }

  /** Pictures dropped for this viewer because its queue was full. */
  public long framesDropped() {
    return framesDropped.sum();
  }

  /** Packets asked for again, and those sent again. */
  public long nacks() {
    return nacks.sum();
  }

  /** Packets sent again. */
  public long resent() {
    return resent.sum();
  }

  /** PLI and FIR received. */
  public long keyframeRequests() {
    return keyframeRequests.sum();
  }

  /** From the offer to agreed keys, in microseconds, or -1. */
  public long connectedAfterMicros() {
    return connectedAfterMicros;
  }

  /** From the offer to the first live video frame sent, in microseconds, or -1. */
  public long firstFrameAfterMicros() {
    return firstFrameAfterMicros;
  }
}
