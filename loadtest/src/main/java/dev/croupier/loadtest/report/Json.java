package dev.croupier.loadtest.report;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Locale;

/**
 * A report as JSON: {@code verdict, exitCode, scenario, environment, durationMs, viewers, bettors,
 * generator, overloads, figures, objectives}. Times in milliseconds; additions are free. Any
 * thread.
 */
public final class Json {
  private static final JsonMapper MAPPER =
      JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

  private Json() {}

  /** The report's document. */
  public static String of(RunReport report) {
    ObjectNode root = MAPPER.createObjectNode();
    root.put("tool", "croupier loadtest");
    root.put("verdict", report.verdict().name().toLowerCase(Locale.ROOT));
    root.put("exitCode", report.verdict().exitCode());
    root.set("environment", MAPPER.valueToTree(report.environment()));
    ObjectNode scenario = root.putObject("scenario");
    scenario
        .put("name", report.scenario().name())
        .put("table", report.scenario().table())
        .put("durationSeconds", report.scenario().durationSeconds())
        .put("settleSeconds", report.scenario().settleSeconds());
    scenario.set("viewers", MAPPER.valueToTree(report.scenario().viewers()));
    scenario.set("bettors", MAPPER.valueToTree(report.scenario().bettors()));
    scenario.set("generator", MAPPER.valueToTree(report.scenario().generator()));
    root.put("durationMs", report.durationMs());
    root.set("viewers", MAPPER.valueToTree(report.viewers()));
    root.set("bettors", MAPPER.valueToTree(report.bettors()));
    root.set("generator", MAPPER.valueToTree(report.generator()));
    root.set("overloads", MAPPER.valueToTree(report.overloads()));
    ObjectNode figures = root.putObject("figures");
    report.figures().forEach((figure, value) -> put(figures, figure.key(), value));
    ArrayNode objectives = root.putArray("objectives");
    for (RunReport.Outcome outcome : report.outcomes()) {
      ObjectNode each = objectives.addObject().put("figure", outcome.figure().key());
      each.put(outcome.figure().atMost() ? "atMost" : "atLeast", outcome.limit());
      put(each, "value", outcome.value());
      each.put("met", outcome.met());
    }
    try {
      return MAPPER.writeValueAsString(root);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a tree of our own", e);
    }
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
