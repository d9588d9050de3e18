package dev.croupier.gateway.control.wire;

/** Why the server closes a socket (RFC 6455, private range). */
public enum CloseCode {
  /** The server ends. */
  GOING_AWAY(1001, "going away"),
  /** No hello in time, a bad one, or a token that is not valid. */
  BAD_HELLO(4001, "no valid hello"),
  /** The token does not allow it. */
  FORBIDDEN(4003, "forbidden"),
  /** The peer reads too slowly. */
  TOO_SLOW(4008, "too slow"),
  /** A newer connection of the session took over. */
  REPLACED(4009, "replaced by a newer connection"),
  /** Nothing the client speaks is served any more. */
  CONTRACT_RETIRED(4010, "contract retired"),
  /** Too many sessions; try another time. */
  OVERLOADED(1013, "try again later");

  private final int code;
  private final String reason;

  CloseCode(int code, String reason) {
    this.code = code;
    this.reason = reason;
  }

  /** The number on the wire. */
  public int code() {
    return code;
  }

  /** The text beside it. */
  public String reason() {
    return reason;
  }
}
