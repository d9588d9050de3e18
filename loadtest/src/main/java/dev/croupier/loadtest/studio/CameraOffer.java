package dev.croupier.loadtest.studio;

import dev.croupier.gateway.media.peer.PeerRefusedException;
import dev.croupier.gateway.media.peer.WhipPublisher;
import dev.croupier.loadtest.studio.Fault.Sound.Channels;
import dev.croupier.time.clock.TableClock;
import java.io.IOException;

/** A camera's offer to the gateway. */
final class CameraOffer {
  private CameraOffer() {}

  /**
   * Publishes as a plan says; blocks until the gateway has answered.
   *
   * @param clock the camera's own
   * @param keyframeRequested on an event loop
   * @param over on an event loop, when the session has ended
   * @throws PublishRefusedException when the gateway refuses
   */
  static WhipPublisher make(
      String path,
      CameraPlan plan,
      CameraStation.Network network,
      TableClock clock,
      Runnable keyframeRequested,
      Runnable over)
      throws IOException, InterruptedException {
    try {
      return WhipPublisher.publish(
          network.gateway().resolve("/whip/" + path),
          network.token().get(),
          plan.video().profileLevelId(),
          plan.sound() != Channels.NONE,
          network.http(),
          network.transports(),
          clock,
          network.random(),
          new WhipPublisher.Listener() {
            @Override
            public void keyframeRequested() {
              keyframeRequested.run();
            }

            @Override
            public void closed(String reason) {
              over.run();
            }
          });
    } catch (PeerRefusedException e) {
      throw new PublishRefusedException(path, e.status(), e.getMessage());
    }
  }
}
