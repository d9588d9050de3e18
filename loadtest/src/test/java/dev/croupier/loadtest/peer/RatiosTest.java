package dev.croupier.loadtest.peer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class RatiosTest {
  private static Measurement.Result result(
      String server, int viewers, double micros, double loss, double generatorShare, double lag) {
    return new Measurement.Result(
        server,
        viewers,
        0,
        340.0 * viewers,
        micros,
        0.5,
        200,
        loss,
        100,
        400,
        new Measurement.Spans(1, 20, 33.3),
        new Measurement.Spans(41, 52, 63),
        generatorShare,
        lag,
        server.equals("gateway")
            ? Optional.of(new Measurement.Threads(1.5, 0.4, 0.25, 12.5, 3, 2))
            : Optional.empty());
  }

  @Test
  void aPeerThatTakesTwiceTheCpuAndHoldsHalfTheViewersIsSaidSo() {
    String text =
        Ratios.of(
            List.of(result("gateway", 100, 2, 0, 0.5, 1), result("gateway", 400, 2, 0, 0.5, 1)),
            List.of(result("janus", 100, 4, 0.0005, 0.5, 1), result("janus", 200, 4, 0, 0.5, 1)));

    assertTrue(text.contains("100 viewers: janus takes 2.00 × the CPU a packet, 1.00 ×"), text);
    assertTrue(text.contains("sustained: gateway 400, janus 200: 2.00 ×"), text);
    assertFalse(text.contains("!"), text);
  }

  @Test
  void whatIsLostIsNotSustainedAndABusyGeneratorIsSaid() {
    String text =
        Ratios.of(
            List.of(result("gateway", 100, 2, 0, 0.95, 1)),
            List.of(result("janus", 100, 4, 0.002, 0.5, 25)));

    assertTrue(text.contains("sustained: gateway 100, janus none of these"), text);
    assertTrue(text.contains("the generator was overloaded"), text);
    assertTrue(text.contains("95%/1.0!"), text);
    assertTrue(text.contains("50%/25.0!"), text);
  }

  @Test
  void whatPicturesAndThreadsOfTheGatewayTakeIsSaidWithoutAPeerToo() {
    List<String> lines =
        Ratios.of(List.of(result("gateway", 400, 2, 0, 0.5, 1)), List.of()).lines().toList();

    assertEquals(
        List.of(
            "gateway 400: delay max 33.3 ms; capture to arrival p50 41.0, p99 52.0, max 63.0 ms",
            "  media loops 1.50 µs/pkt (40 % user), tables 0.25 µs/pkt, 12.5 bytes allocated/pkt,"
                + " 3 pauses of 2 ms in all",
            "sustained: gateway 400"),
        lines.subList(lines.size() - 3, lines.size()));
  }
}
