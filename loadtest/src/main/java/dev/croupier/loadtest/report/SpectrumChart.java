package dev.croupier.loadtest.report;

import dev.croupier.loadtest.measure.Section;
import dev.croupier.loadtest.plan.Figure;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Percentile spectra: what share of values is below what, with the tail spread out. */
final class SpectrumChart {
  private static final double WIDTH = 508;
  private static final double HEIGHT = 210;
  private static final double LEFT = 44;
  private static final double RIGHT = 496;
  private static final double TOP = 10;
  private static final double BOTTOM = 184;
  private static final double DECADE = 113;
  private static final double[] PERCENTS = {0, 50, 90, 99, 99.9, 99.99};
  private static final Pattern PERCENTILE = Pattern.compile("_p(50|95|99|999)_ms$");

  private SpectrumChart() {}

  /** A panel with a few series of a section. */
  static String panel(Section section, List<Section.Named> series, List<Report.Outcome> outcomes) {
    StringBuilder html = new StringBuilder();
    long count = series.stream().mapToLong(each -> each.values().getTotalCount()).sum();
    html.append(
        Html.fill(
            "<section class=\"p\"><h2>%s, percentile spectrum</h2><p>ms; %,d samples</p>",
            Numbers.heading(section.title()), count));
    html.append(Html.svg(WIDTH, HEIGHT, "Percentile spectrum of " + section.title()));
    double highest =
        series.stream().mapToDouble(each -> curve(each).getLast().ms()).max().orElse(1);
    Axis axis = Axis.upTo(highest, BOTTOM, TOP);
    html.append(axis.grid(LEFT, RIGHT));
    for (double percent : PERCENTS) {
      double x = x(percent);
      String label = percent == 99.99 ? "99.99 %" : String.format(Locale.ROOT, "%s", trim(percent));
      html.append(Html.line(x, TOP, x, BOTTOM, "#efebe2", ""))
          .append(Html.text(percent == 99.99 ? x - 10 : x, 202, "middle", Html.GREY, label));
    }
    for (int i = 0; i < series.size(); i++) {
      StringBuilder points = new StringBuilder();
      for (Spread.Point point : curve(series.get(i))) {
        points.append(
            String.format(Locale.ROOT, "%.1f,%.1f ", x(point.percent()), axis.y(point.ms())));
      }
      html.append(Html.polyline(points, i));
    }
    outcomes.forEach(outcome -> html.append(limit(section, series, outcome, axis)));
    html.append("</svg><div class=\"lg under\">");
    for (int i = 0; i < series.size(); i++) {
      html.append(Html.legend(i, series.get(i).label()));
    }
    return html.append("</div></section>").toString();
  }

  /** A corner that the curve must not enter, where an objective is about one of these series. */
  private static String limit(
      Section section, List<Section.Named> series, Report.Outcome outcome, Axis axis) {
    Figure figure = outcome.figure();
    Matcher matcher = PERCENTILE.matcher(figure.key());
    if (!figure.section().equals(section.key())
        || !matcher.find()
        || outcome.limit() > axis.step() * axis.steps()) {
      return "";
    }
    double percent = matcher.group(1).equals("999") ? 99.9 : Double.parseDouble(matcher.group(1));
    // A figure does not say whose percentile it is; its value does.
    Optional<Section.Named> its =
        series.stream()
            .filter(each -> new Spread(each.values()).ms(percent) == outcome.value())
            .findFirst();
    if (its.isEmpty()) {
      return "";
    }
    double x = x(percent);
    double y = axis.y(outcome.limit());
    return String.format(
            Locale.ROOT,
            "<polyline points=\"%.1f,%.1f %.1f,%.1f %.1f,%.1f\" fill=\"none\" stroke=\"%s\""
                + " stroke-width=\"1.3\" stroke-dasharray=\"2 3\"/>",
            LEFT,
            y,
            x,
            y,
            x,
            TOP,
            Html.RED)
        + Html.text(
            LEFT + 6,
            y < TOP + 14 ? y + 14 : y - 5,
            "start",
            Html.RED,
            "objective p" + trim(percent) + " ≤ " + Numbers.of(figure, outcome.limit()));
  }

  /** As far as the axis goes; the table beside it has the longest. */
  private static List<Spread.Point> curve(Section.Named series) {
    return new Spread(series.values())
        .curve().stream().filter(point -> point.percent() <= 99.99).toList();
  }

  private static double x(double percent) {
    double above = Math.max(1e-4, 1 - percent / 100);
    return Math.min(RIGHT, LEFT - DECADE * Math.log10(above));
  }

  private static String trim(double percent) {
    return percent == Math.rint(percent) ? Long.toString((long) percent) : Double.toString(percent);
  }
}
