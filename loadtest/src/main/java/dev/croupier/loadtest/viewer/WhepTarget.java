package dev.croupier.loadtest.viewer;

import java.io.IOException;
import java.net.URI;

/**
 * What WHEP viewers play: any server of the standard.
 *
 * @param whep the address that is played
 * @param tokens where each gets its bearer token
 * @param sharedClock whether the capture times that the server sends are on the clock of this
 *     process, so that ages mean anything
 */
public record WhepTarget(URI whep, Tokens tokens, boolean sharedClock) {
  /** Bearer tokens of clients. Blocks; any thread. */
  @FunctionalInterface
  public interface Tokens {
    /** No server asks for one. */
    Tokens NONE = (_, _) -> "";

    /**
     * A client's token; empty for none.
     *
     * @param kind {@code viewer} or {@code sink}
     * @param number from 0
     */
    String token(String kind, int number) throws IOException, InterruptedException;
  }
}
