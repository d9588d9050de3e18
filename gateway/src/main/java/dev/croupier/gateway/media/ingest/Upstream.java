package dev.croupier.gateway.media.ingest;

/**
 * Asks a publisher for lost packets (RFC 4585). Implemented by the publishing session, on its event
 * loop.
 */
@FunctionalInterface
public interface Upstream {
  /**
   * Sends a generic NACK.
   *
   * @param sequences unwrapped, ascending; valid during the call
   * @param count how many of them
   */
  void nack(long[] sequences, int count);
}
