package dev.croupier.gateway.rounds.shard;

import static dev.croupier.gateway.rounds.Fixtures.ANN;
import static dev.croupier.gateway.rounds.Fixtures.BOB;
import static dev.croupier.gateway.rounds.Fixtures.LIC;
import static dev.croupier.gateway.rounds.Fixtures.ROUND;
import static dev.croupier.gateway.rounds.Fixtures.TABLE;
import static dev.croupier.gateway.rounds.Fixtures.bet;
import static dev.croupier.gateway.rounds.Fixtures.close;
import static dev.croupier.gateway.rounds.Fixtures.deposit;
import static dev.croupier.gateway.rounds.Fixtures.open;
import static dev.croupier.gateway.rounds.Fixtures.result;
import static dev.croupier.gateway.rounds.Fixtures.settle;
import static dev.croupier.gateway.rounds.Fixtures.voided;
import static dev.croupier.gateway.rounds.event.RoundState.BETTING;
import static dev.croupier.gateway.rounds.event.RoundState.CLOSED;
import static dev.croupier.gateway.rounds.event.RoundState.HELD;
import static dev.croupier.gateway.rounds.event.RoundState.PARKED;
import static dev.croupier.gateway.rounds.event.RoundState.RESULT;
import static dev.croupier.gateway.rounds.event.RoundState.SETTLED;
import static dev.croupier.gateway.rounds.event.RoundState.VOID;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.croupier.gateway.ids.RoundId;
import dev.croupier.gateway.rounds.Fixtures;
import dev.croupier.gateway.rounds.event.Answer;
import dev.croupier.gateway.rounds.event.BaccaratResult;
import dev.croupier.gateway.rounds.event.Card;
import dev.croupier.gateway.rounds.event.Command;
import dev.croupier.gateway.rounds.event.Fact;
import dev.croupier.gateway.rounds.event.LimitSet;
import dev.croupier.gateway.rounds.event.Limits;
import dev.croupier.gateway.rounds.event.ProgressKind;
import dev.croupier.gateway.rounds.event.Result;
import dev.croupier.gateway.rounds.event.ResultSource;
import dev.croupier.gateway.rounds.event.RouletteResult;
import dev.croupier.gateway.rounds.event.Round;
import dev.croupier.gateway.rounds.event.RoundState;
import dev.croupier.gateway.rounds.event.StakeRange;
import dev.croupier.gateway.rounds.event.Wallet;
import dev.croupier.gateway.rounds.ledger.Account;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class RoundLifeTest {
  private final Decided shard = new Decided();

  private RoundState state() {
    return shard.journal.round(ROUND).orElseThrow().state();
  }

  private Round round() {
    return shard.journal.round(ROUND).orElseThrow();
  }

  private Wallet wallet(dev.croupier.gateway.ids.PlayerId player) {
    List<Wallet> wallets = new ArrayList<>();
    shard.journal.wallets(wallets::add);
    return wallets.stream().filter(w -> w.player().equals(player)).findFirst().orElseThrow();
  }

  private void betting() {
    shard.decide(deposit("d1", ANN, 100_000));
    shard.decide(deposit("d2", BOB, 100_000));
    assertEquals(201, shard.decide(open("o")).status());
    shard.decide(bet("b1", ANN, ROUND, "straight:17", 1_000));
    shard.decide(bet("b2", BOB, ROUND, "red", 2_000));
  }

  private void closed() {
    betting();
    shard.clock.advance(Fixtures.BETTING_US + 1_000);
    shard.decide(close("x", ROUND));
    shard.clock.advance(1_000_000);
  }

  private Command confirm(String key, Result result) {
    return new Command.RoundConfirm(LIC, key, ROUND, result, null, "sue");
  }

  private static String code(Answer answer) {
    String text = answer.text();
    int at = text.indexOf("\"code\":\"");
    return at < 0 ? "" : text.substring(at + 8, text.indexOf('"', at + 8));
  }

  @Test
  void aRoundRunsFromItsOpenToItsSettlement() {
    betting();
    assertEquals(BETTING, state());
    assertEquals(Fixtures.BETTING_US, round().closesAt() - round().openedAt());
    assertEquals(round().closesAt() - 300_000, round().displayClosesAt());
    shard.clock.advance(Fixtures.BETTING_US + 1_000);
    shard.decide(close("x", ROUND));
    assertEquals(CLOSED, state());
    shard.clock.advance(1);
    shard.decide(result("r", ROUND, 17));
    assertEquals(RESULT, state());
    shard.decide(settle("s", ROUND));
    assertEquals(SETTLED, state());
    // 17 is black: ann gets 36 times her 1,000, bob loses his 2,000.
    assertEquals(135_000, wallet(ANN).balanceMinor());
    assertEquals(98_000, wallet(BOB).balanceMinor());
    assertEquals(0, wallet(ANN).openStakesMinor());
    assertEquals(-33_000, shard.journal.balances().get(Account.house(LIC, "EUR")));
    assertEquals(0, shard.journal.balances().get(Account.stakes(LIC, ROUND, "EUR")));
    assertEquals(List.of(), shard.findings());
  }

  @Test
  void theSettledFactSaysWhatEachPlayerGot() {
    closed();
    shard.decide(result("r", ROUND, 17));
    shard.decide(settle("s", ROUND));
    var settled =
        shard.facts.stream()
            .filter(Fact.RoundSettled.class::isInstance)
            .map(Fact.RoundSettled.class::cast)
            .findFirst()
            .orElseThrow();
    assertEquals(
        List.of("ann 35000 135000 [36000]", "bob -2000 98000 [0]"),
        settled.players().stream()
            .map(
                p ->
                    p.player()
                        + " "
                        + p.netMinor()
                        + " "
                        + p.balanceMinor()
                        + " "
                        + p.bets().getFirst().credits())
            .toList());
  }

  @Test
  void onlyOneRoundIsUnderWayAtATable() {
    betting();
    assertEquals("busy", code(shard.decide(open("o2"))));
    shard.decide(voided("v", ROUND));
    Answer second = shard.decide(open("o3"));
    assertEquals(201, second.status());
    assertTrue(second.text().startsWith("{\"round\":\"roulette-1-2\""));
    assertEquals(2, shard.journal.round(new RoundId("roulette-1-2")).orElseThrow().counter());
  }

  @Test
  void aResultWhileBettingIsOpenIsRefused() {
    betting();
    assertEquals("not_ready", code(shard.decide(result("r", ROUND, 17))));
    assertEquals(BETTING, state());
  }

  @Test
  void aResultAtTheCloseIsItsOwnClose() {
    betting();
    shard.clock.advance(Fixtures.BETTING_US + 5);
    shard.decide(result("r", ROUND, 17));
    assertEquals(RESULT, state());
    assertEquals(round().closedAt(), round().resultFrame());
    assertEquals(List.of(), shard.findings());
  }

  @Test
  void aResultWhoseFrameIsNotAfterTheCloseIsHeld() {
    closed();
    long closesAt = round().closesAt();
    shard.decide(
        new Command.RoundResult(
            LIC, "r", ROUND, new RouletteResult(17), ResultSource.DEALER, closesAt, "dan"));
    assertEquals(HELD, state());
    assertEquals("frame_before_close", round().reason());
    assertTrue(
        shard.facts.stream()
            .anyMatch(
                f -> f instanceof Fact.RoundHeld h && h.reason().equals("frame_before_close")));
  }

  @Test
  void afterAnEarlyCloseTheFrameNeedOnlyBeAfterThat() {
    betting();
    shard.clock.advance(5_000_000);
    shard.decide(close("x", ROUND));
    shard.clock.advance(1_000_000);
    shard.decide(result("r", ROUND, 17));
    assertEquals(RESULT, state());
  }

  @Test
  void anImpossibleResultIsHeldAndConfirmedByASupervisor() {
    closed();
    shard.decide(result("r", ROUND, 37));
    assertEquals(HELD, state());
    assertEquals("impossible_pocket", round().reason());
    assertEquals("impossible_result", code(shard.decide(confirm("c", new RouletteResult(99)))));
    assertEquals(HELD, state());
    shard.decide(confirm("c2", new RouletteResult(17)));
    assertEquals(RESULT, state());
    shard.decide(settle("s", ROUND));
    assertEquals(135_000, wallet(ANN).balanceMinor());
    assertEquals(List.of(), shard.findings());
  }

  @Test
  void aResultOfAnotherGameIsHeld() {
    closed();
    Card ace = new Card('A', 'S');
    var coup = new BaccaratResult(List.of(ace, ace), List.of(ace, ace), "shoe-1");
    shard.decide(new Command.RoundResult(LIC, "r", ROUND, coup, ResultSource.DEALER, null, "dan"));
    assertEquals(HELD, state());
    assertEquals("wrong_game", round().reason());
  }

  @Test
  void aSecondSourceThatDisagreesHoldsTheRoundAndOneThatAgreesDoesNot() {
    closed();
    shard.decide(result("r", ROUND, 17));
    shard.decide(result("r2", ROUND, 17));
    assertEquals(RESULT, state());
    shard.decide(result("r3", ROUND, 18));
    assertEquals(HELD, state());
    assertEquals("sources_disagree", round().reason());
    assertEquals("not_ready", code(shard.decide(settle("s", ROUND))));
    shard.decide(result("r4", ROUND, 17));
    assertEquals(HELD, state());
    assertEquals("not_ready", code(shard.decide(new Command.RoundRespin(LIC, "p", ROUND, "dan"))));
    assertEquals(List.of(), shard.findings());
  }

  @Test
  void settledTwiceWithTheSameResultIsTheSameAndWithAnotherAnAlert() {
    closed();
    shard.decide(result("r", ROUND, 17));
    Answer first = shard.decide(settle("s", ROUND));
    assertTrue(first.same(shard.decide(settle("s2", ROUND))));
    assertEquals(200, shard.decide(result("r2", ROUND, 17)).status());
    assertEquals("result_conflict", code(shard.decide(result("r3", ROUND, 18))));
    assertTrue(
        shard.facts.stream()
            .anyMatch(f -> f instanceof Fact.Alert a && a.code().equals("result_conflict")));
    assertEquals("not_ready", code(shard.decide(voided("v", ROUND))));
    assertEquals(135_000, wallet(ANN).balanceMinor());
    assertEquals(List.of(), shard.findings());
  }

  @Test
  void aVoidGivesEveryStakeBackExactly() {
    betting();
    shard.decide(bet("b3", ANN, ROUND, "black", 700));
    shard.decide(Fixtures.cancel("c", ANN, "b3"));
    shard.decide(voided("v", ROUND));
    assertEquals(VOID, state());
    assertEquals("misdeal", round().reason());
    assertEquals(100_000, wallet(ANN).balanceMinor());
    assertEquals(100_000, wallet(BOB).balanceMinor());
    assertEquals(0, shard.journal.balances().get(Account.stakes(LIC, ROUND, "EUR")));
    assertEquals("not_ready", code(shard.decide(result("r", ROUND, 17))));
    assertEquals(List.of(), shard.findings());
  }

  @Test
  void noSpinKeepsTheBetsAndWaitsForTheNextResult() {
    closed();
    assertEquals(200, shard.decide(new Command.RoundRespin(LIC, "p", ROUND, "dan")).status());
    assertEquals(CLOSED, state());
    shard.decide(result("r", ROUND, 17));
    shard.decide(settle("s", ROUND));
    assertEquals(135_000, wallet(ANN).balanceMinor());
  }

  @Test
  void anUnknownCalcVerParksTheRoundAndNothingIsGuessed() {
    closed();
    shard.rules = _ -> Optional.empty();
    shard.decide(result("r", ROUND, 17));
    assertEquals(PARKED, state());
    assertEquals("not_ready", code(shard.decide(confirm("c", new RouletteResult(17)))));
    assertEquals(List.of(), shard.findings());
    shard.rules = Fixtures.RULES::find;
    shard.decide(confirm("c2", new RouletteResult(17)));
    assertEquals(RESULT, state());
    shard.rules = _ -> Optional.empty();
    shard.decide(settle("s", ROUND));
    assertEquals(PARKED, state());
    shard.decide(voided("v", ROUND));
    assertEquals(100_000, wallet(ANN).balanceMinor());
    assertEquals(List.of(), shard.findings());
  }

  @Test
  void progressIsToldAndChangesNothing() {
    betting();
    Round before = round();
    var launched =
        new Command.RoundProgress(
            LIC, "p", ROUND, ProgressKind.BALL_LAUNCHED, null, null, 5L, "dan");
    assertEquals(200, shard.decide(launched).status());
    assertEquals(before, round());
    assertTrue(shard.facts.getLast() instanceof Fact.RoundProgressed p && p.frame() == 5);
  }

  @Test
  void commandsToARoundThatIsNotThereAreRefused() {
    assertEquals("unknown_round", code(shard.decide(close("x", ROUND))));
  }

  @Test
  void theNinthCopyOfACardInAShoeIsHeldAlsoAfterARestart() {
    var rules = Fixtures.RULES.find("baccarat-1.0.0").orElseThrow();
    Limits limits =
        Limits.of(
            "b",
            List.of(
                new LimitSet(
                    "*", "*", "EUR", Map.of("*", new StakeRange(1, 10, 1)), 10, 1000, List.of())));
    // Naturals of two eights each: 8S twice and 8H twice in a coup, so four coups use up both.
    Card spade = new Card('8', 'S');
    Card heart = new Card('8', 'H');
    Card king = new Card('K', 'D');
    var kings = new BaccaratResult(List.of(spade, king), List.of(heart, king), "shoe-7");
    for (int coup = 1; coup <= 5; coup++) {
      RoundId id = new RoundId("baccarat-1-" + coup);
      shard.decide(
          new Command.RoundOpen(
              LIC,
              "o" + coup,
              new dev.croupier.gateway.ids.TableId("baccarat-1"),
              1_000_000,
              0,
              rules.calcVer(),
              rules.rulesHash(),
              limits,
              "dan"));
      shard.clock.advance(1_000_000);
      shard.decide(close("x" + coup, id));
      shard.clock.advance(1_000_000);
      shard.restart();
      shard.decide(
          new Command.RoundResult(LIC, "r" + coup, id, kings, ResultSource.DEALER, null, "dan"));
      Round now = shard.journal.round(id).orElseThrow();
      // Two kings of diamonds a coup: the fifth coup would show the ninth and tenth.
      assertEquals(coup < 5 ? RESULT : HELD, now.state());
      if (coup < 5) {
        shard.decide(settle("s" + coup, id));
      } else {
        assertEquals("ninth_copy", now.reason());
      }
    }
    assertEquals(List.of(), shard.findings());
  }

  /** The whole table of transitions, each by a command that really takes it. */
  @Test
  void everyTransitionIsTaken() {
    Set<RoundState.Transition> taken = new HashSet<>();
    for (RoundState.Transition step : RoundState.transitions()) {
      Decided fresh = new Decided();
      reach(fresh, step.from());
      Round before = fresh.journal.round(ROUND).orElse(null);
      assertEquals(
          step.from(), before == null ? RoundState.OPENING : before.state(), step.toString());
      trigger(fresh, step);
      assertEquals(step.to(), fresh.journal.round(ROUND).orElseThrow().state(), step.toString());
      assertEquals(List.of(), fresh.findings(), step.toString());
      taken.add(step);
    }
    assertEquals(Set.copyOf(RoundState.transitions()), taken);
  }

  private static void reach(Decided fresh, RoundState state) {
    if (state == RoundState.OPENING) {
      return;
    }
    fresh.decide(open("o"));
    if (state == BETTING) {
      return;
    }
    fresh.clock.advance(Fixtures.BETTING_US);
    fresh.decide(close("x", ROUND));
    fresh.clock.advance(10);
    switch (state) {
      case RESULT -> fresh.decide(result("r", ROUND, 5));
      case HELD -> fresh.decide(result("r", ROUND, 50));
      case PARKED -> {
        fresh.rules = _ -> Optional.empty();
        fresh.decide(result("r", ROUND, 5));
        fresh.rules = Fixtures.RULES::find;
      }
      case OPENING, BETTING, CLOSED, SETTLED, VOID -> {}
    }
  }

  private static void trigger(Decided fresh, RoundState.Transition step) {
    switch (step.trigger()) {
      case OPENED -> fresh.decide(open("t"));
      case CLOSE -> fresh.decide(close("t", ROUND));
      case RESULT -> fresh.decide(result("t", ROUND, 6));
      case DOUBT -> fresh.decide(result("t", ROUND, step.from() == CLOSED ? 50 : 6));
      case PARK -> {
        fresh.rules = _ -> Optional.empty();
        fresh.decide(step.from() == CLOSED ? result("t", ROUND, 6) : settle("t", ROUND));
      }
      case CONFIRM ->
          fresh.decide(
              new Command.RoundConfirm(LIC, "t", ROUND, new RouletteResult(6), null, "sue"));
      case SETTLE -> fresh.decide(settle("t", ROUND));
      case RESPIN -> fresh.decide(new Command.RoundRespin(LIC, "t", ROUND, "dan"));
      case VOID -> fresh.decide(voided("t", ROUND));
    }
  }

  @Test
  void theRoundOpenedUnderOneRulesetIsSettledByItWhateverTheTableUsesNow() {
    betting();
    assertEquals("roulette-1.0.0", round().calcVer());
    assertEquals(
        Fixtures.RULES.find("roulette-1.0.0").orElseThrow().rulesHash(), round().rulesHash());
    assertEquals(Fixtures.LIMITS.limitsVer(), round().limitsVer());
    assertEquals(TABLE, round().table());
  }
}
