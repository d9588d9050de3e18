package dev.croupier.gateway.media.webrtc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetAddress;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** When a viewer is told where its tracks are on the table's clock, in simulated time. */
final class SenderReportsTest {
  private static final long START = 1_790_000_000_000_000L;

  private final SimLoop loop = new SimLoop(START);
  private final SimTransports transports = new SimTransports(loop);
  private final MediaSessions sessions =
      new MediaSessions(transports, new SessionLimits(0, 0), loop, new Random(3), this::newId);
  private int ids;

  private String newId() {
    return "session-" + ids++;
  }

  /** A player can place both tracks on one clock by the first, and knows its rate by the second. */
  @Test
  void itIsToldOfBothTracksTwiceWithin300MillisecondsAndThenOnceASecond() throws Exception {
    SessionLimits.Caller pia = new SessionLimits.Caller("pia", InetAddress.ofLiteral("192.0.2.1"));
    MediaSessions.Created _ =
        sessions.play(List.of(new SimShow(START)), SimTransports.viewersOffer(), pia, "", true);
    loop.runUntil(START + 700_000);
    SimTransports.Line line = transports.last();
    assertEquals(List.of(), line.reported(), "not before its keys");
    long keys = loop.nowMicros();
    line.connect();
    loop.runUntil(keys + 300_000);
    assertEquals(2, line.reported().stream().distinct().count(), "of pictures and of sound");
    assertTrue(
        line.reported().stream()
            .collect(Collectors.groupingBy(ssrc -> ssrc, Collectors.counting()))
            .values()
            .stream()
            .allMatch(count -> count == 2),
        line.reported().toString());
    loop.runUntil(keys + 3_500_000);
    assertEquals(2 * 5, line.reported().size());
    List<Long> distinct = line.reportedAt().stream().distinct().toList();
    assertEquals(keys, distinct.getFirst());
    assertEquals(
        List.of(1_000_000L, 1_000_000L),
        IntStream.of(3, 4).mapToObj(i -> distinct.get(i) - distinct.get(i - 1)).toList());
  }
}
