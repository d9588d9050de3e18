package dev.croupier.gateway.rounds.rules;

import java.util.Locale;
import java.util.Optional;

/** What becomes of a part of a minor unit; chosen by the ruleset, for each win of each spot. */
enum Rounding {
  /** It stays with the house. */
  DOWN {
    @Override
    long divide(long dividend, long divisor) {
      return Math.floorDiv(dividend, divisor);
    }
  },
  /** The player gets a whole unit for it. */
  UP {
    @Override
    long divide(long dividend, long divisor) {
      return Math.ceilDiv(dividend, divisor);
    }
  };

  abstract long divide(long dividend, long divisor);

  /** The name in a ruleset. */
  String written() {
    return name().toLowerCase(Locale.ROOT);
  }

  static Optional<Rounding> parse(String written) {
    for (Rounding rounding : values()) {
      if (rounding.written().equals(written)) {
        return Optional.of(rounding);
      }
    }
    return Optional.empty();
  }
}
