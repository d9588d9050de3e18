package dev.croupier.gateway.rounds.table;

import static dev.croupier.gateway.rounds.Fixtures.ANN;
import static dev.croupier.gateway.rounds.Fixtures.BOB;
import static dev.croupier.gateway.rounds.Fixtures.LIC;
import static dev.croupier.gateway.rounds.Fixtures.LIMITS;
import static dev.croupier.gateway.rounds.Fixtures.OTHER;
import static dev.croupier.gateway.rounds.Fixtures.ROUND;
import static dev.croupier.gateway.rounds.Fixtures.RULES;
import static dev.croupier.gateway.rounds.Fixtures.SHARD;
import static dev.croupier.gateway.rounds.Fixtures.TABLE;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.croupier.gateway.ids.LicenseeId;
import dev.croupier.gateway.ids.PlayerId;
import dev.croupier.gateway.ids.RoundId;
import dev.croupier.gateway.ids.TableId;
import dev.croupier.gateway.rounds.TestClock;
import dev.croupier.gateway.rounds.event.Answer;
import dev.croupier.gateway.rounds.event.Fact;
import dev.croupier.gateway.rounds.event.LimitSet;
import dev.croupier.gateway.rounds.event.Limits;
import dev.croupier.gateway.rounds.event.ResultSource;
import dev.croupier.gateway.rounds.event.RouletteResult;
import dev.croupier.gateway.rounds.event.Round;
import dev.croupier.gateway.rounds.event.RoundState;
import dev.croupier.gateway.rounds.event.SlipItem;
import dev.croupier.gateway.rounds.event.StakeRange;
import dev.croupier.gateway.rounds.event.VoidReason;
import dev.croupier.gateway.rounds.feed.Feed;
import dev.croupier.gateway.rounds.shard.Verifier;
import dev.croupier.gateway.rounds.store.SqliteStore;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(30)
class RoundsTest {
  private static final Staff DEALER = new Staff(LIC, "dan");
  private static final long BETTING_MS = 20_000;
  private static final ObjectMapper JSON = new ObjectMapper();

  @TempDir Path dir;
  private final TestClock clock = new TestClock();
  private final ManualTimers timers = new ManualTimers(clock);
  private final List<String> alerts = new CopyOnWriteArrayList<>();
  private final BlockingQueue<Fact> facts = new LinkedBlockingQueue<>();
  private SqliteStore store;
  private Rounds rounds;
  private int keys;

  @BeforeEach
  void start() throws Exception {
    start(TableSettings.of(TABLE, "roulette-1.0.0", LIMITS));
  }

  private void start(TableSettings settings) throws Exception {
    store = SqliteStore.open(dir, SHARD, new Verifier(RULES));
    rounds =
        Rounds.start(
            new Rounds.Parts(
                SHARD,
                store.journal(),
                store.reads(),
                new Feed(),
                RULES,
                clock,
                timers,
                (round, code, detail) -> alerts.add(code),
                Map.of("EUR", 100_000L),
                status -> {}),
            List.of(settings));
    facts.clear();
    rounds.subscribe(facts::add, () -> {});
  }

  @AfterEach
  void stop() {
    rounds.close();
    store.close();
  }

  private static Bettor bettor(LicenseeId licensee, PlayerId player) {
    return new Bettor(licensee, player, "EUR", null, "roulette-1.0.0", 1);
  }

  private String key() {
    return "key-" + ++keys;
  }

  private Answer bet(LicenseeId licensee, PlayerId player, RoundId round, String spot, long stake) {
    return rounds
        .place(bettor(licensee, player), key(), round, List.of(new SlipItem(spot, stake)))
        .join();
  }

  private Answer result(RoundId round, int pocket) {
    return rounds
        .result(DEALER, key(), round, new RouletteResult(pocket), ResultSource.DEALER, null)
        .join();
  }

  /** The next fact of a kind; others before it are passed over. */
  private <T extends Fact> T next(Class<T> kind) throws InterruptedException {
    while (true) {
      Fact fact = facts.take();
      if (kind.isInstance(fact)) {
        return kind.cast(fact);
      }
    }
  }

  /** Waits until the table's owner has seen its round so. */
  private void awaitTable(RoundState state) {
    until(() -> rounds.current(TABLE).map(Round::state).orElse(null) == state);
  }

  private void awaitTimers(int waiting) {
    until(() -> timers.size() == waiting);
  }

  private void awaitAlert(String code) {
    until(() -> alerts.contains(code));
  }

  private static void until(BooleanSupplier holds) {
    while (!holds.getAsBoolean()) {
      assertFalse(Thread.currentThread().isInterrupted(), "it never came to that");
      Thread.onSpinWait();
    }
  }

  private static JsonNode json(byte[] body) throws IOException {
    return JSON.readTree(body);
  }

  private void opened() {
    assertEquals(201, rounds.open(DEALER, key(), TABLE, BETTING_MS).join().status());
    awaitTable(RoundState.BETTING);
    awaitTimers(1);
  }

  private void closedByItself() throws InterruptedException {
    timers.advance(BETTING_MS * 1_000 + 100);
    next(Fact.RoundClosed.class);
    awaitTable(RoundState.CLOSED);
    awaitTimers(2);
    clock.advance(1_000);
  }

  @Test
  void aRoundClosesAtItsTimeAndSettlesAfterItsResultByItself() throws Exception {
    Seat seat = rounds.sit(bettor(LIC, ANN), TABLE).join();
    assertEquals(100_000, seat.wallet().balanceMinor());
    opened();
    assertEquals(201, bet(LIC, ANN, ROUND, "straight:17", 1_000).status());
    closedByItself();
    Answer dealt = result(ROUND, 17);
    assertEquals("result", json(dealt.body()).get("state").asText());
    Fact.RoundSettled settled = next(Fact.RoundSettled.class);
    assertEquals(35_000, settled.players().getFirst().netMinor());
    assertEquals("roulette-1.0.0", settled.players().getFirst().clientBuild());
    awaitTable(RoundState.SETTLED);
    awaitTimers(0);
    assertEquals(
        List.of(17),
        rounds.lastResults(TABLE, 10).stream()
            .map(r -> ((RouletteResult) r.result()).pocket())
            .toList());
    assertEquals(135_000, rounds.wallet(LIC, ANN).orElseThrow().balanceMinor());
  }

  @Test
  void aTableThatIsSettledByHandWaits() throws Exception {
    stop();
    start(TableSettings.of(TABLE, "roulette-1.0.0", LIMITS).settledManually());
    opened();
    closedByItself();
    result(ROUND, 17);
    next(Fact.RoundResulted.class);
    awaitTable(RoundState.RESULT);
    awaitTimers(0);
    assertEquals(RoundState.RESULT, store.reads().round(ROUND).orElseThrow().state());
    assertEquals(200, rounds.settle(DEALER, key(), ROUND).join().status());
    assertEquals(RoundState.SETTLED, store.reads().round(ROUND).orElseThrow().state());
  }

  @Test
  void aRoundConfirmedBySupervisorSettlesThoughASettlementWasRefusedBefore() throws Exception {
    opened();
    closedByItself();
    result(ROUND, 37);
    next(Fact.RoundHeld.class);
    awaitAlert("held");
    assertEquals(422, rounds.settle(DEALER, key(), ROUND).join().status());
    rounds.confirm(new Staff(LIC, "sue"), key(), ROUND, new RouletteResult(3), null).join();
    next(Fact.RoundSettled.class);
    assertEquals(RoundState.SETTLED, store.reads().round(ROUND).orElseThrow().state());
  }

  @Test
  void aMissingResultRaisesAlertsAndByPolicyGivesTheStakesBack() throws Exception {
    stop();
    start(
        TableSettings.of(TABLE, "roulette-1.0.0", LIMITS)
            .unfinished(600_000_000, TableSettings.Unfinished.VOID));
    rounds.sit(bettor(LIC, ANN), TABLE).join();
    opened();
    bet(LIC, ANN, ROUND, "red", 500);
    closedByItself();
    timers.advance(60_000_000);
    awaitAlert("no_result");
    assertEquals(List.of("no_result"), alerts);
    timers.advance(540_000_000);
    Fact.RoundVoided voided = next(Fact.RoundVoided.class);
    assertEquals("studio_lost", voided.reason());
    assertEquals(100_000, voided.players().getFirst().balanceMinor());
    assertEquals(List.of("no_result", "unfinished"), alerts);
  }

  @Test
  void withThePolicyHoldNothingMovesUntilSomebodyDecides() throws Exception {
    opened();
    closedByItself();
    timers.advance(600_000_000);
    awaitAlert("unfinished");
    assertEquals(RoundState.CLOSED, store.reads().round(ROUND).orElseThrow().state());
    assertEquals(
        200,
        rounds
            .voidRound(new Staff(LIC, "sue"), key(), ROUND, VoidReason.EQUIPMENT)
            .join()
            .status());
  }

  @Test
  void afterACrashAnOverdueRoundIsClosedAndWaitsForItsResult() throws Exception {
    rounds.sit(bettor(LIC, ANN), TABLE).join();
    opened();
    bet(LIC, ANN, ROUND, "red", 500);
    stop();
    assertEquals(0, timers.size());
    clock.advance(3_600_000_000L);
    start(TableSettings.of(TABLE, "roulette-1.0.0", LIMITS));
    awaitTimers(1);
    timers.advance(1);
    next(Fact.RoundClosed.class);
    awaitTable(RoundState.CLOSED);
    Seat seat = rounds.sit(bettor(LIC, ANN), TABLE).join();
    assertEquals(1, seat.openBets().size());
    assertEquals(500, seat.wallet().openStakesMinor());
    clock.advance(1_000);
    result(ROUND, 1);
    next(Fact.RoundSettled.class);
    assertEquals(100_500, rounds.wallet(LIC, ANN).orElseThrow().balanceMinor());
  }

  @Test
  void aResultWithoutItsSettlementIsSettledAfterTheRestart() throws Exception {
    stop();
    start(TableSettings.of(TABLE, "roulette-1.0.0", LIMITS).settledManually());
    rounds.sit(bettor(LIC, ANN), TABLE).join();
    opened();
    bet(LIC, ANN, ROUND, "red", 500);
    closedByItself();
    result(ROUND, 1);
    stop();
    start(TableSettings.of(TABLE, "roulette-1.0.0", LIMITS));
    awaitTable(RoundState.SETTLED);
    assertEquals(100_500, rounds.wallet(LIC, ANN).orElseThrow().balanceMinor());
    assertEquals(1, rounds.lastResults(TABLE, 5).size());
  }

  @Test
  void otherRulesAndLimitsHoldFromTheNextRoundOn() throws Exception {
    Limits tight =
        Limits.of(
            "tight",
            List.of(
                new LimitSet(
                    "*",
                    "*",
                    "EUR",
                    Map.of("*", new StakeRange(100, 200, 100)),
                    200,
                    10_000,
                    List.of(100L))));
    rounds.sit(bettor(LIC, ANN), TABLE).join();
    opened();
    assertTrue(rounds.useLimits(TABLE, tight));
    assertEquals(201, bet(LIC, ANN, ROUND, "red", 5_000).status());
    assertEquals(LIMITS.limitsVer(), rounds.sit(bettor(LIC, ANN), TABLE).join().limitsVer());
    rounds.voidRound(DEALER, key(), ROUND, VoidReason.MISDEAL).join();
    awaitTable(RoundState.VOID);
    opened();
    assertEquals(422, bet(LIC, ANN, new RoundId("roulette-1-2"), "red", 5_000).status());
    assertEquals(tight.limitsVer(), rounds.current(TABLE).orElseThrow().limitsVer());
    assertEquals(tight.limitsVer(), rounds.sit(bettor(LIC, ANN), TABLE).join().limitsVer());
    assertFalse(rounds.useRuleset(TABLE, "roulette-9.9.9"));
    assertTrue(rounds.useRuleset(TABLE, "roulette-1.0.0"));
  }

  @Test
  void oneLicenseeNeitherSeesNorTouchesAnothers() throws Exception {
    rounds.sit(bettor(LIC, ANN), TABLE).join();
    rounds.sit(bettor(OTHER, ANN), TABLE).join();
    opened();
    Answer own = bet(LIC, ANN, ROUND, "red", 500);
    String betId = json(own.body()).get("bet").asText();
    assertEquals(99_500, rounds.wallet(LIC, ANN).orElseThrow().balanceMinor());
    assertEquals(100_000, rounds.wallet(OTHER, ANN).orElseThrow().balanceMinor());
    assertEquals(
        0, json(rounds.round(new Reader(OTHER, null), ROUND).orElseThrow()).get("bets").size());
    assertEquals(
        1, json(rounds.round(new Reader(LIC, null), ROUND).orElseThrow()).get("bets").size());
    assertEquals(
        0, json(rounds.round(new Reader(LIC, BOB), ROUND).orElseThrow()).get("bets").size());
    assertTrue(rounds.byKey(OTHER, ANN, "key-2").isEmpty());
    assertTrue(rounds.byKey(LIC, BOB, "key-2").isEmpty());
    assertTrue(rounds.byKey(LIC, ANN, "key-2").orElseThrow().same(own));
    Answer theirs =
        rounds.cancel(bettor(OTHER, ANN), key(), new dev.croupier.gateway.ids.BetId(betId)).join();
    assertEquals("unknown_bet", json(theirs.body()).get("code").asText());
    assertEquals(0, json(rounds.history(OTHER, ANN, 0, Long.MAX_VALUE, 10)).size());
    assertEquals(1, json(rounds.history(LIC, ANN, 0, Long.MAX_VALUE, 10)).size());
    String told =
        new String(
            rounds.reproduction(new Reader(OTHER, null), ROUND).orElseThrow(),
            java.nio.charset.StandardCharsets.UTF_8);
    assertFalse(told.contains("ann"));
  }

  @Test
  void aReproductionHasRulesLimitsStepsAndPostings() throws Exception {
    rounds.sit(bettor(LIC, ANN), TABLE).join();
    opened();
    bet(LIC, ANN, ROUND, "red", 500);
    closedByItself();
    result(ROUND, 1);
    next(Fact.RoundSettled.class);
    JsonNode told = json(rounds.reproduction(new Reader(LIC, null), ROUND).orElseThrow());
    assertEquals("settled", told.get("state").asText());
    assertEquals("roulette-1.0.0", told.get("ruleset").get("calcVer").asText());
    assertEquals(LIMITS.limitsVer(), told.get("limits").get("limitsVer").asText());
    assertEquals(5, told.get("steps").size());
    JsonNode last = told.get("steps").get(4);
    assertEquals("round.settle", last.get("kind").asText());
    assertEquals(4, last.get("postings").size());
    assertEquals(1_000, told.get("bets").get(0).get("items").get(0).get("creditMinor").asLong());
    assertTrue(rounds.reproduction(new Reader(LIC, null), new RoundId("roulette-1-9")).isEmpty());
  }

  @Test
  void welcomeMoneyComesOnceForEverAlsoInARush() throws Exception {
    List<Seat> seats = new ArrayList<>();
    var sitting =
        java.util.stream.IntStream.range(0, 20)
            .mapToObj(_ -> rounds.sit(bettor(LIC, ANN), TABLE))
            .toList();
    sitting.forEach(future -> seats.add(future.join()));
    assertTrue(seats.stream().allMatch(seat -> seat.wallet().balanceMinor() == 100_000));
    stop();
    start();
    assertEquals(100_000, rounds.sit(bettor(LIC, ANN), TABLE).join().wallet().balanceMinor());
    PlayerId odd = new PlayerId("a:strange@name");
    assertEquals(100_000, rounds.sit(bettor(LIC, odd), TABLE).join().wallet().balanceMinor());
  }

  @Test
  void whatCannotBeACommandIsAnsweredAtOnceAndStoredNowhere() throws Exception {
    var nobody = bettor(LIC, ANN);
    var item = List.of(new SlipItem("red", 100));
    assertEquals(
        "missing_idempotency_key",
        json(rounds.place(nobody, null, ROUND, item).join().body()).get("code").asText());
    assertEquals(
        "malformed",
        json(rounds.place(nobody, "with space", ROUND, item).join().body()).get("code").asText());
    assertEquals(400, rounds.place(nobody, "~welcome:x", ROUND, item).join().status());
    assertEquals(400, rounds.place(nobody, "k", ROUND, List.of()).join().status());
    assertEquals(400, rounds.cancelByKey(nobody, "k", "k").join().status());
    assertEquals(400, rounds.open(DEALER, "k", TABLE, 0).join().status());
    assertEquals(400, rounds.open(DEALER, "k", TABLE, Long.MAX_VALUE).join().status());
    assertEquals(404, rounds.open(DEALER, "k", new TableId("no"), 1_000).join().status());
    assertTrue(rounds.byKey(LIC, ANN, "k").isEmpty());
    assertThrows(CompletionException.class, () -> rounds.sit(nobody, new TableId("no")).join());
    assertNull(rounds.current(new TableId("no")).orElse(null));
    assertEquals(List.of(), SqliteStore.verify(dir, SHARD, new Verifier(RULES)).findings());
  }

  @Test
  void aPlayerOfAnotherCurrencyHasASeatWithoutLimits() {
    var yen = new Bettor(LIC, BOB, "JPY", null, null, 1);
    Seat seat = rounds.sit(yen, TABLE).join();
    assertNull(seat.limits());
    assertEquals(0, seat.wallet().balanceMinor());
    assertEquals(0, seat.wallet().exponent());
  }
}
