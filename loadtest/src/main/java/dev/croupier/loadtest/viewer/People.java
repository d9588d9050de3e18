package dev.croupier.loadtest.viewer;

import java.io.IOException;

/**
 * Where players get what they cannot make themselves. Blocks; any thread. Implemented by the
 * command line, over the server's HTTP door.
 */
public interface People {
  /**
   * A wallet as the server tells it.
   *
   * @param openStakesMinor what lies on the table
   */
  record Wallet(long balanceMinor, long openStakesMinor) {}

  /** A player's subject. */
  String subject(String kind, int number);

  /** A player's token. */
  String token(String subject) throws IOException, InterruptedException;

  /** A player's wallet. */
  Wallet wallet(String subject, String token) throws IOException, InterruptedException;
}
