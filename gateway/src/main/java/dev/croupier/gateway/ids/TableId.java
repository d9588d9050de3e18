package dev.croupier.gateway.ids;

import java.util.regex.Pattern;

/**
 * A table, for example {@code roulette-1}.
 *
 * @param value matches {@code [a-z0-9][a-z0-9-]{0,31}}
 */
public record TableId(String value) implements Comparable<TableId> {
  private static final Pattern FORM = Pattern.compile("[a-z0-9][a-z0-9-]{0,31}");

  /** Checks the form. */
  public TableId {
    if (!isValid(value)) {
      throw new IllegalArgumentException("not a TableId: " + value);
    }
  }

  /** Whether a text from outside may become one. */
  public static boolean isValid(String text) {
    return text != null && FORM.matcher(text).matches();
  }

  @Override
  public int compareTo(TableId other) {
    return value.compareTo(other.value);
  }

  @Override
  public String toString() {
    return value;
  }
}
