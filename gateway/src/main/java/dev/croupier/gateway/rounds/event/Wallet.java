package dev.croupier.gateway.rounds.event;

import dev.croupier.gateway.ids.LicenseeId;
import dev.croupier.gateway.ids.PlayerId;
import java.util.Currency;

/**
 * A player's money with one licensee. Amounts are minor units, never negative.
 *
 * @param exponent digits of the minor unit
 * @param balanceMinor what may be staked or paid out
 * @param bonusMinor granted by the casino, spent after cash
 * @param openStakesMinor in bets that are not decided
 */
public record Wallet(
    LicenseeId licensee,
    PlayerId player,
    String currency,
    int exponent,
    long balanceMinor,
    long bonusMinor,
    long openStakesMinor) {
  /** Refuses what the ledger must never come to. */
  public Wallet {
    if (balanceMinor < 0 || bonusMinor < 0 || openStakesMinor < 0) {
      throw new IllegalStateException(
          "wallet "
              + licensee
              + "/"
              + player
              + " below zero: "
              + balanceMinor
              + ", "
              + bonusMinor
              + ", "
              + openStakesMinor);
    }
    if (exponent != Currency.getInstance(currency).getDefaultFractionDigits()) {
      throw new IllegalStateException(currency + " with exponent " + exponent);
    }
  }

  /** One without money yet. */
  public static Wallet empty(LicenseeId licensee, PlayerId player, String currency) {
    int exponent =
        Currencies.exponent(currency)
            .orElseThrow(() -> new IllegalArgumentException("not a currency: " + currency));
    return new Wallet(licensee, player, currency, exponent, 0, 0, 0);
  }

  /** After a change of balance and of open stakes; exact, or {@link ArithmeticException}. */
  public Wallet plus(long balanceDelta, long openStakesDelta) {
    return new Wallet(
        licensee,
        player,
        currency,
        exponent,
        Math.addExact(balanceMinor, balanceDelta),
        bonusMinor,
        Math.addExact(openStakesMinor, openStakesDelta));
  }
}
