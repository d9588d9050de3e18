package dev.croupier.gateway.ids;

import java.util.regex.Pattern;

/**
 * A player build, {@code {game}-{semver}}.
 *
 * @param value matches {@code [a-z0-9.-]{1,64}}
 */
public record BuildId(String value) implements Comparable<BuildId> {
  private static final Pattern FORM = Pattern.compile("[a-z0-9.-]{1,64}");

  /** Checks the form. */
  public BuildId {
    if (!isValid(value)) {
      throw new IllegalArgumentException("not a BuildId: " + value);
    }
  }

  /** Whether a text from outside may become one. */
  public static boolean isValid(String text) {
    return text != null && FORM.matcher(text).matches();
  }

  @Override
  public int compareTo(BuildId other) {
    return value.compareTo(other.value);
  }

  @Override
  public String toString() {
    return value;
  }
}
