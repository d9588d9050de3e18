package dev.croupier.gateway.ids;

import java.util.regex.Pattern;

/**
 * A player within a licensee: the token's subject.
 *
 * @param value matches {@code [A-Za-z0-9][A-Za-z0-9._:@-]{0,63}}
 */
public record PlayerId(String value) implements Comparable<PlayerId> {
  private static final Pattern FORM = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._:@-]{0,63}");

  /** Checks the form. */
  public PlayerId {
    if (!isValid(value)) {
      throw new IllegalArgumentException("not a PlayerId: " + value);
    }
  }

  /** Whether a text from outside may become one. */
  public static boolean isValid(String text) {
    return text != null && FORM.matcher(text).matches();
  }

  @Override
  public int compareTo(PlayerId other) {
    return value.compareTo(other.value);
  }

  @Override
  public String toString() {
    return value;
  }
}
