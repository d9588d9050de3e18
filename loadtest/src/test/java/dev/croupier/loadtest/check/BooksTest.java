package dev.croupier.loadtest.check;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Each money fault, planted by hand, is found once and under its own name. */
final class BooksTest {
  private static final long CLOSES = 1_000;
  private static final OptionalLong UNTOLD = OptionalLong.empty();

  private final Books books = new Books("ann", 100_000);

  @BeforeEach
  void twoBets() {
    books.opened("r1", PayTable.ROULETTE, CLOSES);
    place("a", "straight:17", 100);
    place("b", "red", 200);
    books.answered("a", accepted("a", 99_900));
    books.answered("b", accepted("b", 99_700));
  }

  private void place(String key, String spot, long stake) {
    books.placed(key, "r1", spot, stake, false);
  }

  private static Books.Answer accepted(String key, long balance) {
    return new Books.Answer(Books.Verdict.ACCEPTED, key + balance, balance, 500);
  }

  private static Books.Answer refused(String key) {
    return new Books.Answer(Books.Verdict.REFUSED, key, 0, 500);
  }

  private static Books.Answer error() {
    return new Books.Answer(Books.Verdict.ERROR, "overloaded", 0, 500);
  }

  private static Books.Settled bet(String key, long stake, long credit) {
    return new Books.Settled(key, stake, credit);
  }

  private static List<Books.Settled> rightly() {
    return List.of(bet("a", 100, 3_600), bet("b", 200, 0));
  }

  private void result(int pocket) {
    books.result("r1", new Outcome.Pocket(pocket));
  }

  private Map<Fault, Long> faults() {
    return books.findings().faults();
  }

  @Test
  void aRightRoundLeavesNothingToSay() {
    assertTrue(books.agrees(99_700, 300));
    books.told(99_700);
    result(17);
    books.settled("r1", rightly(), OptionalLong.of(103_300));
    books.wallet(103_300, 0);
    assertEquals(new Findings(2, 0, 1, 0, 0, Map.of(), List.of()), books.findings());
  }

  @Test
  void aLostBetIsFoundAndNotOnceMoreInTheWallet() {
    result(17);
    books.settled("r1", List.of(bet("b", 200, 0)), OptionalLong.of(99_700));
    books.wallet(99_700, 0);
    assertEquals(Map.of(Fault.LOST, 1L), faults());
  }

  @Test
  void aBetSettledTwiceInARoundOrARoundSettledTwiceIsDoubled() {
    result(0);
    List<Books.Settled> bets = List.of(bet("a", 100, 0), bet("a", 100, 0), bet("b", 200, 0));
    books.settled("r1", bets, UNTOLD);
    assertEquals(Map.of(Fault.DOUBLED, 1L), faults());
    books.settled("r1", bets, UNTOLD);
    assertEquals(Map.of(Fault.DOUBLED, 2L), faults());
  }

  @Test
  void anAnswerMoreThanAskedOrToNobodyIsDoubled() {
    books.answered("a", accepted("a", 99_900));
    books.answered("never", accepted("never", 1));
    assertEquals(Map.of(Fault.DOUBLED, 2L), faults());
    assertTrue(books.agrees(99_700, 300), "it is taken once");
  }

  @Test
  void aRepeatMayBeAnsweredAgainByTheVerySameBytesOnly() {
    books.repeated("a");
    books.answered("a", accepted("a", 99_900));
    assertEquals(Map.of(), faults());
    books.repeated("b");
    books.answered("b", accepted("b", 99_701));
    assertEquals(Map.of(Fault.CHANGED_ANSWER, 1L), faults());
    books.learned("a", refused("a"));
    assertEquals(Map.of(Fault.CHANGED_ANSWER, 2L), faults());
  }

  @Test
  void aStakeTakenTwiceIsDoubledWhateverTheOrderOfTheAnswers() {
    place("c", "red", 50);
    place("d", "red", 60);
    books.answered("d", accepted("d", 99_540));
    books.answered("c", accepted("c", 99_600));
    result(17);
    List<Books.Settled> bets =
        List.of(bet("a", 100, 3_600), bet("b", 200, 0), bet("c", 50, 0), bet("d", 60, 0));
    books.settled("r1", bets, OptionalLong.of(103_140));
    books.wallet(103_140, 0);
    assertEquals(Map.of(Fault.DOUBLED, 1L), faults());
  }

  @Test
  void aBalanceThatNoBetExplainsIsFound() {
    place("c", "red", 50);
    books.answered("c", accepted("c", 99_651));
    books.told(42);
    result(17);
    List<Books.Settled> bets = List.of(bet("a", 100, 3_600), bet("b", 200, 0), bet("c", 50, 0));
    books.settled("r1", bets, OptionalLong.of(103_252));
    assertEquals(Map.of(Fault.WRONG_BALANCE, 3L), faults());
    books.wallet(103_252, 0);
    assertEquals(0, books.findings().wrongWallets());
  }

  @Test
  void aWrongPayoutIsFoundEvenByOneUnit() {
    result(17);
    books.settled("r1", List.of(bet("a", 100, 3_599), bet("b", 200, 0)), OptionalLong.of(103_299));
    assertEquals(Map.of(Fault.WRONG_PAYOUT, 1L), faults());
    assertTrue(books.agrees(103_299, 0), "it is found once");
    assertEquals(1, books.findings().examples().size());
  }

  @Test
  void aRoundPaidByAnotherResultIsNamed() {
    result(17);
    books.settled("r1", List.of(bet("a", 100, 0), bet("b", 200, 400)), UNTOLD);
    assertEquals(Map.of(Fault.WRONG_PAYOUT, 2L, Fault.CHANGED_RESULT, 1L), faults());
  }

  @Test
  void aRoundSettledWithoutResultIsWronglyPaid() {
    books.settled("r1", List.of(bet("a", 100, 0), bet("b", 200, 0)), UNTOLD);
    assertEquals(Map.of(Fault.WRONG_PAYOUT, 2L), faults());
  }

  @Test
  void anotherResultIsFoundUnlessTheFirstWasHeldOrIsCorrected() {
    result(16);
    books.held("r1");
    result(17);
    assertEquals(Map.of(), faults());
    books.settled("r1", rightly(), UNTOLD);
    result(18);
    assertEquals(Map.of(Fault.CHANGED_RESULT, 1L), faults(), "no correction yet");
    books.resettled("r1", List.of(bet("a", 100, 0), bet("b", 200, 400)), OptionalLong.of(100_100));
    assertEquals(Map.of(), faults());
    books.wallet(100_100, 0);
    assertEquals(Map.of(), faults());
  }

  @Test
  void twoResultsBeforeTheSettlementAreOneTooMany() {
    result(16);
    result(17);
    books.settled("r1", rightly(), UNTOLD);
    assertEquals(Map.of(Fault.CHANGED_RESULT, 1L), faults());
  }

  @Test
  void aResultThatCannotBeIsFound() {
    result(37);
    assertEquals(Map.of(Fault.IMPOSSIBLE_RESULT, 1L), faults());
  }

  @Test
  void aVoidRoundGivesAllStakesBackAndKnowsAllBets() {
    books.voided("r1", List.of(bet("a", 100, 100)));
    assertEquals(1, books.findings().voidRounds());
    assertEquals(Map.of(Fault.LOST, 1L), faults());
    assertTrue(books.agrees(99_800, 0));
  }

  @Test
  void aSlipThatSurelyCameTooLateMustNotBeAccepted() {
    books.placed("c", "r1", "red", 100, true);
    books.placed("d", "r1", "red", 100, true);
    books.answered("c", refused("c"));
    assertEquals(Map.of(Fault.UNANSWERED, 1L), faults());
    books.answered("d", accepted("d", 99_600));
    assertEquals(Map.of(Fault.LATE_ACCEPTED, 1L), faults());
  }

  @Test
  void anAnswerBehindTheResultWasDecidedTooLateButOneBehindTheCloseNeedNotBe() {
    place("c", "red", 100);
    place("d", "red", 100);
    books.answered("c", new Books.Answer(Books.Verdict.ACCEPTED, "c", 99_600, CLOSES + 3));
    assertEquals(1, books.findings().answeredAfterClose());
    assertEquals(0, books.findings().of(Fault.LATE_ACCEPTED));
    result(17);
    books.answered("d", new Books.Answer(Books.Verdict.ACCEPTED, "d", 99_500, CLOSES + 9));
    assertEquals(Map.of(Fault.LATE_ACCEPTED, 1L), faults());
  }

  @Test
  void refusedAndUnansweredSlipsCostNothing() {
    place("c", "red", 500);
    place("d", "red", 500);
    books.answered("c", refused("c"));
    assertEquals(1, books.findings().refused());
    assertEquals(Map.of(Fault.UNANSWERED, 1L), faults());
    assertTrue(books.agrees(99_700, 300));
  }

  @Test
  void whatIsStoredNowhereMayBeDecidedByTheOtherSending() {
    place("c", "red", 500);
    books.repeated("c");
    books.answered("c", error());
    books.answered("c", accepted("c", 99_200));
    assertEquals(Map.of(), faults());
    assertTrue(books.agrees(99_200, 800));
  }

  @Test
  void aSlipWhoseAnswerWentDownWithItsConnectionIsSettledAllTheSame() {
    place("c", "black", 500);
    books.cut();
    assertEquals(List.of("c"), books.open());
    result(17);
    List<Books.Settled> bets =
        List.of(bet("a", 100, 3_600), bet("b", 200, 0), bet("c", 500, 1_000));
    books.foundSettled("r1", bets);
    books.learned("c", accepted("c", 99_200));
    books.settled("r1", bets, OptionalLong.of(103_800));
    assertEquals(Map.of(), faults());
    books.wallet(103_800, 0);
    assertEquals(Map.of(), faults());
  }

  @Test
  void anAnswerThatNeverComesOverAStandingConnectionIsMissing() {
    place("c", "black", 500);
    result(17);
    books.settled(
        "r1",
        List.of(bet("a", 100, 3_600), bet("b", 200, 0), bet("c", 500, 1_000)),
        OptionalLong.of(103_800));
    books.learned("c", accepted("c", 99_200));
    books.wallet(103_800, 0);
    assertEquals(Map.of(Fault.UNANSWERED, 1L), faults());
  }

  @Test
  void aWalletThatDiffersIsFound() {
    assertFalse(books.agrees(99_701, 300));
    books.wallet(99_701, 300);
    assertEquals(Map.of(Fault.WRONG_WALLET, 1L), faults());
  }

  @Test
  void holesAndRepeatsOfNumbersAreCounted() {
    SequenceWatch sequence = books.sequence();
    sequence.begun(1);
    sequence.next(2);
    sequence.next(5);
    sequence.next(5);
    sequence.resumed(5);
    sequence.next(6);
    assertEquals(Map.of(Fault.SEQUENCE_HOLE, 2L, Fault.SEQUENCE_REPEAT, 1L), faults());
    sequence.begun(1);
    sequence.next(2);
    assertEquals(2, sequence.last());
    assertEquals(2, books.findings().of(Fault.SEQUENCE_HOLE));
  }

  @Test
  void oldRoundsAreForgottenWithTheirSlips() {
    result(17);
    books.settled("r1", rightly(), UNTOLD);
    for (int i = 2; i < 40; i++) {
      books.opened("r" + i, PayTable.ROULETTE, CLOSES);
    }
    books.repeated("a");
    books.learned("a", accepted("a", 1));
    assertEquals(Map.of(), faults(), "nobody remembers it");
  }
}
