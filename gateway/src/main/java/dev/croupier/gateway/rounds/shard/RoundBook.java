package dev.croupier.gateway.rounds.shard;

import dev.croupier.gateway.ids.BetId;
import dev.croupier.gateway.ids.LicenseeId;
import dev.croupier.gateway.ids.PlayerId;
import dev.croupier.gateway.rounds.event.Bet;
import dev.croupier.gateway.rounds.event.BetState;
import dev.croupier.gateway.rounds.event.Limits;
import dev.croupier.gateway.rounds.event.Round;
import dev.croupier.gateway.rounds.event.SlipItem;
import dev.croupier.gateway.rounds.ledger.Keyed;
import dev.croupier.gateway.rounds.rules.Engine;
import dev.croupier.gateway.rounds.rules.Exposure;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** An unfinished round with its bets, in memory. The shard's writer thread. */
final class RoundBook {
  /** Slips of one player in one round; more is no person. */
  static final int MAX_SLIPS_PER_PLAYER = 1_000;

  /** Slips in one round, a bound on what a settlement holds in memory. */
  static final int MAX_SLIPS = 100_000;

  private final Limits limits;
  private final Map<BetId, Bet> bets = new LinkedHashMap<>();
  private final Map<Keyed, PlayerStakes> players = new HashMap<>();
  private final Map<String, Exposure> exposures = new HashMap<>();
  private Round round;

  RoundBook(Round round, Limits limits) {
    this.round = round;
    this.limits = limits;
  }

  /** What one player has on the table. */
  static final class PlayerStakes {
    private final Map<String, Long> bySpot = new HashMap<>();
    private long total;
    private int slips;

    long onSpot(String spot) {
      return bySpot.getOrDefault(spot, 0L);
    }

    long total() {
      return total;
    }

    int slips() {
      return slips;
    }

    private void add(Bet bet, int sign) {
      for (SlipItem item : bet.items()) {
        bySpot.merge(item.spot(), sign * item.stakeMinor(), Long::sum);
      }
      total += sign * bet.stakeMinor();
      // A cancelled slip still counts: the bound is on work, not on money.
      slips += Math.max(sign, 0);
    }
  }

  Round round() {
    return round;
  }

  Limits limits() {
    return limits;
  }

  void become(Round now) {
    round = now;
  }

  /** A bet of this round, accepted or cancelled; null if there is none. */
  Bet bet(LicenseeId licensee, BetId id) {
    Bet bet = bets.get(id);
    return bet != null && bet.licensee().equals(licensee) ? bet : null;
  }

  /** Bets that stand, in the order they came. */
  List<Bet> accepted() {
    List<Bet> standing = new ArrayList<>(bets.size());
    for (Bet bet : bets.values()) {
      if (bet.state() == BetState.ACCEPTED) {
        standing.add(bet);
      }
    }
    return standing;
  }

  int slips() {
    return bets.size();
  }

  PlayerStakes player(LicenseeId licensee, PlayerId player) {
    PlayerStakes stakes = players.get(new Keyed(licensee, player.value()));
    return stakes == null ? new PlayerStakes() : stakes;
  }

  /** What the house owes one licensee's players on the bets that stand. */
  Exposure exposure(LicenseeId licensee, String currency, Engine engine) {
    return exposures.computeIfAbsent(
        licensee + " " + currency,
        _ -> {
          Exposure exposure = engine.exposure();
          for (Bet bet : accepted()) {
            if (bet.licensee().equals(licensee) && bet.currency().equals(currency)) {
              bet.items().forEach(item -> exposure.add(item.spot(), item.stakeMinor()));
            }
          }
          return exposure;
        });
  }

  /** Takes an accepted bet in. */
  void add(Bet bet) {
    players
        .computeIfAbsent(new Keyed(bet.licensee(), bet.player().value()), _ -> new PlayerStakes())
        .add(bet, 1);
    exposed(bet).ifPresent(e -> bet.items().forEach(i -> e.add(i.spot(), i.stakeMinor())));
    bets.put(bet.id(), bet);
  }

  /** A bet is something else now. */
  void replace(Bet bet) {
    Bet before = bets.put(bet.id(), bet);
    if (before.state() == BetState.ACCEPTED && bet.state() == BetState.CANCELLED) {
      player(bet.licensee(), bet.player()).add(before, -1);
      exposed(bet).ifPresent(e -> bet.items().forEach(i -> e.remove(i.spot(), i.stakeMinor())));
    }
  }

  private Optional<Exposure> exposed(Bet bet) {
    return Optional.ofNullable(exposures.get(bet.licensee() + " " + bet.currency()));
  }
}
