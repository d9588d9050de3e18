package dev.croupier.gateway.media.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.croupier.gateway.ids.SignalName;
import dev.croupier.gateway.media.codec.Codec;
import dev.croupier.gateway.media.codec.ProfileLevelId;
import dev.croupier.gateway.media.track.SignalStatus;
import dev.croupier.gateway.media.webrtc.SdpLocal;
import dev.croupier.gateway.media.webrtc.SdpOffers;
import dev.croupier.gateway.media.webrtc.SdpSending;
import dev.croupier.gateway.media.webrtc.SdpWriter;
import dev.croupier.gateway.media.webrtc.SessionLimits;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;

/** Two publishers that say nothing after their offers; one has agreed to be asked for keyframes. */
final class WhipKeyframesTest {
  private static final SignalName ASKED = new SignalName("cam-a");
  private static final SignalName LEFT_ALONE = new SignalName("cam-b");

  @Test
  void onlyWhoHasAgreedToBeAskedCanLeaveRequestsUnanswered() throws Exception {
    String offer =
        SdpWriter.write(
            SdpOffers.toPublish(
                new SdpLocal(
                    MediaHouse.UFRAG,
                    "P2uYro0UCOQ4zxjKXaWCBui1",
                    "sha-256 " + "AB:".repeat(31) + "CD",
                    List.of()),
                new SdpSending(
                    Codec.VP8, ProfileLevelId.DEFAULT, 4, 5, SdpSending.NO_AUDIO, "c", "camera"),
                7));
    String silent = offer.replaceAll("a=rtcp-fb:\\S+ nack pli\r\n", "");
    assertFalse(silent.equals(offer), offer);
    try (MediaHouse house = new MediaHouse()) {
      SessionLimits.Caller caller = new SessionLimits.Caller("studio", MediaHouse.LOOPBACK);
      house.sessions.publish(house.table, ASKED, false, offer, caller);
      house.sessions.publish(house.table, LEFT_ALONE, false, silent, caller);
      for (int i = 0; i < 40 && !status(house, ASKED).irregular(); i++) {
        house.clock.advance(500_000);
        LockSupport.parkNanos(30_000_000);
      }
      assertTrue(status(house, ASKED).irregular());
      assertFalse(status(house, LEFT_ALONE).irregular());
      assertEquals(status(house, ASKED).state(), status(house, LEFT_ALONE).state());
    }
  }

  private static SignalStatus status(MediaHouse house, SignalName signal) {
    return house.table.signal(signal).orElseThrow();
  }
}
