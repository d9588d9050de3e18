package dev.croupier.gateway.rounds.ledger;

import dev.croupier.gateway.ids.RoundId;
import dev.croupier.gateway.rounds.event.Bet;
import dev.croupier.gateway.rounds.event.Round;
import dev.croupier.gateway.rounds.event.Wallet;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/** Reads a whole shard as it is on the disk, for verification. One thread. */
public interface JournalReader {
  /** Which shard. */
  String shard();

  /** Every record in order of {@code seq}, without its changes. */
  void records(Consumer<JournalRecord> each);

  /** The head that the shard's own row claims: last {@code seq} and chain value. */
  Head head();

  /** What a key holds. */
  Optional<StoredAnswer> answer(Keyed key);

  /** A round as it stands. */
  Optional<Round> round(RoundId round);

  /** A bet as it stands. */
  Optional<Bet> bet(Keyed bet);

  /** Every wallet as it stands. */
  void wallets(Consumer<Wallet> each);

  /** The balance of every account but wallets. */
  Map<Account, Long> balances();

  /** How many there are, to find what no record accounts for. */
  Counts counts();

  /** The last {@code seq}, its time and its chain value. */
  record Head(long seq, long ts, byte[] hash) {}

  /** Rows of each kind. */
  record Counts(long answers, long tombstones, long entries, long rounds, long bets) {}
}
