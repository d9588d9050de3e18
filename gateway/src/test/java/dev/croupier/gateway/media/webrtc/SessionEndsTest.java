package dev.croupier.gateway.media.webrtc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.croupier.gateway.ids.SignalName;
import dev.croupier.gateway.ids.TableId;
import dev.croupier.gateway.media.codec.Codec;
import dev.croupier.gateway.media.fanout.Show;
import dev.croupier.gateway.media.fanout.TableMedia;
import dev.croupier.gateway.media.fanout.TableRules;
import dev.croupier.gateway.media.fanout.TableTiming;
import dev.croupier.gateway.media.track.SignalState;
import java.net.InetAddress;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** How sessions end, on a loop in simulated time whose tasks wait until the test lets them run. */
final class SessionEndsTest {
  private static final long START = 1_790_000_000_000_000L;
  private static final SignalName CAMERA = new SignalName("cam-a");
  private static final SessionLimits.Caller PIA =
      new SessionLimits.Caller("pia", InetAddress.ofLiteral("192.0.2.1"));

  private final SimLoop loop = new SimLoop(START);
  private final SimTransports transports = new SimTransports(loop);
  private final SimShow show = new SimShow(START);
  private final MediaSessions sessions =
      new MediaSessions(transports, new SessionLimits(1, 1), loop, new Random(3), this::newId);
  private final InlineLoop tableLoop = new InlineLoop();
  private final TableMedia table =
      new TableMedia(
          new TableId("roulette-1"),
          TableRules.usual(Codec.H264, List.of()),
          List.of(CAMERA),
          CAMERA,
          TableTiming.usual(700_000),
          loop,
          tableLoop,
          new Random(4),
          () -> "program");
  private int ids;

  private String newId() {
    return "session-" + ids++;
  }

  @Test
  void aViewerThatIsEndedBeforeItsTransportHasATurnIsEnded() throws Exception {
    String id = play();
    assertTrue(sessions.close(id, MediaSessions.Kind.WHEP, "pia"));
    loop.run();
    assertTrue(transports.last().over());
    assertEquals(List.of(), List.copyOf(sessions.viewers()));
    assertNotEquals(id, play(), "its place is free");
  }

  @Test
  void aPublisherThatIsEndedBeforeItsTransportHasATurnIsEnded() throws Exception {
    String id = publish();
    assertTrue(sessions.close(id, MediaSessions.Kind.WHIP, "pia"));
    loop.run();
    assertTrue(transports.last().over());
    assertEquals(SignalState.LOST, table.signal(CAMERA).orElseThrow().state());
    assertNotEquals(id, publish(), "its place and its signal are free");
  }

  /** Its camera is published in another codec meanwhile: what it agreed on is not shown again. */
  @Test
  void aViewerWhosePreviewEndsBeforeItsKeysAreAgreedEndsWithThem() throws Exception {
    Show preview = table.preview(CAMERA).orElseThrow();
    MediaSessions.Created _ =
        sessions.play(List.of(preview), SimTransports.viewersOffer(), PIA, "", true);
    WhepSession viewer = sessions.viewers().iterator().next();
    loop.run();
    assertTrue(table.publish(CAMERA, Codec.VP8, false, () -> {}, () -> {}).isDone());
    tableLoop.turn();
    assertNotEquals(preview, table.preview(CAMERA).orElseThrow());
    transports.last().connect();
    assertTrue(transports.last().over());
    assertEquals("show_over", viewer.closeReason());
    assertEquals(List.of(), List.copyOf(sessions.viewers()));
  }

  @Test
  void allThatAreThereEndWithTheGateway() throws Exception {
    play();
    SimTransports.Line viewer = transports.last();
    assertFalse(viewer.over());
    sessions.closeAll();
    loop.run();
    assertTrue(viewer.over());
  }

  private String play() throws MediaRefusal {
    return sessions.play(List.of(show), SimTransports.viewersOffer(), PIA, "", true).id();
  }

  private String publish() throws Exception {
    return sessions.publish(table, CAMERA, false, SimTransports.publishersOffer(), PIA).id();
  }
}
