package dev.croupier.gateway.rounds.ledger;

import dev.croupier.gateway.ids.LicenseeId;
import dev.croupier.gateway.ids.PlayerId;
import dev.croupier.gateway.rounds.event.Bet;
import dev.croupier.gateway.rounds.event.Limits;
import dev.croupier.gateway.rounds.event.Round;
import dev.croupier.gateway.rounds.event.Wallet;

/** What a decision changes, beside its answer and its entries: the new value, never a delta. */
public sealed interface Change {
  /** A wallet has this content now. */
  record WalletIs(Wallet wallet) implements Change {}

  /** A new round, under these limits; its counter is its table's. */
  record RoundNew(Round round, Limits limits) implements Change {}

  /** A round stands so now. */
  record RoundIs(Round round) implements Change {}

  /** A new bet. */
  record BetNew(Bet bet) implements Change {}

  /** A bet stands so now. */
  record BetIs(Bet bet) implements Change {}

  /**
   * A cancel came before its bet: should the bet come, it is refused.
   *
   * @param placeKey the key the bet would have
   */
  record Tombstone(LicenseeId licensee, String placeKey, PlayerId player) implements Change {}
}
