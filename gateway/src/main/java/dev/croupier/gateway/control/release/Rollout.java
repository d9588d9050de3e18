package dev.croupier.gateway.control.release;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;

/**
 * A rollout as it stands. Immutable.
 *
 * @param started what was asked
 * @param rolledBackAt table time, or null
 * @param ready pages in which the build came up
 * @param failed pages in which it did not
 * @param failures by code
 * @param lastFailure the last one's detail, or null
 */
public record Rollout(
    RolloutEvent.Started started,
    Long rolledBackAt,
    long ready,
    long failed,
    Map<String, Long> failures,
    String lastFailure) {
  /** Codes counted apart; further ones count as {@code other}. */
  private static final int MAX_CODES = 16;

  /** Copies the map. */
  public Rollout {
    failures = Map.copyOf(failures);
  }

  static Rollout of(RolloutEvent.Started started) {
    return new Rollout(started, null, 0, 0, Map.of(), null);
  }

  /** The rollout after an event of its own. */
  Rollout after(RolloutEvent event) {
    return switch (event) {
      case RolloutEvent.Started again -> of(again);
      case RolloutEvent.RolledBack back ->
          new Rollout(started, back.at(), ready, failed, failures, lastFailure);
      case RolloutEvent.Reported report when report.ready() ->
          new Rollout(started, rolledBackAt, ready + 1, failed, failures, lastFailure);
      case RolloutEvent.Reported report -> {
        Map<String, Long> codes = new TreeMap<>(failures);
        boolean known = codes.containsKey(report.code()) || codes.size() < MAX_CODES;
        codes.merge(known ? report.code() : "other", 1L, Long::sum);
        yield new Rollout(started, rolledBackAt, ready, failed + 1, codes, report.detail());
      }
    };
  }

  /** As the API shows it. */
  public Map<String, Object> view() {
    Map<String, Object> view = new LinkedHashMap<>();
    view.put("id", started.id());
    view.put("game", started.game());
    view.put("build", started.build());
    view.put("from", started.from());
    view.put("percent", started.percent());
    view.put("state", rolledBackAt == null ? "complete" : "rolled_back");
    view.put("by", started.by());
    view.put("at", started.at());
    view.put("rolledBackAt", rolledBackAt);
    view.put("override", started.reason() == null ? null : Map.of("reason", started.reason()));
    view.put("ready", ready);
    view.put("failed", failed);
    view.put("failures", new TreeMap<>(failures));
    view.put("lastFailure", lastFailure);
    return view;
  }
}
