package dev.croupier.gateway.rounds.table;

import dev.croupier.gateway.ids.TableId;
import dev.croupier.gateway.rounds.event.Fact;
import dev.croupier.gateway.rounds.ledger.CommittedFacts;
import dev.croupier.gateway.rounds.ledger.LedgerReads;
import dev.croupier.gateway.rounds.rules.Ruleset;
import dev.croupier.gateway.rounds.shard.ShardWriter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** The tables of this process, each with its owner, and what brings them their facts. */
final class Tables implements AutoCloseable {
  private final Map<TableId, TableRounds> tables = new LinkedHashMap<>();
  private final List<ExecutorService> owners = new ArrayList<>();
  private final LedgerReads reads;
  private final CommittedFacts facts;
  private final Alerts alerts;
  private final long epoch;
  private volatile CommittedFacts.Subscription subscription;

  private Tables(Rounds.Parts parts, long epoch) {
    this.reads = parts.reads();
    this.facts = parts.facts();
    this.alerts = parts.alerts();
    this.epoch = epoch;
  }

  /** Opens them, listens, and takes up what the last run left. */
  static Tables open(Rounds.Parts parts, Map<TableSettings, Ruleset> rules, ShardWriter writer) {
    Tables opened = new Tables(parts, writer.recovered().epoch());
    rules.forEach((settings, ruleset) -> opened.add(parts, settings, ruleset, writer));
    opened.listen();
    opened.takeUp();
    return opened;
  }

  /** A table's owner. */
  Optional<TableRounds> find(TableId table) {
    return Optional.ofNullable(tables.get(table));
  }

  /** All, in the order of the configuration. */
  List<TableId> ids() {
    return List.copyOf(tables.keySet());
  }

  @Override
  public void close() {
    subscription.close();
    tables.values().forEach(TableRounds::stop);
    owners.forEach(ExecutorService::close);
  }

  private void add(
      Rounds.Parts parts, TableSettings settings, Ruleset ruleset, ShardWriter writer) {
    ExecutorService owner =
        Executors.newSingleThreadExecutor(
            Thread.ofVirtual().name("table-" + settings.table()).factory());
    owners.add(owner);
    tables.put(
        settings.table(),
        new TableRounds(
            settings,
            ruleset,
            writer::submit,
            parts.clock(),
            parts.timers(),
            parts.alerts(),
            owner));
  }

  private void listen() {
    subscription =
        facts.subscribe(
            fact -> fact instanceof Fact.OfRound of && tables.containsKey(of.table()),
            fact -> {
              if (fact instanceof Fact.OfRound of) {
                tables.get(of.table()).committed(of);
              }
            },
            () -> {
              alerts.raise(null, "feed_lagged", "the tables read their state anew");
              listen();
              takeUp();
            });
  }

  private void takeUp() {
    for (TableRounds table : tables.values()) {
      reads
          .latestRound(table.table())
          .ifPresent(
              round ->
                  table.recover(
                      round, reads.lastResults(table.table(), TableRounds.LAST_RESULTS), epoch));
    }
  }
}
