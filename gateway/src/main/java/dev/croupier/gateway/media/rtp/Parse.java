package dev.croupier.gateway.media.rtp;

/**
 * What a parser answers: a value, or a typed rejection. For parsers off the packet path; those on
 * it answer an enum and allocate nothing.
 */
public sealed interface Parse<T> {
  /** The bytes were good. */
  record Parsed<T>(T value) implements Parse<T> {}

  /**
   * The bytes were bad.
   *
   * @param reason stable snake_case word, counted by
   */
  record Rejected<T>(String reason) implements Parse<T> {}

  /** Wraps a good value. */
  static <T> Parse<T> of(T value) {
    return new Parsed<>(value);
  }

  /** A rejection for {@code reason}. */
  static <T> Parse<T> rejected(String reason) {
    return new Rejected<>(reason);
  }

  /** The value, or null when rejected. */
  default T orNull() {
    return switch (this) {
      case Parsed<T>(T value) -> value;
      case Rejected<T> _ -> null;
    };
  }

  /** Why it was rejected, or null when it was not. */
  default String reason() {
    return switch (this) {
      case Parsed<T> _ -> null;
      case Rejected<T>(String reason) -> reason;
    };
  }
}
