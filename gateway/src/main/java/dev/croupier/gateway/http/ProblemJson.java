package dev.croupier.gateway.http;

import com.fasterxml.jackson.core.JsonProcessingException;
import java.util.LinkedHashMap;
import java.util.Map;
import org.eclipse.jetty.http.HttpStatus;

/**
 * The bytes of a problem (RFC 9457): {@code type, title, status, detail, code}.
 *
 * <p>{@code type} is {@code about:blank}, hence {@code title} is the status's own phrase (RFC 9457,
 * section 4.2.1); programs switch on {@code code}.
 */
final class ProblemJson {
  static final String MEDIA_TYPE = "application/problem+json";

  private ProblemJson() {}

  static byte[] bytes(int status, String code, String detail) {
    Map<String, Object> body = new LinkedHashMap<>();
    body.put("type", "about:blank");
    body.put("title", HttpStatus.getMessage(status));
    body.put("status", status);
    if (detail != null && !detail.isEmpty()) {
      body.put("detail", detail);
    }
    body.put("code", code);
    try {
      return Json.write(body);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a map of texts and numbers is always JSON", e);
    }
  }

  /** The code for a refusal by the HTTP parser itself, before any route is known. */
  static String codeOf(int status) {
    return switch (status) {
      case 401 -> "unauthorized";
      case 403 -> "forbidden";
      case 404 -> "not_found";
      case 405 -> "method_not_allowed";
      case 408 -> "timeout";
      case 413, 414, 431 -> "too_large";
      case 426 -> "upgrade_required";
      case 429 -> "rate_limited";
      case 503 -> "overloaded";
      default -> status >= 500 ? "internal" : "malformed";
    };
  }
}
