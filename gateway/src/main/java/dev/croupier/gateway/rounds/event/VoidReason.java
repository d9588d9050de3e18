package dev.croupier.gateway.rounds.event;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** Why a round was voided. */
public enum VoidReason {
  MISDEAL,
  EQUIPMENT,
  STUDIO_LOST,
  CORE_FAULT,
  WRONG_RESULT,
  SECURITY;

  /** The name on the wire. */
  public String wire() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The reason a text from outside names. */
  public static Optional<VoidReason> parse(String text) {
    return Arrays.stream(values()).filter(reason -> reason.wire().equals(text)).findFirst();
  }
}
