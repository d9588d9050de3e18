package dev.croupier.gateway.http;

/** Answers one route. Called on the request's own virtual thread; may block. */
@FunctionalInterface
public interface Handler {
  /**
   * Answers, or throws {@link Problem}; anything else thrown becomes 500 {@code internal} and is
   * logged.
   */
  void handle(Exchange exchange) throws Exception;
}
