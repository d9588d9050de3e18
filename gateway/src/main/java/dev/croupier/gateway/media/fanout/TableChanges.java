package dev.croupier.gateway.media.fanout;

import dev.croupier.gateway.media.track.Signal;
import dev.croupier.gateway.media.track.SignalStatus;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * Tells of changes of a table: another signal on air, a signal's state or size. The table's event
 * loop, but for {@link #add}.
 */
final class TableChanges {
  private final TableFaults faults;
  private final List<Runnable> listeners = new CopyOnWriteArrayList<>();
  private int told;

  /**
   * Nobody hears of them.
   *
   * @param faults told the listeners' exceptions
   */
  TableChanges(TableFaults faults) {
    this.faults = faults;
  }

  /** Has them told of; any thread. */
  void add(Runnable listener) {
    listeners.add(listener);
  }

  /** Tells all if it is another picture than the last time. */
  void look(Collection<TableProgram> programs, Collection<Signal> signals) {
    int now = 1;
    for (TableProgram program : programs) {
      now = 31 * now + program.air().signal().hashCode();
    }
    for (Signal signal : signals) {
      SignalStatus status = signal.status();
      now = 31 * now + status.state().hashCode();
      now = 31 * now + status.width();
    }
    if (now != told) {
      told = now;
      listeners.forEach(faults::guard);
    }
  }
}
