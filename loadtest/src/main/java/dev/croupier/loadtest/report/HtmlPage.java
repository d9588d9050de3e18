package dev.croupier.loadtest.report;

import dev.croupier.loadtest.measure.GeneratorHealth;
import dev.croupier.loadtest.measure.Section;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;

/**
 * A report as one page that loads nothing else: drawn as SVG, its data embedded as JSON. Verdict
 * first, then whether the generator was healthy, objectives, what happened when, all figures. Any
 * thread.
 */
public final class HtmlPage {
  /** Fewer values make no curve. */
  private static final long MIN_SAMPLES = 20;

  private static final int CURVES = 4;

  private final Report report;
  private final StringBuilder html = new StringBuilder();

  private HtmlPage(Report report) {
    this.report = report;
  }

  /** The page. */
  public static String of(Report report) {
    HtmlPage page = new HtmlPage(report);
    page.write();
    return page.html.toString();
  }

  private void write() {
    html.append(
            Html.fill(
                "<!doctype html>\n<html lang=\"en\"><head><meta charset=\"utf-8\">"
                    + "<meta name=\"viewport\" content=\"width=device-width,initial-scale=1\">"
                    + "<title>%s: %s</title><style>%s</style></head><body>\n<main>",
                report.scenario().name(), report.sentence(), new Html.Raw(style())))
        .append(
            Html.fill(
                "<div class=\"hd\"><span class=\"wordmark\"><i></i>Croupier</span>"
                    + "<span>Load report</span><span>loadtest %s</span></div>\n",
                report.environment().loadtest()));
    verdict();
    generator();
    html.append(ObjectivesTable.panel(report)).append('\n');
    html.append(TimelineChart.panel(report)).append('\n');
    pairs(plots());
    events();
    pairs(counts());
    report.sections().forEach(this::series);
    footer();
    // In a script element only "</" could end it early, and "<!--" could open a comment.
    html.append("</main>\n<script type=\"application/json\" id=\"report\">")
        .append(Json.of(report).replace("<", "\\u003c"))
        .append("</script>\n</body></html>\n");
  }

  private void verdict() {
    Report.Verdict verdict = report.verdict();
    String tone =
        switch (verdict) {
          case PASSED -> "t-pass";
          case INCOMPLETE, GENERATOR_OVERLOADED -> "t-warn";
          case MISSED -> "t-fail";
        };
    String icon =
        switch (verdict) {
          case PASSED -> Html.tick();
          case INCOMPLETE, GENERATOR_OVERLOADED -> Html.warning();
          case MISSED -> Html.cross();
        };
    Instant started =
        Instant.EPOCH.plus(report.startedAt(), ChronoUnit.MICROS).truncatedTo(ChronoUnit.SECONDS);
    html.append(
        Html.fill(
            "<section class=\"ver %s\"><span class=\"i\">%s</span><div><h1>%s</h1>"
                + "<p>%s · %s, %s s</p></div><dl><dt>started</dt><dd>%s</dd><dt>seed</dt>"
                + "<dd>%d</dd><dt>server</dt><dd>%s</dd><dt>exit code</dt><dd>%d</dd></dl>"
                + "</section>\n",
            tone,
            new Html.Raw(icon),
            report.sentence(),
            report.scenario().name(),
            report.scenario().people(),
            Numbers.seconds(report.durationMs()),
            started.toString().replace('T', ' '),
            report.seed(),
            report.environment().server(),
            verdict.exitCode()));
  }

  private void generator() {
    GeneratorHealth.Health health = report.generator();
    boolean valid = report.overloads().isEmpty();
    boolean shared = report.environment().shares() != Environment.Shares.NOTHING;
    html.append("<section class=\"hon\" aria-label=\"Was the generator itself healthy\">")
        .append(
            valid
                ? "<div><span>generator</span><b class=\"s ps\">" + Html.tick() + "Run is valid"
                : "<div><span>generator</span><b class=\"s wr\">" + Html.warning() + "Not valid")
        .append("</b></div>");
    fact("CPU", Numbers.percent(health.cpuShare()), "");
    fact("GC pause max", Numbers.ms(health.gcPauseMaxMs()) + " ms", "");
    fact("scheduler lag p99", Numbers.ms(health.lag().p99()) + " ms", "");
    fact("socket drops", Numbers.count((double) health.sockets().ownDrops()), "");
    fact("machine", shared ? "shared" : "its own", shared ? " class=\"wr\"" : "");
    if (shared) {
      html.append(Html.fill("<p>%s</p>", report.environment().shares().words()));
    }
    report.overloads().forEach(why -> html.append(Html.fill("<p class=\"wr\">%s</p>", why)));
    html.append("</section>\n");
  }

  private void fact(String name, String value, String attribute) {
    html.append(
        Html.fill("<div><span>%s</span><b%s>%s</b></div>", name, new Html.Raw(attribute), value));
  }

  /** Spectra of all sections, and bars for skews. */
  private List<String> plots() {
    List<String> panels = new ArrayList<>();
    for (Section section : report.sections()) {
      List<Section.Named> plotted =
          section.series().stream()
              .filter(series -> series.values().getTotalCount() >= MIN_SAMPLES)
              .filter(series -> !skew(series))
              .limit(CURVES)
              .toList();
      if (!plotted.isEmpty()) {
        panels.add(SpectrumChart.panel(section, plotted, report.outcomes()));
      }
      section.series().stream()
          .filter(series -> skew(series) && series.values().getTotalCount() > 0)
          .forEach(series -> panels.add(BarsChart.panel(section, series)));
    }
    return panels;
  }

  private static boolean skew(Section.Named series) {
    return series.key().contains("skew");
  }

  private List<String> counts() {
    List<String> panels = new ArrayList<>();
    for (Section section : report.sections()) {
      StringBuilder panel = new StringBuilder();
      boolean money = section.key().equals("bettors");
      panel.append(
          Html.fill(
              "<section class=\"p\"><h2>%s</h2><p>%s</p><div class=\"chk\">",
              money ? "Money check" : Numbers.heading(section.title()),
              money ? "Own books, own tables; the server's rules are never used" : "All together"));
      panel.append(
          Html.fill(
              "<span>came · failed</span><b>%,d · %,d</b>", section.asked(), section.failed()));
      section
          .counts()
          .forEach(
              count ->
                  panel.append(
                      Html.fill(
                          "<span>%s</span><b>%s</b>",
                          count.label(), Numbers.withUnit(count.value(), count.unit()))));
      section
          .failures()
          .forEach(why -> panel.append(Html.fill("<span class=\"fl\">%s</span><b></b>", why)));
      panels.add(panel.append("</div></section>").toString());
    }
    return panels;
  }

  private void pairs(List<String> panels) {
    if (!panels.isEmpty()) {
      html.append("<div class=\"two\">");
      panels.forEach(html::append);
      html.append("</div>\n");
    }
  }

  private void events() {
    if (report.events().isEmpty()) {
      return;
    }
    html.append(
        "<section class=\"p\"><h2>Events</h2><p>What the scenario let happen</p><table>"
            + "<tr><th class=\"n at\">at</th><th>what</th><th></th></tr>");
    for (Report.Happened event : report.events()) {
      html.append(
          Html.fill(
              "<tr><td class=\"n\">%.1f s</td><td>%s</td><td class=\"w fl\">%s</td></tr>",
              event.atSeconds(), event.label(), event.failure() == null ? "" : event.failure()));
    }
    html.append("</table></section>\n");
  }

  private void series(Section section) {
    List<Section.Named> measured =
        section.series().stream().filter(series -> series.values().getTotalCount() > 0).toList();
    if (measured.isEmpty()) {
      return;
    }
    html.append(
        Html.fill(
            "<section class=\"p\"><h2>%s, all series</h2><p>ms%s</p><table><tr><th>series</th>",
            Numbers.heading(section.title()),
            report.closed().contains(section.key()) ? "; closed model, not for objectives" : ""));
    for (String head : List.of("count", "min", "mean", "p50", "p95", "p99", "p99.9", "max")) {
      html.append("<th class=\"n\">").append(head).append("</th>");
    }
    html.append("</tr>");
    for (Section.Named series : measured) {
      Spread s = new Spread(series.values());
      html.append(Html.fill("<tr><td>%s</td><td class=\"n\">%,d</td>", series.label(), s.count()));
      for (double value :
          new double[] {
            s.minMs(), s.meanMs(), s.ms(50), s.ms(95), s.ms(99), s.ms(99.9), s.maxMs()
          }) {
        html.append("<td class=\"n\">").append(Numbers.ms(value)).append("</td>");
      }
      html.append("</tr>");
    }
    html.append("</table></section>\n");
  }

  private void footer() {
    Environment where = report.environment();
    html.append(
        Html.fill(
            "<footer><span>Self-contained page · data embedded as JSON</span>"
                + "<span>%s · %s · %s · %d cores · %,d MiB · Java %s · load %.1f → %.1f%s · %s</span>"
                + "</footer>",
            where.os(),
            where.kernel(),
            where.cpu(),
            where.cores(),
            where.memoryMiB(),
            where.java(),
            where.loadBefore(),
            where.loadAfter(),
            where.merged() ? " · datagrams merged" : "",
            where.url()));
  }

  private static String style() {
    try (InputStream in = HtmlPage.class.getResourceAsStream("report.css")) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
