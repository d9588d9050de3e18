package dev.croupier.loadtest.studio;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.croupier.loadtest.studio.RouletteMotion.Ball;
import dev.croupier.loadtest.studio.RoundState.Outcome.Pocket;
import org.junit.jupiter.api.Test;

class RouletteMotionTest {
  private static final long OPENS = 1_763_733_600_000_000L;
  private static final long CLOSES = OPENS + 20_000_000;
  private static final long STEP = 1_000;

  /** Clockwise from zero on a European wheel. */
  private static final int[] WHEEL = {
    0, 32, 15, 19, 4, 21, 2, 25, 17, 34, 6, 27, 13, 36, 11, 30, 8, 23, 10, 5, 24, 16, 33, 1, 20, 14,
    31, 9, 22, 18, 29, 7, 28, 12, 35, 3, 26
  };

  @Test
  void theBallRestsInThePocketOfTheResultForAll37() {
    for (int place = 0; place < 37; place++) {
      RoundState round = round(WHEEL[place]);
      for (long after = 8_400_000; after < 13_000_000; after += 170_000) {
        long now = CLOSES + after;
        Ball ball = RouletteMotion.ball(round, now);
        double pocket = RouletteMotion.rotation(now) + 2 * Math.PI * place / 37 - Math.PI / 2;
        assertEquals(0, Math.IEEEremainder(ball.angle() - pocket, 2 * Math.PI), 1e-9);
        assertTrue(ball.radius() > .52 && ball.radius() < .645, "in the inner ring");
        assertEquals(0, ball.trail());
      }
    }
  }

  @Test
  void theBallNeverJumpsFromLeavingTheHandToItsRest() {
    for (int pocket = 0; pocket < 37; pocket++) {
      RoundState round = round(pocket);
      Ball before = RouletteMotion.ball(round, CLOSES - 5_000_000);
      assertEquals(
          0, Math.IEEEremainder(before.angle() - RouletteMotion.SEND_OFF, 2 * Math.PI), 1e-9);
      for (long now = CLOSES - 5_000_000 + STEP; now < CLOSES + 9_000_000; now += STEP) {
        Ball ball = RouletteMotion.ball(round, now);
        double moved = Math.IEEEremainder(ball.angle() - before.angle(), 2 * Math.PI);
        assertTrue(Math.abs(moved) < .0085, "angle jumps at " + (now - CLOSES));
        assertTrue(Math.abs(ball.radius() - before.radius()) < .002, "radius jumps");
        if (now < CLOSES + 6_000_000) {
          assertTrue(moved < -.002, "against the wheel until it falls");
          assertEquals(.865, ball.radius());
        }
        before = ball;
      }
    }
  }

  @Test
  void theDealerHoldsTheBallUntilFiveSecondsBeforeTheCloseAndAfterClearing() {
    RoundState round = round(17);
    assertFalse(RouletteMotion.ball(RoundState.NONE, OPENS).onWheel());
    assertFalse(RouletteMotion.ball(round, OPENS).onWheel());
    assertFalse(RouletteMotion.ball(round, CLOSES - 5_000_001).onWheel());
    assertTrue(RouletteMotion.ball(round, CLOSES - 5_000_000).onWheel());
    RoundTimeline timeline = RoundTimeline.of(round);
    assertTrue(RouletteMotion.ball(round, timeline.clearsAtMicros()).onWheel());
    assertFalse(RouletteMotion.ball(round, timeline.endsAtMicros()).onWheel());
  }

  @Test
  void aRoundWithLittleTimeToBetSendsTheBallAtItsOpening() {
    RoundState round = new RoundState("r", OPENS, OPENS + 2_000_000, new Pocket(5));
    assertFalse(RouletteMotion.ball(round, OPENS - 1).onWheel());
    assertTrue(RouletteMotion.ball(round, OPENS).onWheel());
    assertEquals(OPENS, RoundTimeline.of(round).ballLeavesAtMicros());
  }

  @Test
  void theWheelTurnsEvenlyAndForEver() {
    double before = RouletteMotion.rotation(OPENS);
    for (long now = OPENS + 10_000; now < OPENS + 30_000_000; now += 10_000) {
      double rotation = RouletteMotion.rotation(now);
      assertEquals(.0055, Math.IEEEremainder(rotation - before, 2 * Math.PI), 1e-6);
      before = rotation;
    }
  }

  @Test
  void phasesAreThoseOfTheDesign() {
    RoundTimeline timeline = RoundTimeline.of(round(3));
    assertEquals(CLOSES - 5_000_000, timeline.ballLeavesAtMicros());
    assertEquals(CLOSES + 6_000_000, timeline.ballFallsAtMicros());
    assertTrue(timeline.restsAtMicros() > timeline.ballFallsAtMicros());
    assertTrue(timeline.resultAtMicros() >= timeline.restsAtMicros());
    assertTrue(timeline.endsAtMicros() - OPENS <= 45_000_000, "a round within 45 s");
  }

  @Test
  void theMarkerStandsOnTheResultWhileItIsShown() {
    RoundState round = round(29);
    RoundTimeline timeline = RoundTimeline.of(round);
    assertTrue(RouletteArms.marked(round, timeline.restsAtMicros()).isEmpty());
    assertEquals(29, RouletteArms.marked(round, timeline.clearsAtMicros()).orElseThrow());
    assertTrue(RouletteArms.marked(round, timeline.endsAtMicros()).isEmpty());
  }

  @Test
  void armsMoveWithoutJumps() {
    for (int pocket : new int[] {0, 1, 17, 36}) {
      RoundState round = round(pocket);
      Dealer.Arm wheel = RouletteArms.atWheel(round, OPENS);
      Dealer.Arm felt = RouletteArms.atFelt(round, OPENS);
      for (long now = OPENS; now < CLOSES + 17_000_000; now += 5_000) {
        Dealer.Arm nextWheel = RouletteArms.atWheel(round, now);
        Dealer.Arm nextFelt = RouletteArms.atFelt(round, now);
        assertTrue(distance(wheel, nextWheel) < 12, "wheel arm at " + (now - CLOSES));
        assertTrue(distance(felt, nextFelt) < 12, "felt arm at " + (now - CLOSES));
        wheel = nextWheel;
        felt = nextFelt;
      }
    }
  }

  private static double distance(Dealer.Arm a, Dealer.Arm b) {
    return Math.hypot(a.handX() - b.handX(), a.handY() - b.handY());
  }

  private static RoundState round(int pocket) {
    return new RoundState("r-" + pocket, OPENS, CLOSES, new Pocket(pocket));
  }
}
