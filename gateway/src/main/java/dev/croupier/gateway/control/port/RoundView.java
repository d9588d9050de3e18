package dev.croupier.gateway.control.port;

import dev.croupier.gateway.ids.RoundId;

/**
 * A table's current round.
 *
 * @param state in lower case: {@code betting}, {@code closed} …
 * @param json the round's object without {@code bets}
 */
public record RoundView(RoundId round, String state, byte[] json) {}
