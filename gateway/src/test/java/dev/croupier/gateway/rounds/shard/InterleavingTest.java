package dev.croupier.gateway.rounds.shard;

import static dev.croupier.gateway.rounds.Fixtures.ANN;
import static dev.croupier.gateway.rounds.Fixtures.ROUND;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import dev.croupier.gateway.rounds.Fixtures;
import dev.croupier.gateway.rounds.event.Answer;
import dev.croupier.gateway.rounds.event.Command;
import dev.croupier.gateway.rounds.event.Wallet;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/**
 * Every order of {bet, cancel, close, result, settle, void, time, restart} with repeats, against
 * {@link Model}. Length 5 here; {@code -Dcroupier.interleavings=6} goes on to 6 (about 137,000
 * sequences).
 */
class InterleavingTest {
  private static final List<String> STEPS =
      List.of("bet", "cancel", "close", "result", "settle", "void", "time");
  private static final int LENGTH = Integer.getInteger("croupier.interleavings", 5);

  private static Command command(String step) {
    return switch (step) {
      case "bet" -> Fixtures.bet("bet", ANN, ROUND, "red", 100);
      case "cancel" -> Fixtures.cancel("cancel", ANN, "bet");
      case "close" -> Fixtures.close("close", ROUND);
      case "result" -> Fixtures.result("result", ROUND, 1);
      case "settle" -> Fixtures.settle("settle", ROUND);
      case "void" -> Fixtures.voided("void", ROUND);
      default -> throw new IllegalArgumentException(step);
    };
  }

  private static Model.Said said(Answer answer) {
    String text = answer.text();
    String word = answer.isAccepted() ? value(text, "state") : value(text, "code");
    return new Model.Said(answer.status(), word);
  }

  private static String value(String json, String field) {
    int at = json.indexOf("\"" + field + "\":\"") + field.length() + 4;
    return json.substring(at, json.indexOf('"', at));
  }

  /** Runs one order; every answer, and the state after every step, must be the model's. */
  private static void run(List<String> order, int restartBefore, boolean verify) {
    Decided shard = new Decided();
    Model model = new Model();
    shard.decide(Fixtures.deposit("d", ANN, 1_000));
    shard.decide(Fixtures.open("o"));
    Map<String, Answer> first = new HashMap<>();
    for (int i = 0; i < order.size(); i++) {
      String step = order.get(i);
      if (i == restartBefore) {
        shard.restart();
      }
      if (step.equals("time")) {
        shard.clock.advance(Fixtures.BETTING_US + 1_000);
        model.timePasses();
        continue;
      }
      int records = shard.journal.records().size();
      Answer answer = shard.decide(command(step));
      String where = order + " at " + i + ": " + answer;
      assertEquals(model.hear(step), said(answer), where);
      Answer before = first.putIfAbsent(step, answer);
      if (before != null) {
        assertTrue(before.same(answer), where);
        assertEquals(records, shard.journal.records().size(), where);
      }
      assertSame(model, shard, where);
      shard.clock.advance(1);
    }
    if (verify) {
      assertEquals(List.of(), shard.findings(), order.toString());
    }
  }

  private static void assertSame(Model model, Decided shard, String where) {
    List<Wallet> wallets = new ArrayList<>(1);
    shard.journal.wallets(wallets::add);
    assertEquals(model.balance(), wallets.getFirst().balanceMinor(), where);
    String bet =
        shard.journal.bets().isEmpty() ? "none" : shard.journal.bets().getFirst().state().wire();
    assertEquals(model.bet(), bet, where);
    assertEquals(bet.equals("accepted") ? 100 : 0, wallets.getFirst().openStakesMinor(), where);
    String round = shard.journal.round(ROUND).orElseThrow().state().wire();
    // A close that is due shows in the next command to the round, in the model too.
    assertEquals(model.round(), round, where);
  }

  private static void each(
      List<String> order, int length, java.util.function.Consumer<List<String>> run) {
    if (order.size() == length) {
      run.accept(order);
      return;
    }
    for (String step : STEPS) {
      order.add(step);
      each(order, length, run);
      order.removeLast();
    }
  }

  @Test
  void everyOrderIsDecidedAsTheModelDecidesIt() {
    int[] number = {0};
    for (int length = 1; length <= LENGTH; length++) {
      int last = length;
      each(
          new ArrayList<>(),
          length,
          order -> {
            // Verified are the longest ones, in which the shorter are contained, and not each.
            boolean verify = last == LENGTH && number[0] % 29 == 0;
            run(order, number[0]++ % (last + 1), verify);
          });
    }
    long expected = 0;
    for (int length = 1; length <= LENGTH; length++) {
      expected += Math.powExact((long) STEPS.size(), length);
    }
    assertEquals(expected, number[0]);
  }

  @Test
  void theModelIsNotJustAgreeingWithItself() {
    Model model = new Model();
    model.hear("bet");
    model.hear("close");
    model.hear("result");
    assertEquals(new Model.Said(200, "settled"), model.hear("settle"));
    assertEquals(1_100, model.balance());
    assertEquals(new Model.Said(422, "not_ready"), model.hear("void"));
    try {
      model.hear("sing");
      fail("there is no such command");
    } catch (IllegalArgumentException e) {
      assertEquals("sing", e.getMessage());
    }
  }

  @Test
  void aBetAndItsCancelCommute() {
    for (List<String> order : List.of(List.of("bet", "cancel"), List.of("cancel", "bet"))) {
      Decided shard = new Decided();
      shard.decide(Fixtures.deposit("d", ANN, 1_000));
      shard.decide(Fixtures.open("o"));
      order.forEach(step -> shard.decide(command(step)));
      List<Wallet> wallets = new ArrayList<>();
      shard.journal.wallets(wallets::add);
      assertEquals(1_000, wallets.getFirst().balanceMinor());
      assertEquals(0, wallets.getFirst().openStakesMinor());
    }
  }
}
