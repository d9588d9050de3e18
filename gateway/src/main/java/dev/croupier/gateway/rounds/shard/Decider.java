package dev.croupier.gateway.rounds.shard;

import dev.croupier.gateway.rounds.event.Command;
import dev.croupier.gateway.rounds.event.Stamp;
import dev.croupier.gateway.rounds.rules.Ruleset;
import java.util.Optional;
import java.util.function.Function;

/** One command to one decision. Pure: the same view, stamp and rules decide the same bytes. */
final class Decider {
  private final BetDecider bets;
  private final DepositDecider deposits;
  private final RoundDecider rounds;

  Decider(ShardView view, Function<String, Optional<Ruleset>> rules) {
    this.bets = new BetDecider(view, rules);
    this.deposits = new DepositDecider(view);
    this.rounds = new RoundDecider(view, rules);
  }

  Decision decide(Command command, Stamp at, long epoch) {
    return switch (command) {
      case Command.BetPlace c -> bets.place(c, at, epoch);
      case Command.BetCancel c -> bets.cancel(c, at);
      case Command.Deposit c -> deposits.decide(c, at);
      case Command.RoundOpen c -> rounds.open(c, at);
      case Command.OfRound c -> rounds.decide(c, at);
    };
  }
}
