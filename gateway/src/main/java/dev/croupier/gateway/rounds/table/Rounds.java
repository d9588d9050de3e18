package dev.croupier.gateway.rounds.table;

import dev.croupier.gateway.ids.BetId;
import dev.croupier.gateway.ids.LicenseeId;
import dev.croupier.gateway.ids.PlayerId;
import dev.croupier.gateway.ids.RoundId;
import dev.croupier.gateway.ids.ShardId;
import dev.croupier.gateway.ids.TableId;
import dev.croupier.gateway.rounds.event.Answer;
import dev.croupier.gateway.rounds.event.Answers;
import dev.croupier.gateway.rounds.event.Card;
import dev.croupier.gateway.rounds.event.Command;
import dev.croupier.gateway.rounds.event.Fact;
import dev.croupier.gateway.rounds.event.IdempotencyKey;
import dev.croupier.gateway.rounds.event.Limits;
import dev.croupier.gateway.rounds.event.ProgressKind;
import dev.croupier.gateway.rounds.event.Refusal;
import dev.croupier.gateway.rounds.event.Result;
import dev.croupier.gateway.rounds.event.ResultSource;
import dev.croupier.gateway.rounds.event.Round;
import dev.croupier.gateway.rounds.event.SlipItem;
import dev.croupier.gateway.rounds.event.Views;
import dev.croupier.gateway.rounds.event.VoidReason;
import dev.croupier.gateway.rounds.event.Wallet;
import dev.croupier.gateway.rounds.ledger.CommittedFacts;
import dev.croupier.gateway.rounds.ledger.Journal;
import dev.croupier.gateway.rounds.ledger.LedgerReads;
import dev.croupier.gateway.rounds.ledger.StoredAnswer;
import dev.croupier.gateway.rounds.rules.Ruleset;
import dev.croupier.gateway.rounds.rules.Rulesets;
import dev.croupier.gateway.rounds.shard.ShardStatus;
import dev.croupier.gateway.rounds.shard.ShardWriter;
import dev.croupier.time.clock.TableClock;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * The rounds plane: every command to it and everything that is read from it. Any thread.
 *
 * <p>Commands return at once. Their futures end after the commit, on a virtual thread; with an
 * {@code error} answer for what is refused before any decision and not stored; with {@code
 * in_progress} past {@link #ANSWER_DEADLINE_S}, the command still running; exceptionally only if
 * the shard stopped with the outcome unknown, in which case nobody may be given an answer.
 *
 * <p>Reads of round, wallet, history and the like block on the store: call them on a virtual
 * thread. {@code tables}, {@code current}, {@code lastResults} and limits come from memory.
 */
public final class Rounds implements AutoCloseable {
  /** How long a caller waits for an answer, seconds. */
  public static final long ANSWER_DEADLINE_S = 10;

  private final LedgerReads reads;
  private final CommittedFacts facts;
  private final Rulesets rulesets;
  private final ShardWriter writer;
  private final Tables tables;
  private final Seats seats;

  /**
   * What the rounds plane is built from.
   *
   * @param welcomeMinor by currency, what each new player's wallet begins with; empty for nothing
   * @param stopped told if the shard's writer ends by itself: the process must end, with {@link
   *     System#exit} or harder
   */
  public record Parts(
      ShardId shard,
      Journal journal,
      LedgerReads reads,
      CommittedFacts facts,
      Rulesets rulesets,
      TableClock clock,
      Timers timers,
      Alerts alerts,
      Map<String, Long> welcomeMinor,
      Consumer<ShardStatus> stopped) {}

  private Rounds(Parts parts, Map<TableSettings, Ruleset> rules) {
    this.reads = parts.reads();
    this.facts = parts.facts();
    this.rulesets = parts.rulesets();
    this.writer =
        ShardWriter.start(
            parts.shard(), parts.journal(), parts.clock(), rulesets::find, facts, parts.stopped());
    this.tables = Tables.open(parts, rules, writer);
    this.seats = new Seats(reads, writer, parts.welcomeMinor());
  }

  /**
   * Starts the writer, takes up the rounds the last run left, and serves.
   *
   * @throws IllegalArgumentException if a table's {@code calcVer} is unknown
   */
  public static Rounds start(Parts parts, Collection<TableSettings> tables) {
    Map<TableSettings, Ruleset> rules = new LinkedHashMap<>();
    for (TableSettings settings : tables) {
      rules.put(
          settings,
          parts
              .rulesets()
              .find(settings.calcVer())
              .orElseThrow(
                  () ->
                      new IllegalArgumentException(
                          settings.table() + ": no ruleset " + settings.calcVer())));
    }
    return new Rounds(parts, rules);
  }

  // Bets.

  /** A slip. */
  public CompletableFuture<Answer> place(
      Bettor who, String key, RoundId round, List<SlipItem> items) {
    if (items.isEmpty() || items.size() > SlipItem.MAX_ITEMS) {
      return now(key, Refusal.MALFORMED, "a slip has 1 to " + SlipItem.MAX_ITEMS + " items");
    }
    return keyed(
        key,
        () ->
            new Command.BetPlace(
                who.licensee(),
                key,
                who.player(),
                round,
                items,
                who.currency(),
                who.limitGroup(),
                who.clientBuild(),
                who.contractVer()));
  }

  /** Takes a bet back by its id. */
  public CompletableFuture<Answer> cancel(Bettor who, String key, BetId bet) {
    return keyed(key, () -> new Command.BetCancel(who.licensee(), key, who.player(), bet, null));
  }

  /** Takes a bet back by the key it was placed with; it may overtake its bet. */
  public CompletableFuture<Answer> cancelByKey(Bettor who, String key, String placeKey) {
    if (!IdempotencyKey.isValid(placeKey) || placeKey.equals(key)) {
      return now(key, Refusal.MALFORMED, "placeKey is the key of another request");
    }
    return keyed(
        key, () -> new Command.BetCancel(who.licensee(), key, who.player(), null, placeKey));
  }

  /** What a player's key was answered: status, type and bytes as then. */
  public Optional<Answer> byKey(LicenseeId licensee, PlayerId player, String key) {
    if (!IdempotencyKey.isValid(key)) {
      return Optional.empty();
    }
    return reads
        .answer(licensee, key)
        .filter(stored -> !stored.isTombstone() && player.equals(stored.player()))
        .map(StoredAnswer::answer);
  }

  // The dealer's and the supervisor's commands.

  /** Opens a table's next round. */
  public CompletableFuture<Answer> open(Staff by, String key, TableId table, long bettingMs) {
    TableRounds owner = tables.find(table).orElse(null);
    if (owner == null) {
      return now(key, Refusal.UNKNOWN_TABLE, "there is no table " + table);
    }
    TableSettings settings = owner.settings();
    if (bettingMs < 1 || bettingMs > settings.maxBettingUs() / 1000) {
      return now(key, Refusal.MALFORMED, "bettingMs is 1 to " + settings.maxBettingUs() / 1000);
    }
    Ruleset ruleset = owner.ruleset();
    return keyed(
        key,
        () ->
            new Command.RoundOpen(
                by.licensee(),
                key,
                table,
                bettingMs * 1000,
                settings.displayGraceUs(),
                ruleset.calcVer(),
                ruleset.rulesHash(),
                owner.limits(),
                by.subject()));
  }

  /** No more bets. */
  public CompletableFuture<Answer> close(Staff by, String key, RoundId round) {
    return keyed(key, () -> new Command.RoundClose(by.licensee(), key, round, by.subject()));
  }

  /**
   * On the way to the result.
   *
   * @param card or null
   * @param to {@code player}, {@code banker} or null
   * @param frame capture time in table time, µs, or null for now
   */
  public CompletableFuture<Answer> progress(
      Staff by, String key, RoundId round, ProgressKind kind, Card card, String to, Long frame) {
    if (to != null && !to.equals("player") && !to.equals("banker")) {
      return now(key, Refusal.MALFORMED, "to is player or banker");
    }
    return keyed(
        key,
        () ->
            new Command.RoundProgress(
                by.licensee(), key, round, kind, card, to, frame, by.subject()));
  }

  /**
   * What was dealt.
   *
   * @param frame capture time in table time, µs, or null for now
   */
  public CompletableFuture<Answer> result(
      Staff by, String key, RoundId round, Result result, ResultSource source, Long frame) {
    return keyed(
        key,
        () ->
            new Command.RoundResult(
                by.licensee(), key, round, result, source, frame, by.subject()));
  }

  /** A supervisor's word on a round that is held or parked. */
  public CompletableFuture<Answer> confirm(
      Staff by, String key, RoundId round, Result result, Long frame) {
    return keyed(
        key,
        () -> new Command.RoundConfirm(by.licensee(), key, round, result, frame, by.subject()));
  }

  /** Pays a round whose result stands. */
  public CompletableFuture<Answer> settle(Staff by, String key, RoundId round) {
    return keyed(key, () -> new Command.RoundSettle(by.licensee(), key, round, by.subject()));
  }

  /** Gives every stake back. */
  public CompletableFuture<Answer> voidRound(
      Staff by, String key, RoundId round, VoidReason reason) {
    return keyed(key, () -> new Command.RoundVoid(by.licensee(), key, round, reason, by.subject()));
  }

  /** No spin: bets stand. */
  public CompletableFuture<Answer> respin(Staff by, String key, RoundId round) {
    return keyed(key, () -> new Command.RoundRespin(by.licensee(), key, round, by.subject()));
  }

  // Money and seats.

  /** Money into a wallet. */
  public CompletableFuture<Answer> deposit(
      LicenseeId licensee, String key, PlayerId player, long amountMinor, String currency) {
    return keyed(
        key, () -> new Command.Deposit(licensee, key, player, amountMinor, currency, "deposit"));
  }

  /** Gives a new player his welcome money, once for ever; done when it is in the ledger. */
  public CompletableFuture<Void> welcome(LicenseeId licensee, PlayerId player, String currency) {
    return seats.welcome(licensee, player, currency);
  }

  /**
   * A player sits down at a table: a new one gets his welcome money first, once for ever.
   *
   * @throws IllegalArgumentException (in the future) for a table that is not there
   */
  public CompletableFuture<Seat> sit(Bettor who, TableId table) {
    return tables
        .find(table)
        .map(owner -> seats.sit(who, owner))
        .orElseGet(
            () ->
                CompletableFuture.failedFuture(
                    new IllegalArgumentException("there is no table " + table)));
  }

  /** A wallet. */
  public Optional<Wallet> wallet(LicenseeId licensee, PlayerId player) {
    return reads.wallet(licensee, player);
  }

  // Tables and rounds.

  /** Tables in the order of the configuration. */
  public List<TableId> tables() {
    return tables.ids();
  }

  /** The rules of a table's next round. */
  public Optional<Ruleset> ruleset(TableId table) {
    return tables.find(table).map(TableRounds::ruleset);
  }

  /** A ruleset by its name, retired ones too. */
  public Optional<Ruleset> ruleset(String calcVer) {
    return rulesets.recorded(calcVer);
  }

  /** The limits of a table's next round. */
  public Optional<Limits> limits(TableId table) {
    return tables.find(table).map(TableRounds::limits);
  }

  /** Gives a table other rules from its next round on; false if table or rules are unknown. */
  public boolean useRuleset(TableId table, String calcVer) {
    TableRounds owner = tables.find(table).orElse(null);
    Optional<Ruleset> next = rulesets.find(calcVer);
    if (owner == null || next.isEmpty()) {
      return false;
    }
    owner.use(next.get());
    return true;
  }

  /** Gives a table other limits from its next round on; false if it is unknown. */
  public boolean useLimits(TableId table, Limits limits) {
    TableRounds owner = tables.find(table).orElse(null);
    if (owner != null) {
      owner.use(limits);
    }
    return owner != null;
  }

  /** A table's round under way, or its last one. */
  public Optional<Round> current(TableId table) {
    return tables.find(table).flatMap(TableRounds::latest);
  }

  /** A table's last results, newest first. */
  public List<Round> lastResults(TableId table, int max) {
    TableRounds owner = tables.find(table).orElse(null);
    if (owner == null) {
      return List.of();
    }
    List<Round> results = owner.results();
    return results.subList(0, Math.clamp(max, 0, results.size()));
  }

  /** A round with the bets its reader may see, as JSON. */
  public Optional<byte[]> round(Reader reader, RoundId id) {
    return visible(reader, id)
        .map(
            round ->
                Views.roundWithBets(round, reads.bets(reader.licensee(), id, reader.player())));
  }

  /** A round as it was, step by step, as JSON. */
  public Optional<byte[]> reproduction(Reader reader, RoundId id) {
    return visible(reader, id)
        .map(
            round ->
                Views.reproduction(
                    round,
                    rulesets.recorded(round.calcVer()).map(Ruleset::canonicalJson).orElse(null),
                    reads.limits(round.limitsVer()).orElseThrow(),
                    reads.steps(reader.licensee(), id, reader.player()),
                    reads.bets(reader.licensee(), id, reader.player())));
  }

  /**
   * The rounds a player has bet on, newest first, as a JSON array.
   *
   * @param fromUs table time of the bets, inclusive
   * @param toUs exclusive
   */
  public byte[] history(LicenseeId licensee, PlayerId player, long fromUs, long toUs, int max) {
    return Views.history(reads.history(licensee, player, fromUs, toUs, max));
  }

  /**
   * Every committed fact from now on, in order of {@code seq}.
   *
   * @param lagged runs once if the listener fell too far behind and gets nothing more
   */
  public CommittedFacts.Subscription subscribe(Consumer<Fact> listener, Runnable lagged) {
    return facts.subscribe(_ -> true, listener, lagged);
  }

  /** How the writer is. */
  public ShardStatus status() {
    return writer.status();
  }

  /** Commands that wait for the writer. */
  public int queued() {
    return writer.queued();
  }

  /** Ends: what has queued is decided and answered, then the journal is closed. */
  @Override
  public void close() {
    tables.close();
    writer.close();
  }

  private Optional<Round> visible(Reader reader, RoundId id) {
    return reads
        .round(id)
        .filter(
            round -> round.owner().equals(Round.SHARED) || round.owner().equals(reader.licensee()));
  }

  private CompletableFuture<Answer> keyed(String key, Supplier<Command> command) {
    if (key == null || key.isEmpty()) {
      return now(null, Refusal.MISSING_IDEMPOTENCY_KEY, "the request names no idempotency key");
    }
    if (!IdempotencyKey.isValid(key)) {
      return now(null, Refusal.MALFORMED, "an idempotency key is [A-Za-z0-9._:-]{1,64}");
    }
    return writer
        .submit(command.get())
        .completeOnTimeout(
            Answers.refused(key, Refusal.IN_PROGRESS, "it is still running; ask again"),
            ANSWER_DEADLINE_S,
            TimeUnit.SECONDS);
  }

  private static CompletableFuture<Answer> now(String key, Refusal refusal, String detail) {
    return CompletableFuture.completedFuture(Answers.refused(key, refusal, detail));
  }
}
