package dev.croupier.loadtest.report;

import dev.croupier.loadtest.bettor.BetFigures;
import dev.croupier.loadtest.check.Findings;
import dev.croupier.loadtest.measure.GeneratorHealth;
import dev.croupier.loadtest.measure.Series;
import dev.croupier.loadtest.viewer.ViewerFigures;
import java.util.Locale;

/** A report as lines for a terminal, at most 100 characters wide. Any thread. */
public final class Text {
  private static final String INDENT = "  ";

  private final StringBuilder out = new StringBuilder();

  private Text() {}

  /** The report's lines. */
  public static String of(RunReport report) {
    Text text = new Text();
    text.head(report);
    if (report.viewers() != null) {
      text.viewers(report.viewers());
    }
    if (report.bettors() != null) {
      text.bettors(report.bettors());
    }
    text.generator(report);
    text.objectives(report);
    return text.out.toString();
  }

  /** Milliseconds with as many digits as they are worth. */
  static String ms(double value) {
    return String.format(Locale.ROOT, value < 10 ? "%.2f" : value < 100 ? "%.1f" : "%.0f", value);
  }

  static String percent(double share) {
    return String.format(Locale.ROOT, "%.1f %%", share * 100);
  }

  private void head(RunReport report) {
    RunReport.Environment where = report.environment();
    line("");
    line(
        "%s at %s, %s s, seed %d",
        report.scenario().name(), where.url(), seconds(report.durationMs()), where.seed());
    line(
        "%s, Java %s, %d cores, %d MiB%s",
        where.os(),
        where.java(),
        where.cores(),
        where.memoryMiB(),
        switch (where.shares()) {
          case "process" -> "; the server and its studio share this process";
          case "machine" -> "; the server shares this machine";
          default -> "";
        });
  }

  private void viewers(ViewerFigures viewers) {
    line("");
    line("viewers %d, failed %d", viewers.asked(), viewers.failed());
    viewers.failures().forEach(reason -> line(INDENT + "! " + reason));
    columns("ms");
    series("join: answer", viewers.answered());
    series("join: connected", viewers.connected());
    series("join: first packet", viewers.firstPacket());
    series("join: first frame", viewers.firstFrame());
    series("webrtc rtt", viewers.rtt());
    series("jitter", viewers.jitter());
    if (viewers.age().count() > 0) {
      series("capture to arrival", viewers.age());
    }
    ViewerFigures.Frames frames = viewers.frames();
    line(
        INDENT + "frames shown %,d, dropped %,d, never sent %,d; sound packets %,d",
        frames.shown(),
        frames.dropped(),
        frames.skipped(),
        frames.audioPackets());
    line(
        INDENT + "freezes %d, %s s of %s s watched",
        frames.freezes(),
        seconds(frames.frozenMs()),
        seconds(frames.watchedMs()));
    ViewerFigures.Packets packets = viewers.packets();
    line(
        INDENT
            + "packets %,d (%s Mbit/s each), lost %,d before NACK, %,d after; keyframes asked %,d",
        packets.received(),
        mbits(packets.bytes(), frames.watchedMs()),
        packets.lostBeforeNack(),
        packets.lostAfterNack(),
        packets.keyframeRequests());
  }

  private void bettors(BetFigures bettors) {
    Findings money = bettors.money();
    line("");
    line("bettors %d, failed %d", bettors.asked(), bettors.failed());
    bettors.failures().forEach(reason -> line(INDENT + "! " + reason));
    columns("ms");
    series("welcome", bettors.welcomed());
    series("bet to accepted", bettors.answered());
    line(
        INDENT + "bets accepted %,d, refused %,d%s, unanswered %,d",
        money.accepted(),
        money.refused(),
        bettors.refusals().isEmpty() ? "" : " " + bettors.refusals(),
        money.unanswered());
    line(
        INDENT
            + "money: rounds settled %d, void %d; lost %d, doubled %d, wrongly paid %d, wallets %d",
        money.settledRounds(),
        money.voidRounds(),
        money.lost(),
        money.doubled(),
        money.wrongPayouts(),
        money.wrongWallets());
    money.examples().forEach(example -> line(INDENT + "! " + example));
  }

  private void generator(RunReport report) {
    GeneratorHealth.Health health = report.generator();
    line("");
    line(
        "generator: cpu %s of %d cores, pauses %d (longest %s ms), timers late p50 %s p99 %s ms",
        percent(health.cpuShare()),
        health.cores(),
        health.gcPauses(),
        ms(health.gcPauseMaxMs()),
        ms(health.lag().p50()),
        ms(health.lag().p99()));
    report.overloads().forEach(reason -> line(INDENT + "! overloaded: " + reason));
  }

  private void objectives(RunReport report) {
    line("");
    for (RunReport.Outcome outcome : report.outcomes()) {
      line(
          INDENT + "%-6s %-22s %12s   %s %s",
          outcome.met() ? "ok" : "MISSED",
          outcome.figure().key(),
          number(outcome.value()),
          outcome.figure().atMost() ? "at most" : "at least",
          number(outcome.limit()));
    }
    line("");
    line(
        switch (report.verdict()) {
          case PASSED -> "passed";
          case GENERATOR_OVERLOADED -> "invalid: the generator was overloaded";
          case MISSED -> "objectives missed";
        });
  }

  private void columns(String unit) {
    line(
        INDENT + "%-20s %7s %9s %9s %9s %9s %9s",
        "",
        "count",
        "min",
        "p50",
        "p95",
        "p99",
        "max " + unit);
  }

  private void series(String name, Series.Summary s) {
    line(
        INDENT + "%-20s %7d %9s %9s %9s %9s %9s",
        name,
        s.count(),
        ms(s.min()),
        ms(s.p50()),
        ms(s.p95()),
        ms(s.p99()),
        ms(s.max()));
  }

  private static String number(double value) {
    if (Double.isInfinite(value)) {
      return "none";
    }
    return value == Math.rint(value)
        ? String.format(Locale.ROOT, "%.0f", value)
        : String.format(Locale.ROOT, value < 1 ? "%.4f" : "%.2f", value);
  }

  private static String seconds(long millis) {
    return String.format(Locale.ROOT, "%.1f", millis / 1_000.0);
  }

  private static String mbits(long bytes, long millis) {
    return String.format(Locale.ROOT, "%.2f", millis == 0 ? 0 : bytes * 8 / 1_000.0 / millis);
  }

  private void line(String format, Object... values) {
    out.append(values.length == 0 ? format : String.format(Locale.ROOT, format, values))
        .append('\n');
  }
}
