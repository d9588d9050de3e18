package dev.croupier.loadtest.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What `.ci/run` prints after the tests: a log of any length is read to its end. */
final class CiTotalsTest {
  @TempDir Path folder;

  @Test
  void aLogFarLongerThanAPipeHoldsIsCountedWithoutABrokenPipe() throws Exception {
    Path log = folder.resolve("build.log");
    Files.write(
        log,
        IntStream.range(0, 20_000)
            .mapToObj(
                n ->
                    "[INFO] Tests run: 1, Failures: 0, Errors: 0, Skipped: 0, Time elapsed: "
                        + (n / 1000.0)
                        + " s -- in dev.croupier.a.long.enough.name.SomeTest"
                        + n)
            .toList());
    Files.writeString(
        log,
        """
        [WARNING] Tests run: 20000, Failures: 2, Errors: 1, Skipped: 7
        [INFO] Croupier gateway ................................... SUCCESS [01:49 min]
              Tests  601 passed (601)
        """,
        StandardOpenOption.APPEND);

    Run run = totals(log);

    assertEquals(0, run.status(), run.output());
    assertTrue(run.output().contains("Java: 19990 passed, 3 failed, 7 skipped"), run.output());
    assertTrue(run.output().contains("player-overlay: 601 passed (601)"), run.output());
    assertTrue(run.output().contains("109.0 s  33.0%"), run.output());
    long classes = run.output().lines().filter(line -> line.contains("SomeTest")).count();
    assertEquals(10, classes, run.output());
    assertTrue(run.output().contains("SomeTest19999"), "the slowest first: " + run.output());
  }

  private Run totals(Path log) throws IOException, InterruptedException {
    Path script = Path.of("").toAbsolutePath().getParent().resolve(".ci/totals");
    Process process =
        new ProcessBuilder(script.toString(), log.toString(), "330")
            .redirectErrorStream(true)
            .start();
    String output = new String(process.getInputStream().readAllBytes());
    assertTrue(process.waitFor(30, TimeUnit.SECONDS), "the script ends");
    return new Run(process.exitValue(), output);
  }

  private record Run(int status, String output) {}
}
