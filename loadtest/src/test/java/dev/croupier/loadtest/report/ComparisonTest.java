package dev.croupier.loadtest.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;

final class ComparisonTest {
  private static Comparison of(Samples a, Samples b) throws Comparison.Unreadable {
    return Comparison.of("a", Json.of(a.report()), "b", Json.of(b.report()));
  }

  private static Comparison.Row row(Comparison comparison, String label) {
    return comparison.rows().stream()
        .filter(row -> row.label().equals(label))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void aRunDiffersInNothingFromItself() throws Exception {
    Comparison same = of(new Samples(), new Samples());
    assertEquals(List.of(), same.unfair());
    assertFalse(same.differs());
    assertTrue(same.text().contains("no difference beyond noise"));
  }

  @Test
  void whatIsThreeTimesSlowerIsMarkedWithItsRatio() throws Exception {
    Comparison slower = of(new Samples(), new Samples().slower(3));
    Comparison.Row bet = row(slower, "bet to accepted p95");
    assertFalse(bet.noise());
    assertEquals(3, bet.ratio(), 0.01);
    assertTrue(row(slower, "webrtc rtt p95").noise());
    assertTrue(
        slower.text().lines().anyMatch(l -> l.contains("bet to accepted p95") && l.endsWith("▲")));
  }

  @Test
  void twoPercentIsNoise() throws Exception {
    assertTrue(row(of(new Samples(), new Samples().slower(1.02)), "bet to accepted p50").noise());
  }

  @Test
  void countsScatterByTheirRoot() {
    assertTrue(Comparison.countsAlike(0, 3));
    assertFalse(Comparison.countsAlike(0, 4));
    assertTrue(Comparison.countsAlike(100, 125));
    assertFalse(Comparison.countsAlike(100, 130));
    assertTrue(Comparison.countsAlike(1_000_000, 1_040_000), "a twentieth is never marked");
    assertFalse(Comparison.countsAlike(1_000_000, 1_060_000));
  }

  @Test
  void sharesMustBeApartByAQuarterAndAThousandth() {
    assertTrue(Comparison.sharesAlike(0, 0.001));
    assertTrue(Comparison.sharesAlike(0.1, 0.12));
    assertFalse(Comparison.sharesAlike(0.1, 0.13));
  }

  @Test
  void whatMakesItUnfairIsNamed() throws Exception {
    assertEquals(
        List.of("scenario.viewers differs"),
        of(new Samples(), new Samples().scenario("full: 1000", "full: 900")).unfair());
    assertEquals(
        List.of("shares: machine and nothing"),
        of(new Samples(), new Samples().shares(Environment.Shares.NOTHING)).unfair());
    assertEquals(
        List.of("B's generator was overloaded"),
        of(new Samples(), new Samples().health(Samples.health(90_000, 0))).unfair());
    assertEquals(
        List.of(),
        of(new Samples(), new Samples().scenario("bet_p95_ms: 20", "bet_p95_ms: 30")).unfair(),
        "objectives change nothing that happens");
  }

  @Test
  void whatIsNoReportIsSaidInOneLine() {
    for (String other : List.of("", "no json", "{}", "[1]", "{\"tool\": \"croupier loadtest\"}")) {
      Comparison.Unreadable refusal =
          assertThrows(
              Comparison.Unreadable.class,
              () -> Comparison.of("a.json", other, "b.json", Json.of(new Samples().report())));
      assertTrue(refusal.getMessage().startsWith("a.json: is "), refusal.getMessage());
      assertEquals(1, refusal.getMessage().lines().count());
    }
  }
}
