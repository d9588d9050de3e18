package dev.croupier.gateway.media.webrtc;

import java.util.concurrent.atomic.LongAdder;

/**
 * Figures of the way to one viewer. Written by its event loop; a reader sees each as of some recent
 * moment.
 */
public final class LinkQos {
  private final LongAdder[] resends = new LongAdder[ResendVerdict.values().length];
  private final LongAdder framesLeftOut = new LongAdder();
  private volatile long estimateBps = BandwidthEstimate.UNKNOWN;
  private volatile long ackedBps = -1;
  private volatile double loss;
  private volatile long queueMicros;

  LinkQos() {
    for (int i = 0; i < resends.length; i++) {
      resends[i] = new LongAdder();
    }
  }

  /** One sequence number of a NACK was judged. */
  @SuppressWarnings("EnumOrdinal") // an index into an array of this very process
  void asked(ResendVerdict verdict) {
    resends[verdict.ordinal()].increment();
  }

  /** A picture was left out. */
  void leftOut() {
    framesLeftOut.increment();
  }

  /** What feedback tells of the path. */
  void link(long newEstimateBps, long newAckedBps, double newLoss, long newQueueMicros) {
    estimateBps = newEstimateBps;
    ackedBps = newAckedBps;
    loss = newLoss;
    queueMicros = newQueueMicros;
  }

  /** How many sequence numbers of NACKs were judged so. */
  @SuppressWarnings("EnumOrdinal")
  public long resends(ResendVerdict verdict) {
    return resends[verdict.ordinal()].sum();
  }

  /** Pictures left out because the path does not carry them. */
  public long framesLeftOut() {
    return framesLeftOut.sum();
  }

  /** What the path carries in bit/s by transport-wide feedback, or -1 while it is not known. */
  public long estimateBps() {
    return estimateBps;
  }

  /** What arrives at the viewer in bit/s over the last half second, or -1. */
  public long ackedBps() {
    return ackedBps;
  }

  /** Share of all packets, sound and retransmissions too, that did not arrive, 0 … 1. */
  public double loss() {
    return loss;
  }

  /** How long packets wait before the viewer, in microseconds above the shortest delay seen. */
  public long queueMicros() {
    return queueMicros;
  }
}
