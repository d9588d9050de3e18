package dev.croupier.gateway.rounds.event;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** Who saw the result. */
public enum ResultSource {
  DEALER,
  SENSOR,
  SUPERVISOR;

  /** The name on the wire. */
  public String wire() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The source a text from outside names. */
  public static Optional<ResultSource> parse(String text) {
    return Arrays.stream(values()).filter(source -> source.wire().equals(text)).findFirst();
  }
}
