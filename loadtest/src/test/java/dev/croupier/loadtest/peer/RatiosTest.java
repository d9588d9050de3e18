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
        0.2,
        0.3,
        200,
        loss,
        100,
        400,
        new Measurement.Spans(1_000, 1, 20, 33.3),
        new Measurement.Spans(1_000, 41, 52, 63),
        generatorShare,
        lag,
        server.equals("gateway")
            ? Optional.of(new Measurement.Threads(1.5, 0.4, 0.25, 12.5, 3, 2, 140))
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
  void aRowSaysWhatTheServerCostAndWhatItsViewersSaw() {
    List<String> lines =
        Ratios.of(
                List.of(result("gateway", 400, 2.345, 0.0002, 0.5, 1.5)),
                List.of(result("janus", 400, 6.78, 0.03, 0.4, 2)))
            .lines()
            .toList();

    assertEquals(
        List.of(
            "server",
            "viewers",
            "sustained",
            "µs/pkt",
            "cpu",
            "user+sys",
            "delay",
            "p50/99/max",
            "lost",
            "KiB/view",
            "join",
            "p50/95",
            "failed",
            "own/late"),
        words(lines.get(0)));
    assertEquals(
        List.of(
            "gateway",
            "400",
            "yes",
            "2.35",
            "20.0+30.0%",
            "1.0/20.0/33.3",
            "0.020%",
            "200.0",
            "100/400",
            "0",
            "50%/1.5"),
        words(lines.get(1)));
    assertEquals("no", words(lines.get(2)).get(2), "3 % are lost");
  }

  private static List<String> words(String line) {
    return List.of(line.strip().split(" +"));
  }

  @Test
  void aSearchsResultsAreSortedAndBothSidesOfTheLimitSaid() {
    String text =
        Ratios.of(
            List.of(
                result("gateway", 400, 2, 0, 0.5, 1),
                result("gateway", 1_600, 2, 0.01, 0.99, 1),
                result("gateway", 800, 2, 0, 0.5, 1)),
            List.of(
                result("janus", 400, 7, 0.01, 0.5, 1),
                result("janus", 200, 7, 0, 0.5, 1),
                result("janus", 300, 7, 0.01, 0.5, 1)));

    assertTrue(
        text.contains(
            "sustained: gateway 800 (not 1600: the generator was overloaded), janus 200 (not"
                + " 300): 4.00 ×"),
        text);
    List<String> rows =
        text.lines().filter(line -> line.matches("janus +\\d+ +(yes|no) .*")).toList();
    assertEquals(
        List.of("200", "300", "400"), rows.stream().map(row -> words(row).get(1)).toList());
  }

  @Test
  void delaysThatNobodyMeasuredAreNotSustained() {
    Measurement.Result blind =
        new Measurement.Result(
            "janus",
            100,
            0,
            1,
            1,
            0,
            0,
            1,
            0,
            1,
            1,
            new Measurement.Spans(0, 0, 0, 0),
            new Measurement.Spans(0, 0, 0, 0),
            0.5,
            1,
            Optional.empty());

    assertFalse(blind.sustained());
    assertTrue(Ratios.of(List.of(blind), List.of()).contains("capture to arrival unknown"));
  }

  @Test
  void whatIsLostIsNotSustainedAndABusyGeneratorIsSaid() {
    String text =
        Ratios.of(
            List.of(result("gateway", 100, 2, 0, 0.95, 1)),
            List.of(result("janus", 100, 4, 0.002, 0.5, 25)));

    assertTrue(
        text.contains(
            "sustained: gateway 100, janus none of these (not 100: the generator was overloaded)"),
        text);
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
            "gateway 400: 136000 packets/s; capture to arrival p50 41.0, p99 52.0, max 63.0 ms",
            "  media loops 1.50 µs/pkt (40 % user), tables 0.25 µs/pkt, 12.5 bytes allocated/pkt,"
                + " 3 pauses of 2 ms in all, live heap 140 KiB a viewer",
            "sustained: gateway 400"),
        lines.subList(lines.size() - 3, lines.size()));
  }
}
