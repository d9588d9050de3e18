package dev.croupier.gateway.ids;

import java.util.regex.Pattern;

/**
 * One slip.
 *
 * @param value matches {@code [A-Za-z0-9][A-Za-z0-9-]{0,63}}
 */
public record BetId(String value) implements Comparable<BetId> {
  private static final Pattern FORM = Pattern.compile("[A-Za-z0-9][A-Za-z0-9-]{0,63}");

  /** Checks the form. */
  public BetId {
    if (!isValid(value)) {
      throw new IllegalArgumentException("not a BetId: " + value);
    }
  }

  /** Whether a text from outside may become one. */
  public static boolean isValid(String text) {
    return text != null && FORM.matcher(text).matches();
  }

  @Override
  public int compareTo(BetId other) {
    return value.compareTo(other.value);
  }

  @Override
  public String toString() {
    return value;
  }
}
