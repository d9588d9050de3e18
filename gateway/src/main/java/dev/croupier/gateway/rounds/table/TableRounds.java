package dev.croupier.gateway.rounds.table;

import dev.croupier.gateway.ids.RoundId;
import dev.croupier.gateway.ids.TableId;
import dev.croupier.gateway.rounds.event.Answer;
import dev.croupier.gateway.rounds.event.Command;
import dev.croupier.gateway.rounds.event.Fact;
import dev.croupier.gateway.rounds.event.IdempotencyKey;
import dev.croupier.gateway.rounds.event.Limits;
import dev.croupier.gateway.rounds.event.Round;
import dev.croupier.gateway.rounds.event.VoidReason;
import dev.croupier.gateway.rounds.rules.Ruleset;
import dev.croupier.time.clock.TableClock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The owner of one table's rounds: sees to it that each is closed in time, settled after its
 * result, and not forgotten. It decides nothing about money: every step is a command of its own to
 * the writer, with a key that makes a second try harmless.
 *
 * <p>State changes only on its owner executor, which runs one task at a time; reads are from any
 * thread.
 */
final class TableRounds {
  /** Results kept for players. */
  static final int LAST_RESULTS = 120;

  /** How long after a refused try (the queue was full) the next one comes, µs. */
  private static final long RETRY_US = 50_000;

  private static final String BY = "table";
  private static final Logger LOG = LoggerFactory.getLogger(TableRounds.class);

  private final TableSettings settings;
  private final Function<Command, CompletableFuture<Answer>> writer;
  private final TableClock clock;
  private final Timers timers;
  private final Alerts alerts;
  private final Executor owner;
  private final List<Timers.Timer> waiting = new ArrayList<>();
  private volatile boolean stopped;
  private volatile Ruleset ruleset;
  private volatile Limits limits;
  private volatile Round latest;
  private volatile List<Round> results = List.of();

  /**
   * An owner without a round yet.
   *
   * @param writer hands a command to the shard
   * @param owner runs one task at a time
   */
  TableRounds(
      TableSettings settings,
      Ruleset ruleset,
      Function<Command, CompletableFuture<Answer>> writer,
      TableClock clock,
      Timers timers,
      Alerts alerts,
      Executor owner) {
    this.settings = settings;
    this.ruleset = ruleset;
    this.limits = settings.limits();
    this.writer = writer;
    this.clock = clock;
    this.timers = timers;
    this.alerts = alerts;
    this.owner = owner;
  }

  /** Takes up what the last run left: the newest round, and the results shown. */
  void recover(Round newest, List<Round> lastResults, long epoch) {
    owner.execute(
        () -> {
          results = List.copyOf(lastResults);
          latest = newest;
          follow(newest, "e" + epoch);
        });
  }

  /** A fact about one of the table's rounds is committed. Any thread. */
  void committed(Fact.OfRound fact) {
    run(() -> on(fact));
  }

  /** The rules of the next round; a round that is open keeps its own. */
  void use(Ruleset next) {
    ruleset = next;
  }

  /** The limits of the next round; a round that is open keeps its own. */
  void use(Limits next) {
    limits = next;
  }

  /** Waits for nothing any more. */
  void stop() {
    owner.execute(
        () -> {
          stopped = true;
          stopWaiting();
        });
  }

  TableSettings settings() {
    return settings;
  }

  TableId table() {
    return settings.table();
  }

  Ruleset ruleset() {
    return ruleset;
  }

  Limits limits() {
    return limits;
  }

  /** The round under way, or the last one. */
  Optional<Round> latest() {
    return Optional.ofNullable(latest);
  }

  /** The last results, newest first. */
  List<Round> results() {
    return results;
  }

  private void on(Fact.OfRound fact) {
    if (fact instanceof Fact.Alert(var _, Round round, String code, String detail)) {
      alerts.raise(round.id(), code, detail);
      return;
    }
    if (latest != null && fact.round().counter() < latest.counter()) {
      return;
    }
    if (fact instanceof Fact.RoundSettled || fact instanceof Fact.RoundVoided) {
      // First: whoever sees that the round is over finds its result among the last ones.
      ended(fact.round());
    }
    latest = fact.round();
    switch (fact) {
      case Fact.RoundOpened _, Fact.RoundClosed _, Fact.RoundRespun _, Fact.RoundResulted _ ->
          follow(fact.round(), String.valueOf(fact.at().seq()));
      case Fact.RoundHeld(var _, Round round, String reason) -> needsSupervisor(round, reason);
      case Fact.RoundParked(var _, Round round, String reason) -> needsSupervisor(round, reason);
      case Fact.RoundSettled _, Fact.RoundVoided _, Fact.RoundProgressed _, Fact.Alert _ -> {}
    }
  }

  /**
   * Does what a round's state asks for.
   *
   * @param occasion makes the settlement's key unique: a round may come to its result twice
   */
  private void follow(Round round, String occasion) {
    stopWaiting();
    switch (round.state()) {
      case BETTING -> wait(round.closesAt(), () -> close(round.id()));
      case CLOSED -> {
        long closedAt = round.closedAt();
        wait(closedAt + settings.noResultUs(), () -> noResult(round.id()));
        wait(closedAt + settings.unfinishedUs(), () -> unfinished(round.id()));
      }
      case RESULT -> {
        if (!settings.settleManually()) {
          String key = IdempotencyKey.internal("settle", round.id() + ":" + occasion);
          submit(new Command.RoundSettle(Round.SHARED, key, round.id(), BY));
        }
      }
      case OPENING, HELD, PARKED, SETTLED, VOID -> {}
    }
  }

  private void close(RoundId round) {
    String key = IdempotencyKey.internal("close", round.value());
    submit(new Command.RoundClose(Round.SHARED, key, round, BY));
  }

  private void noResult(RoundId round) {
    alerts.raise(round, "no_result", "closed, and no result yet");
  }

  private void unfinished(RoundId round) {
    alerts.raise(round, "unfinished", "closed too long without a result");
    if (settings.unfinished() == TableSettings.Unfinished.VOID) {
      String key = IdempotencyKey.internal("void", round.value());
      submit(new Command.RoundVoid(Round.SHARED, key, round, VoidReason.STUDIO_LOST, BY));
    }
  }

  private void needsSupervisor(Round round, String reason) {
    stopWaiting();
    alerts.raise(round.id(), round.state().wire(), reason);
  }

  private void ended(Round round) {
    stopWaiting();
    if (round.result() != null) {
      List<Round> now = new ArrayList<>(results.size() + 1);
      now.add(round);
      now.addAll(results.subList(0, Math.min(results.size(), LAST_RESULTS - 1)));
      results = List.copyOf(now);
    }
  }

  /** Hands a command in until it is decided; its key makes every further try the same one. */
  private void submit(Command command) {
    var _ =
        writer
            .apply(command)
            .whenComplete(
                (answer, failure) -> {
                  if (failure != null) {
                    LOG.error("{} {} has no answer", command.kind(), command.key(), failure);
                  } else if (answer.status() == 503) {
                    run(() -> wait(clock.nowMicros() + RETRY_US, () -> submit(command)));
                  }
                });
  }

  private void wait(long atUs, Runnable task) {
    if (!stopped) {
      waiting.add(timers.at(atUs, () -> run(task)));
    }
  }

  private void run(Runnable task) {
    try {
      owner.execute(task);
    } catch (RejectedExecutionException e) {
      LOG.debug("table {} has ended", table());
    }
  }

  private void stopWaiting() {
    waiting.forEach(Timers.Timer::cancel);
    waiting.clear();
  }
}
