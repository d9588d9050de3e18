package dev.croupier.gateway.control.port;

/**
 * What the rounds plane answered to a command, for both doors.
 *
 * <p>{@code body} is passed on untouched: it is the stored answer, byte for byte, over HTTP as the
 * answer's body and over the socket as the message's {@code body}.
 *
 * @param status the HTTP status: 201 a bet, 200 a cancel or a round command, 422 a refusal …
 * @param type the socket's message type: {@code bet.pending}, {@code bet.accepted}, {@code
 *     bet.rejected}, {@code bet.cancelled} for what is stored; {@code error} for what is not
 *     ({@code idempotency_mismatch}, {@code overloaded}, {@code in_progress} …), whose body is
 *     {@code {code, detail, idempotencyKey?}} with problem+json's members beside; {@code round} for
 *     a round command that was obeyed
 * @param body one JSON object, UTF-8
 */
public record PortAnswer(int status, String type, byte[] body) {
  /** The type of an answer that is not stored. */
  public static final String ERROR = "error";

  /** Whether the answer is a refusal. */
  public boolean refused() {
    return status >= 400;
  }
}
