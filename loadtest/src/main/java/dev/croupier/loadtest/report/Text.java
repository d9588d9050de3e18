package dev.croupier.loadtest.report;

import dev.croupier.loadtest.measure.GeneratorHealth;
import dev.croupier.loadtest.measure.Section;
import java.util.Locale;

/** A report as lines for a terminal, at most 100 characters wide. Any thread. */
public final class Text {
  private static final String INDENT = "  ";
  private static final int WIDTH = 100;

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
        report.scenario().name(),
        where.url(),
        Numbers.seconds(report.durationMs()),
        report.seed());
    line(
        "%s, Java %s, %d cores, %,d MiB, load %.1f; server %s",
        where.kernel(),
        where.java(),
        where.cores(),
        where.memoryMiB(),
        where.loadBefore(),
        where.server());
    if (!where.shares().words().isEmpty()) {
      line("%s", where.shares().words());
    }
  }

  private void section(Section section, boolean closed) {
    line("");
    line(
        "%s: %,d, failed %,d%s",
        section.title(),
        section.asked(),
        section.failed(),
        closed ? " (closed model, not for objectives)" : "");
    section.failures().forEach(reason -> line(INDENT + "! %s", reason));
    if (!section.series().isEmpty()) {
      line(
          INDENT + "%-22s %9s %9s %9s %9s %9s %9s",
          "",
          "count",
          "min",
          "p50",
          "p95",
          "p99",
          "max ms");
    }
    section.series().forEach(this::series);
    counts(section);
  }

  private void series(Section.Named series) {
    Spread s = new Spread(series.values());
    line(
        INDENT + "%-22s %,9d %9s %9s %9s %9s %9s",
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
          event.atSeconds(),
          event.label(),
          event.failure() == null ? "" : " ! " + event.failure());
    }
  }

  private void generator(Report report) {
    GeneratorHealth.Health health = report.generator();
    line("");
    line(
        "generator: cpu %s of %d cores, thread %s %s of one; timers late p50 %s p99 %s ms",
        Numbers.percent(health.cpuShare()),
        health.cores(),
        health.threadName(),
        Numbers.percent(health.threadShare()),
        Numbers.ms(health.lag().p50()),
        Numbers.ms(health.lag().p99()));
    line(
        INDENT + "pauses %,d, longest %s ms; socket drops: own %,d, machine %,d; TCP sent again %,d",
        health.gcPauses(),
        Numbers.ms(health.gcPauseMaxMs()),
        health.sockets().ownDrops(),
        health.sockets().udpErrors() + health.sockets().sendBufferErrors(),
        health.sockets().tcpRetransmits());
    report.overloads().forEach(reason -> line(INDENT + "! overloaded: %s", reason));
  }

  private void objectives(Report report) {
    line("");
    for (Report.Outcome outcome : report.outcomes()) {
      line(
          INDENT + "%-6s %-28s %14s   %s %s",
          outcome.met() ? "ok" : "MISSED",
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

  private void line(String format, Object... values) {
    out.append(values.length == 0 ? format : String.format(Locale.ROOT, format, values))
        .append('\n');
  }
}
