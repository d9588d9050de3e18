package dev.croupier.gateway.rounds.event;

import java.util.List;

/** A round and those of its bets that somebody may see. */
public record RoundBets(Round round, List<Bet> bets) {
  /** Copies the list. */
  public RoundBets {
    bets = List.copyOf(bets);
  }
}
