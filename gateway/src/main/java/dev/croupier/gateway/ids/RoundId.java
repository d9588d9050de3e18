package dev.croupier.gateway.ids;

import java.util.regex.Pattern;

/**
 * One spin or one coup.
 *
 * @param value matches {@code [A-Za-z0-9][A-Za-z0-9-]{0,63}}
 */
public record RoundId(String value) implements Comparable<RoundId> {
  private static final Pattern FORM = Pattern.compile("[A-Za-z0-9][A-Za-z0-9-]{0,63}");

  /** Checks the form. */
  public RoundId {
    if (!isValid(value)) {
      throw new IllegalArgumentException("not a RoundId: " + value);
    }
  }

  /** Whether a text from outside may become one. */
  public static boolean isValid(String text) {
    return text != null && FORM.matcher(text).matches();
  }

  @Override
  public int compareTo(RoundId other) {
    return value.compareTo(other.value);
  }

  @Override
  public String toString() {
    return value;
  }
}
