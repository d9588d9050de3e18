package dev.croupier.gateway.control.port;

import java.util.List;

/**
 * What a player's welcome says of money at a table, as committed.
 *
 * <p>Facts that are already in it may still be delivered after it; all their figures are absolute,
 * so that they do no harm.
 *
 * @param wallet the balance
 * @param openBetsJson JSON array of his bets in rounds of this table that are not yet settled
 * @param limitsJson the limit set that holds for him, a JSON object
 * @param chipsMinor the chips to offer, ascending
 */
public record PlayerView(
    WalletView wallet, byte[] openBetsJson, byte[] limitsJson, List<Long> chipsMinor) {
  /** Copies the chips. */
  public PlayerView {
    chipsMinor = List.copyOf(chipsMinor);
  }
}
