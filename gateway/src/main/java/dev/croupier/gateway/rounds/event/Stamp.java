package dev.croupier.gateway.rounds.event;

import dev.croupier.gateway.ids.ShardId;

/**
 * The writer's number and time of a decision.
 *
 * @param shard whose writer
 * @param seq rises by one; with the shard it names the decision for ever
 * @param ts table time in µs; rises with {@code seq}
 */
public record Stamp(ShardId shard, long seq, long ts) {}
