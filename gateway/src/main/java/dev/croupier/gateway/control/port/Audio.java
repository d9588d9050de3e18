package dev.croupier.gateway.control.port;

import dev.croupier.gateway.ids.SignalName;

/** Whose sound goes with a cut. Immutable. */
public sealed interface Audio {
  /** The new signal's. */
  record Follow() implements Audio {}

  /** What is heard goes on. */
  record Keep() implements Audio {}

  /** One signal's, whatever is shown. */
  record Of(SignalName signal) implements Audio {}

  /** The choice by its name on the wire: {@code follow}, {@code keep} or a signal's. */
  static Audio of(String word) {
    return switch (word) {
      case "follow" -> new Follow();
      case "keep" -> new Keep();
      default -> new Of(new SignalName(word));
    };
  }

  /** The name on the wire. */
  default String wire() {
    return switch (this) {
      case Follow() -> "follow";
      case Keep() -> "keep";
      case Of(SignalName signal) -> signal.value();
    };
  }
}
