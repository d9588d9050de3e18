package dev.croupier.gateway.ids;

import java.util.regex.Pattern;

/**
 * A control session, opaque to the media plane.
 *
 * @param value matches {@code [A-Za-z0-9_-]{1,64}}
 */
public record SessionId(String value) implements Comparable<SessionId> {
  private static final Pattern FORM = Pattern.compile("[A-Za-z0-9_-]{1,64}");

  /** Checks the form. */
  public SessionId {
    if (!isValid(value)) {
      throw new IllegalArgumentException("not a SessionId: " + value);
    }
  }

  /** Whether a text from outside may become one. */
  public static boolean isValid(String text) {
    return text != null && FORM.matcher(text).matches();
  }

  @Override
  public int compareTo(SessionId other) {
    return value.compareTo(other.value);
  }

  @Override
  public String toString() {
    return value;
  }
}
