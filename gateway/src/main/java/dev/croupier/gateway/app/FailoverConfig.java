package dev.croupier.gateway.app;

import dev.croupier.gateway.ids.SignalName;
import java.util.List;

/**
 * What a table does when the signal on air is lost. Immutable.
 *
 * @param enabled whether another signal is gone to; else the slate is shown until this one is back
 * @param standby the signals gone to, the first that is there; empty: the table's, in their order
 * @param returns whether the lost one is returned to once it has been back for 5 s without a pause
 * @param frozenAfterMs a picture on air that has not changed for so long is said to be frozen; 0:
 *     nobody looks
 * @param leavesFrozen whether it then counts as lost
 * @param slateAfterMs the slate is shown so long after the last picture where nothing is gone to
 */
public record FailoverConfig(
    boolean enabled,
    List<String> standby,
    boolean returns,
    int frozenAfterMs,
    boolean leavesFrozen,
    int slateAfterMs) {
  /**
   * So that a picture stands still for less than 500 ms, and a signal that was gone to after 250 ms
   * has time for its keyframe.
   */
  static final int USUAL_SLATE_AFTER_MS = 450;

  /** Checks the names. */
  public FailoverConfig {
    Config.check(
        Config.isUnique(standby) && standby.stream().allMatch(SignalName::isValid),
        "tables.failover.standby",
        "different names of signals",
        standby);
    Config.check(
        frozenAfterMs == 0 || (frozenAfterMs >= 2_000 && frozenAfterMs <= 600_000),
        "tables.failover.frozenAfterMs",
        "0 or 2000..600000",
        frozenAfterMs);
    Config.check(
        slateAfterMs >= 250 && slateAfterMs <= 10_000,
        "tables.failover.slateAfterMs",
        "250..10000",
        slateAfterMs);
  }

  /** The order in which signals are gone to. */
  List<SignalName> order(List<String> signals) {
    if (!enabled) {
      return List.of();
    }
    return (standby.isEmpty() ? signals : standby).stream().map(SignalName::new).toList();
  }
}
