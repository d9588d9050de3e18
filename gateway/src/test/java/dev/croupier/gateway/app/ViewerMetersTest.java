package dev.croupier.gateway.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.croupier.gateway.media.webrtc.MediaSessions;
import dev.croupier.gateway.media.webrtc.SessionLimits;
import dev.croupier.gateway.media.webrtc.SimLoop;
import dev.croupier.gateway.media.webrtc.SimShow;
import dev.croupier.gateway.media.webrtc.SimTransports;
import dev.croupier.gateway.metrics.Meters;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.net.InetAddress;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Whether all that viewers counted is in the meters, whenever they come and go. */
final class ViewerMetersTest {
  private static final long START = 1_790_000_000_000_000L;
  private static final SessionLimits.Caller PIA =
      new SessionLimits.Caller("pia", InetAddress.ofLiteral("192.0.2.1"));

  private final SimLoop loop = new SimLoop(START);
  private final SimTransports transports = new SimTransports(loop);
  private final SimShow show = new SimShow(START);
  private final MediaSessions sessions =
      new MediaSessions(transports, new SessionLimits(0, 0), loop, new Random(3), this::newId);
  private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
  private final ViewerMeters meters =
      new ViewerMeters(new Meters(registry, "gw-1", "1.2.3", 1), sessions, label -> "salon");
  private int ids;

  private String newId() {
    return "session-" + ids++;
  }

  @Test
  void whoComesAndGoesBetweenTwoReadingsIsCounted() throws Exception {
    String id = play();
    loop.runUntil(START + 80_000);
    transports.last().connect();
    show.picture(true);
    loop.run();
    assertTrue(sessions.close(id, MediaSessions.Kind.WHEP, "pia"));
    loop.run();
    assertTrue(transports.last().over());
    meters.read();
    meters.read();
    assertEquals(1, registry.get("media.join").tags("table", "roulette-1").timer().count());
    assertEquals(80, registry.get("media.join").timer().totalTime(TimeUnit.MILLISECONDS), 0.1);
    assertEquals(1, ended("closed"));
  }

  @Test
  void whatAViewerCountedAfterItsLastReadingIsCountedOnce() throws Exception {
    String id = play();
    loop.run();
    transports.last().connect();
    show.picture(true);
    pictures(259); // 250 find room
    loop.run();
    meters.read();
    assertEquals(10, dropped());
    meters.read();
    assertEquals(10, dropped());
    pictures(253);
    assertTrue(sessions.close(id, MediaSessions.Kind.WHEP, "pia"));
    loop.run();
    meters.read();
    assertEquals(13, dropped());
    meters.read();
    assertEquals(13, dropped());
    assertEquals(1, registry.get("media.join").timer().count());
  }

  @Test
  void aViewerThatNeverGotAPictureHasNoJoinAndAnEnd() throws Exception {
    play();
    loop.run();
    transports.last().session().closed("connect_timeout");
    meters.read();
    assertEquals(0, registry.find("media.join").timers().size());
    assertEquals(1, ended("connect_timeout"));
    assertEquals(List.of(), sessions.takeEndedViewers());
  }

  private void pictures(int count) {
    for (int i = 0; i < count; i++) {
      show.picture(false);
    }
  }

  private double dropped() {
    return registry.get("dropped.frames").tags("table", "roulette-1").counter().count();
  }

  private double ended(String reason) {
    return registry.get("media.ends").tags("build", "salon", "reason", reason).counter().count();
  }

  private String play() throws Exception {
    return sessions.play(List.of(show), SimTransports.viewersOffer(), PIA, "", false).id();
  }
}
