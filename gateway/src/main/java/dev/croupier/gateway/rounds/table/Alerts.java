package dev.croupier.gateway.rounds.table;

import dev.croupier.gateway.ids.RoundId;

/** Where a table calls for a person. Any thread; must not block. */
public interface Alerts {
  /**
   * Something needs somebody.
   *
   * @param code stable: {@code no_result}, {@code unfinished}, {@code feed_lagged}
   */
  void raise(RoundId round, String code, String detail);
}
