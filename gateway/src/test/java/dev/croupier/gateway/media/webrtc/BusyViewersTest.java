package dev.croupier.gateway.media.webrtc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetAddress;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** What a viewer is sent whose event loop is behind, in simulated time. */
final class BusyViewersTest {
  private static final long START = 1_790_000_000_000_000L;
  private static final int ROOM = FrameQueue.MAX_WAITING;

  private final SimLoop loop = new SimLoop(START);
  private final SimTransports transports = new SimTransports(loop);
  private final SimShow show = new SimShow(START);
  private final MediaSessions sessions =
      new MediaSessions(transports, new SessionLimits(0, 0), loop, new Random(3), this::newId);
  private int ids;

  private String newId() {
    return "session-" + ids++;
  }

  @Test
  void whatFollowsAGapBeginsWithAKeyframeBehindItWhateverStillWaitedBeforeIt() throws Exception {
    SimTransports.Line line = watch();
    show.picture(true);
    loop.run();
    assertEquals(List.of(0), line.payloads());
    // The loop has no turn; of 250 pictures that wait the hundredth is a keyframe.
    pictures(99);
    show.picture(true);
    pictures(ROOM - 100);
    int asked = show.requests();
    pictures(10); // these find no room
    loop.run();
    assertEquals(ROOM + 1, line.payloads().size());
    pictures(4); // these do, but those they refer to are not there
    loop.run();
    assertEquals(ROOM + 1, line.payloads().size(), "none behind the gap");
    assertTrue(show.requests() > asked);
    show.picture(true);
    pictures(2);
    loop.run();
    assertEquals(
        List.of((ROOM + 15) & 0xFF, (ROOM + 16) & 0xFF, (ROOM + 17) & 0xFF),
        line.payloads().subList(ROOM + 1, line.payloads().size()));
    assertFalse(line.over());
    assertEquals(10, sessions.viewers().iterator().next().qos().framesDropped());
  }

  /** Pictures none of which is a keyframe. */
  private void pictures(int count) {
    for (int i = 0; i < count; i++) {
      show.picture(false);
    }
  }

  private SimTransports.Line watch() throws MediaRefusal {
    SessionLimits.Caller pia = new SessionLimits.Caller("pia", InetAddress.ofLiteral("192.0.2.1"));
    MediaSessions.Created _ =
        sessions.play(List.of(show), SimTransports.viewersOffer(), pia, "", false);
    loop.run();
    transports.last().connect();
    return transports.last();
  }
}
