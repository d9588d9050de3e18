package dev.croupier.gateway.http;

import java.util.Map;

/**
 * A refusal that becomes {@code application/problem+json} (RFC 9457) with a stable {@code code}.
 *
 * <p>Thrown by handlers, written by the router. Carries no stack trace: it is an answer, not a bug.
 */
public final class Problem extends RuntimeException {
  private final int status;
  private final String code;
  private final Map<String, String> headers;

  /** A refusal without headers of its own. */
  public Problem(int status, String code, String detail) {
    this(status, code, detail, Map.of());
  }

  /** A refusal with headers, for example {@code Retry-After}. */
  public Problem(int status, String code, String detail, Map<String, String> headers) {
    super(detail, null, false, false);
    this.status = status;
    this.code = code;
    this.headers = Map.copyOf(headers);
  }

  /** The HTTP status, 400 to 599. */
  public int status() {
    return status;
  }

  /** The stable code of {@code interfaces}: {@code malformed}, {@code unauthorized} … */
  public String code() {
    return code;
  }

  /** Headers the answer carries. */
  public Map<String, String> headers() {
    return headers;
  }
}
