package dev.croupier.loadtest.bettor;

import com.fasterxml.jackson.databind.JsonNode;
import dev.croupier.loadtest.viewer.People;
import java.io.IOException;
import java.util.Optional;

/**
 * The server's HTTP door as a bettor uses it beside the socket. Blocks; any thread. Implemented by
 * the command line.
 */
public interface Cashier extends People {
  /**
   * A stored answer.
   *
   * @param status 201 a bet, 422 a refusal
   * @param body the very bytes
   */
  record Stored(int status, String body) {}

  /** What was answered under a key ({@code GET /api/v1/bets/by-key/{key}}); empty: nothing yet. */
  Optional<Stored> stored(String idempotencyKey, String token)
      throws IOException, InterruptedException;

  /** A round as this player may see it ({@code GET /api/v1/rounds/{r}}), with its own bets. */
  JsonNode round(String round, String token) throws IOException, InterruptedException;
}
