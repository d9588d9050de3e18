package dev.croupier.loadtest.check;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Each money fault, planted by hand, is found and named. */
final class BooksTest {
  private final Books books = new Books("ann", 100_000);

  @BeforeEach
  void twoBets() {
    books.placed("a", "r1", "straight:17", 100);
    books.placed("b", "r1", "red", 200);
    books.accepted("a");
    books.accepted("b");
  }

  private static Books.Settled bet(String key, long stake, long credit) {
    return new Books.Settled(key, stake, credit);
  }

  @Test
  void aRightRoundLeavesNothingToSay() {
    assertTrue(books.agrees(99_700, 300));
    books.result("r1", 17);
    books.settled("r1", List.of(bet("a", 100, 3_600), bet("b", 200, 0)));
    books.wallet(103_300, 0);
    assertEquals(new Findings(2, 0, 0, 1, 0, 0, 0, 0, 0, List.of()), books.findings());
  }

  @Test
  void aLostBetIsFoundAndTheWalletIsExpectedToHoldItsPayout() {
    books.result("r1", 17);
    books.settled("r1", List.of(bet("b", 200, 0)));
    assertEquals(1, books.findings().lost());
    books.wallet(99_700, 0);
    assertEquals(1, books.findings().wrongWallets());
  }

  @Test
  void aBetSettledTwiceInARoundOrARoundSettledTwiceIsDoubled() {
    books.result("r1", 0);
    List<Books.Settled> bets = List.of(bet("a", 100, 0), bet("a", 100, 0), bet("b", 200, 0));
    books.settled("r1", bets);
    assertEquals(1, books.findings().doubled());
    books.settled("r1", bets);
    assertEquals(2, books.findings().doubled());
  }

  @Test
  void anAnswerGivenTwiceOrToNobodyIsDoubled() {
    books.accepted("a");
    books.accepted("never");
    assertEquals(2, books.findings().doubled());
    assertTrue(books.agrees(99_700, 300), "it is taken once");
  }

  @Test
  void aWrongPayoutIsFoundEvenByOneUnit() {
    books.result("r1", 17);
    books.settled("r1", List.of(bet("a", 100, 3_599), bet("b", 200, 0)));
    assertEquals(1, books.findings().wrongPayouts());
    assertFalse(books.agrees(103_299, 0));
    assertEquals(1, books.findings().examples().size());
  }

  @Test
  void aRoundSettledWithoutResultIsWronglyPaid() {
    books.settled("r1", List.of(bet("a", 100, 0), bet("b", 200, 0)));
    assertEquals(2, books.findings().wrongPayouts());
  }

  @Test
  void aVoidRoundGivesAllStakesBack() {
    books.voided("r1");
    assertTrue(books.agrees(100_000, 0));
    assertEquals(1, books.findings().voidRounds());
  }

  @Test
  void refusedAndUnansweredSlipsCostNothing() {
    books.placed("c", "r1", "red", 500);
    books.placed("d", "r1", "red", 500);
    books.refused("c");
    assertEquals(1, books.findings().refused());
    assertEquals(1, books.findings().unanswered());
    assertTrue(books.agrees(99_700, 300));
  }
}
