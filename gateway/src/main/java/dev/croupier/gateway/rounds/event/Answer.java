package dev.croupier.gateway.rounds.event;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * What a command is answered with, for both doors: an HTTP status with its body, and the type under
 * which the very same body travels on the socket.
 *
 * @param status HTTP status
 * @param type {@code bet.accepted}, {@code bet.rejected}, {@code bet.cancelled}, {@code round},
 *     {@code balance}; {@code error} for what is not stored
 * @param body UTF-8 JSON; never changed by anybody
 */
public record Answer(int status, String type, byte[] body) {
  /** The type of what is not stored. */
  public static final String ERROR = "error";

  /** Whether the command did what it asked for. */
  public boolean isAccepted() {
    return status < 300;
  }

  /** The body as text. */
  public String text() {
    return new String(body, StandardCharsets.UTF_8);
  }

  /** Whether status, type and every byte are the same. */
  public boolean same(Answer other) {
    return status == other.status && type.equals(other.type) && Arrays.equals(body, other.body);
  }

  @Override
  public String toString() {
    return status + " " + type + " " + text();
  }
}
