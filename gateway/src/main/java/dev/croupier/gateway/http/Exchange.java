package dev.croupier.gateway.http;

import java.net.InetSocketAddress;
import java.util.Optional;

/**
 * One HTTP request and its answer, as handlers see it. One thread, the request's (virtual, may
 * block).
 *
 * <p>A handler answers exactly once, by one of the {@code send} methods or by throwing a {@link
 * Problem}.
 */
public interface Exchange {
  /** {@code GET}, {@code POST} … */
  String method();

  /** The path, decoded, without query. */
  String path();

  /** A variable of the route's template, for example {@code t} of {@code /api/v1/tables/{t}}. */
  String variable(String name);

  /** The first value of a query parameter. */
  Optional<String> query(String name);

  /** The first value of a request header. */
  Optional<String> header(String name);

  /** Where the request came from. */
  InetSocketAddress remote();

  /**
   * The verified bearer, read once.
   *
   * @throws Problem 401 without a valid token, 403 {@code forbidden} without one of the roles (no
   *     role named: any token)
   */
  Principal require(Role... anyOf);

  /** The verified bearer if there is an {@code Authorization} header at all. */
  Optional<Principal> principal();

  /**
   * The whole body.
   *
   * @throws Problem 413 {@code too_large} beyond {@code maxBytes}
   */
  byte[] body(int maxBytes);

  /** Adds a header to the answer; before {@code send}. */
  Exchange answerHeader(String name, String value);

  /** Answers with a body. */
  void send(int status, String contentType, byte[] body);

  /** Answers without a body. */
  void send(int status);

  /** Answers with JSON of a record, map or list (Jackson). */
  void sendJson(int status, Object value);
}
