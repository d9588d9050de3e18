package dev.croupier.gateway.media.fanout;

import dev.croupier.gateway.ids.SignalName;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * When a program whose signal is lost goes to another one, to which, and when it comes back. Pure;
 * the table's event loop.
 *
 * <p>A signal on air that was lost stays lost under the slate until something is shown again; what
 * comes up in that time is gone to. What was never on air is not waited for.
 */
final class Failover {
  /** A lost signal must have been without a pause for this long before it is returned to: 5 s. */
  static final long CLEAN_MICROS = 5_000_000;

  /** What is known of the table. */
  interface Table {
    /** The signal on air, or null for the slate. */
    SignalName onAir();

    /** Whether a cut is under way. */
    boolean cutting();

    /** Whether pictures of a signal come without a pause. */
    boolean flows(SignalName name);

    /** Whether the signal on air may be lost soon. */
    boolean doubted(SignalName name);

    /** Whether a signal could be shown now. */
    boolean ready(SignalName name);
  }

  /** What is to be done. */
  sealed interface Step {
    /** Nothing. */
    record None() implements Step {}

    /** A keyframe of this signal may be needed soon. */
    record Prepare(SignalName name) implements Step {}

    /** The signal on air is lost: go to this one now. */
    record Leave(SignalName name) implements Step {}

    /** The signal that was lost is back for good: return to it. */
    record Return(SignalName name) implements Step {}
  }

  private static final Step NONE = new Step.None();

  private final List<SignalName> order;
  private final boolean returns;
  private final Set<SignalName> tried = new HashSet<>();
  private SignalName shown;
  private SignalName lost;
  private SignalName home;
  private long cleanSinceMicros;
  private boolean prepared;

  /**
   * A rule.
   *
   * @param order in which signals are gone to; empty for never
   * @param returns whether a lost signal is returned to
   */
  Failover(List<SignalName> order, boolean returns) {
    this.order = List.copyOf(order);
    this.returns = returns;
  }

  /** Somebody has decided what is shown: there is nothing to return to. */
  void decided() {
    home = null;
    shown = null;
    lost = null;
    tried.clear();
  }

  /** Time has passed. */
  Step tick(Table table, long nowMicros) {
    SignalName onAir = table.onAir();
    if (onAir != null && table.flows(onAir)) {
      shown = onAir;
      lost = null;
      tried.clear();
      if (table.doubted(onAir)) {
        return prepare(table, onAir);
      }
      prepared = false;
      return goHome(table, onAir, nowMicros);
    }
    cleanSinceMicros = nowMicros;
    // The slate may have come in the very moment of the loss.
    lost = onAir != null ? onAir : lost != null ? lost : shown;
    return lost == null || table.cutting() ? NONE : leave(table);
  }

  private Step leave(Table table) {
    SignalName next = next(table, lost);
    if (next == null) {
      tried.clear();
      return NONE;
    }
    tried.add(next);
    if (home == null) {
      home = lost;
    }
    return new Step.Leave(next);
  }

  private Step prepare(Table table, SignalName onAir) {
    SignalName next = prepared || table.cutting() ? null : next(table, onAir);
    prepared = true;
    return next == null ? NONE : new Step.Prepare(next);
  }

  private Step goHome(Table table, SignalName onAir, long nowMicros) {
    if (onAir.equals(home)) {
      home = null;
    }
    if (home == null || !table.ready(home)) {
      cleanSinceMicros = nowMicros;
    }
    boolean clean = home != null && nowMicros - cleanSinceMicros >= CLEAN_MICROS;
    if (!returns || !clean || table.cutting()) {
      return NONE;
    }
    // Where it has no keyframe in its time it is not asked again at once.
    cleanSinceMicros = nowMicros;
    return new Step.Return(home);
  }

  private SignalName next(Table table, SignalName gone) {
    for (SignalName name : order) {
      if (!name.equals(gone) && !tried.contains(name) && table.ready(name)) {
        return name;
      }
    }
    return null;
  }
}
