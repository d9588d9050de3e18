package dev.croupier.loadtest.app;

import dev.croupier.loadtest.plan.ScenarioException;
import dev.croupier.loadtest.report.HtmlPage;
import dev.croupier.loadtest.report.Json;
import dev.croupier.loadtest.report.JunitXml;
import dev.croupier.loadtest.report.Report;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.Objects;
import java.util.Optional;
import picocli.CommandLine.Option;

/** Which files a run writes. */
final class Outputs {
  @Option(names = "--json", paramLabel = "FILE", description = "writes the report as JSON")
  private Path json;

  @Option(
      names = "--html",
      paramLabel = "FILE",
      description = "writes the report as one page that needs no other file")
  private Path html;

  @Option(
      names = "--hlog",
      paramLabel = "FILE",
      description = "writes every series second by second as a histogram log (HdrHistogram)")
  private Path hlog;

  @Option(
      names = "--junit",
      paramLabel = "FILE",
      description = "writes a case for each objective as JUnit XML")
  private Path junit;

  @Option(
      names = "--out",
      paramLabel = "DIR",
      description = "writes all four there: report.json, .html, .hlog, .xml; made if need be")
  private Path folder;

  /**
   * Checks, before anything is measured, that all of them can be written.
   *
   * @throws ScenarioException one line
   */
  void check() {
    if (folder != null) {
      try {
        Files.createDirectories(folder);
      } catch (IOException _) {
        throw new ScenarioException("--out: " + folder + " is no folder and cannot be made one");
      }
      json = Objects.requireNonNullElse(json, folder.resolve("report.json"));
      html = Objects.requireNonNullElse(html, folder.resolve("report.html"));
      hlog = Objects.requireNonNullElse(hlog, folder.resolve("report.hlog"));
      junit = Objects.requireNonNullElse(junit, folder.resolve("report.xml"));
    }
    Arrays.asList(json, html, hlog, junit).stream().filter(Objects::nonNull).forEach(Outputs::open);
  }

  /** Where the histogram log goes, if anywhere. */
  Optional<Path> histogramLog() {
    return Optional.ofNullable(hlog);
  }

  /** Writes what is written at the end. */
  void write(Report report) throws IOException {
    if (json != null) {
      Files.writeString(json, Json.of(report));
    }
    if (html != null) {
      Files.writeString(html, HtmlPage.of(report));
    }
    if (junit != null) {
      Files.writeString(junit, JunitXml.of(report));
    }
  }

  private static void open(Path file) {
    boolean was = Files.exists(file);
    try {
      Files.newOutputStream(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE).close();
      if (!was) {
        Files.delete(file);
      }
    } catch (IOException _) {
      throw new ScenarioException(file + ": cannot be written");
    }
  }
}
