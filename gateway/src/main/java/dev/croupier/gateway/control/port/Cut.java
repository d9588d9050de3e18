package dev.croupier.gateway.control.port;

import dev.croupier.gateway.ids.SignalName;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

/** What a cut of the program was answered. */
public sealed interface Cut {
  /**
   * Not begun.
   *
   * @param code {@code unknown_table}, {@code unknown_signal}, {@code not_ready}, {@code
   *     incompatible}, {@code busy}, {@code in_the_past}, {@code too_soon} (its keyframe could not
   *     be there), {@code too_far}
   */
  record Refused(String code, String detail) implements Cut {}

  /**
   * Waits for its moment and the new signal's next keyframe.
   *
   * @param from the signal on air, or null for the slate
   * @param at table time, µs: the first keyframe captured then or later is taken
   * @param end completes when it is on air or given up; never exceptionally
   * @param cancel gives it up, if it has no frame yet; the answer is whether it did, and comes
   *     after {@code end}
   */
  record Started(
      SignalName from,
      long at,
      CompletableFuture<End> end,
      Supplier<CompletableFuture<Boolean>> cancel)
      implements Cut {}

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
