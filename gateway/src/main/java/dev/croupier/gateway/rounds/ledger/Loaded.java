package dev.croupier.gateway.rounds.ledger;

import dev.croupier.gateway.ids.RoundId;
import dev.croupier.gateway.rounds.event.Bet;
import dev.croupier.gateway.rounds.event.Round;
import dev.croupier.gateway.rounds.event.Wallet;
import java.util.Map;

/** The committed answer to {@link Needs}; what is not there does not exist. */
public record Loaded(
    Map<Keyed, StoredAnswer> answers,
    Map<Keyed, Wallet> wallets,
    Map<Keyed, Bet> bets,
    Map<RoundId, Round> rounds) {}
