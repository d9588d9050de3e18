package dev.croupier.loadtest.report;

import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/** Objectives as bars against their limits; misses come first. */
final class ObjectivesTable {
  private static final double MARK = 200;
  private static final double FULL = 230;

  private ObjectivesTable() {}

  /** The panel; nothing where there are no objectives. */
  static String panel(Report report) {
    List<Report.Outcome> outcomes =
        report.outcomes().stream().sorted(Comparator.comparing(Report.Outcome::met)).toList();
    if (outcomes.isEmpty() && report.notJudged().isEmpty()) {
      return "";
    }
    boolean valid = report.overloads().isEmpty();
    StringBuilder html = new StringBuilder();
    html.append("<section class=\"p\"><h2>Objectives</h2><p>")
        .append(
            valid
                ? "The black mark is the limit. A bar past it is a miss, and says so in words."
                : "Not judged: what was measured is the generator, not the server.")
        .append("</p><table><tr><th>objective</th><th class=\"n\">measured</th>")
        .append(
            "<th class=\"n\">limit</th><th class=\"bar\">share of the limit</th><th></th></tr>");
    outcomes.forEach(outcome -> html.append(row(outcome, valid)));
    for (Report.NotJudged each : report.notJudged()) {
      html.append(
          Html.fill(
              "<tr><td>%s</td><td class=\"n q\">–</td><td></td><td class=\"bar q\">%s</td>"
                  + "<td><span class=\"v q\">not judged</span></td></tr>",
              each.figure().label(), each.reason()));
    }
    return html.append("</table></section>").toString();
  }

  private static String row(Report.Outcome outcome, boolean valid) {
    String verdict;
    if (!valid) {
      verdict = "<span class=\"v q\">not judged</span>";
    } else if (outcome.met()) {
      verdict = "<span class=\"v ps\">" + Html.tick() + "met</span>";
    } else {
      verdict = "<span class=\"v fl\">" + Html.cross() + Html.escape(missedBy(outcome)) + "</span>";
    }
    return Html.fill(
        "<tr><td>%s</td><td class=\"n\"><b>%s</b></td><td class=\"n q\">%s %s</td>"
            + "<td class=\"bar\">%s</td><td>%s</td></tr>",
        outcome.figure().label(),
        Numbers.of(outcome.figure(), outcome.value()),
        sign(outcome),
        Numbers.of(outcome.figure(), outcome.limit()),
        new Html.Raw(bar(outcome, valid)),
        new Html.Raw(verdict));
  }

  private static String sign(Report.Outcome outcome) {
    if (outcome.figure().atMost()) {
      return outcome.limit() == 0 ? "=" : "≤";
    }
    return "≥";
  }

  private static String missedBy(Report.Outcome outcome) {
    if (!Double.isFinite(outcome.value())) {
      return "missed: nothing was measured";
    }
    return "missed by " + Numbers.of(outcome.figure(), Math.abs(outcome.value() - outcome.limit()));
  }

  private static String bar(Report.Outcome outcome, boolean valid) {
    String color = outcome.met() || !valid ? Html.BLUE : Html.RED;
    return String.format(
        Locale.ROOT,
        "<svg width=\"%.0f\" height=\"14\"><rect y=\"4\" width=\"%.0f\" height=\"6\" rx=\"3\""
            + " fill=\"#ece8de\"/><rect y=\"4\" width=\"%.1f\" height=\"6\" rx=\"3\""
            + " fill=\"%s\"/><line x1=\"%.0f\" x2=\"%.0f\" y1=\"0\" y2=\"14\" stroke=\"%s\""
            + " stroke-width=\"1.5\"/></svg>",
        FULL,
        MARK,
        Math.clamp(share(outcome) * MARK, 0, FULL),
        color,
        MARK,
        MARK,
        Html.INK);
  }

  /** How much of what is allowed was used; of a lower limit, how much of it was needed. */
  static double share(Report.Outcome outcome) {
    if (!Double.isFinite(outcome.value())) {
      return 2;
    }
    double part = outcome.figure().atMost() ? outcome.value() : outcome.limit();
    double whole = outcome.figure().atMost() ? outcome.limit() : outcome.value();
    if (whole <= 0) {
      return part <= 0 ? 0 : 2;
    }
    return part / whole;
  }
}
