package dev.croupier.gateway.rounds.crash;

import static dev.croupier.gateway.rounds.Fixtures.LIC;
import static dev.croupier.gateway.rounds.Fixtures.SHARD;
import static dev.croupier.gateway.rounds.Fixtures.TABLE;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.croupier.gateway.rounds.Fixtures;
import dev.croupier.gateway.rounds.WallClock;
import dev.croupier.gateway.rounds.event.Answer;
import dev.croupier.gateway.rounds.event.Bet;
import dev.croupier.gateway.rounds.event.ResultSource;
import dev.croupier.gateway.rounds.event.RouletteResult;
import dev.croupier.gateway.rounds.event.Round;
import dev.croupier.gateway.rounds.event.RoundState;
import dev.croupier.gateway.rounds.feed.Feed;
import dev.croupier.gateway.rounds.ledger.StoredAnswer;
import dev.croupier.gateway.rounds.shard.Verifier;
import dev.croupier.gateway.rounds.store.SqliteStore;
import dev.croupier.gateway.rounds.table.ClockTimers;
import dev.croupier.gateway.rounds.table.Rounds;
import dev.croupier.gateway.rounds.table.Staff;
import dev.croupier.gateway.rounds.table.TableSettings;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Semaphore;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Real processes on a real disk, killed with SIGKILL in the middle of commits, or met by a disk
 * that fails below SQLite. What was acknowledged is there once, byte for byte, and every round
 * ends.
 *
 * <p>{@code -Dcroupier.kills=10000} for the long run; {@code -Dcroupier.seed=} repeats one.
 */
class KillTest {
  private static final int KILLS = Integer.getInteger("croupier.kills", 8);
  private static final long SEED = Long.getLong("croupier.seed", 20_260_101L);

  @TempDir Path dir;
  private final Map<String, String> acknowledged = new HashMap<>();

  private Process start(String run, String before) throws IOException {
    String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    List<String> jvm =
        List.of(
            java,
            "-Xmx256m",
            "-XX:TieredStopAtLevel=1",
            "-XX:+UseSerialGC",
            "--enable-native-access=ALL-UNNAMED",
            "-Dorg.slf4j.simpleLogger.defaultLogLevel=warn",
            "-cp",
            System.getProperty("java.class.path"),
            Victim.class.getName(),
            dir.toString(),
            run);
    List<String> command = new ArrayList<>();
    if (before == null) {
      command.addAll(jvm);
    } else {
      command.addAll(List.of("bash", "-c", before + "; exec \"$@\"", "bash"));
      command.addAll(jvm);
    }
    return new ProcessBuilder(command).redirectError(dir.resolve(run + ".err").toFile()).start();
  }

  /** Reads answers until there are enough of them, or the process ends. */
  private int read(BufferedReader lines, int enough) throws IOException {
    int read = 0;
    String line;
    while (read < enough && (line = lines.readLine()) != null) {
      read += note(line);
    }
    return read;
  }

  /** A line cut off by the kill is no acknowledgement. */
  private int note(String line) {
    String[] parts = line.split("\t", 3);
    if (parts.length < 3 || !parts[2].endsWith("}") || parts[1].equals("503")) {
      return 0;
    }
    acknowledged.put(parts[0], parts[1] + " " + parts[2]);
    return 1;
  }

  private void checkEverything(String where) throws Exception {
    try (SqliteStore store = SqliteStore.open(dir, SHARD, new Verifier(Fixtures.RULES))) {
      for (Map.Entry<String, String> answer : acknowledged.entrySet()) {
        StoredAnswer stored = store.reads().answer(LIC, answer.getKey()).orElse(null);
        assertNotNull(stored, where + ": lost " + answer);
        assertEquals(
            answer.getValue(), stored.answer().status() + " " + stored.answer().text(), where);
      }
    }
    var report = SqliteStore.verify(dir, SHARD, new Verifier(Fixtures.RULES));
    assertEquals(List.of(), report.findings(), where);
  }

  @Test
  @Timeout(60L * 60 * 24)
  void whatWasAcknowledgedSurvivesEveryKill() throws Exception {
    Random random = new Random(SEED);
    for (int kill = 0; kill < KILLS; kill++) {
      String where = "seed " + SEED + ", kill " + kill;
      Process victim = start("run" + kill, null);
      try (BufferedReader lines = victim.inputReader(StandardCharsets.UTF_8)) {
        int read = read(lines, 50 + random.nextInt(3_000));
        assertTrue(read > 0, () -> where + ": " + errors());
        // By its handle: SIGKILL, and what it had already said can still be read.
        victim.toHandle().destroyForcibly();
        read(lines, Integer.MAX_VALUE);
      } finally {
        victim.destroyForcibly().waitFor();
      }
      if (KILLS <= 10 || kill % 50 == 49 || kill == KILLS - 1) {
        checkEverything(where);
      }
    }
    everyRoundEnds();
  }

  /** The limit on file size makes the log's write fail below SQLite, with EFBIG. */
  @Test
  @Timeout(120)
  void aDiskThatFailsStopsTheProcessAndTheNextStartProvesTheLedger() throws Exception {
    Process victim = start("full", "ulimit -f 6000");
    try (BufferedReader lines = victim.inputReader(StandardCharsets.UTF_8)) {
      read(lines, Integer.MAX_VALUE);
    } finally {
      victim.destroyForcibly().waitFor();
    }
    assertEquals(3, victim.exitValue(), errors());
    Path folder = dir.resolve("ledger").resolve(SHARD.value());
    assertEquals("suspect\n", Files.readString(folder.resolve("mark")), errors());
    assertTrue(acknowledged.size() > 100, errors());
    checkEverything("disk full");
    assertEquals("ledger-2.db\n", Files.readString(folder.resolve("current")));
    everyRoundEnds();
  }

  /** The last start: an open round is closed by itself, gets its result and is settled. */
  private void everyRoundEnds() throws Exception {
    WallClock clock = new WallClock();
    Semaphore changed = new Semaphore(0);
    try (SqliteStore store = SqliteStore.open(dir, SHARD, new Verifier(Fixtures.RULES));
        ClockTimers timers = new ClockTimers(clock);
        Rounds rounds =
            Rounds.start(
                new Rounds.Parts(
                    SHARD,
                    store.journal(),
                    store.reads(),
                    new Feed(),
                    Fixtures.RULES,
                    clock,
                    timers,
                    (round, code, detail) -> {},
                    Map.of(),
                    status -> {}),
                List.of(TableSettings.of(TABLE, "roulette-1.0.0", Fixtures.LIMITS)))) {
      rounds.subscribe(_ -> changed.release(), () -> {});
      Round last = store.reads().latestRound(TABLE).orElseThrow();
      while (!last.state().isTerminal()) {
        if (last.state() == RoundState.CLOSED) {
          Answer dealt =
              rounds
                  .result(
                      new Staff(LIC, "dan"),
                      "the-end-" + last.id(),
                      last.id(),
                      new RouletteResult(7),
                      ResultSource.DEALER,
                      null)
                  .join();
          assertEquals(200, dealt.status());
        }
        last = store.reads().latestRound(TABLE).orElseThrow();
        if (!last.state().isTerminal()) {
          changed.acquire();
          last = store.reads().latestRound(TABLE).orElseThrow();
        }
      }
      int bets = 0;
      for (long counter = 1; counter <= last.counter(); counter++) {
        var id = new dev.croupier.gateway.ids.RoundId(TABLE + "-" + counter);
        assertTrue(store.reads().round(id).orElseThrow().state().isTerminal());
        for (Bet bet : store.reads().bets(LIC, id, null)) {
          assertTrue(bet.state().isTerminal(), bet.toString());
          bets++;
        }
      }
      assertTrue(bets > 0);
    }
    assertEquals(
        List.of(), SqliteStore.verify(dir, SHARD, new Verifier(Fixtures.RULES)).findings());
  }

  private String errors() {
    StringBuilder all = new StringBuilder();
    try (var files = Files.list(dir)) {
      for (Path file : files.filter(f -> f.toString().endsWith(".err")).toList()) {
        all.append(Files.readString(file));
      }
    } catch (IOException e) {
      all.append(e);
    }
    return all.substring(0, Math.min(4_000, all.length()));
  }
}
