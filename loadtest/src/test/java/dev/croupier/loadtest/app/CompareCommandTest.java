package dev.croupier.loadtest.app;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class CompareCommandTest {
  @TempDir Path folder;

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();

  private int compare(String... arguments) {
    String[] all = new String[arguments.length + 1];
    all[0] = "compare";
    System.arraycopy(arguments, 0, all, 1, arguments.length);
    return LoadtestCommand.run(
        all, new PrintStream(out, true, UTF_8), new PrintStream(err, true, UTF_8));
  }

  private String report(String name, int cores, double p50) throws IOException {
    return Files.writeString(
            folder.resolve(name),
            """
            {"tool": "croupier loadtest", "format": 2, "verdict": "passed", "seed": 1,
             "scenario": {"name": "s", "table": "t"},
             "environment": {"url": "http://x", "server": "y", "cores": %d},
             "sections": {"bettors": {"series": {"bet": {"label": "bet", "count": 900,
               "p50": %s, "p95": 20, "p99": 30,
               "ranges": {"p50": [%s, %s], "p95": [19, 21], "p99": [28, null]}}}}},
             "figures": {"lost_bets": 0, "bet_p50_ms": 5},
             "generator": {"cpuShare": 0.5}}
            """
                .formatted(cores, p50, p50 - 0.1, p50 + 0.1))
        .toString();
  }

  @Test
  void twoReportsAreShownWithTheirRatiosAndMarks() throws IOException {
    assertEquals(0, compare(report("a.json", 2, 5), report("b.json", 2, 10)));
    String said = out.toString(UTF_8);
    assertTrue(
        said.lines()
            .anyMatch(
                line ->
                    line.contains("bet p50")
                        && line.contains("5.00")
                        && line.contains("10.0")
                        && line.contains("2.00 ×")
                        && line.endsWith("▲")),
        said);
    assertTrue(said.lines().anyMatch(line -> line.contains("lost_bets") && !line.endsWith("▲")));
  }

  @Test
  void anUnfairComparisonIsRefusedInOneLineUnlessAskedFor() throws IOException {
    String a = report("a.json", 2, 5);
    String b = report("b.json", 8, 5);
    assertEquals(2, compare(a, b));
    assertEquals("loadtest: not a fair comparison: cores: 2 and 8", err.toString(UTF_8).strip());
    assertEquals(0, compare(a, b, "--anyway"));
    assertTrue(out.toString(UTF_8).startsWith("! cores: 2 and 8"));
  }

  @Test
  void whatCannotBeReadIsOneLineAndExit1() throws IOException {
    String a = report("a.json", 2, 5);
    Path none = folder.resolve("none.json");
    assertEquals(1, compare(a, none.toString()));
    assertEquals("loadtest: " + none + ": there is no such file", err.toString(UTF_8).strip());
    err.reset();
    assertEquals(1, compare(folder.toString(), a));
    assertEquals("loadtest: " + folder + ": cannot be read", err.toString(UTF_8).strip());
    err.reset();
    Path text = Files.writeString(folder.resolve("text"), "hello");
    assertEquals(1, compare(text.toString(), a));
    assertEquals("loadtest: " + text + ": is no JSON", err.toString(UTF_8).strip());
    assertEquals(2, compare(a));
  }
}
