package dev.croupier.loadtest.app;

import dev.croupier.loadtest.report.Comparison;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code loadtest compare}: two reports side by side. */
@Command(
    name = "compare",
    description =
        "Puts two JSON reports side by side, with ratios; marks what differs beyond noise.",
    mixinStandardHelpOptions = true,
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:compared, whatever differs",
      "1:a file cannot be read, or is no report",
      "2:wrong usage, or the two cannot be compared fairly (see --anyway)"
    })
final class CompareCommand implements Callable<Integer> {
  private static final int FAILED = 1;
  private static final int UNFAIR = 2;

  private final PrintStream out;
  private final PrintStream err;

  @Parameters(index = "0", paramLabel = "A", description = "a report written by run --json")
  private Path a;

  @Parameters(index = "1", paramLabel = "B", description = "another one")
  private Path b;

  @Option(
      names = "--anyway",
      description = "compares even other scenarios, other machines, and invalid runs")
  private boolean anyway;

  CompareCommand(PrintStream out, PrintStream err) {
    this.out = out;
    this.err = err;
  }

  @Override
  public Integer call() {
    try {
      Comparison comparison = Comparison.of(a.toString(), read(a), b.toString(), read(b));
      List<String> unfair = comparison.unfair();
      if (!unfair.isEmpty() && !anyway) {
        return complain(UNFAIR, "not a fair comparison: " + String.join("; ", unfair));
      }
      unfair.forEach(reason -> out.println("! " + reason));
      out.print(comparison.text());
      out.flush();
      return 0;
    } catch (Comparison.Unreadable | IOException e) {
      return complain(FAILED, e.getMessage());
    }
  }

  private static String read(Path file) throws IOException {
    try {
      return Files.readString(file);
    } catch (NoSuchFileException _) {
      throw new IOException(file + ": there is no such file");
    } catch (IOException _) {
      throw new IOException(file + ": cannot be read");
    }
  }

  private int complain(int exitCode, String message) {
    err.println("loadtest: " + message);
    err.flush();
    return exitCode;
  }
}
