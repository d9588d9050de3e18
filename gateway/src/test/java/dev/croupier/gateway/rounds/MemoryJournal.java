package dev.croupier.gateway.rounds;

import dev.croupier.gateway.ids.RoundId;
import dev.croupier.gateway.ids.TableId;
import dev.croupier.gateway.rounds.event.Bet;
import dev.croupier.gateway.rounds.event.Limits;
import dev.croupier.gateway.rounds.event.Round;
import dev.croupier.gateway.rounds.event.Wallet;
import dev.croupier.gateway.rounds.ledger.Account;
import dev.croupier.gateway.rounds.ledger.Change;
import dev.croupier.gateway.rounds.ledger.Entry;
import dev.croupier.gateway.rounds.ledger.HashChain;
import dev.croupier.gateway.rounds.ledger.Journal;
import dev.croupier.gateway.rounds.ledger.JournalReader;
import dev.croupier.gateway.rounds.ledger.JournalRecord;
import dev.croupier.gateway.rounds.ledger.Keyed;
import dev.croupier.gateway.rounds.ledger.Loaded;
import dev.croupier.gateway.rounds.ledger.Needs;
import dev.croupier.gateway.rounds.ledger.Recovered;
import dev.croupier.gateway.rounds.ledger.StoredAnswer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * A journal in memory, for tests that need thousands of them; reopened, it recovers like a real
 * one.
 */
public final class MemoryJournal implements Journal, JournalReader {
  private final List<JournalRecord> records = new ArrayList<>();
  private final Map<Keyed, StoredAnswer> answers = new HashMap<>();
  private final Map<Keyed, Wallet> wallets = new HashMap<>();
  private final Map<Keyed, Bet> bets = new LinkedHashMap<>();
  private final Map<RoundId, Round> rounds = new LinkedHashMap<>();
  private final Map<RoundId, Limits> limits = new HashMap<>();
  private final Map<Account, Long> balances = new HashMap<>();
  private long epoch;

  @Override
  public synchronized Recovered recover() {
    epoch++;
    Map<TableId, Long> counters = new HashMap<>();
    List<Recovered.OpenRound> open = new ArrayList<>();
    Map<TableId, List<Round>> recent = new HashMap<>();
    for (Round round : rounds.values()) {
      counters.merge(round.table(), round.counter(), Math::max);
      if (!round.state().isTerminal()) {
        List<Bet> own =
            bets.values().stream().filter(bet -> bet.round().equals(round.id())).toList();
        open.add(new Recovered.OpenRound(round, limits.get(round.id()), own));
      } else if (round.result() != null) {
        recent.computeIfAbsent(round.table(), _ -> new ArrayList<>()).addFirst(round);
      }
    }
    Head head = head();
    return new Recovered(head.seq(), head.ts(), epoch, head.hash(), counters, open, recent);
  }

  @Override
  public synchronized Loaded load(Needs needs) {
    Map<Keyed, StoredAnswer> foundAnswers = new HashMap<>();
    needs.keys().forEach(key -> answer(key).ifPresent(a -> foundAnswers.put(key, a)));
    Map<Keyed, Wallet> foundWallets = new HashMap<>();
    needs.wallets().stream()
        .filter(wallets::containsKey)
        .forEach(key -> foundWallets.put(key, wallets.get(key)));
    Map<Keyed, Bet> foundBets = new HashMap<>();
    needs.bets().forEach(key -> bet(key).ifPresent(b -> foundBets.put(key, b)));
    Map<RoundId, Round> foundRounds = new HashMap<>();
    needs.rounds().forEach(id -> round(id).ifPresent(r -> foundRounds.put(id, r)));
    return new Loaded(foundAnswers, foundWallets, foundBets, foundRounds);
  }

  @Override
  public synchronized void commit(List<JournalRecord> batch) {
    for (JournalRecord record : batch) {
      records.add(record);
      for (Change change : record.changes()) {
        switch (change) {
          case Change.WalletIs(Wallet w) ->
              wallets.put(new Keyed(w.licensee(), w.player().value()), w);
          case Change.RoundNew(Round round, Limits set) -> {
            rounds.put(round.id(), round);
            limits.put(round.id(), set);
          }
          case Change.RoundIs(Round round) -> rounds.put(round.id(), round);
          case Change.BetNew(Bet bet) -> bets.put(new Keyed(bet.licensee(), bet.id().value()), bet);
          case Change.BetIs(Bet bet) -> bets.put(new Keyed(bet.licensee(), bet.id().value()), bet);
          case Change.Tombstone(var licensee, String key, var player) ->
              answers.put(
                  new Keyed(licensee, key),
                  StoredAnswer.tombstone(player, record.seq(), record.ts()));
        }
      }
      answers.put(
          new Keyed(record.licensee(), record.key()),
          new StoredAnswer(
              record.requestHash(),
              record.player(),
              record.bet(),
              record.answer(),
              record.seq(),
              record.ts()));
      for (Entry entry : record.entries()) {
        if (entry.account().kind() != Account.Kind.WALLET) {
          balances.merge(entry.account(), entry.amountMinor(), Long::sum);
        }
      }
    }
  }

  @Override
  public void close() {}

  @Override
  public String shard() {
    return Fixtures.SHARD.value();
  }

  @Override
  public synchronized void records(Consumer<JournalRecord> each) {
    records.forEach(each);
  }

  /** Every record so far. */
  public synchronized List<JournalRecord> records() {
    return List.copyOf(records);
  }

  @Override
  public synchronized Head head() {
    return records.isEmpty()
        ? new Head(0, 0, HashChain.genesis())
        : new Head(records.getLast().seq(), records.getLast().ts(), records.getLast().hash());
  }

  @Override
  public synchronized Optional<StoredAnswer> answer(Keyed key) {
    return Optional.ofNullable(answers.get(key));
  }

  @Override
  public synchronized Optional<Round> round(RoundId round) {
    return Optional.ofNullable(rounds.get(round));
  }

  @Override
  public synchronized Optional<Bet> bet(Keyed bet) {
    return Optional.ofNullable(bets.get(bet));
  }

  @Override
  public synchronized void wallets(Consumer<Wallet> each) {
    wallets.values().forEach(each);
  }

  @Override
  public synchronized Map<Account, Long> balances() {
    return Map.copyOf(balances);
  }

  @Override
  public synchronized Counts counts() {
    long marks = answers.values().stream().filter(StoredAnswer::isTombstone).count();
    return new Counts(
        answers.size() - marks,
        marks,
        records.stream().mapToLong(record -> record.entries().size()).sum(),
        rounds.size(),
        bets.size());
  }

  /** Every bet, in the order they came. */
  public synchronized List<Bet> bets() {
    return List.copyOf(bets.values());
  }
}
