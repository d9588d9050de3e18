package dev.croupier.gateway.control.session;

import dev.croupier.gateway.ids.BuildId;
import dev.croupier.gateway.ids.RoundId;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The rounds a session has bets in, each with the build it was begun with. Owned by the session.
 *
 * <p>A pin is written once and goes when the round is settled or void. Bounded; the oldest go.
 */
final class RoundPins {
  /** Rounds of one table that can be open at once: one runs, a few may be held. */
  private static final int MAX_ROUNDS = 16;

  private final Map<RoundId, Optional<BuildId>> pins = new LinkedHashMap<>();

  /** Pins a round if it is not pinned yet; {@code build} may be null. True: it was not. */
  boolean pin(RoundId round, BuildId build) {
    if (pins.putIfAbsent(round, Optional.ofNullable(build)) != null) {
      return false;
    }
    if (pins.size() > MAX_ROUNDS) {
      pins.remove(pins.keySet().iterator().next());
    }
    return true;
  }

  /** Whether the session has bets in the round. */
  boolean holds(RoundId round) {
    return pins.containsKey(round);
  }

  /** The build of a round, or null. */
  BuildId of(RoundId round) {
    return pins.getOrDefault(round, Optional.empty()).orElse(null);
  }

  /** The newest round with bets, or null. */
  RoundId newest() {
    RoundId newest = null;
    for (RoundId round : pins.keySet()) {
      newest = round;
    }
    return newest;
  }

  void release(RoundId round) {
    pins.remove(round);
  }
}
