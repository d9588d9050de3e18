package dev.croupier.gateway.ids;

import java.util.regex.Pattern;

/**
 * A casino that brings players (a tenant).
 *
 * @param value matches {@code [a-z0-9][a-z0-9-]{0,31}}
 */
public record LicenseeId(String value) implements Comparable<LicenseeId> {
  private static final Pattern FORM = Pattern.compile("[a-z0-9][a-z0-9-]{0,31}");

  /** Checks the form. */
  public LicenseeId {
    if (!isValid(value)) {
      throw new IllegalArgumentException("not a LicenseeId: " + value);
    }
  }

  /** Whether a text from outside may become one. */
  public static boolean isValid(String text) {
    return text != null && FORM.matcher(text).matches();
  }

  @Override
  public int compareTo(LicenseeId other) {
    return value.compareTo(other.value);
  }

  @Override
  public String toString() {
    return value;
  }
}
