package dev.croupier.gateway.control.port;

import dev.croupier.gateway.ids.SessionId;

/**
 * A viewer's pictures come faster than they were made, until they are live.
 *
 * @param session under which the viewer came, as it said itself
 * @param player whose token it came with
 * @param untilRtp RTP time of the first live picture, unsigned 32 bits
 */
public record CatchUp(SessionId session, PlayerRef player, long untilRtp) {}
