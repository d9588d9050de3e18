package dev.croupier.loadtest.report;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.util.List;
import org.HdrHistogram.Histogram;
import org.junit.jupiter.api.Test;

final class LiveTableTest {
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final Report report = new Samples().report();

  private LiveTable table(boolean cursor) {
    return new LiveTable(new PrintStream(out, true, UTF_8), cursor, "smoke", 600);
  }

  private static Histogram of(long micros) {
    Histogram histogram = new Histogram(3_600_000_000L, 3);
    histogram.recordValue(micros);
    return histogram;
  }

  @Test
  void itShowsTheLastSecondAndForgetsIt() {
    LiveTable table = table(false);
    table.interval("bettors.bet", 6, 7, of(12_000));
    table.draw(7, report.sections(), List.of());
    String first = out.toString(UTF_8);
    assertTrue(first.contains("0:07 of 10:00"), first);
    assertTrue(
        first.lines().anyMatch(line -> line.contains("bet to accepted") && line.contains("12.0")));
    out.reset();
    table.draw(8, report.sections(), List.of());
    assertFalse(out.toString(UTF_8).contains("bet to accepted"), "nothing came in this second");
  }

  @Test
  void aTerminalIsDrawnOverByAsManyLinesAsWereDrawn() {
    LiveTable table = table(true);
    table.draw(1, report.sections(), List.of());
    long lines = out.toString(UTF_8).lines().count();
    out.reset();
    table.draw(2, report.sections(), report.events());
    assertTrue(out.toString(UTF_8).startsWith("\u001b[" + lines + "A\u001b[J"));
    assertTrue(out.toString(UTF_8).contains("reconnect all"));
  }

  @Test
  void aLogGetsOneLine() {
    assertEquals("1:02:05  viewers 1000  bettors 400", LiveTable.line(3_725, report.sections()));
  }
}
