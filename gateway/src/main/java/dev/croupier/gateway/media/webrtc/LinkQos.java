package dev.croupier.gateway.media.webrtc;

import java.util.concurrent.atomic.LongAdder;

/**
 * Figures of the way to one viewer. Written by its event loop; a reader sees each as of some recent
 * moment.
 */
public final class LinkQos {
  private final LongAdder[] resends = new LongAdder[ResendVerdict.values().length];

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

  /** How many sequence numbers of NACKs were judged so. */
  @SuppressWarnings("EnumOrdinal")
  public long resends(ResendVerdict verdict) {
    return resends[verdict.ordinal()].sum();
  }
}
