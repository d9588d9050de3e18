package dev.croupier.loadtest.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.croupier.loadtest.plan.Figure;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

final class ReportTest {
  @Test
  void allObjectivesReachedIsPassed() {
    Report report = new Samples().report();
    assertEquals(Report.Verdict.PASSED, report.verdict());
    assertEquals("Passed: 7 of 7 objectives met", report.sentence());
  }

  @Test
  void oneMissedIsExit99() {
    Report report = new Samples().viewers("webrtc_rtt_p95_ms", 100.1).report();
    assertEquals(99, report.verdict().exitCode());
    assertEquals("Missed: 1 of 7 objectives", report.sentence());
    assertEquals(0, new Samples().viewers("webrtc_rtt_p95_ms", 100).report().verdict().exitCode());
  }

  @Test
  void whatWasNotMeasuredReachesNoLimit() {
    for (double nothing : new double[] {Double.NaN, Double.POSITIVE_INFINITY}) {
      assertEquals(
          99, new Samples().viewers("webrtc_rtt_p95_ms", nothing).report().verdict().exitCode());
      assertEquals(
          99, new Samples().viewers("frames_shown", nothing).report().verdict().exitCode());
    }
    Report report =
        new Samples().scenario("lost_bets: 0", "lost_bets: 0\n  bet_p999_ms: 9").report();
    assertEquals(99, report.verdict().exitCode(), "a section without the figure");
  }

  @Test
  void lowerLimitsAreLower() {
    assertEquals(99, new Samples().viewers("frames_shown", 999).report().verdict().exitCode());
    assertEquals(0, new Samples().viewers("frames_shown", 1_000).report().verdict().exitCode());
  }

  @Test
  void objectivesOfPeopleWhoWereNotThereAreNotJudged() {
    Report report = new Samples().report();
    assertEquals(
        List.of(new Report.NotJudged(Figure.HLS_STALLS, "nobody of hls was there")),
        report.notJudged());
  }

  @Test
  void closedModelsAreNotForObjectives() {
    Report open = new Samples().viewers("failed_joins", 5).report();
    Report closed =
        new Report(
            open.scenario(),
            open.environment(),
            open.seed(),
            open.startedAt(),
            open.durationMs(),
            open.sections(),
            Set.of("viewers"),
            open.timeline(),
            open.events(),
            open.generator());
    assertEquals(99, open.verdict().exitCode());
    assertEquals(0, closed.verdict().exitCode());
    assertTrue(Text.of(closed).contains("(closed model, not for objectives)"));
    assertTrue(
        closed.notJudged().stream()
            .anyMatch(
                each -> each.figure() == Figure.FAILED_JOINS && each.reason().contains("closed")));
  }

  @Test
  void aSlowGeneratorMakesTheRunInvalidWhateverItMissed() {
    Report late =
        new Samples().viewers("failed_joins", 5).health(Samples.health(50_100, 0)).report();
    assertEquals(Report.Verdict.GENERATOR_OVERLOADED, late.verdict());
    assertEquals(3, late.verdict().exitCode());
    assertEquals(List.of("timers late by 50.1 ms at p99"), late.overloads());
    Report dropping = new Samples().health(Samples.health(400, 1)).report();
    assertEquals(List.of("its sockets had no room for 1 packets"), dropping.overloads());
  }

  @Test
  void processorTimeCountsOnlyWhereItIsTheGeneratorsOwn() {
    Samples tight =
        new Samples()
            .scenario("objectives:", "generator: {cpuShare: 0.6, threadShare: 0.6}\nobjectives:");
    assertEquals(2, tight.report().overloads().size());
    assertTrue(tight.report().overloads().get(1).contains("thread media-0 took 70.0 %"));
    assertTrue(tight.shares(Environment.Shares.PROCESS).report().overloads().isEmpty());
  }

  @Test
  void anEventThatCouldNotBeDoneMakesTheRunIncomplete() {
    Report report =
        new Samples().viewers("failed_joins", 5).eventFails(0, "handover refused: 422").report();
    assertEquals(1, report.verdict().exitCode());
    assertTrue(Text.of(report).contains("handover cam-b ! handover refused: 422"));
    assertFalse(new Samples().report().verdict() == report.verdict());
  }

  @Test
  void theTextFitsATerminalAndSaysWhatIsShared() {
    String text = Text.of(new Samples().report());
    text.lines().forEach(line -> assertTrue(line.length() <= 100, line));
    assertTrue(text.contains("the server shares this machine"));
    assertTrue(text.contains("seed 48213"));
    assertTrue(text.contains("each 2.50 Mbit/s") || text.contains("each 2.5 Mbit/s"), text);
    assertTrue(text.contains("hls_stalls") && text.contains("not judged"));
  }
}
