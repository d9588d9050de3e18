package dev.croupier.loadtest.report;

import dev.croupier.loadtest.measure.GeneratorHealth;
import dev.croupier.loadtest.measure.Section;
import java.util.List;
import java.util.Locale;

/** A report as lines for a terminal, at most 100 characters wide. Any thread. */
public final class Text {
  private static final String INDENT = "  ";
  private static final int WIDTH = 100;
  private static final int LABEL = 22;
  private static final int MAX_LABEL = 42;

  private final StringBuilder out = new StringBuilder();

  private Text() {}

  /** The report's lines. */
  public static String of(Report report) {
    Text text = new Text();
    text.head(report);
    for (Section section : report.sections()) {
      text.section(section, report.closed().contains(section.key()));
    }
    text.events(report);
    text.generator(report);
    text.objectives(report);
    return text.out.toString();
  }

  private void head(Report report) {
    Environment where = report.environment();
    line("");
    line(
        "%s at %s, %s s, seed %d",
        report.scenario().name(), where.url(), Numbers.seconds(report.durationMs()), report.seed());
    line(
        "%s, Java %s, %d cores, %,d MiB, load %.1f",
        where.kernel(), where.java(), where.cores(), where.memoryMiB(), where.loadBefore());
    String shared = where.shares().words();
    line("server %s%s", where.server(), shared.isEmpty() ? "" : "; " + shared);
    if (where.merged()) {
      line("the kernel merged viewers' datagrams");
    }
  }

  private void section(Section section, boolean closed) {
    line("");
    line(
        "%s: %,d, failed %,d%s",
        Numbers.heading(section.title()),
        section.asked(),
        section.failed(),
        closed ? " (closed model, not for objectives)" : "");
    section.failures().forEach(reason -> line(INDENT + "! %s", reason));
    List<Section.Named> measured =
        section.series().stream().filter(series -> series.values().getTotalCount() > 0).toList();
    int wide = measured.stream().mapToInt(series -> series.label().length()).max().orElse(0);
    wide = Math.clamp(wide, LABEL, MAX_LABEL);
    if (!measured.isEmpty()) {
      line(
          INDENT + "%-" + wide + "s %9s %8s %8s %8s %8s %8s",
          "",
          "count",
          "min",
          "p50",
          "p95",
          "p99",
          "max ms");
    }
    for (Section.Named series : measured) {
      series(series, wide);
    }
    counts(section);
  }

  private void series(Section.Named series, int wide) {
    Spread s = new Spread(series.values());
    line(
        INDENT + "%-" + wide + "s %,9d %8s %8s %8s %8s %8s",
        series.label(),
        s.count(),
        Numbers.ms(s.minMs()),
        Numbers.ms(s.ms(50)),
        Numbers.ms(s.ms(95)),
        Numbers.ms(s.ms(99)),
        Numbers.ms(s.maxMs()));
  }

  /** As many on a line as it holds. */
  private void counts(Section section) {
    StringBuilder row = new StringBuilder();
    for (Section.Count count : section.counts()) {
      String each = count.label() + " " + Numbers.withUnit(count.value(), count.unit());
      if (!row.isEmpty() && INDENT.length() + row.length() + 2 + each.length() > WIDTH) {
        line(INDENT + "%s", row);
        row.setLength(0);
      }
      row.append(row.isEmpty() ? "" : "; ").append(each);
    }
    if (!row.isEmpty()) {
      line(INDENT + "%s", row);
    }
  }

  private void events(Report report) {
    if (report.events().isEmpty()) {
      return;
    }
    line("");
    for (Report.Happened event : report.events()) {
      line(
          "%8.1f s  %s%s",
          event.atSeconds(), event.label(), event.failure() == null ? "" : " ! " + event.failure());
    }
  }

  private void generator(Report report) {
    GeneratorHealth.Health health = report.generator();
    line("");
    line(
        "generator: cpu %s of %d cores, timers late p50 %s p99 %s ms, pauses %,d, longest %s ms",
        Numbers.percent(health.cpuShare()),
        health.cores(),
        Numbers.ms(health.lag().p50()),
        Numbers.ms(health.lag().p99()),
        health.gcPauses(),
        Numbers.ms(health.gcPauseMaxMs()));
    line(
        INDENT + "socket drops: own %,d, machine %,d; TCP sent again %,d",
        health.sockets().ownDrops(),
        health.sockets().udpErrors() + health.sockets().sendBufferErrors(),
        health.sockets().tcpRetransmits());
    line(
        INDENT + "busiest thread %s: %s of a core",
        health.threadName(),
        Numbers.percent(health.threadShare()));
    report.overloads().forEach(reason -> line(INDENT + "! overloaded: %s", reason));
  }

  private void objectives(Report report) {
    line("");
    for (Report.Outcome outcome : report.outcomes()) {
      line(
          INDENT + "%-6s %-28s %14s   %s %s",
          word(report, outcome),
          outcome.figure().key(),
          Numbers.of(outcome.figure(), outcome.value()),
          outcome.figure().atMost() ? "at most" : "at least",
          Numbers.of(outcome.figure(), outcome.limit()));
    }
    for (Report.NotJudged each : report.notJudged()) {
      line(INDENT + "-      %-28s not judged: %s", each.figure().key(), each.reason());
    }
    line("");
    line("%s", report.sentence());
  }

  /** An invalid run judges nothing. */
  private static String word(Report report, Report.Outcome outcome) {
    if (!report.overloads().isEmpty()) {
      return "-";
    }
    return outcome.met() ? "ok" : "MISSED";
  }

  private void line(String format, Object... values) {
    out.append(values.length == 0 ? format : String.format(Locale.ROOT, format, values))
        .append('\n');
  }
}
