package dev.croupier.gateway.rounds.shard;

import static dev.croupier.gateway.rounds.Fixtures.ANN;
import static dev.croupier.gateway.rounds.Fixtures.BOB;
import static dev.croupier.gateway.rounds.Fixtures.LIC;
import static dev.croupier.gateway.rounds.Fixtures.OTHER;
import static dev.croupier.gateway.rounds.Fixtures.ROUND;
import static dev.croupier.gateway.rounds.Fixtures.bet;
import static dev.croupier.gateway.rounds.Fixtures.cancel;
import static dev.croupier.gateway.rounds.Fixtures.deposit;
import static dev.croupier.gateway.rounds.Fixtures.open;
import static dev.croupier.gateway.rounds.Fixtures.result;
import static dev.croupier.gateway.rounds.Fixtures.slip;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.croupier.gateway.ids.PlayerId;
import dev.croupier.gateway.rounds.event.Answer;
import dev.croupier.gateway.rounds.event.Command;
import dev.croupier.gateway.rounds.event.SlipItem;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class IdempotencyTest {
  private final Decided shard = new Decided();

  @BeforeEach
  void aRoundIsOpen() {
    shard.decide(deposit("d", ANN, 100_000));
    shard.decide(deposit("d2", BOB, 100_000));
    shard.decide(open("o"));
  }

  @Test
  void aRepeatGetsTheSameBytesAndChangesNothing() {
    Answer first = shard.decide(bet("k", ANN, ROUND, "red", 500));
    int records = shard.journal.records().size();
    shard.decide(bet("other", ANN, ROUND, "black", 500));
    assertTrue(first.same(shard.decide(bet("k", ANN, ROUND, "red", 500))));
    assertEquals(records + 1, shard.journal.records().size());
  }

  @Test
  void aRepeatAfterARestartGetsTheSameBytes() {
    Answer accepted = shard.decide(bet("k", ANN, ROUND, "red", 500));
    Answer refused = shard.decide(bet("k2", ANN, ROUND, "red", 5));
    Answer opened = shard.decide(open("o"));
    shard.restart();
    assertTrue(accepted.same(shard.decide(bet("k", ANN, ROUND, "red", 500))));
    assertTrue(refused.same(shard.decide(bet("k2", ANN, ROUND, "red", 5))));
    assertTrue(opened.same(shard.decide(open("o"))));
    assertEquals(List.of(), shard.findings());
  }

  @Test
  void aRefusalIsAStoredResultThatNoLaterMoneyChanges() {
    Answer first = shard.decide(bet("k", ANN, ROUND, "red", 150_000));
    assertEquals(422, first.status());
    shard.decide(deposit("more", ANN, 1_000_000));
    assertTrue(first.same(shard.decide(bet("k", ANN, ROUND, "red", 150_000))));
  }

  static Stream<Command> othersUnderTheSameKey() {
    return Stream.of(
        bet("k", ANN, ROUND, "red", 600),
        bet("k", ANN, ROUND, "black", 500),
        bet("k", BOB, ROUND, "red", 500),
        slip("k", ANN, ROUND, "USD", new SlipItem("red", 500)),
        bet("k", ANN, new dev.croupier.gateway.ids.RoundId("roulette-1-2"), "red", 500),
        slip("k", ANN, ROUND, "EUR", new SlipItem("red", 500), new SlipItem("red", 500)),
        cancel("k", ANN, "x"),
        deposit("k", ANN, 500),
        result("k", ROUND, 1));
  }

  @ParameterizedTest
  @MethodSource("othersUnderTheSameKey")
  void theSameKeyForAnythingElseIsAMismatchThatIsNotStored(Command other) {
    Answer first = shard.decide(bet("k", ANN, ROUND, "red", 500));
    int records = shard.journal.records().size();
    Answer mismatch = shard.decide(other);
    assertEquals(422, mismatch.status());
    assertEquals(Answer.ERROR, mismatch.type());
    assertTrue(mismatch.text().contains("\"code\":\"idempotency_mismatch\""));
    assertEquals(records, shard.journal.records().size());
    assertTrue(first.same(shard.decide(bet("k", ANN, ROUND, "red", 500))));
  }

  @Test
  void anotherLicenseeMayUseTheSameKey() {
    Answer first = shard.decide(bet("k", ANN, ROUND, "red", 500));
    var rivals =
        new Command.BetPlace(
            OTHER, "k", ANN, ROUND, List.of(new SlipItem("red", 500)), "EUR", null, null, 1);
    Answer second = shard.decide(rivals);
    assertEquals(201, first.status());
    assertEquals(422, second.status());
    assertTrue(second.text().contains("insufficient_funds"));
  }

  @Test
  void anotherBuildOrPlayerClassIsStillTheSameRequest() {
    Answer first = shard.decide(bet("k", ANN, ROUND, "red", 500));
    var reloaded =
        new Command.BetPlace(
            LIC, "k", ANN, ROUND, List.of(new SlipItem("red", 500)), "EUR", "vip", "other", 2);
    assertTrue(first.same(shard.decide(reloaded)));
  }

  @Test
  void twinsInOneBatchAreOneBet() {
    Command twin = bet("k", ANN, ROUND, "red", 500);
    List<Answer> answers =
        shard.decide(List.of(twin, twin, bet("k", ANN, ROUND, "red", 600), twin));
    assertEquals(201, answers.get(0).status());
    assertTrue(answers.get(0).same(answers.get(1)));
    assertTrue(answers.get(2).text().contains("idempotency_mismatch"));
    assertTrue(answers.get(0).same(answers.get(3)));
    assertEquals(1, shard.journal.bets().size());
  }

  @Test
  void aCancelThatOvertakesItsBetLeavesAMark() {
    Answer cancelled = shard.decide(cancel("c", ANN, "k"));
    assertEquals(
        "200 bet.cancelled {\"idempotencyKey\":\"c\",\"placeKey\":\"k\",\"round\":null,"
            + "\"state\":\"cancelled\",\"items\":[],\"balanceMinor\":100000}",
        cancelled.toString());
    shard.restart();
    Answer late = shard.decide(bet("k", ANN, ROUND, "red", 500));
    assertEquals(422, late.status());
    assertTrue(late.text().contains("\"code\":\"cancelled_before\""));
    assertTrue(late.same(shard.decide(bet("k", ANN, ROUND, "red", 500))));
    assertTrue(cancelled.same(shard.decide(cancel("c", ANN, "k"))));
    assertTrue(
        shard.decide(bet("k", ANN, ROUND, "red", 600)).text().contains("idempotency_mismatch"));
    assertEquals(List.of(), shard.findings());
  }

  @Test
  void aMarkThatNobodyTakesUpStands() {
    shard.decide(cancel("c", ANN, "never"));
    shard.decide(cancel("c2", ANN, "never"));
    assertEquals(List.of(), shard.findings());
    assertEquals(1, shard.journal.counts().tombstones());
  }

  @Test
  void aCancelOfARefusedBetTakesNothingBack() {
    shard.decide(bet("k", ANN, ROUND, "red", 5));
    Answer answer = shard.decide(cancel("c", ANN, "k"));
    assertEquals(200, answer.status());
    assertFalse(answer.text().contains("\"bet\":"));
    assertEquals(List.of(), shard.findings());
  }

  @Test
  void aSecondCancelOfTheSameBetSaysSoAndMovesNothing() {
    shard.decide(bet("k", ANN, ROUND, "red", 500));
    shard.decide(cancel("c", ANN, "k"));
    Answer again = shard.decide(cancel("c2", ANN, "k"));
    assertEquals(200, again.status());
    assertTrue(again.text().contains("\"balanceMinor\":100000"));
    assertEquals(List.of(), shard.findings());
  }

  @Test
  void aPoisonCommandHarmsNobodyElse() {
    shard.rules =
        calcVer -> {
          throw new IllegalStateException("a bug");
        };
    PlayerId nobody = new PlayerId("nobody");
    var poison = bet("poison", ANN, ROUND, "red", 500);
    var fine = deposit("fine", nobody, 500);
    var outcome =
        org.junit.jupiter.api.Assertions.assertThrows(
            java.util.concurrent.CompletionException.class,
            () -> shard.decide(List.of(fine, poison)));
    assertEquals("a bug", outcome.getCause().getMessage());
    shard.rules = dev.croupier.gateway.rounds.Fixtures.RULES::find;
    assertEquals(201, shard.decide(poison).status());
    assertEquals(201, shard.decide(fine).status());
    assertEquals(List.of(), shard.findings());
  }
}
