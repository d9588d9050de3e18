package dev.croupier.loadtest.studio;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.croupier.loadtest.studio.BaccaratArms.Side;
import dev.croupier.loadtest.studio.BaccaratMotion.Seat;
import dev.croupier.loadtest.studio.BaccaratMotion.Seen;
import dev.croupier.loadtest.studio.RoundState.Outcome.Coup;
import dev.croupier.loadtest.studio.RoundTimeline.Dealt;
import dev.croupier.loadtest.studio.RoundTimeline.Hand;
import java.awt.geom.Point2D;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class BaccaratMotionTest {
  private static final long OPENS = 1_763_733_600_000_000L;
  private static final long CLOSES = OPENS + 20_000_000;
  private static final RoundState SIX_CARDS = round("6H,KS,9S", "2D,3C,5H");
  private static final RoundState FOUR_CARDS = round("9H,KS", "2D,3C");
  private static final RoundState BANKER_DRAWS = round("6H,KS", "2D,3C,AH");

  private final BaccaratMotion across = BaccaratMotion.across();

  @Test
  void cardsLeaveTheShoeInDealingOrder() {
    assertEquals(
        List.of("PLAYER 6H", "BANKER 2D", "PLAYER KS", "BANKER 3C", "PLAYER 9S", "BANKER 5H"),
        names(SIX_CARDS));
    assertEquals(List.of("PLAYER 9H", "BANKER 2D", "PLAYER KS", "BANKER 3C"), names(FOUR_CARDS));
    assertEquals(
        List.of("PLAYER 6H", "BANKER 2D", "PLAYER KS", "BANKER 3C", "BANKER AH"),
        names(BANKER_DRAWS));
  }

  @Test
  void noCardLeavesBeforeTheCloseAndEachWaitsForTheOneBefore() {
    long free = CLOSES;
    for (Dealt dealt : RoundTimeline.of(SIX_CARDS).dealt()) {
      assertTrue(dealt.leavesAtMicros() >= free);
      free = dealt.liesAtMicros();
    }
  }

  @Test
  void aCardIsFaceUpAfterHalfASecondAndLiesAfterSevenTenths() {
    RoundTimeline timeline = RoundTimeline.of(SIX_CARDS);
    for (Dealt dealt : timeline.dealt()) {
      long start = dealt.leavesAtMicros();
      assertTrue(find(timeline, dealt, start - 1).isEmpty());
      assertFalse(find(timeline, dealt, start + 499_999).getFirst().faceUp());
      assertTrue(find(timeline, dealt, start + 500_000).getFirst().faceUp());
      assertFalse(find(timeline, dealt, start + 699_999).getFirst().still());
      Seen lying = find(timeline, dealt, start + 700_000).getFirst();
      assertTrue(lying.still());
      assertEquals(across.home(dealt), lying.seat());
    }
  }

  @Test
  void cardsLieWithinTheirBoxWithoutCoveringEachOther() {
    Map<Hand, double[]> spans =
        Map.of(
            Hand.PLAYER, new double[] {.136, .252, .39},
            Hand.BANKER, new double[] {.596, .712, .85});
    for (Dealt dealt : RoundTimeline.of(SIX_CARDS).dealt()) {
      Seat seat = across.home(dealt);
      assertEquals(spans.get(dealt.hand())[dealt.place()], seat.u());
      double half = (dealt.place() == 2 ? 70 : 50) * .00108;
      double left = dealt.hand() == Hand.PLAYER ? .07 : .53;
      assertTrue(seat.u() - half >= left && seat.u() + half <= left + .4, seat.toString());
      if (dealt.place() > 0) {
        double before = spans.get(dealt.hand())[dealt.place() - 1] + 50 * .00108;
        assertTrue(seat.u() - half > before, "clear of the card before");
      }
    }
  }

  @Test
  void cardsMoveWithoutJumpsUntilTheyAreSweptAway() {
    for (BaccaratMotion motion : List.of(across, BaccaratMotion.above())) {
      RoundTimeline timeline = RoundTimeline.of(SIX_CARDS);
      for (Dealt dealt : timeline.dealt()) {
        Seat before = motion.onTheWay(dealt, dealt.leavesAtMicros());
        for (long now = dealt.leavesAtMicros();
            now < timeline.clearsAtMicros() + 790_000;
            now += 2_000) {
          long at = now;
          Seat seat =
              motion.cards(timeline, at).stream()
                  .filter(seen -> seen.dealt().equals(dealt))
                  .findFirst()
                  .orElseThrow()
                  .seat();
          assertTrue(Math.hypot(seat.u() - before.u(), seat.v() - before.v()) < .012);
          before = seat;
        }
      }
      assertTrue(motion.cards(timeline, timeline.endsAtMicros()).isEmpty());
    }
  }

  @Test
  void aHandIsAtEachCardWhileItMoves() {
    BaccaratArms arms = new BaccaratArms(across);
    for (Dealt dealt : RoundTimeline.of(SIX_CARDS).dealt()) {
      for (long after = 0; after <= 700_000; after += 50_000) {
        long now = dealt.leavesAtMicros() + after;
        Seat seat = across.onTheWay(dealt, now);
        Point2D.Double card = BaccaratFelt.ACROSS.at(seat.u(), seat.v());
        double nearest = Double.MAX_VALUE;
        for (Side side : Side.values()) {
          Dealer.Arm arm = arms.arm(side, SIX_CARDS, now);
          nearest = Math.min(nearest, Math.hypot(arm.handX() - card.x, arm.handY() - card.y));
        }
        assertTrue(nearest < 125, dealt + " after " + after + ": " + nearest);
      }
    }
  }

  @Test
  void armsMoveWithoutJumpsAndRestBetweenRounds() {
    BaccaratArms arms = new BaccaratArms(across);
    for (RoundState round : List.of(SIX_CARDS, FOUR_CARDS, BANKER_DRAWS)) {
      for (Side side : Side.values()) {
        assertEquals(BaccaratArms.rest(side), arms.arm(side, round, OPENS));
        Dealer.Arm before = arms.arm(side, round, OPENS);
        for (long now = OPENS; now < CLOSES + 18_000_000; now += 5_000) {
          Dealer.Arm arm = arms.arm(side, round, now);
          double moved = Math.hypot(arm.handX() - before.handX(), arm.handY() - before.handY());
          assertTrue(moved < 22, side + " at " + (now - CLOSES) + ": " + moved);
          before = arm;
        }
        assertEquals(
            BaccaratArms.rest(side), arms.arm(side, round, RoundTimeline.of(round).endsAtMicros()));
      }
    }
    assertEquals(BaccaratArms.rest(Side.LEFT), arms.arm(Side.LEFT, RoundState.NONE, OPENS));
  }

  @Test
  void aWholeRoundTakesNoMoreThan45Seconds() {
    assertTrue(RoundTimeline.of(SIX_CARDS).endsAtMicros() - OPENS <= 45_000_000);
  }

  private List<Seen> find(RoundTimeline timeline, Dealt dealt, long now) {
    return across.cards(timeline, now).stream().filter(seen -> seen.dealt().equals(dealt)).toList();
  }

  private static List<String> names(RoundState round) {
    return RoundTimeline.of(round).dealt().stream()
        .map(dealt -> dealt.hand() + " " + dealt.card())
        .toList();
  }

  private static RoundState round(String player, String banker) {
    return new RoundState("r", OPENS, CLOSES, new Coup(hand(player), hand(banker)));
  }

  private static List<PlayingCard> hand(String cards) {
    return List.of(cards.split(",")).stream().map(PlayingCard::of).toList();
  }
}
