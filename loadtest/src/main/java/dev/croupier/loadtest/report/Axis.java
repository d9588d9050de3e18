package dev.croupier.loadtest.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * A vertical axis from 0 with round numbers.
 *
 * @param bottom y of 0
 * @param top y of the highest number
 * @param step between two numbers
 * @param steps how many
 */
record Axis(double bottom, double top, double step, int steps) {
  private static final int MOST_STEPS = 4;

  /** An axis on which a value has room. */
  static Axis upTo(double highest, double bottom, double top) {
    double wanted = Math.max(highest, 1e-9) / MOST_STEPS;
    double power = Math.pow(10, Math.floor(Math.log10(wanted)));
    for (double factor : new double[] {1, 2, 2.5, 5, 10}) {
      if (wanted <= factor * power) {
        double step = factor * power;
        return new Axis(bottom, top, step, Math.max(1, (int) Math.ceil(highest / step - 1e-9)));
      }
    }
    return new Axis(bottom, top, 10 * power, MOST_STEPS);
  }

  /** Where a value is; those beyond the axis lie on its end. */
  double y(double value) {
    double share = Math.clamp(value / (step * steps), 0, 1);
    return bottom - share * (bottom - top);
  }

  /** Its lines and numbers. */
  String grid(double left, double right) {
    StringBuilder grid = new StringBuilder();
    for (int i = 0; i <= steps; i++) {
      double y = y(i * step);
      grid.append(Html.line(left, y, right, y, Html.GRID, ""))
          .append(Html.text(left - 8, y + 4, "end", Html.GREY, number(i * step)));
    }
    return grid.toString();
  }

  private String number(double value) {
    if (step >= 1) {
      return String.format(Locale.ROOT, "%,.0f", value);
    }
    int digits = (int) Math.ceil(-Math.log10(step) - 1e-9);
    return String.format(Locale.ROOT, "%." + Math.clamp(digits, 1, 4) + "f", value);
  }

  /** Whole seconds between the marks of a time axis, so that there are at most eleven. */
  static double timeStep(double seconds) {
    List<Integer> steps = new ArrayList<>(List.of(1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900));
    steps.addAll(List.of(1_800, 3_600, 7_200));
    return steps.stream()
        .mapToDouble(Integer::doubleValue)
        .filter(step -> seconds / step <= 11)
        .findFirst()
        .orElse(14_400);
  }
}
