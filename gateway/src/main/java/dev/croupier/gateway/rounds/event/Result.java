package dev.croupier.gateway.rounds.event;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;

/**
 * The facts of one round as dealt: a pocket, or cards. It may be impossible under the game's rules;
 * saying so is the engine's part.
 *
 * <p>Two results are the same exactly when their canonical bytes are.
 */
public sealed interface Result permits RouletteResult, BaccaratResult {

  /** The game whose engine understands it: {@code roulette} or {@code baccarat}. */
  String game();

  /** The canonical JSON: keys sorted, no white space, ASCII. */
  String canonicalJson();

  /** {@link #canonicalJson()} as bytes. */
  default byte[] canonicalBytes() {
    return canonicalJson().getBytes(StandardCharsets.US_ASCII);
  }

  /**
   * Reads a result from outside, keys in any order. An unknown or missing key, a pocket that is no
   * 32-bit integer, a card that does not exist or a malformed shoe id is refused.
   */
  static Reading read(JsonNode json) {
    return ResultReader.read(json);
  }

  /** {@link #read(JsonNode)} of text; text that is not one JSON value is {@code malformed}. */
  static Reading parse(String json) {
    return ResultReader.parse(json);
  }

  /** What came of reading. */
  sealed interface Reading {}

  /**
   * It is a result.
   *
   * @param result as read
   */
  record Read(Result result) implements Reading {}

  /**
   * It is none.
   *
   * @param code {@code malformed} or {@code unknown_card}
   * @param detail for people; never echoes more than a few characters of the input
   */
  record Unreadable(String code, String detail) implements Reading {}
}
