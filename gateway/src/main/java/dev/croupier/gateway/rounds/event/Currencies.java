package dev.croupier.gateway.rounds.event;

import java.util.Currency;
import java.util.Optional;

/** ISO 4217 codes and how many digits their minor unit has. */
public final class Currencies {
  private Currencies() {}

  /** The exponent, 0 (JPY) to 4; empty for what is no code, or money without a minor unit (XAU). */
  public static Optional<Integer> exponent(String code) {
    if (code == null || code.length() != 3) {
      return Optional.empty();
    }
    try {
      int digits = Currency.getInstance(code).getDefaultFractionDigits();
      return digits < 0 ? Optional.empty() : Optional.of(digits);
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }
}
