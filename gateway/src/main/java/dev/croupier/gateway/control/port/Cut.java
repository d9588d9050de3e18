package dev.croupier.gateway.control.port;

import dev.croupier.gateway.ids.SignalName;
import java.util.concurrent.CompletableFuture;

/** What a cut of the program was answered. */
public sealed interface Cut {
  /**
   * Not begun.
   *
   * @param code {@code unknown_table}, {@code unknown_signal}, {@code not_ready}, {@code
   *     incompatible}, {@code busy}
   */
  record Refused(String code, String detail) implements Cut {}

  /**
   * Waits for the new signal's next keyframe.
   *
   * @param from the signal on air, or null for the slate
   * @param at the table time it is expected at, µs
   * @param end completes when it is on air or given up; never exceptionally
   */
  record Started(SignalName from, long at, CompletableFuture<End> end) implements Cut {}

  /** How it ended. */
  sealed interface End {
    /**
     * On air.
     *
     * @param at table time, µs
     * @param agreedCapture capture time of the first frame, µs
     * @param heard the signal whose sound goes with it, or null
     */
    record Switched(long at, long agreedCapture, SignalName heard) implements End {}

    /** Given up; the program did not change. */
    record GivenUp(String reason) implements End {}
  }
}
