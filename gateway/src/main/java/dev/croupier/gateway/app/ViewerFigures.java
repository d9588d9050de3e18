package dev.croupier.gateway.app;

import dev.croupier.gateway.control.port.ViewerQos;
import dev.croupier.gateway.media.webrtc.LinkQos;
import dev.croupier.gateway.media.webrtc.ResendVerdict;
import dev.croupier.gateway.media.webrtc.WhepQos;
import dev.croupier.gateway.media.webrtc.WhepSession;
import java.util.HashMap;
import java.util.Map;

/** A viewer's figures as control's port has them. Any thread. */
final class ViewerFigures {
  private ViewerFigures() {}

  /** What is known of a viewer now. */
  static ViewerQos of(WhepSession viewer) {
    WhepQos qos = viewer.qos();
    LinkQos link = viewer.linkQos();
    Map<String, Long> refused = new HashMap<>();
    for (ResendVerdict verdict : ResendVerdict.values()) {
      if (verdict != ResendVerdict.SENT) {
        refused.put(verdict.label(), link.resends(verdict));
      }
    }
    return new ViewerQos(
        viewer.show(),
        qos.connectedAfterMicros(),
        qos.firstFrameAfterMicros(),
        qos.rttMicros(),
        qos.jitterMicros(),
        qos.fractionLost(),
        qos.packetsLost(),
        qos.nacks(),
        qos.resent(),
        refused,
        qos.framesSent(),
        qos.framesDropped(),
        link.framesLeftOut(),
        qos.keyframeRequests(),
        link.estimateBps(),
        link.ackedBps(),
        link.loss(),
        link.queueMicros());
  }
}
