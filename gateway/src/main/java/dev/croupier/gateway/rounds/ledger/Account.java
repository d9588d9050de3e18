package dev.croupier.gateway.rounds.ledger;

import dev.croupier.gateway.ids.LicenseeId;
import dev.croupier.gateway.ids.PlayerId;
import dev.croupier.gateway.ids.RoundId;
import java.util.Locale;

/**
 * A place where money stands, of one licensee and currency. Its balance is the sum of its entries.
 *
 * @param ref the player, the round, or empty
 */
public record Account(LicenseeId licensee, Kind kind, String ref, String currency) {
  /** What an account is for. */
  public enum Kind {
    /** A player's money; never below zero. */
    WALLET,
    /** Stakes of a round that are not decided; zero once it has ended. */
    STAKES,
    /** What the house has won or lost. */
    HOUSE,
    /** What bonuses have cost. */
    BONUS,
    /** Money that came from or went to a payment provider. */
    CASHIER,
    /** What is under way to or from the casino's own wallet. */
    CLEARING,
    /** What a player owes after a correction. */
    RECEIVABLE;

    /** The name in the store. */
    public String wire() {
      return name().toLowerCase(Locale.ROOT);
    }

    /** The kind of a stored name. */
    public static Kind ofWire(String wire) {
      return valueOf(wire.toUpperCase(Locale.ROOT));
    }
  }

  /** A player's wallet. */
  public static Account wallet(LicenseeId licensee, PlayerId player, String currency) {
    return new Account(licensee, Kind.WALLET, player.value(), currency);
  }

  /** The open stakes of a round. */
  public static Account stakes(LicenseeId licensee, RoundId round, String currency) {
    return new Account(licensee, Kind.STAKES, round.value(), currency);
  }

  /** The house's result. */
  public static Account house(LicenseeId licensee, String currency) {
    return new Account(licensee, Kind.HOUSE, "", currency);
  }

  /** The cashier's clearing. */
  public static Account cashier(LicenseeId licensee, String currency) {
    return new Account(licensee, Kind.CASHIER, "", currency);
  }

  /** The name for people: {@code wallet:ann}, {@code stakes:roulette-1-7}, {@code house}. */
  public String label() {
    return ref.isEmpty() ? kind.wire() : kind.wire() + ":" + ref;
  }
}
