package dev.croupier.gateway.ids;

import java.util.regex.Pattern;

/**
 * A slice of the wallets with exactly one writer.
 *
 * @param value matches {@code [a-z0-9][a-z0-9-]{0,31}}
 */
public record ShardId(String value) implements Comparable<ShardId> {
  private static final Pattern FORM = Pattern.compile("[a-z0-9][a-z0-9-]{0,31}");

  /** Checks the form. */
  public ShardId {
    if (!isValid(value)) {
      throw new IllegalArgumentException("not a ShardId: " + value);
    }
  }

  /** Whether a text from outside may become one. */
  public static boolean isValid(String text) {
    return text != null && FORM.matcher(text).matches();
  }

  @Override
  public int compareTo(ShardId other) {
    return value.compareTo(other.value);
  }

  @Override
  public String toString() {
    return value;
  }
}
