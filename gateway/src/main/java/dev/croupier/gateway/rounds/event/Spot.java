package dev.croupier.gateway.rounds.event;

import java.util.regex.Pattern;

/**
 * A place on the layout where a stake may stand, by its canonical name: {@code straight:17}, {@code
 * split:1-2}, {@code red}, {@code banker}.
 *
 * <p>Only the form is checked here; whether a game knows the spot is its engine's answer.
 *
 * @param name matches {@code [a-z][a-z0-9_]{0,31}(:[0-9-]{1,31})?}
 */
public record Spot(String name) implements Comparable<Spot> {
  private static final Pattern FORM = Pattern.compile("[a-z][a-z0-9_]{0,31}(:[0-9-]{1,31})?");

  /** Checks the form. */
  public Spot {
    if (!isValid(name)) {
      throw new IllegalArgumentException("not a Spot: " + name);
    }
  }

  /** Whether a text from outside may become one. */
  public static boolean isValid(String text) {
    return text != null && FORM.matcher(text).matches();
  }

  @Override
  public int compareTo(Spot other) {
    return name.compareTo(other.name);
  }

  @Override
  public String toString() {
    return name;
  }
}
