package dev.croupier.gateway.control.session;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class PageQualityTest {
  private static final long OPENED = 7_000_000_000L;

  private final PageQuality quality = new PageQuality(OPENED);

  @Test
  void countsAreComparedWithTheReportBefore() {
    PageDigest first = at(5, Map.of("freezeCount", 1.0, "freezeMs", 300.0, "rttMs", 40.0));
    assertEquals(1, first.growth(PageFigure.FREEZE_COUNT));
    assertEquals(300, first.growth(PageFigure.FREEZE_MS));
    PageDigest second = at(10, Map.of("freezeCount", 3.0, "freezeMs", 900.0, "rttMs", 41.0));
    assertEquals(2, second.growth(PageFigure.FREEZE_COUNT));
    assertEquals(600, second.growth(PageFigure.FREEZE_MS));
    assertEquals(41, second.figures().get(PageFigure.RTT_MS));
    assertFalse(second.grown().containsKey(PageFigure.RTT_MS), "a level does not grow");
  }

  @Test
  void anotherPictureCountsFromNothing() {
    at(5, Map.of("framesDecoded", 150.0, "freezeCount", 2.0));
    PageDigest another = at(10, Map.of("framesDecoded", 30.0, "freezeCount", 2.0));
    assertEquals(30, another.growth(PageFigure.FRAMES_DECODED));
    assertEquals(2, another.growth(PageFigure.FREEZE_COUNT));
  }

  @Test
  void duplicatesMakeLossFallAndAreNoOtherPicture() {
    at(5, Map.of("packetsReceived", 500.0, "packetsLost", 10.0));
    PageDigest digest = at(10, Map.of("packetsReceived", 900.0, "packetsLost", 7.0));
    assertEquals(400, digest.growth(PageFigure.PACKETS_RECEIVED));
    assertEquals(0, digest.lost());
  }

  @Test
  void whatWasSentAgainIsNotLostForGood() {
    PageDigest digest = at(5, Map.of("packetsLost", 50.0, "retransmittedPacketsReceived", 48.0));
    assertEquals(50, digest.lost());
    assertEquals(2, digest.lostForGood());
  }

  @Test
  void aFreezeWhileLossReadsZeroIsSeenAsSuch() {
    at(5, Map.of("packetsLost", 4.0, "freezeCount", 1.0));
    PageDigest without = at(10, Map.of("packetsLost", 4.0, "freezeCount", 2.0));
    assertEquals(1, without.freezesWithoutLoss());
    PageDigest with = at(15, Map.of("packetsLost", 5.0, "freezeCount", 3.0));
    assertEquals(0, with.freezesWithoutLoss());
    PageDigest unknown = at(20, Map.of("freezeCount", 4.0));
    assertEquals(0, unknown.freezesWithoutLoss(), "without a count of loss nothing is said of it");
  }

  @Test
  void aLongFreezeMayBeToldWhenItEnds() {
    at(5, Map.of("freezeMs", 0.0));
    at(55, Map.of("freezeMs", 0.0));
    PageDigest digest = at(60, Map.of("freezeMs", 50_000.0));
    assertTrue(digest.plausible());
    assertEquals(50_000, digest.growth(PageFigure.FREEZE_MS));
  }

  @Test
  void aPageIsNotFrozenLongerThanItLives() {
    PageDigest lie = at(10, Map.of("freezeMs", 16_000.0, "freezeCount", 1.0));
    assertFalse(lie.plausible());
    assertEquals(0, lie.growth(PageFigure.FREEZE_COUNT), "nothing of such a report is counted");
    assertEquals(16_000, lie.figures().get(PageFigure.FREEZE_MS), "but it is shown");
    PageDigest after = at(15, Map.of("freezeMs", 16_500.0, "freezeCount", 2.0));
    assertEquals(500, after.growth(PageFigure.FREEZE_MS), "the next is compared with it");
  }

  @Test
  void manySmallLiesDoNotAddUpToMoreThanTheSessionsLife() {
    double counted = 0;
    for (int i = 1; i <= 200; i++) {
      // Up and down: each rise claims another picture that froze for three seconds.
      counted += at(10, Map.of("freezeMs", i % 2 == 0 ? 0 : 3_000.0)).growth(PageFigure.FREEZE_MS);
    }
    assertEquals(15_000, counted, "ten seconds of life and five before");
  }

  @ParameterizedTest
  @CsvSource({
    "rttMs, -1",
    "rttMs, 60001",
    "jitterMs, 1e9",
    "joinMs, 600001",
    "framesDecoded, -1",
    "freezeCount, 1e11",
    "packetsLost, -1e11",
    "behindMs, -10001"
  })
  void aFigureOutOfItsRangeRefusesTheReport(String name, double value) {
    assertTrue(quality.take(Map.of(name, value, "clockBoundUs", 5.0), OPENED).isEmpty());
    assertEquals(1, at(1, Map.of("freezeCount", 1.0)).growth(PageFigure.FREEZE_COUNT));
  }

  @Test
  void aJoinIsCountedOnceAndUnknownNamesArePassedOver() {
    assertFalse(at(1, Map.of("colour", 3.0)).joined());
    assertTrue(at(2, Map.of("joinMs", 321.0)).joined());
    assertFalse(at(3, Map.of("joinMs", 321.0)).joined());
    assertEquals(Map.of(), at(4, Map.of("colour", 3.0)).figures());
  }

  private PageDigest at(int second, Map<String, Double> report) {
    return quality.take(report, OPENED + second * 1_000_000L).orElseThrow();
  }
}
