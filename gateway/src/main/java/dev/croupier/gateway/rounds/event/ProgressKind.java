package dev.croupier.gateway.rounds.event;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** What happened on the table on the way to the result. */
public enum ProgressKind {
  BALL_LAUNCHED,
  CARD;

  /** The name on the wire. */
  public String wire() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The kind a text from outside names. */
  public static Optional<ProgressKind> parse(String text) {
    return Arrays.stream(values()).filter(kind -> kind.wire().equals(text)).findFirst();
  }
}
