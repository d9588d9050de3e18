package dev.croupier.loadtest.report;

import dev.croupier.loadtest.measure.Section;
import dev.croupier.loadtest.measure.Timeline;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** The run over time: who was there, the series that tell most, and what happened. */
final class TimelineChart {
  private static final double WIDTH = 1080;
  private static final double LEFT = 52;
  private static final double RIGHT = 1060;
  private static final double HEAD = 52;
  private static final double ROW = 92;
  private static final double GAP = 30;
  private static final int MAX_LANES = 5;
  private static final int MAX_MARKS = 60;
  private static final double LETTER = 5.8;
  private static final int LABEL_ROWS = 3;

  /** Series that a reader looks for first, by a word of their keys. */
  private static final List<String> TELLING =
      List.of("rtt", "bet", "capture", "skew", "latency", "error", "jitter", "lag");

  private record Mark(double at, Report.Kind kind, String label) {}

  private final Report report;
  private final double seconds;
  private final StringBuilder html = new StringBuilder();

  private TimelineChart(Report report) {
    this.report = report;
    this.seconds = Math.max(1, report.durationMs() / 1_000.0);
  }

  /** The panel. */
  static String panel(Report report) {
    TimelineChart chart = new TimelineChart(report);
    chart.draw();
    return chart.html.toString();
  }

  private void draw() {
    List<Timeline.Lane> lanes = lanes();
    List<Mark> marks = marks();
    double bottom = HEAD + (lanes.size() + 1) * (ROW + GAP) - GAP;
    html.append(
        "<section class=\"p\"><div class=\"top\"><h2>Timeline</h2><div class=\"lg\">"
            + Html.legend(0, "p95")
            + Html.legend(1, "p50"));
    kinds(marks).forEach(kind -> html.append(legend(kind)));
    html.append("</div></div>");
    html.append(Html.svg(WIDTH, bottom + 28, "Timeline of the run"));
    bands(bottom);
    people(HEAD);
    for (int i = 0; i < lanes.size(); i++) {
      lane(lanes.get(i), HEAD + (i + 1) * (ROW + GAP));
    }
    marks(marks, bottom);
    timeAxis(bottom);
    html.append("</svg><div class=\"lg under\">");
    List<Timeline.People> people = report.timeline().people();
    for (int i = 0; i < people.size(); i++) {
      html.append(Html.legend(i, people.get(i).title()));
    }
    html.append("</div></section>");
  }

  private List<Timeline.Lane> lanes() {
    return report.timeline().lanes().stream()
        .filter(lane -> lane.points().size() > 1)
        .filter(lane -> rank(lane) < TELLING.size())
        .sorted(Comparator.comparingInt(TimelineChart::rank))
        .limit(MAX_LANES)
        .toList();
  }

  private static int rank(Timeline.Lane lane) {
    for (int i = 0; i < TELLING.size(); i++) {
      if (Arrays.asList(lane.key().split("_")).contains(TELLING.get(i))) {
        return i;
      }
    }
    return TELLING.size();
  }

  private List<Mark> marks() {
    List<Mark> marks = new ArrayList<>();
    for (Report.Happened event : report.events()) {
      marks.add(
          new Mark(
              event.atSeconds(),
              event.kind(),
              event.failure() == null ? event.label() : event.label() + " (failed)"));
    }
    for (Section section : report.sections()) {
      // What the studio and the relay were told is there already, as events.
      boolean told = section.key().equals("studio") || section.key().equals("relay");
      for (Section.Mark mark : told ? List.<Section.Mark>of() : section.marks()) {
        marks.add(new Mark((mark.atMicros() - report.startedAt()) / 1e6, null, mark.label()));
      }
    }
    return marks.stream()
        .filter(mark -> mark.at() >= 0 && mark.at() <= seconds)
        .sorted(Comparator.comparingDouble(Mark::at))
        .limit(MAX_MARKS)
        .toList();
  }

  /** Times in which the network was made worse. */
  private void bands(double bottom) {
    List<Report.Happened> changes =
        report.events().stream().filter(each -> each.kind() == Report.Kind.NETWORK).toList();
    for (int i = 0; i < changes.size(); i++) {
      double from = x(changes.get(i).atSeconds());
      double to = i + 1 < changes.size() ? x(changes.get(i + 1).atSeconds()) : RIGHT;
      if (!changes.get(i).label().endsWith("none")) {
        html.append(
            String.format(
                Locale.ROOT,
                "<rect x=\"%.1f\" y=\"%.0f\" width=\"%.1f\" height=\"%.0f\" fill=\"#f3e3c2\""
                    + " fill-opacity=\"%s\"/>",
                from,
                HEAD - 4,
                Math.max(0, to - from),
                bottom - HEAD + 4,
                i % 2 == 0 ? ".6" : ".35"));
      }
    }
  }

  private void people(double top) {
    List<Timeline.People> people = report.timeline().people();
    int most =
        people.stream()
            .flatMap(each -> each.counts().stream())
            .mapToInt(Integer::intValue)
            .max()
            .orElse(1);
    Axis axis = Axis.upTo(Math.max(1, most), top + ROW, top + 16);
    html.append(axis.grid(LEFT, RIGHT)).append(Html.title(LEFT + 6, top + 10, "people"));
    for (int i = 0; i < people.size(); i++) {
      StringBuilder points =
          new StringBuilder(String.format(Locale.ROOT, "%.1f,%.1f ", LEFT, axis.y(0)));
      List<Integer> counts = people.get(i).counts();
      for (int step = 0; step < counts.size(); step++) {
        double at = Math.min(seconds, (step + 1) * (double) report.timeline().stepSeconds());
        points.append(String.format(Locale.ROOT, "%.1f,%.1f ", x(at), axis.y(counts.get(step))));
      }
      if (i == 0) {
        html.append(
            String.format(
                Locale.ROOT,
                "<polygon points=\"%s%.1f,%.1f\" fill=\"%s\" fill-opacity=\".12\"/>",
                points,
                x(Math.min(seconds, counts.size() * (double) report.timeline().stepSeconds())),
                axis.y(0),
                Html.BLUE));
      }
      html.append(Html.polyline(points, i));
    }
  }

  private void lane(Timeline.Lane lane, double top) {
    double highest = lane.points().stream().mapToDouble(Timeline.Point::p95Ms).max().orElse(1);
    Axis axis = Axis.upTo(highest, top + ROW, top + 16);
    html.append(axis.grid(LEFT, RIGHT))
        .append(Html.title(LEFT + 6, top + 10, lane.section() + ": " + lane.label() + ", ms"));
    StringBuilder p95 = new StringBuilder();
    StringBuilder p50 = new StringBuilder();
    for (Timeline.Point point : lane.points()) {
      double x = x(point.atSeconds());
      p95.append(String.format(Locale.ROOT, "%.1f,%.1f ", x, axis.y(point.p95Ms())));
      p50.append(String.format(Locale.ROOT, "%.1f,%.1f ", x, axis.y(point.p50Ms())));
    }
    html.append(Html.polyline(p95, 0)).append(Html.polyline(p50, 1));
  }

  private void marks(List<Mark> marks, double bottom) {
    double[] free = new double[LABEL_ROWS];
    for (Mark mark : marks) {
      double x = x(mark.at());
      html.append(Html.line(x, HEAD - 8, x, bottom, color(mark.kind()), dashes(mark.kind())))
          .append(
              String.format(
                  Locale.ROOT,
                  "<path transform=\"translate(%.1f %.1f)\" d=\"%s\" fill=\"%s\"/>",
                  x,
                  HEAD - 8,
                  shape(mark.kind()),
                  color(mark.kind())));
      double wide = mark.label().length() * LETTER;
      double middle = Math.clamp(x, LEFT + wide / 2, Math.max(LEFT + wide / 2, RIGHT - wide / 2));
      int row = 0;
      while (row < LABEL_ROWS && free[row] > middle - wide / 2) {
        row++;
      }
      if (row < LABEL_ROWS) {
        free[row] = middle + wide / 2 + 8;
        html.append(
            Html.text(middle, HEAD - 18 - row * 13, "middle", color(mark.kind()), mark.label()));
      }
    }
  }

  private void timeAxis(double bottom) {
    double step = Axis.timeStep(seconds);
    for (double at = 0; at <= seconds; at += step) {
      html.append(Html.text(x(at), bottom + 18, "middle", Html.GREY, LiveTable.clock(at)));
    }
  }

  private double x(double at) {
    return LEFT + Math.clamp(at / seconds, 0, 1) * (RIGHT - LEFT);
  }

  private static Set<Report.Kind> kinds(List<Mark> marks) {
    Set<Report.Kind> kinds = EnumSet.noneOf(Report.Kind.class);
    marks.stream().map(Mark::kind).filter(kind -> kind != null).forEach(kinds::add);
    return kinds;
  }

  private static String legend(Report.Kind kind) {
    String word =
        switch (kind) {
          case CAMERA -> "camera fault";
          case NETWORK -> "network";
          case RECONNECT -> "reconnect";
          case HANDOVER -> "handover";
          case SWAP -> "player swap";
        };
    return Html.fill(
        "<span><svg width=\"12\" height=\"12\"><path transform=\"translate(6 6)\" d=\"%s\""
            + " fill=\"%s\"/></svg>%s</span>",
        shape(kind), color(kind), word);
  }

  /** Shapes differ as colours do. */
  private static String shape(Report.Kind kind) {
    return switch (kind) {
      case null -> "M-1.5,-3h3v6h-3z";
      case CAMERA -> "M-4,-4h8v8h-8z";
      case NETWORK -> "M-5,3h10l-5,-7z";
      case RECONNECT -> "M0,-4.5a4.5,4.5 0 1,0 .01,0z";
      case HANDOVER -> "M-5,-4h10l-5,7z";
      case SWAP -> "M0,-5l5,5l-5,5l-5,-5z";
    };
  }

  private static String color(Report.Kind kind) {
    return switch (kind) {
      case null -> Html.GREY;
      case CAMERA -> Html.RED;
      case NETWORK -> "#8a5200";
      case RECONNECT -> Html.GREEN;
      case HANDOVER -> Html.BRASS;
      case SWAP -> Html.PURPLE;
    };
  }

  private static String dashes(Report.Kind kind) {
    return switch (kind) {
      case null -> "1 3";
      case SWAP, NETWORK -> "5 3";
      case CAMERA, RECONNECT, HANDOVER -> "";
    };
  }
}
