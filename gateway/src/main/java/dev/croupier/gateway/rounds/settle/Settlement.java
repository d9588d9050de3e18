package dev.croupier.gateway.rounds.settle;

import dev.croupier.gateway.rounds.event.Bet;
import dev.croupier.gateway.rounds.event.BetState;
import dev.croupier.gateway.rounds.event.Result;
import dev.croupier.gateway.rounds.event.SlipItem;
import dev.croupier.gateway.rounds.ledger.Account;
import dev.croupier.gateway.rounds.ledger.Entry;
import dev.croupier.gateway.rounds.ledger.Postings;
import dev.croupier.gateway.rounds.rules.Engine;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * How a round ends for its bets: paid by its rules, or refunded. Pure.
 *
 * @param bets every bet in its final state, in the order they came
 * @param entries balanced, bet by bet
 * @param players what each player's wallet gets, in the order of their first bets
 */
public record Settlement(List<Bet> bets, List<Entry> entries, List<PlayerPart> players) {
  /**
   * One player's part.
   *
   * @param bets his bets, final
   * @param stakeMinor what he had staked
   * @param creditMinor what his wallet gets: payouts, or the stakes again
   */
  public record PlayerPart(List<Bet> bets, long stakeMinor, long creditMinor) {
    /** Payouts less stakes. */
    public long netMinor() {
      return creditMinor - stakeMinor;
    }
  }

  /**
   * Pays every accepted bet: the stake leaves the round's open stakes, the payout goes to the
   * wallet, the difference is the house's.
   *
   * @throws ArithmeticException if a payout does not fit 64 bits; such a stake is refused when it
   *     is placed
   */
  public static Settlement pay(List<Bet> accepted, Result result, Engine engine) {
    Postings postings = new Postings();
    List<Bet> settled = new ArrayList<>(accepted.size());
    for (Bet bet : accepted) {
      List<Long> credits = new ArrayList<>(bet.items().size());
      for (SlipItem item : bet.items()) {
        credits.add(engine.creditMinor(item.spot(), item.stakeMinor(), result));
      }
      Bet after = bet.settled(credits);
      long credit = after.creditMinor();
      long back = Math.min(credit, bet.stakeMinor());
      Account stakes = Account.stakes(bet.licensee(), bet.round(), bet.currency());
      Account wallet = Account.wallet(bet.licensee(), bet.player(), bet.currency());
      Account house = Account.house(bet.licensee(), bet.currency());
      postings.move(stakes, wallet, back);
      postings.move(stakes, house, bet.stakeMinor() - back);
      postings.move(house, wallet, credit - back);
      settled.add(after);
    }
    return new Settlement(List.copyOf(settled), postings.entries(), players(settled));
  }

  /** Gives every accepted stake back. */
  public static Settlement refund(List<Bet> accepted) {
    Postings postings = new Postings();
    List<Bet> ended = new ArrayList<>(accepted.size());
    for (Bet bet : accepted) {
      postings.move(
          Account.stakes(bet.licensee(), bet.round(), bet.currency()),
          Account.wallet(bet.licensee(), bet.player(), bet.currency()),
          bet.stakeMinor());
      ended.add(bet.ended(BetState.VOID));
    }
    return new Settlement(List.copyOf(ended), postings.entries(), players(ended));
  }

  private static List<PlayerPart> players(List<Bet> bets) {
    Map<String, List<Bet>> byPlayer = new LinkedHashMap<>();
    for (Bet bet : bets) {
      byPlayer
          .computeIfAbsent(bet.licensee() + " " + bet.player(), _ -> new ArrayList<>())
          .add(bet);
    }
    List<PlayerPart> parts = new ArrayList<>(byPlayer.size());
    for (List<Bet> own : byPlayer.values()) {
      long stake = 0;
      long credit = 0;
      for (Bet bet : own) {
        stake = Math.addExact(stake, bet.stakeMinor());
        credit =
            Math.addExact(
                credit, bet.state() == BetState.VOID ? bet.stakeMinor() : bet.creditMinor());
      }
      parts.add(new PlayerPart(List.copyOf(own), stake, credit));
    }
    return List.copyOf(parts);
  }
}
