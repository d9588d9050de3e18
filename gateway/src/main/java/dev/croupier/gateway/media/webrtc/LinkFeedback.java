package dev.croupier.gateway.media.webrtc;

import dev.croupier.gateway.media.rtp.RtcpVisitor;

/** Tells a viewer's link what the viewer's RTCP says of it. The session's event loop. */
class LinkFeedback implements RtcpVisitor {
  private final ViewerLink link;

  LinkFeedback(ViewerLink link) {
    this.link = link;
  }

  @Override
  public void transportFeedback(
      long mediaSsrc, int baseSequence, int packetCount, long referenceMicros, int count) {
    link.feedback(referenceMicros);
  }

  @Override
  public void transportReceived(int sequence, long arrivalMicros) {
    link.received(sequence, arrivalMicros);
  }

  @Override
  public void transportLost(int sequence) {
    link.lost(sequence);
  }
}
