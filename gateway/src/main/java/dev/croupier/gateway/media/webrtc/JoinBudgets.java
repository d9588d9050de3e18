package dev.croupier.gateway.media.webrtc;

import dev.croupier.gateway.media.fanout.Show;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;

/**
 * The join budgets of all event loops. What a loop's previews have is apart from what its programs
 * have, and less: however many cameras a console opens, players come to their picture as ever. Any
 * thread; each budget belongs to its loop.
 */
final class JoinBudgets {
  /** Of one event loop for previews: 120 Mbit/s. */
  static final long PREVIEW_BITS = 2 * JoinPlan.MOST_PACE;

  private record Key(Executor loop, boolean preview) {}

  private final Map<Key, JoinBudget> budgets = new ConcurrentHashMap<>();

  /** What viewers of a show on an event loop share. */
  JoinBudget of(Executor loop, Show show) {
    return budgets.computeIfAbsent(
        new Key(loop, show.preview()),
        key -> new JoinBudget(key.preview ? PREVIEW_BITS : JoinBudget.USUAL_BITS));
  }
}
