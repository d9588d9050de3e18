package dev.croupier.gateway.control.port;

import dev.croupier.gateway.ids.SignalName;
import java.util.List;

/**
 * A table's pictures now.
 *
 * @param onAir the program's signal, or null while the slate is shown
 * @param since table time of the last change, µs
 * @param heard the signal whose sound is heard, or null for silence
 * @param viewers of the program
 */
public record TableMedia(
    SignalName onAir, long since, SignalName heard, List<SignalView> signals, int viewers) {
  /** Copies the signals. */
  public TableMedia {
    signals = List.copyOf(signals);
  }
}
