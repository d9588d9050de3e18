package dev.croupier.gateway.rounds.table;

/** Runs something when table time has come. */
public interface Timers {
  /**
   * Runs a task once table time is at {@code atUs} or later, at once if it is; the task is short.
   *
   * @param atUs table time in µs
   */
  Timer at(long atUs, Runnable task);

  /** A task that waits. */
  interface Timer {
    /** It shall not run any more; no effect if it has. */
    void cancel();
  }
}
