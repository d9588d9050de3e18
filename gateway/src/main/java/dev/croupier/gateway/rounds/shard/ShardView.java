package dev.croupier.gateway.rounds.shard;

import dev.croupier.gateway.ids.BetId;
import dev.croupier.gateway.ids.LicenseeId;
import dev.croupier.gateway.ids.PlayerId;
import dev.croupier.gateway.ids.RoundId;
import dev.croupier.gateway.ids.TableId;
import dev.croupier.gateway.rounds.event.Bet;
import dev.croupier.gateway.rounds.event.Round;
import dev.croupier.gateway.rounds.event.Wallet;
import dev.croupier.gateway.rounds.ledger.StoredAnswer;
import dev.croupier.gateway.rounds.rules.ShoeCount;

/** The state a command is decided on: everything decided before it, and nothing else. */
interface ShardView {
  /** What a key holds, or null. */
  StoredAnswer answer(LicenseeId licensee, String key);

  /** A wallet, or null if there was never a deposit. */
  Wallet wallet(LicenseeId licensee, PlayerId player);

  /** An unfinished round, or null. */
  RoundBook open(RoundId round);

  /** Any round, or null. */
  Round round(RoundId round);

  /** The unfinished round of a table, or null. */
  Round current(TableId table);

  /** The counter of a table's last round, 0 before the first. */
  long counter(TableId table);

  /** Any bet, or null; of an ended round its player and round are right, its state may be older. */
  Bet bet(LicenseeId licensee, BetId bet);

  /** The cards that a table's shoe has dealt; an empty count for a shoe not seen before. */
  ShoeCount shoe(TableId table, String shoe);
}
