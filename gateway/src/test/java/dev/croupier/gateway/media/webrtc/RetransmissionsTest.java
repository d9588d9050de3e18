package dev.croupier.gateway.media.webrtc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

/** Which packets are sent again to one viewer. */
final class RetransmissionsTest {
  private static final long MS = 1_000;

  private final ResendBudget budget = new ResendBudget();
  private final Retransmissions asked = new Retransmissions(1_024, budget);

  @Test
  void aRepeatWithinTwoRoundTripsIsIgnoredAndThreeTimesIsEnough() {
    long rtt = 20 * MS;
    assertEquals(ResendVerdict.SENT, asked.ask(7, 1_200, rtt, 0));
    assertEquals(ResendVerdict.TOO_SOON, asked.ask(7, 1_200, rtt, 39 * MS));
    assertEquals(ResendVerdict.SENT, asked.ask(7, 1_200, rtt, 40 * MS));
    assertEquals(ResendVerdict.TOO_SOON, asked.ask(7, 1_200, rtt, 79 * MS));
    assertEquals(ResendVerdict.SENT, asked.ask(7, 1_200, rtt, 80 * MS));
    assertEquals(ResendVerdict.TOO_OFTEN, asked.ask(7, 1_200, rtt, 500 * MS));
    assertEquals(ResendVerdict.SENT, asked.ask(8, 1_200, rtt, 500 * MS), "another packet");
  }

  @Test
  void onALongOrUnknownPathTheWindowIsAHundredMilliseconds() {
    for (long rtt : new long[] {-1, 51 * MS, 400 * MS}) {
      Retransmissions fresh = new Retransmissions(16, new ResendBudget());
      assertEquals(ResendVerdict.SENT, fresh.ask(1, 100, rtt, 0));
      assertEquals(ResendVerdict.TOO_SOON, fresh.ask(1, 100, rtt, 99_999));
      assertEquals(ResendVerdict.SENT, fresh.ask(1, 100, rtt, 100 * MS));
    }
  }

  /** Each takes the other's place in what is remembered, if it is let. */
  @Test
  void whoAsksInTurnForTwoPacketsFarApartGetsEachAsOftenAsAlone() {
    int sent = 0;
    for (int i = 0; i < 40; i++) {
      long now = i * 10 * MS;
      sent += asked.ask(0, 100, 20 * MS, now) == ResendVerdict.SENT ? 1 : 0;
      sent += asked.ask(1_024, 100, 20 * MS, now) == ResendVerdict.SENT ? 1 : 0;
    }
    assertTrue(sent >= 2 && sent <= 2 * Retransmissions.MAX_TRIES, sent + " times");
  }

  @Test
  void whatIsRefusedForWantOfBudgetTakesNobodysPlace() {
    assertEquals(ResendVerdict.SENT, asked.ask(0, 60_000, 20 * MS, 0));
    assertEquals(ResendVerdict.OVER_BUDGET, asked.ask(1_024, 1_000, 20 * MS, MS));
    assertEquals(ResendVerdict.TOO_SOON, asked.ask(0, 100, 20 * MS, 2 * MS));
  }

  @Test
  void theFirstSecondsLossesAreRepairedBeforeAnythingWasEarned() {
    int sent = 0;
    while (asked.ask(sent, 1_200, 10 * MS, 0) == ResendVerdict.SENT) {
      sent++;
    }
    assertEquals(50, sent, "60,000 bytes in packets of 1,200");
    assertEquals(ResendVerdict.OVER_BUDGET, asked.ask(sent, 1_200, 10 * MS, 0));
    // What is refused for want of budget is no try, and may be asked for again at once.
    budget.sent(4_800, MS);
    assertEquals(ResendVerdict.SENT, asked.ask(sent, 1_200, 10 * MS, MS));
    assertEquals(ResendVerdict.OVER_BUDGET, asked.ask(99, 1_200, 10 * MS, MS));
  }

  @Test
  void aPauseSavesUpNoMoreThanOneSecondBrings() {
    // 10 Mbit/s: 1,250 bytes a millisecond, of which 312,500 may be sent again each second.
    long now = 0;
    for (int i = 0; i < 20_000; i++) {
      now += MS;
      budget.sent(1_250, now);
    }
    long taken = 0;
    while (budget.take(1_250)) {
      taken += 1_250;
    }
    assertTrue(taken > 280_000 && taken <= 312_500, taken + " bytes at once after 20 s");
  }

  @Test
  void whoAsksForEverythingGetsAQuarterOfItsRate() {
    long again = 0;
    long first = 0;
    for (int i = 0; i < 50_000; i++) {
      long now = i * MS;
      budget.sent(313, now);
      first += 313;
      for (int back = 0; back < 4; back++) {
        if (asked.ask(i - back, 313, MS, now) == ResendVerdict.SENT) {
          again += 313;
        }
      }
    }
    assertTrue(again <= first / 4 + ResendBudget.FLOOR_BYTES, again + " of " + first);
    assertTrue(again > first / 5, "what is allowed is used: " + again + " of " + first);
  }
}
