package dev.croupier.gateway.http;

/**
 * Where doors register their routes, before the server starts.
 *
 * <p>A template's {@code {name}} matches one path segment, a last {@code {name*}} the rest of the
 * path. An unknown path answers 404 {@code not_found}, a known one with another method 405 with
 * {@code Allow}; {@code OPTIONS} and CORS are answered for all routes by the server.
 */
public interface Routes {
  /** Registers a route; a duplicate is a bug and throws. */
  Routes on(String method, String template, Handler handler);

  /**
   * Says in answers to {@code OPTIONS} which bodies a route takes.
   *
   * @param header {@code Accept-Post} or {@code Accept-Patch}
   * @param type media type
   */
  Routes accepting(String template, String header, String type);
}
