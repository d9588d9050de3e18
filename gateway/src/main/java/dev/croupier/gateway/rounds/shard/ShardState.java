package dev.croupier.gateway.rounds.shard;

import dev.croupier.gateway.ids.BetId;
import dev.croupier.gateway.ids.LicenseeId;
import dev.croupier.gateway.ids.PlayerId;
import dev.croupier.gateway.ids.RoundId;
import dev.croupier.gateway.ids.TableId;
import dev.croupier.gateway.rounds.event.BaccaratResult;
import dev.croupier.gateway.rounds.event.Bet;
import dev.croupier.gateway.rounds.event.Round;
import dev.croupier.gateway.rounds.event.Wallet;
import dev.croupier.gateway.rounds.ledger.Change;
import dev.croupier.gateway.rounds.ledger.Keyed;
import dev.croupier.gateway.rounds.ledger.Loaded;
import dev.croupier.gateway.rounds.ledger.Recovered;
import dev.croupier.gateway.rounds.ledger.StoredAnswer;
import dev.croupier.gateway.rounds.rules.ShoeCount;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The shard in memory: what is unfinished, the wallets lately used, and for one batch what it
 * loaded from the store. The shard's writer thread.
 */
final class ShardState implements ShardView {
  /** Wallets kept between batches; more are read from the store again. */
  static final int MAX_WALLETS = 200_000;

  private final Map<RoundId, RoundBook> open = new HashMap<>();
  private final Map<TableId, RoundId> current = new HashMap<>();
  private final Map<TableId, Long> counters = new HashMap<>();
  private final Map<TableId, ShoeCount> shoes = new HashMap<>();
  private final LinkedHashMap<Keyed, Wallet> wallets = new LinkedHashMap<>(1024, 0.75f, true);

  private final Map<Keyed, StoredAnswer> answers = new HashMap<>();
  private final Map<Keyed, Bet> otherBets = new HashMap<>();
  private final List<RoundBook> ended = new ArrayList<>();
  private final Map<RoundId, Round> otherRounds = new HashMap<>();

  /** Begins with what is unfinished. */
  void recover(Recovered from) {
    counters.putAll(from.counters());
    for (Recovered.OpenRound unfinished : from.open()) {
      RoundBook book = new RoundBook(unfinished.round(), unfinished.limits());
      unfinished.bets().forEach(book::add);
      open.put(unfinished.round().id(), book);
      current.put(unfinished.round().table(), unfinished.round().id());
    }
    for (List<Round> recent : from.recent().values()) {
      recent.reversed().forEach(this::takeCards);
    }
  }

  /** Takes what the store said for the coming batch. */
  void learn(Loaded loaded) {
    answers.putAll(loaded.answers());
    wallets.putAll(loaded.wallets());
    otherBets.putAll(loaded.bets());
    otherRounds.putAll(loaded.rounds());
  }

  /** Ends a batch: what the store holds now need not stay. */
  void forget() {
    answers.clear();
    otherBets.clear();
    ended.clear();
    otherRounds.clear();
    for (Iterator<Keyed> eldest = wallets.keySet().iterator();
        wallets.size() > MAX_WALLETS && eldest.hasNext(); ) {
      eldest.next();
      eldest.remove();
    }
  }

  /** A decision's answer, for repeats and cancels in the same batch. */
  void answered(LicenseeId licensee, String key, StoredAnswer answer) {
    answers.put(new Keyed(licensee, key), answer);
  }

  /** Makes a decision's changes. */
  void apply(List<Change> changes, long seq, long ts) {
    for (Change change : changes) {
      switch (change) {
        case Change.WalletIs(Wallet wallet) ->
            wallets.put(new Keyed(wallet.licensee(), wallet.player().value()), wallet);
        case Change.RoundNew(Round round, var limits) -> {
          open.put(round.id(), new RoundBook(round, limits));
          current.put(round.table(), round.id());
          counters.put(round.table(), round.counter());
        }
        case Change.RoundIs(Round round) -> become(round);
        case Change.BetNew(Bet bet) -> open.get(bet.round()).add(bet);
        case Change.BetIs(Bet bet) -> open.get(bet.round()).replace(bet);
        case Change.Tombstone(LicenseeId licensee, String key, PlayerId player) ->
            answered(licensee, key, StoredAnswer.tombstone(player, seq, ts));
      }
    }
  }

  private void become(Round round) {
    if (round.state().isTerminal()) {
      ended.add(open.remove(round.id()));
      current.remove(round.table());
      otherRounds.put(round.id(), round);
      takeCards(round);
    } else {
      open.get(round.id()).become(round);
    }
  }

  private void takeCards(Round round) {
    if (round.result() instanceof BaccaratResult coup) {
      shoes
          .compute(
              round.table(),
              (_, count) ->
                  count != null && count.shoe().equals(coup.shoe())
                      ? count
                      : new ShoeCount(coup.shoe()))
          .take(coup);
    }
  }

  /** Unfinished rounds. */
  Collection<RoundBook> openBooks() {
    return open.values();
  }

  boolean hasWallet(LicenseeId licensee, PlayerId player) {
    return wallets.containsKey(new Keyed(licensee, player.value()));
  }

  @Override
  public StoredAnswer answer(LicenseeId licensee, String key) {
    return answers.get(new Keyed(licensee, key));
  }

  @Override
  public Wallet wallet(LicenseeId licensee, PlayerId player) {
    return wallets.get(new Keyed(licensee, player.value()));
  }

  @Override
  public RoundBook open(RoundId round) {
    return open.get(round);
  }

  @Override
  public Round round(RoundId round) {
    RoundBook book = open.get(round);
    return book == null ? otherRounds.get(round) : book.round();
  }

  @Override
  public Round current(TableId table) {
    RoundId id = current.get(table);
    return id == null ? null : open.get(id).round();
  }

  @Override
  public long counter(TableId table) {
    return counters.getOrDefault(table, 0L);
  }

  @Override
  public Bet bet(LicenseeId licensee, BetId id) {
    Bet bet = find(open.values(), licensee, id);
    if (bet == null) {
      bet = find(ended, licensee, id);
    }
    return bet == null ? otherBets.get(new Keyed(licensee, id.value())) : bet;
  }

  private static Bet find(Iterable<RoundBook> books, LicenseeId licensee, BetId id) {
    for (RoundBook book : books) {
      Bet bet = book.bet(licensee, id);
      if (bet != null) {
        return bet;
      }
    }
    return null;
  }

  @Override
  public ShoeCount shoe(TableId table, String shoe) {
    ShoeCount count = shoes.get(table);
    return count != null && count.shoe().equals(shoe) ? count : new ShoeCount(shoe);
  }
}
