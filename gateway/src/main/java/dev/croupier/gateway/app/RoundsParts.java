package dev.croupier.gateway.app;

import dev.croupier.gateway.ids.ShardId;
import dev.croupier.gateway.ids.TableId;
import dev.croupier.gateway.rounds.event.LimitSet;
import dev.croupier.gateway.rounds.event.Limits;
import dev.croupier.gateway.rounds.event.StakeRange;
import dev.croupier.gateway.rounds.feed.Feed;
import dev.croupier.gateway.rounds.rules.Rulesets;
import dev.croupier.gateway.rounds.shard.ShardStatus;
import dev.croupier.gateway.rounds.shard.Verifier;
import dev.croupier.gateway.rounds.store.SqliteStore;
import dev.croupier.gateway.rounds.store.StoreRefusedException;
import dev.croupier.gateway.rounds.table.ClockTimers;
import dev.croupier.gateway.rounds.table.Rounds;
import dev.croupier.gateway.rounds.table.TableSettings;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Opens the rounds plane: rules, ledger, writer, tables. */
final class RoundsParts {
  private static final Logger LOG = LoggerFactory.getLogger(RoundsParts.class);

  /** The one shard of a house on one machine. */
  private static final ShardId SHARD = new ShardId("s0");

  /** At the start every so many lines of the released corpora are computed again. */
  private static final int CORPUS_SAMPLE = 50;

  private RoundsParts() {}

  /**
   * Opens it; what is open is in the ground's lifecycle.
   *
   * @throws StoreRefusedException when the ledger cannot be used
   * @throws ConfigException for a table whose ruleset is not known, or no longer computes what was
   *     released
   */
  static Rounds open(Ground ground) throws StoreRefusedException {
    Config config = ground.config();
    Rulesets rulesets = Rulesets.builtIn();
    Optional<String> altered = rulesets.verifyCorpus(CORPUS_SAMPLE);
    if (altered.isPresent()) {
      throw new ConfigException(altered.get());
    }
    List<TableSettings> tables = new ArrayList<>();
    for (Config.Table table : config.tables()) {
      if (rulesets.find(table.ruleset()).isEmpty()) {
        throw new ConfigException("tables.ruleset: " + table.ruleset() + " is not known");
      }
      tables.add(settings(table));
    }
    SqliteStore store =
        ground
            .lifecycle()
            .add("ledger", SqliteStore.open(ground.data().path(), SHARD, new Verifier(rulesets)));
    ClockTimers timers = ground.lifecycle().add("round timers", new ClockTimers(ground.clock()));
    Map<String, Long> welcome =
        config.demo().enabled()
            ? Map.of(config.demo().currency(), config.demo().openingMinor())
            : Map.of();
    Rounds rounds =
        Rounds.start(
            new Rounds.Parts(
                SHARD,
                store.journal(),
                store.reads(),
                new Feed(),
                rulesets,
                ground.clock(),
                timers,
                (round, code, detail) -> LOG.warn("alert {} of {}: {}", code, round, detail),
                welcome,
                status -> stopped(ground, status)),
            tables);
    ground.readiness().add("rounds", () -> notReady(rounds));
    RoundMeters.count(rounds, ground.meters(), SHARD.value());
    return ground.lifecycle().add("rounds", rounds);
  }

  private static void stopped(Ground ground, ShardStatus status) {
    if (status != ShardStatus.CLOSED) {
      ground.lifecycle().fail(GatewayCommand.FAILED, "the writer of " + SHARD + " is " + status);
    }
  }

  private static String notReady(Rounds rounds) {
    ShardStatus status = rounds.status();
    return status == ShardStatus.SERVING ? null : "the writer is " + status;
  }

  private static TableSettings settings(Config.Table table) {
    Config.Limits limits = table.limits();
    LimitSet set =
        new LimitSet(
            LimitSet.ANY,
            LimitSet.ANY,
            limits.currency(),
            Map.of(
                LimitSet.ANY,
                new StakeRange(limits.minMinor(), limits.maxMinor(), limits.stepMinor())),
            limits.tableMaxMinor(),
            limits.liabilityMinor(),
            limits.chipsMinor());
    TableSettings settings =
        TableSettings.of(
            new TableId(table.id()), table.ruleset(), Limits.of(table.game(), List.of(set)));
    return table.settle().equals("manual") ? settings.settledManually() : settings;
  }
}
