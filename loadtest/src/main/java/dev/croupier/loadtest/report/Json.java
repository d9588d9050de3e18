package dev.croupier.loadtest.report;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.croupier.loadtest.measure.Section;
import dev.croupier.loadtest.plan.Event;
import dev.croupier.loadtest.plan.Figure;
import dev.croupier.loadtest.plan.Scenario;
import java.util.Locale;

/**
 * A report as JSON: {@code tool, format, verdict, exitCode, seed, startedAt, durationMs, scenario,
 * environment, sections, figures, objectives, notJudged, events, generator, overloads, timeline}.
 * Times in milliseconds, {@code startedAt} in microseconds of table time; additions are free. Any
 * thread.
 */
public final class Json {
  /** The version of this format; another one cannot be compared. */
  static final int FORMAT = 2;

  static final double[] PERCENTS = {50, 95, 99};

  private static final JsonMapper MAPPER =
      JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

  private Json() {}

  /** The report, indented. */
  public static String of(Report report) {
    try {
      return MAPPER.writeValueAsString(tree(report));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a tree of our own", e);
    }
  }

  private static ObjectNode tree(Report report) {
    ObjectNode root = MAPPER.createObjectNode();
    root.put("tool", "croupier loadtest");
    root.put("format", FORMAT);
    root.put("verdict", word(report.verdict()));
    root.put("exitCode", report.verdict().exitCode());
    root.put("seed", report.seed());
    root.put("startedAt", report.startedAt());
    root.put("durationMs", report.durationMs());
    root.set("scenario", scenario(report.scenario()));
    ObjectNode environment = MAPPER.valueToTree(report.environment());
    environment.put("shares", word(report.environment().shares()));
    root.set("environment", environment);
    ObjectNode sections = root.putObject("sections");
    report
        .sections()
        .forEach(
            each ->
                section(sections.putObject(each.key()), each)
                    .put("closed", report.closed().contains(each.key())));
    ObjectNode figures = root.putObject("figures");
    report
        .sections()
        .forEach(each -> each.figures().forEach((key, value) -> put(figures, key, value)));
    ArrayNode objectives = root.putArray("objectives");
    for (Report.Outcome outcome : report.outcomes()) {
      ObjectNode each = objectives.addObject().put("figure", outcome.figure().key());
      each.put(side(outcome.figure()), outcome.limit());
      put(each, "value", outcome.value());
      each.put("met", outcome.met());
    }
    ArrayNode notJudged = root.putArray("notJudged");
    for (Report.NotJudged each : report.notJudged()) {
      notJudged.addObject().put("figure", each.figure().key()).put("reason", each.reason());
    }
    ArrayNode events = root.putArray("events");
    for (Report.Happened event : report.events()) {
      events
          .addObject()
          .put("atSeconds", event.atSeconds())
          .put("kind", word(event.kind()))
          .put("label", event.label())
          .put("failure", event.failure());
    }
    root.set("generator", MAPPER.valueToTree(report.generator()));
    root.set("overloads", MAPPER.valueToTree(report.overloads()));
    root.set("timeline", MAPPER.valueToTree(report.timeline()));
    return root;
  }

  /** The scenario as it was done, in the words of its file. */
  private static ObjectNode scenario(Scenario scenario) {
    ObjectNode node = MAPPER.createObjectNode();
    node.put("name", scenario.name())
        .put("table", scenario.table())
        .put("durationSeconds", scenario.durationSeconds())
        .put("settleSeconds", scenario.settleSeconds());
    scenario.seed().ifPresent(seed -> node.put("seed", seed));
    node.set("house", MAPPER.valueToTree(scenario.house()));
    scenario.relay().ifPresent(relay -> node.set("relay", MAPPER.valueToTree(relay)));
    node.set("viewers", MAPPER.valueToTree(scenario.viewers()));
    node.set("hls", MAPPER.valueToTree(scenario.hls()));
    node.set("browsers", MAPPER.valueToTree(scenario.browsers()));
    node.set("bettors", MAPPER.valueToTree(scenario.bettors()));
    node.set("clocks", MAPPER.valueToTree(scenario.clocks()));
    ArrayNode events = node.putArray("events");
    for (Event event : scenario.events()) {
      events.addObject().put("at", event.atSeconds()).put("what", event.label());
    }
    node.set("generator", MAPPER.valueToTree(scenario.generator()));
    ObjectNode objectives = node.putObject("objectives");
    scenario.objectives().forEach((figure, limit) -> objectives.put(figure.key(), limit));
    return node;
  }

  private static ObjectNode section(ObjectNode node, Section section) {
    node.put("title", section.title())
        .put("asked", section.asked())
        .put("failed", section.failed());
    node.set("failures", MAPPER.valueToTree(section.failures()));
    ObjectNode series = node.putObject("series");
    section.series().forEach(each -> series(series.putObject(each.key()), each));
    ObjectNode counts = node.putObject("counts");
    for (Section.Count count : section.counts()) {
      ObjectNode each =
          counts.putObject(count.key()).put("label", count.label()).put("unit", count.unit());
      put(each, "value", count.value());
    }
    ArrayNode marks = node.putArray("marks");
    for (Section.Mark mark : section.marks()) {
      marks.addObject().put("at", mark.atMicros()).put("label", mark.label());
    }
    return node;
  }

  private static void series(ObjectNode node, Section.Named series) {
    Spread spread = new Spread(series.values());
    node.put("label", series.label())
        .put("count", spread.count())
        .put("min", spread.minMs())
        .put("mean", spread.meanMs());
    for (double percent : PERCENTS) {
      node.put(percentKey(percent), spread.ms(percent));
    }
    node.put("p999", spread.ms(99.9)).put("max", spread.maxMs());
    ObjectNode ranges = node.putObject("ranges");
    for (double percent : PERCENTS) {
      Spread.Range range = spread.range(percent);
      ranges
          .putArray(percentKey(percent))
          .add(range.lowMs())
          .add(Double.isFinite(range.highMs()) ? Double.valueOf(range.highMs()) : null);
    }
    ArrayNode curve = node.putArray("curve");
    spread.curve().forEach(point -> curve.addArray().add(point.percent()).add(point.ms()));
  }

  static String percentKey(double percent) {
    return "p" + Math.round(percent);
  }

  private static String side(Figure figure) {
    return figure.atMost() ? "atMost" : "atLeast";
  }

  private static String word(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT);
  }

  /** JSON has no infinity: what was not measured is null. */
  private static void put(ObjectNode node, String key, double value) {
    if (Double.isFinite(value)) {
      node.put(key, value);
    } else {
      node.putNull(key);
    }
  }
}
