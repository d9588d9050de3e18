package dev.croupier.gateway.rounds.shard;

import static dev.croupier.gateway.rounds.Fixtures.ANN;
import static dev.croupier.gateway.rounds.Fixtures.BOB;
import static dev.croupier.gateway.rounds.Fixtures.LIC;
import static dev.croupier.gateway.rounds.Fixtures.OTHER;
import static dev.croupier.gateway.rounds.Fixtures.ROUND;
import static dev.croupier.gateway.rounds.Fixtures.bet;
import static dev.croupier.gateway.rounds.Fixtures.cancel;
import static dev.croupier.gateway.rounds.Fixtures.close;
import static dev.croupier.gateway.rounds.Fixtures.deposit;
import static dev.croupier.gateway.rounds.Fixtures.open;
import static dev.croupier.gateway.rounds.Fixtures.result;
import static dev.croupier.gateway.rounds.Fixtures.settle;
import static dev.croupier.gateway.rounds.Fixtures.slip;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.croupier.gateway.ids.RoundId;
import dev.croupier.gateway.rounds.Fixtures;
import dev.croupier.gateway.rounds.TestClock;
import dev.croupier.gateway.rounds.event.Answer;
import dev.croupier.gateway.rounds.event.Command;
import dev.croupier.gateway.rounds.event.LimitSet;
import dev.croupier.gateway.rounds.event.Limits;
import dev.croupier.gateway.rounds.event.SlipItem;
import dev.croupier.gateway.rounds.event.StakeRange;
import dev.croupier.gateway.rounds.event.Wallet;
import dev.croupier.gateway.rounds.ledger.Keyed;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BetRulesTest {
  private final Decided shard = new Decided();

  private static String code(Answer answer) {
    String text = answer.text();
    int at = text.indexOf("\"code\":\"");
    return at < 0 ? "" : text.substring(at + 8, text.indexOf('"', at + 8));
  }

  private long balance() {
    List<Wallet> wallets = new ArrayList<>();
    shard.journal.wallets(wallets::add);
    return wallets.stream()
        .filter(w -> w.player().equals(ANN))
        .findFirst()
        .orElseThrow()
        .balanceMinor();
  }

  private void opened() {
    shard.decide(deposit("d", ANN, 100_000));
    shard.decide(open("o"));
  }

  @Test
  void anAcceptedSlipTakesItsStakeAndSaysSoInTheAgreedBytes() {
    opened();
    Answer answer = shard.decide(bet("b", ANN, ROUND, "straight:17", 500));
    assertEquals(
        "201 bet.accepted {\"bet\":\"s0-1-3\",\"idempotencyKey\":\"b\",\"round\":\"roulette-1-1\","
            + "\"player\":\"ann\",\"clientBuild\":\"roulette-1.0.0\",\"state\":\"accepted\","
            + "\"items\":[{\"spot\":\"straight:17\",\"stakeMinor\":500}],\"balanceMinor\":99500}",
        answer.toString());
    assertEquals(99_500, balance());
    assertEquals(List.of(), shard.findings());
  }

  @Test
  void aRefusalIsAProblemAndABodyInOneAndMovesNoMoney() {
    opened();
    Answer answer = shard.decide(bet("b", ANN, ROUND, "straight:37", 500));
    assertEquals(
        "422 bet.rejected {\"type\":\"about:blank\",\"title\":\"No such spot\",\"status\":422,"
            + "\"idempotencyKey\":\"b\",\"round\":\"roulette-1-1\",\"player\":\"ann\","
            + "\"clientBuild\":\"roulette-1.0.0\",\"state\":\"refused\","
            + "\"items\":[{\"spot\":\"straight:37\",\"stakeMinor\":500}],\"balanceMinor\":100000,"
            + "\"code\":\"unknown_spot\",\"detail\":\"there is no spot straight:37\"}",
        answer.toString());
    assertEquals(100_000, balance());
  }

  @ParameterizedTest
  @CsvSource({
    "straight:17,                  0, invalid_stake",
    "straight:17,                 -1, invalid_stake",
    "straight:17,               -100, invalid_stake",
    "straight:17, -9223372036854775808, invalid_stake",
    "straight:17,                  1, below_minimum",
    "straight:17,                 99, below_minimum",
    "straight:17,                101, step",
    "straight:17,             200001, above_maximum",
    "straight:17,             200100, above_maximum",
    "straight:17, 9223372036854775807, above_maximum",
    "straight:17,             100100, insufficient_funds",
    "straight:17,                100, ''",
    "straight:17,             100000, ''",
    "straight:017,               100, unknown_spot",
    "Red,                        100, unknown_spot",
    "banker,                     100, unknown_spot",
  })
  void eachStakeHasItsRefusal(String spot, long stake, String expected) {
    opened();
    assertEquals(expected, code(shard.decide(bet("b", ANN, ROUND, spot, stake))));
    assertEquals(expected.isEmpty() ? 100_000 - stake : 100_000, balance());
    assertEquals(List.of(), shard.findings());
  }

  /** Each slip earns its own refusal and every later one as well; the first in the order wins. */
  @Test
  void refusalsComeInTheirOrder() {
    Limits narrow =
        Limits.of(
            "narrow",
            List.of(
                new LimitSet(
                    "*",
                    "*",
                    "EUR",
                    Map.of("*", new StakeRange(100, 1_000, 100)),
                    1_500,
                    30_000,
                    List.of())));
    shard.decide(deposit("d", ANN, 50));
    shard.decide(open("o", narrow));
    shard.decide(cancel("c", ANN, "late"));
    var late = new SlipItem("nowhere", -5);
    RoundId none = new RoundId("roulette-1-9");
    assertEquals("cancelled_before", code(shard.decide(slip("late", ANN, none, "USD", late))));
    assertEquals("unknown_round", code(shard.decide(slip("k1", ANN, none, "USD", late))));
    shard.clock.advance(Fixtures.BETTING_US + 1_000);
    assertEquals("currency_mismatch", code(shard.decide(slip("k2", ANN, ROUND, "USD", late))));
    assertEquals("currency_mismatch", code(shard.decide(slip("k2x", BOB, ROUND, "USD", late))));
    assertEquals("betting_closed", code(shard.decide(slip("k3", ANN, ROUND, "EUR", late))));
    shard.decide(close("x", ROUND));
    shard.decide(result("r", ROUND, 1));
    shard.clock.advance(1);
    shard.decide(Fixtures.voided("v", ROUND));
    shard.decide(open("o2", narrow));
    RoundId second = new RoundId("roulette-1-2");
    List<SlipItem> items = new ArrayList<>(List.of(late));
    assertEquals("unknown_spot", code(decide("k4", second, items)));
    items.set(0, new SlipItem("red", -5));
    items.add(new SlipItem("black", 50));
    assertEquals("invalid_stake", code(decide("k5", second, items)));
    items.set(0, new SlipItem("even", 2_050));
    assertEquals("below_minimum", code(decide("k6", second, items)));
    items.set(1, new SlipItem("black", 150));
    assertEquals("above_maximum", code(decide("k7", second, items)));
    items.set(0, new SlipItem("straight:1", 1_000));
    assertEquals("step", code(decide("k8", second, items)));
    items.set(1, new SlipItem("straight:2", 1_000));
    assertEquals("table_limit", code(decide("k9", second, items)));
    items.set(1, new SlipItem("straight:2", 500));
    assertEquals("liability_limit", code(decide("k10", second, items)));
    items.set(0, new SlipItem("straight:1", 500));
    assertEquals("insufficient_funds", code(decide("k11", second, items)));
    assertEquals(List.of(), shard.findings());
  }

  private Answer decide(String key, RoundId round, List<SlipItem> items) {
    return shard.decide(slip(key, ANN, round, "EUR", items.toArray(SlipItem[]::new)));
  }

  @Test
  void theLiabilityIsTheWorstOutcomeLessAllStakes() {
    Limits limits =
        Limits.of(
            "liable",
            List.of(
                new LimitSet(
                    "*",
                    "*",
                    "EUR",
                    Map.of("*", new StakeRange(100, 100_000, 100)),
                    100_000,
                    35_000,
                    List.of())));
    shard.decide(deposit("d", ANN, 100_000));
    shard.decide(open("o", limits));
    // 1,000 on one number pays 36,000 and is itself lost to the house: 35,000 at stake.
    assertEquals("", code(shard.decide(bet("b1", ANN, ROUND, "straight:17", 1_000))));
    assertEquals("liability_limit", code(shard.decide(bet("b2", ANN, ROUND, "straight:17", 100))));
    // A stake elsewhere pays for more: 100 on black lowers the loss on 17 (black) by 100.
    assertEquals("liability_limit", code(shard.decide(bet("b3", ANN, ROUND, "black", 100))));
    assertEquals("", code(shard.decide(bet("b4", ANN, ROUND, "red", 3_500))));
    assertEquals("", code(shard.decide(bet("b5", ANN, ROUND, "straight:17", 100))));
    assertEquals("liability_limit", code(shard.decide(bet("b6", ANN, ROUND, "straight:17", 100))));
    // What is taken back no longer pays for anything, and no longer costs either.
    assertEquals("", code(shard.decide(cancel("c", ANN, "b5"))));
    assertEquals("", code(shard.decide(bet("b7", ANN, ROUND, "straight:17", 100))));
  }

  @Test
  void aPayoutThatDoesNotFit64BitsIsRefusedWhenItIsPlaced() {
    long huge = Long.MAX_VALUE / 20;
    Limits limits =
        Limits.of(
            "huge",
            List.of(
                new LimitSet(
                    "*",
                    "*",
                    "EUR",
                    Map.of("*", new StakeRange(1, Long.MAX_VALUE, 1)),
                    Long.MAX_VALUE,
                    Long.MAX_VALUE,
                    List.of())));
    shard.decide(deposit("d", ANN, Long.MAX_VALUE / 4));
    shard.decide(open("o", limits));
    assertEquals("liability_limit", code(shard.decide(bet("b", ANN, ROUND, "straight:0", huge))));
    assertEquals("", code(shard.decide(bet("b2", ANN, ROUND, "red", huge))));
    assertEquals(
        "above_maximum",
        code(
            shard.decide(
                slip(
                    "b3",
                    ANN,
                    ROUND,
                    "EUR",
                    new SlipItem("black", Long.MAX_VALUE),
                    new SlipItem("black", Long.MAX_VALUE)))));
    assertEquals(
        "table_limit",
        code(
            shard.decide(
                slip(
                    "b4",
                    ANN,
                    ROUND,
                    "EUR",
                    new SlipItem("black", Long.MAX_VALUE - 5),
                    new SlipItem("odd", Long.MAX_VALUE - 5)))));
  }

  @Test
  void theMaximumOfASpotCountsWhatLiesThereAlready() {
    shard.decide(deposit("d", ANN, 300_000));
    shard.decide(open("o"));
    assertEquals("", code(shard.decide(bet("b1", ANN, ROUND, "red", 150_000))));
    assertEquals("above_maximum", code(shard.decide(bet("b2", ANN, ROUND, "red", 50_100))));
    assertEquals("", code(shard.decide(bet("b3", ANN, ROUND, "red", 50_000))));
    assertEquals("above_maximum", code(shard.decide(bet("b4", ANN, ROUND, "red", 100))));
    assertEquals("", code(shard.decide(cancel("c", ANN, "b3"))));
    assertEquals("", code(shard.decide(bet("b5", ANN, ROUND, "red", 100))));
  }

  @Test
  void aSlipIsAllOrNothing() {
    opened();
    Answer answer =
        shard.decide(
            slip(
                "b",
                ANN,
                ROUND,
                "EUR",
                new SlipItem("red", 100),
                new SlipItem("black", 100),
                new SlipItem("green", 100)));
    assertEquals("unknown_spot", code(answer));
    assertEquals(100_000, balance());
  }

  @ParameterizedTest
  @CsvSource({"19999999,''", "20000000,betting_closed", "20000001,betting_closed"})
  void noBetIsTakenAtOrAfterTheCloseEvenIfNoCloseEverComes(long afterUs, String expected) {
    opened();
    shard.clock.set(TestClock.START + 1 + afterUs);
    assertEquals(expected, code(shard.decide(bet("b", ANN, ROUND, "red", 100))));
  }

  @Test
  void aClockThatJumpsBackReopensNothing() {
    opened();
    shard.clock.advance(Fixtures.BETTING_US + 1_000);
    assertEquals("betting_closed", code(shard.decide(bet("b1", ANN, ROUND, "red", 100))));
    shard.clock.advance(-3_600_000_000L);
    assertEquals("betting_closed", code(shard.decide(bet("b2", ANN, ROUND, "red", 100))));
    var records = shard.journal.records();
    for (int i = 1; i < records.size(); i++) {
      assertTrue(records.get(i).ts() > records.get(i - 1).ts());
      assertEquals(records.get(i - 1).seq() + 1, records.get(i).seq());
    }
    assertEquals(List.of(), shard.findings());
  }

  @Test
  void aBetIsTakenBackWhileBettingIsOpenAndNotLater() {
    opened();
    shard.decide(bet("b", ANN, ROUND, "red", 500));
    Answer answer = shard.decide(cancel("c", ANN, "b"));
    assertEquals(
        "200 bet.cancelled {\"idempotencyKey\":\"c\",\"bet\":\"s0-1-3\",\"placeKey\":\"b\","
            + "\"round\":\"roulette-1-1\",\"state\":\"cancelled\","
            + "\"items\":[{\"spot\":\"red\",\"stakeMinor\":500}],\"balanceMinor\":100000}",
        answer.toString());
    shard.decide(bet("b2", ANN, ROUND, "red", 500));
    shard.clock.advance(Fixtures.BETTING_US + 1_000);
    assertEquals("betting_closed", code(shard.decide(cancel("c2", ANN, "b2"))));
    assertEquals(99_500, balance());
    assertEquals(List.of(), shard.findings());
  }

  @Test
  void aBetInARoundThatEndedInTheSameBatchIsKnown() {
    opened();
    shard.decide(bet("b", ANN, ROUND, "red", 500));
    shard.clock.advance(Fixtures.BETTING_US + 1_000);
    List<Answer> answers =
        shard.decide(
            List.of(
                close("x", ROUND),
                result("r", ROUND, 0),
                settle("s", ROUND),
                cancel("c", ANN, "b")));
    assertEquals(200, answers.get(2).status());
    assertEquals("betting_closed", code(answers.get(3)));
    assertEquals(List.of(), shard.findings());
  }

  @Test
  void nobodyCancelsAnothersBet() {
    opened();
    shard.decide(bet("b", ANN, ROUND, "red", 500));
    assertEquals("unknown_bet", code(shard.decide(cancel("c", BOB, "b"))));
    var foreign =
        new Command.BetCancel(OTHER, "c", ANN, new dev.croupier.gateway.ids.BetId("s0-1-3"), null);
    assertEquals("unknown_bet", code(shard.decide(foreign)));
    assertEquals(
        dev.croupier.gateway.rounds.event.BetState.ACCEPTED,
        shard.journal.bet(new Keyed(LIC, "s0-1-3")).orElseThrow().state());
    assertEquals(List.of(), shard.findings());
  }

  @Test
  void aDepositFixesTheCurrencyOfAWallet() {
    assertEquals(201, shard.decide(deposit("d", ANN, 100)).status());
    var dollars = new Command.Deposit(LIC, "d2", ANN, 100, "USD", "deposit");
    assertEquals("currency_mismatch", code(shard.decide(dollars)));
    var nothing = new Command.Deposit(LIC, "d3", ANN, 0, "EUR", "deposit");
    assertEquals("invalid_stake", code(shard.decide(nothing)));
    var all = new Command.Deposit(LIC, "d4", ANN, Long.MAX_VALUE, "EUR", "deposit");
    assertEquals("invalid_stake", code(shard.decide(all)));
    assertEquals(100, balance());
  }

  @ParameterizedTest
  @CsvSource({"JPY,0", "EUR,2", "KWD,3"})
  void aWalletKnowsTheExponentOfItsCurrency(String currency, int exponent) {
    Answer answer = shard.decide(new Command.Deposit(LIC, "d", ANN, 5_000, currency, "deposit"));
    assertEquals(
        "201 balance {\"player\":\"ann\",\"currency\":\""
            + currency
            + "\",\"exponent\":"
            + exponent
            + ",\"balanceMinor\":5000,\"bonusMinor\":0,\"openStakesMinor\":0}",
        answer.toString());
  }
}
