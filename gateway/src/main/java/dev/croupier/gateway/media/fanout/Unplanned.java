package dev.croupier.gateway.media.fanout;

import dev.croupier.gateway.ids.SignalName;
import java.util.concurrent.CompletableFuture;

/**
 * A cut that nobody asked for, as it begins: the signal on air was lost, or is back. Immutable.
 *
 * @param from the signal that is left, or null for the slate
 * @param lost whether it was lost; else the one that had been lost is returned to
 * @param frozen whether it was lost because its picture stood still
 * @param atMicros when it was begun, in table time
 * @param end as {@link TableMedia#cut}'s
 */
public record Unplanned(
    SignalName from,
    SignalName to,
    boolean lost,
    boolean frozen,
    long atMicros,
    CompletableFuture<Switched> end) {}
