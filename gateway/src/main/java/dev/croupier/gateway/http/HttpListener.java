package dev.croupier.gateway.http;

/**
 * Hears of every answer and every refusal, to count them. Called on request threads; must not
 * block.
 */
public interface HttpListener {
  /** Counts nothing. */
  HttpListener NONE = new HttpListener() {};

  /**
   * A request was answered.
   *
   * @param route the route's template, {@code none} where no route was met
   * @param durationUs from the request's first byte to the last byte handed to the socket
   */
  default void answered(String method, String route, int status, long durationUs) {}

  /**
   * A request was refused with a problem.
   *
   * @param code the stable code, for example {@code unauthorized}
   */
  default void refused(String route, int status, String code) {}
}
