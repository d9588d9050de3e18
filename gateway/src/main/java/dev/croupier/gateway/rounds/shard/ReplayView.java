package dev.croupier.gateway.rounds.shard;

import dev.croupier.gateway.ids.BetId;
import dev.croupier.gateway.ids.LicenseeId;
import dev.croupier.gateway.ids.PlayerId;
import dev.croupier.gateway.ids.RoundId;
import dev.croupier.gateway.ids.TableId;
import dev.croupier.gateway.rounds.event.Bet;
import dev.croupier.gateway.rounds.event.Round;
import dev.croupier.gateway.rounds.event.Wallet;
import dev.croupier.gateway.rounds.ledger.Change;
import dev.croupier.gateway.rounds.ledger.JournalReader;
import dev.croupier.gateway.rounds.ledger.JournalRecord;
import dev.croupier.gateway.rounds.ledger.Keyed;
import dev.croupier.gateway.rounds.ledger.StoredAnswer;
import dev.croupier.gateway.rounds.rules.ShoeCount;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The state before a record of the past. What is unfinished and every wallet are replayed; answers,
 * bets and rounds that were finished by then never change again and are read from the store.
 */
final class ReplayView implements ShardView {
  private final JournalReader reader;
  private final ShardState state = new ShardState();
  private final Map<Keyed, Wallet> wallets = new HashMap<>();
  private final Map<Keyed, StoredAnswer> tombstones = new HashMap<>();
  private long seq;

  ReplayView(JournalReader reader) {
    this.reader = reader;
  }

  /** The record that comes: of the store, nothing from it on is visible. */
  void before(JournalRecord record) {
    seq = record.seq();
  }

  /** The record is decided; its changes are made. */
  void after(JournalRecord record, List<Change> changes) {
    // Whatever is answered under a key takes the place of the mark a cancel left there.
    tombstones.remove(new Keyed(record.licensee(), record.key()));
    state.apply(changes, record.seq(), record.ts());
    state.forget();
    for (Change change : changes) {
      switch (change) {
        case Change.WalletIs(Wallet wallet) ->
            wallets.put(new Keyed(wallet.licensee(), wallet.player().value()), wallet);
        case Change.Tombstone(LicenseeId licensee, String key, PlayerId player) ->
            tombstones.put(
                new Keyed(licensee, key),
                StoredAnswer.tombstone(player, record.seq(), record.ts()));
        case Change.RoundNew _, Change.RoundIs _, Change.BetNew _, Change.BetIs _ -> {}
      }
    }
  }

  /** Every wallet. */
  Map<Keyed, Wallet> wallets() {
    return Collections.unmodifiableMap(wallets);
  }

  /** Marks of cancels whose bets never came. */
  int tombstones() {
    return tombstones.size();
  }

  /** Unfinished rounds. */
  Collection<RoundBook> openBooks() {
    return state.openBooks();
  }

  @Override
  public StoredAnswer answer(LicenseeId licensee, String key) {
    Keyed keyed = new Keyed(licensee, key);
    return reader
        .answer(keyed)
        .filter(stored -> !stored.isTombstone() && stored.seq() < seq)
        .orElseGet(() -> tombstones.get(keyed));
  }

  @Override
  public Wallet wallet(LicenseeId licensee, PlayerId player) {
    return wallets.get(new Keyed(licensee, player.value()));
  }

  @Override
  public RoundBook open(RoundId round) {
    return state.open(round);
  }

  @Override
  public Round round(RoundId id) {
    RoundBook book = state.open(id);
    return book != null
        ? book.round()
        : reader.round(id).filter(round -> round.openedSeq() < seq).orElse(null);
  }

  @Override
  public Round current(TableId table) {
    return state.current(table);
  }

  @Override
  public long counter(TableId table) {
    return state.counter(table);
  }

  @Override
  public Bet bet(LicenseeId licensee, BetId id) {
    Bet bet = state.bet(licensee, id);
    return bet != null
        ? bet
        : reader
            .bet(new Keyed(licensee, id.value()))
            .filter(stored -> stored.seq() < seq)
            .orElse(null);
  }

  @Override
  public ShoeCount shoe(TableId table, String shoe) {
    return state.shoe(table, shoe);
  }
}
