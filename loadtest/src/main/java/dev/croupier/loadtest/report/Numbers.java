package dev.croupier.loadtest.report;

import dev.croupier.loadtest.plan.Figure;
import java.util.Locale;

/** Numbers for people, with as many digits as they are worth. */
final class Numbers {
  private Numbers() {}

  /** Milliseconds, without the unit. */
  static String ms(double value) {
    if (!Double.isFinite(value)) {
      return "none";
    }
    return String.format(Locale.ROOT, value < 10 ? "%.2f" : value < 100 ? "%.1f" : "%,.0f", value);
  }

  static String percent(double share) {
    if (!Double.isFinite(share)) {
      return "none";
    }
    double percent = share * 100;
    String format = percent == 0 ? "%.0f %%" : percent < 1 ? "%.2f %%" : "%.1f %%";
    return String.format(Locale.ROOT, format, percent);
  }

  static String count(double value) {
    if (!Double.isFinite(value)) {
      return "none";
    }
    return value == Math.rint(value)
        ? String.format(Locale.ROOT, "%,.0f", value)
        : String.format(Locale.ROOT, Math.abs(value) < 1 ? "%.4f" : "%,.2f", value);
  }

  static String seconds(long millis) {
    return String.format(Locale.ROOT, "%,.1f", millis / 1_000.0);
  }

  /** A figure's value with its unit. */
  static String of(Figure figure, double value) {
    return switch (figure.unit()) {
      case MILLIS -> Double.isFinite(value) ? ms(value) + " ms" : "none";
      case SHARE -> percent(value);
      case COUNT -> count(value);
    };
  }

  /** A title with a capital at its beginning. */
  static String heading(String title) {
    return title.isEmpty()
        ? title
        : title.substring(0, 1).toUpperCase(Locale.ROOT) + title.substring(1);
  }

  /** A number of a table that has no unit of its own. */
  static String withUnit(double value, String unit) {
    if (unit.equals("share")) {
      return percent(value);
    }
    return unit.isEmpty() ? count(value) : count(value) + " " + unit;
  }
}
