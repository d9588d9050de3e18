package dev.croupier.gateway.ids;

import java.util.regex.Pattern;

/**
 * A signal of a table, for example {@code cam-a}.
 *
 * @param value matches {@code [a-z0-9][a-z0-9~-]{0,31}}
 */
public record SignalName(String value) implements Comparable<SignalName> {
  private static final Pattern FORM = Pattern.compile("[a-z0-9][a-z0-9~-]{0,31}");

  /** Checks the form. */
  public SignalName {
    if (!isValid(value)) {
      throw new IllegalArgumentException("not a SignalName: " + value);
    }
  }

  /** Whether a text from outside may become one. */
  public static boolean isValid(String text) {
    return text != null && FORM.matcher(text).matches();
  }

  @Override
  public int compareTo(SignalName other) {
    return value.compareTo(other.value);
  }

  @Override
  public String toString() {
    return value;
  }
}
