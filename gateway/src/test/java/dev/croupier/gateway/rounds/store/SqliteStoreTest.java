package dev.croupier.gateway.rounds.store;

import static dev.croupier.gateway.rounds.Fixtures.ANN;
import static dev.croupier.gateway.rounds.Fixtures.BOB;
import static dev.croupier.gateway.rounds.Fixtures.LIC;
import static dev.croupier.gateway.rounds.Fixtures.OTHER;
import static dev.croupier.gateway.rounds.Fixtures.ROUND;
import static dev.croupier.gateway.rounds.Fixtures.SHARD;
import static dev.croupier.gateway.rounds.Fixtures.TABLE;
import static dev.croupier.gateway.rounds.Fixtures.bet;
import static dev.croupier.gateway.rounds.Fixtures.cancel;
import static dev.croupier.gateway.rounds.Fixtures.close;
import static dev.croupier.gateway.rounds.Fixtures.deposit;
import static dev.croupier.gateway.rounds.Fixtures.open;
import static dev.croupier.gateway.rounds.Fixtures.result;
import static dev.croupier.gateway.rounds.Fixtures.settle;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.croupier.gateway.ids.ShardId;
import dev.croupier.gateway.rounds.Fixtures;
import dev.croupier.gateway.rounds.TestClock;
import dev.croupier.gateway.rounds.event.Answer;
import dev.croupier.gateway.rounds.event.Bet;
import dev.croupier.gateway.rounds.event.Command;
import dev.croupier.gateway.rounds.event.RoundState;
import dev.croupier.gateway.rounds.event.RoundStep;
import dev.croupier.gateway.rounds.event.Wallet;
import dev.croupier.gateway.rounds.feed.Feed;
import dev.croupier.gateway.rounds.ledger.LedgerReads;
import dev.croupier.gateway.rounds.ledger.Verification;
import dev.croupier.gateway.rounds.shard.ShardStatus;
import dev.croupier.gateway.rounds.shard.ShardWriter;
import dev.croupier.gateway.rounds.shard.Verifier;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SqliteStoreTest {
  @TempDir Path dir;
  private final TestClock clock = new TestClock();
  private final Verifier verifier = new Verifier(Fixtures.RULES);
  private SqliteStore store;
  private ShardWriter writer;
  private volatile ShardStatus stopped;

  @BeforeEach
  void start() throws Exception {
    store = SqliteStore.open(dir, SHARD, verifier);
    writer =
        ShardWriter.start(
            SHARD,
            store.journal(),
            clock,
            Fixtures.RULES::find,
            new Feed(),
            status -> stopped = status);
  }

  @AfterEach
  void stop() {
    writer.close();
    store.close();
  }

  private void restart() throws Exception {
    stop();
    start();
  }

  private Answer decide(Command command) {
    return writer.submit(command).join();
  }

  private Path folder() {
    return dir.resolve("ledger").resolve(SHARD.value());
  }

  private Verification.Report verify() throws Exception {
    return SqliteStore.verify(dir, SHARD, verifier);
  }

  /** Two players, one cancelled, one refused and two accepted slips, one mark of a cancel. */
  private void aFullRound() {
    decide(deposit("d1", ANN, 100_000));
    decide(deposit("d2", BOB, 100_000));
    decide(open("o"));
    decide(bet("b1", ANN, ROUND, "straight:17", 1_000));
    decide(bet("b2", BOB, ROUND, "red", 2_000));
    decide(bet("b3", ANN, ROUND, "black", 300));
    decide(cancel("c1", ANN, "b3"));
    decide(bet("b4", ANN, ROUND, "black", 30));
    decide(cancel("c2", ANN, "b5"));
    decide(bet("b5", ANN, ROUND, "black", 300));
    decide(cancel("c3", ANN, "b6"));
    clock.advance(Fixtures.BETTING_US + 1_000);
    decide(close("x", ROUND));
    clock.advance(1_000);
    decide(result("r", ROUND, 17));
    decide(settle("s", ROUND));
  }

  @Test
  void whatWasDecidedIsReadBack() {
    aFullRound();
    LedgerReads reads = store.reads();
    assertEquals(
        new Wallet(LIC, ANN, "EUR", 2, 135_000, 0, 0), reads.wallet(LIC, ANN).orElseThrow());
    assertEquals(98_000, reads.wallet(LIC, BOB).orElseThrow().balanceMinor());
    assertEquals(RoundState.SETTLED, reads.round(ROUND).orElseThrow().state());
    assertEquals(
        List.of("settled [36000]", "cancelled null"),
        reads.bets(LIC, ROUND, ANN).stream()
            .map(b -> b.state().wire() + " " + b.credits())
            .toList());
    assertEquals(3, reads.bets(LIC, ROUND, null).size());
    assertEquals(List.of(ROUND), reads.lastResults(TABLE, 5).stream().map(r -> r.id()).toList());
    assertEquals(ROUND, reads.latestRound(TABLE).orElseThrow().id());
    assertEquals(1, reads.history(LIC, ANN, 0, Long.MAX_VALUE, 10).size());
    assertEquals(2, reads.history(LIC, ANN, 0, Long.MAX_VALUE, 10).getFirst().bets().size());
    assertEquals(List.of(), reads.openBets(LIC, ANN));
  }

  @Test
  void anotherLicenseeFindsNothing() {
    aFullRound();
    LedgerReads reads = store.reads();
    assertTrue(reads.wallet(OTHER, ANN).isEmpty());
    assertTrue(reads.answer(OTHER, "b1").isEmpty());
    assertEquals(List.of(), reads.bets(OTHER, ROUND, null));
    assertEquals(List.of(), reads.history(OTHER, ANN, 0, Long.MAX_VALUE, 10));
    assertTrue(
        reads.steps(OTHER, ROUND, null).stream()
            .allMatch(s -> s.kind().startsWith("round.") && s.postings().isEmpty()));
  }

  @Test
  void theStepsOfARoundTellItAll() {
    aFullRound();
    List<RoundStep> all = store.reads().steps(LIC, ROUND, null);
    assertEquals(
        List.of(
            "round.open",
            "bet.place",
            "bet.place",
            "bet.place",
            "bet.cancel",
            "bet.place",
            "bet.place",
            "round.close",
            "round.result",
            "round.settle"),
        all.stream().map(RoundStep::kind).toList());
    assertEquals(
        List.of(
            "stakes:roulette-1-1 -1000",
            "wallet:ann 1000",
            "house -35000",
            "wallet:ann 35000",
            "stakes:roulette-1-1 -2000",
            "house 2000"),
        all.getLast().postings().stream().map(p -> p.account() + " " + p.amountMinor()).toList());
    List<RoundStep> bobs = store.reads().steps(LIC, ROUND, BOB);
    assertEquals(
        List.of("round.open", "bet.place", "round.close", "round.result", "round.settle"),
        bobs.stream().map(RoundStep::kind).toList());
  }

  @Test
  void aRestartKeepsBalancesOpenBetsAndEveryByteOfEveryAnswer() throws Exception {
    decide(deposit("d1", ANN, 100_000));
    decide(open("o"));
    Answer accepted = decide(bet("b1", ANN, ROUND, "red", 1_000));
    Answer refused = decide(bet("b2", ANN, ROUND, "red", 1));
    restart();
    assertTrue(accepted.same(decide(bet("b1", ANN, ROUND, "red", 1_000))));
    assertTrue(refused.same(decide(bet("b2", ANN, ROUND, "red", 1))));
    assertTrue(accepted.same(store.reads().answer(LIC, "b1").orElseThrow().answer()));
    List<Bet> open = store.reads().openBets(LIC, ANN);
    assertEquals(List.of("b1"), open.stream().map(Bet::key).toList());
    assertEquals(99_000, store.reads().wallet(LIC, ANN).orElseThrow().balanceMinor());
    // The round goes on where it was, also its table limit and its counter.
    assertEquals(RoundState.BETTING, writer.unfinished().getFirst().state());
    decide(bet("b3", ANN, ROUND, "black", 1_000));
    clock.advance(Fixtures.BETTING_US + 1_000);
    decide(result("r", ROUND, 1));
    decide(settle("s", ROUND));
    assertEquals(100_000, store.reads().wallet(LIC, ANN).orElseThrow().balanceMinor());
    assertTrue(decide(open("o2")).text().startsWith("{\"round\":\"roulette-1-2\""));
    assertEquals(List.of(), verify().findings());
  }

  @Test
  void aSecondOpenerIsRefusedWithAClearMessage() {
    var refused =
        assertThrows(StoreRefusedException.class, () -> SqliteStore.open(dir, SHARD, verifier));
    assertTrue(refused.getMessage().contains("another process has the ledger in"));
    assertEquals(201, decide(deposit("d", ANN, 100)).status());
  }

  @Test
  void aWriterOfAnOlderEpochIsFencedOff() throws Exception {
    decide(deposit("d", ANN, 100));
    raw("UPDATE shard SET epoch = epoch + 1");
    CompletableFuture<Answer> lost = writer.submit(deposit("d2", ANN, 100));
    assertThrows(CompletionException.class, lost::join);
    assertEquals(ShardStatus.FENCED, writer.status());
    restart();
    assertEquals(100, store.reads().wallet(LIC, ANN).orElseThrow().balanceMinor());
    assertEquals(List.of(), verify().findings());
  }

  @Test
  void aSoundLedgerIsProvenRecordByRecord() throws Exception {
    aFullRound();
    Verification.Report report = verify();
    assertEquals(List.of(), report.findings());
    assertEquals(14, report.records());
    assertEquals(1, report.rounds());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "UPDATE wallet SET balance_minor = balance_minor + 1 WHERE player = 'ann'",
        "UPDATE entry SET amount_minor = 36001 WHERE amount_minor = 35000",
        "UPDATE entry SET amount_minor = amount_minor * 2",
        "DELETE FROM entry WHERE seq = 5",
        "INSERT INTO entry SELECT 99, n, shard, licensee, account, ref, currency, amount_minor"
            + " FROM entry WHERE seq = 5",
        "UPDATE idempotency SET answer = CAST(replace(CAST(answer AS TEXT), '99000', '99001')"
            + " AS BLOB) WHERE key = 'b1'",
        "UPDATE idempotency SET status = 201 WHERE key = 'b4'",
        "DELETE FROM idempotency WHERE key = 'b1'",
        "UPDATE journal SET command = CAST(replace(CAST(command AS TEXT), 'straight:17',"
            + " 'straight:18') AS BLOB) WHERE key = 'b1'",
        "UPDATE journal SET ts = ts + 1 WHERE key = 'r'",
        "DELETE FROM journal WHERE key = 'x'",
        "DELETE FROM journal WHERE key = 's'",
        "UPDATE round SET result = '{\"pocket\":18}'",
        "UPDATE round SET state = 'void'",
        "UPDATE bet SET credits = '36001' WHERE key = 'b1'",
        "UPDATE bet SET state = 'settled' WHERE key = 'b3'",
        "DELETE FROM bet WHERE key = 'b2'",
        "INSERT INTO wallet SELECT 'demo', 'eve', shard, currency, exponent, 5, 0, 0, seq"
            + " FROM wallet WHERE player = 'ann'",
        "UPDATE balance SET amount_minor = 0 WHERE account = 'house'",
        "UPDATE shard SET head = zeroblob(32)",
        "UPDATE shard SET seq = seq - 1",
        "DELETE FROM idempotency WHERE request_hash IS NULL",
        "DELETE FROM round",
      })
  void whateverIsChangedByHandIsFound(String sql) throws Exception {
    aFullRound();
    raw(sql);
    assertFalse(verify().isSound());
  }

  @Test
  void aTailRewrittenWithoutItsHeadIsFound() throws Exception {
    aFullRound();
    raw("DELETE FROM journal WHERE seq > 12");
    raw("DELETE FROM idempotency WHERE seq > 12");
    raw("DELETE FROM entry WHERE seq > 12");
    assertTrue(
        verify().findings().stream().anyMatch(f -> f.startsWith("the head says 14")),
        verify().findings().toString());
  }

  @Test
  void aSuspectLedgerIsCopiedProvenAndSwappedBeforeItServes() throws Exception {
    aFullRound();
    stop();
    markSuspect();
    start();
    assertEquals("ledger-2.db\n", Files.readString(folder().resolve("current")));
    assertEquals("serving\n", Files.readString(folder().resolve("mark")));
    assertTrue(Files.exists(folder().resolve("ledger-1.db")));
    assertEquals(135_000, store.reads().wallet(LIC, ANN).orElseThrow().balanceMinor());
    assertEquals(201, decide(open("o2")).status());
    assertEquals(List.of(), verify().findings());
  }

  @Test
  void aSuspectLedgerThatIsNotSoundIsNotServed() throws Exception {
    aFullRound();
    stop();
    raw("UPDATE wallet SET balance_minor = balance_minor + 1 WHERE player = 'ann'");
    markSuspect();
    var refused =
        assertThrows(StoreRefusedException.class, () -> SqliteStore.open(dir, SHARD, verifier));
    assertTrue(refused.getMessage().contains("is not sound, nothing is served"));
    assertEquals("ledger-1.db\n", Files.readString(folder().resolve("current")));
    assertEquals("suspect\n", Files.readString(folder().resolve("mark")));
    raw("UPDATE wallet SET balance_minor = balance_minor - 1 WHERE player = 'ann'");
    start();
    assertEquals("ledger-2.db\n", Files.readString(folder().resolve("current")));
  }

  /** A crash in the middle of a write leaves half a frame at the end of the WAL. */
  @ParameterizedTest
  @ValueSource(ints = {1, 24, 100, 4_000, 4_120})
  void aTornTailOfTheLogCostsOnlyWhatWasNeverAcknowledged(int garbage) throws Exception {
    decide(deposit("d1", ANN, 100_000));
    decide(open("o"));
    decide(bet("b1", ANN, ROUND, "red", 1_000));
    Path crashed = dir.resolve("crashed");
    Path to = crashed.resolve("ledger").resolve(SHARD.value());
    Files.createDirectories(to);
    for (String name : List.of("current", "mark", "ledger-1.db", "ledger-1.db-wal")) {
      Files.copy(folder().resolve(name), to.resolve(name));
    }
    Files.write(to.resolve("ledger-1.db-wal"), new byte[garbage], StandardOpenOption.APPEND);
    stop();
    dir = crashed;
    start();
    assertEquals(99_000, store.reads().wallet(LIC, ANN).orElseThrow().balanceMinor());
    assertEquals(201, decide(bet("b2", ANN, ROUND, "red", 1_000)).status());
    assertEquals(List.of(), verify().findings());
  }

  @Test
  void aNewerSchemaAndAForeignFileAreRefused() throws Exception {
    stop();
    raw("PRAGMA user_version = 99");
    var newer =
        assertThrows(StoreRefusedException.class, () -> SqliteStore.open(dir, SHARD, verifier));
    assertTrue(newer.getMessage().contains("has schema 99"));
    raw("PRAGMA user_version = 1");
    raw("PRAGMA application_id = 7");
    var foreign =
        assertThrows(StoreRefusedException.class, () -> SqliteStore.open(dir, SHARD, verifier));
    assertTrue(foreign.getMessage().contains("is not a ledger of Croupier"));
    raw("PRAGMA application_id = " + Schema.APPLICATION_ID);
    start();
  }

  @Test
  void aFileThatIsNoDatabaseIsRefused() throws Exception {
    stop();
    Files.writeString(folder().resolve("ledger-1.db"), "this is a letter, not a ledger\n");
    Files.deleteIfExists(folder().resolve("ledger-1.db-wal"));
    assertThrows(StoreRefusedException.class, () -> SqliteStore.open(dir, SHARD, verifier));
    Files.delete(folder().resolve("ledger-1.db"));
    start();
  }

  @Test
  void theLedgerOfAnotherShardIsRefused() throws Exception {
    stop();
    Files.move(folder(), folder().resolveSibling("s1"));
    assertThrows(
        StoreRefusedException.class, () -> SqliteStore.open(dir, new ShardId("s1"), verifier));
    Files.move(folder().resolveSibling("s1"), folder());
    start();
  }

  @Test
  void twinsFromManyThreadsAreOneBet() {
    decide(deposit("d1", ANN, 100_000));
    decide(open("o"));
    List<CompletableFuture<Answer>> answers = new ArrayList<>();
    for (int i = 0; i < 64; i++) {
      answers.add(
          CompletableFuture.supplyAsync(
              () -> decide(bet("b", ANN, ROUND, "red", 1_000)), Thread::startVirtualThread));
    }
    Answer first = answers.getFirst().join();
    answers.forEach(answer -> assertTrue(first.same(answer.join())));
    assertEquals(99_000, store.reads().wallet(LIC, ANN).orElseThrow().balanceMinor());
  }

  private void markSuspect() throws Exception {
    Files.writeString(folder().resolve("mark"), "suspect\n");
  }

  private void raw(String sql) throws SQLException {
    try (Connection connection =
            DriverManager.getConnection("jdbc:sqlite:" + folder().resolve("ledger-1.db"));
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }
}
