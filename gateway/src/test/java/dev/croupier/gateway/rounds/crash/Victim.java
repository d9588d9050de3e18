package dev.croupier.gateway.rounds.crash;

import dev.croupier.gateway.ids.PlayerId;
import dev.croupier.gateway.ids.RoundId;
import dev.croupier.gateway.rounds.Fixtures;
import dev.croupier.gateway.rounds.WallClock;
import dev.croupier.gateway.rounds.event.Answer;
import dev.croupier.gateway.rounds.event.ResultSource;
import dev.croupier.gateway.rounds.event.RouletteResult;
import dev.croupier.gateway.rounds.event.Round;
import dev.croupier.gateway.rounds.event.RoundState;
import dev.croupier.gateway.rounds.event.SlipItem;
import dev.croupier.gateway.rounds.feed.Feed;
import dev.croupier.gateway.rounds.shard.Verifier;
import dev.croupier.gateway.rounds.store.SqliteStore;
import dev.croupier.gateway.rounds.table.Bettor;
import dev.croupier.gateway.rounds.table.ClockTimers;
import dev.croupier.gateway.rounds.table.Rounds;
import dev.croupier.gateway.rounds.table.Staff;
import dev.croupier.gateway.rounds.table.TableSettings;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Semaphore;

/**
 * A process to be killed: runs rounds and bets as fast as it can and prints each answer the moment
 * it has it, {@code key TAB status TAB body}. Arguments: folder, name of the run.
 */
final class Victim {
  private static final int BETTORS = 8;
  private static final Staff DEALER = new Staff(Fixtures.LIC, "dan");

  private Victim() {}

  public static void main(String[] args) throws Exception {
    Path dir = Path.of(args[0]);
    String run = args[1];
    PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
    WallClock clock = new WallClock();
    SqliteStore store = SqliteStore.open(dir, Fixtures.SHARD, new Verifier(Fixtures.RULES));
    Rounds rounds =
        Rounds.start(
            new Rounds.Parts(
                Fixtures.SHARD,
                store.journal(),
                store.reads(),
                new Feed(),
                Fixtures.RULES,
                clock,
                new ClockTimers(clock),
                (round, code, detail) -> {},
                Map.of("EUR", 100_000_000L),
                status -> {
                  out.println("stopped\t0\t" + status);
                  out.flush();
                  Runtime.getRuntime().halt(3);
                }),
            List.of(TableSettings.of(Fixtures.TABLE, "roulette-1.0.0", Fixtures.LIMITS)));
    for (int i = 0; i < BETTORS; i++) {
      int number = i;
      Thread.ofPlatform().daemon().start(() -> bet(rounds, run, number, out));
    }
    deal(rounds, run, out);
    // The dealer may learn of the writer's end first: the process ends with the writer's word,
    // above.
    new Semaphore(0).acquireUninterruptibly();
  }

  private static void tell(PrintStream out, String key, Answer answer) {
    out.println(key + "\t" + answer.status() + "\t" + answer.text());
    if (out.checkError()) {
      // Nobody reads any more: the test is gone.
      Runtime.getRuntime().halt(4);
    }
  }

  private static void bet(Rounds rounds, String run, int number, PrintStream out) {
    Random random = new Random(number);
    PlayerId player = new PlayerId("player-" + number);
    Bettor bettor = new Bettor(Fixtures.LIC, player, "EUR", null, "roulette-1.0.0", 1);
    rounds.sit(bettor, Fixtures.TABLE).join();
    String[] spots = {"red", "black", "straight:7", "dozen:2", "nowhere"};
    // A few slips of each bettor are under way at once: commits are of batches.
    Semaphore window = new Semaphore(16);
    for (int n = 0; ; n++) {
      Optional<Round> round = rounds.current(Fixtures.TABLE);
      RoundId id = round.map(Round::id).orElse(Fixtures.ROUND);
      String key = run + "-" + number + "-" + n;
      window.acquireUninterruptibly();
      var _ =
          rounds
              .place(
                  bettor, key, id, List.of(new SlipItem(spots[random.nextInt(spots.length)], 100)))
              .whenComplete(
                  (answer, failure) -> {
                    if (failure == null) {
                      tell(out, key, answer);
                    }
                    window.release();
                  });
      if (n % 10 == 9) {
        String placed = run + "-" + number + "-" + (n - random.nextInt(5));
        String cancel = "c" + key;
        window.acquireUninterruptibly();
        var _ =
            rounds
                .cancelByKey(bettor, cancel, placed)
                .whenComplete(
                    (answer, failure) -> {
                      if (failure == null) {
                        tell(out, cancel, answer);
                      }
                      window.release();
                    });
      }
    }
  }

  /** Opens, waits for the close, deals, waits for the settlement; goes on with what it finds. */
  private static void deal(Rounds rounds, String run, PrintStream out) {
    Semaphore changed = new Semaphore(0);
    rounds.subscribe(_ -> changed.release(), () -> {});
    for (int n = 0; ; n++) {
      Round round = rounds.current(Fixtures.TABLE).orElse(null);
      String key = run + "-dealer-" + n;
      try {
        if (round == null || round.state().isTerminal()) {
          tell(out, key, rounds.open(DEALER, key, Fixtures.TABLE, 40).join());
        } else if (round.state() == RoundState.CLOSED) {
          Answer answer =
              rounds
                  .result(
                      DEALER,
                      key,
                      round.id(),
                      new RouletteResult((int) (round.counter() % 37)),
                      ResultSource.DEALER,
                      null)
                  .join();
          tell(out, key, answer);
        }
      } catch (CompletionException e) {
        return;
      }
      changed.acquireUninterruptibly();
      changed.drainPermits();
    }
  }
}
