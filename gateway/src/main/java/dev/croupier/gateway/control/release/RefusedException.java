package dev.croupier.gateway.control.release;

/** A release that is refused: an answer with an HTTP status and a stable code, not a bug. */
public final class RefusedException extends Exception {
  private final int status;
  private final String code;

  RefusedException(int status, String code, String detail) {
    super(detail, null, false, false);
    this.status = status;
    this.code = code;
  }

  static RefusedException malformed(String detail) {
    return new RefusedException(400, "malformed", detail);
  }

  /** The HTTP status. */
  public int status() {
    return status;
  }

  /** The stable code. */
  public String code() {
    return code;
  }
}
