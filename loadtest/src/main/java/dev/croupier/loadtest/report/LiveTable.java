package dev.croupier.loadtest.report;

import dev.croupier.loadtest.measure.GeneratorHealth;
import dev.croupier.loadtest.measure.Recorder;
import dev.croupier.loadtest.measure.Section;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.HdrHistogram.Histogram;

/**
 * What a run sees just now, as a table for a terminal that is drawn over itself once a second: who
 * is there, and what the last second's values were. One thread.
 */
public final class LiveTable implements Recorder.Intervals {
  /** Series that a section shows; the report has all. */
  private static final int SHOWN = 4;

  private static final int EVENTS = 3;

  private final PrintStream out;
  private final boolean cursor;
  private final String title;
  private final int seconds;
  private final Map<String, Spread> lastSecond = new HashMap<>();
  private int drawn;

  /**
   * Nothing drawn yet.
   *
   * @param cursor whether the terminal can be drawn over; else tables follow each other
   * @param seconds how long the run is planned to be
   */
  public LiveTable(PrintStream out, boolean cursor, String title, int seconds) {
    this.out = out;
    this.cursor = cursor;
    this.title = title;
    this.seconds = seconds;
  }

  @Override
  public void interval(String tag, double fromSeconds, double toSeconds, Histogram values) {
    lastSecond.put(tag, new Spread(values.copy()));
  }

  /** Draws what was seen now. */
  public void draw(double atSeconds, List<Section> sections, List<Report.Happened> events) {
    List<String> lines = lines(atSeconds, sections, events);
    if (cursor && drawn > 0) {
      out.print("\u001b[" + drawn + "A\u001b[J");
    }
    lines.forEach(out::println);
    out.flush();
    drawn = lines.size();
    lastSecond.clear();
  }

  /** The table's lines. */
  List<String> lines(double atSeconds, List<Section> sections, List<Report.Happened> events) {
    List<String> lines = new ArrayList<>();
    lines.add(
        String.format(
            Locale.ROOT,
            "%s  %s of %s%s",
            title,
            clock(atSeconds),
            clock(seconds),
            late("generator.lag")));
    lines.add(
        String.format(
            Locale.ROOT, "  %-26s %8s %8s %9s %9s", "", "here", "failed", "p50 ms", "p95 ms"));
    for (Section section : sections) {
      if (section.key().equals(GeneratorHealth.KEY)) {
        continue;
      }
      lines.add(
          String.format(
              Locale.ROOT,
              "  %-26s %,8d %,8d",
              section.title(),
              section.asked() - section.failed(),
              section.failed()));
      section.series().stream()
          .filter(series -> lastSecond.containsKey(section.key() + "." + series.key()))
          .limit(SHOWN)
          .forEach(series -> lines.add(row(section, series)));
    }
    events.stream()
        .skip(Math.max(0, events.size() - EVENTS))
        .forEach(
            event ->
                lines.add(
                    "  "
                        + clock(event.atSeconds())
                        + "  "
                        + event.label()
                        + (event.failure() == null ? "" : " ! " + event.failure())));
    return lines;
  }

  private String row(Section section, Section.Named series) {
    Spread spread = lastSecond.get(section.key() + "." + series.key());
    return String.format(
        Locale.ROOT,
        "    %-24s %,8d %8s %9s %9s",
        series.label(),
        spread.count(),
        "",
        Numbers.ms(spread.ms(50)),
        Numbers.ms(spread.ms(95)));
  }

  private String late(String tag) {
    Spread lag = lastSecond.get(tag);
    return lag == null ? "" : "   generator's timers late p99 " + Numbers.ms(lag.ms(99)) + " ms";
  }

  /** Minutes and seconds, with hours where there are any. */
  static String clock(double seconds) {
    long whole = (long) seconds;
    return whole < 3_600
        ? String.format(Locale.ROOT, "%d:%02d", whole / 60, whole % 60)
        : String.format(Locale.ROOT, "%d:%02d:%02d", whole / 3_600, whole / 60 % 60, whole % 60);
  }

  /** The same in one line, for logs: who is there. */
  public static String line(double atSeconds, List<Section> sections) {
    StringBuilder line = new StringBuilder(clock(atSeconds));
    for (Section section : sections) {
      if (!section.key().equals(GeneratorHealth.KEY)) {
        line.append("  ")
            .append(section.key())
            .append(' ')
            .append(section.asked() - section.failed());
        if (section.failed() > 0) {
          line.append(" (failed ").append(section.failed()).append(')');
        }
      }
    }
    return line.toString();
  }
}
