package dev.croupier.loadtest.report;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * Two JSON reports side by side. A difference counts only beyond noise: percentiles whose 95 %
 * ranges share no value and that differ by a twentieth at least, counts apart by more than twice
 * their own root, shares apart by a quarter and a thousandth. Immutable.
 */
public final class Comparison {
  private static final ObjectMapper JSON = new ObjectMapper();

  /** Samples follow each other closely, so ranges are too narrow by some: less is never marked. */
  private static final double LEAST_RATIO = 1.05;

  private static final double SHARE_RATIO = 1.25;
  private static final double SHARE_LEAST = 0.001;

  /** Two-sided 95 % of the normal distribution. */
  private static final double Z = 1.96;

  /** What both machines must have in common for figures to be compared. */
  private static final List<String> SAME_MACHINE =
      List.of("os", "kernel", "java", "cpu", "cores", "memoryMiB", "shares", "merged");

  /** What both runs must have done; objectives and limits do not change what happens. */
  private static final List<String> SAME_SCENARIO =
      List.of(
          "table",
          "durationSeconds",
          "house",
          "relay",
          "viewers",
          "hls",
          "browsers",
          "bettors",
          "clocks",
          "events");

  /** A report that is none; its message is one line. */
  public static final class Unreadable extends Exception {
    Unreadable(String message) {
      super(message);
    }
  }

  /**
   * A figure of both.
   *
   * @param noise whether the difference is no more than chance makes
   */
  record Row(String section, String label, String unit, double a, double b, boolean noise) {
    double ratio() {
      if (a == b) {
        return 1;
      }
      return a == 0 ? Double.POSITIVE_INFINITY : b / a;
    }
  }

  private final JsonNode a;
  private final JsonNode b;

  private Comparison(JsonNode a, JsonNode b) {
    this.a = a;
    this.b = b;
  }

  /**
   * Of two reports as JSON.
   *
   * @param nameA for complaints
   * @throws Unreadable if one of them is no report of this version
   */
  public static Comparison of(String nameA, String jsonA, String nameB, String jsonB)
      throws Unreadable {
    return new Comparison(read(nameA, jsonA), read(nameB, jsonB));
  }

  private static JsonNode read(String name, String json) throws Unreadable {
    JsonNode node;
    try {
      node = JSON.readTree(json);
    } catch (JsonProcessingException e) {
      throw new Unreadable(name + ": is no JSON");
    }
    if (!node.path("tool").asText().equals("croupier loadtest")) {
      throw new Unreadable(name + ": is no report of loadtest run --json");
    }
    if (node.path("format").asInt() != Json.FORMAT) {
      throw new Unreadable(
          name
              + ": is of another version of loadtest (format "
              + node.path("format").asInt()
              + ")");
    }
    return node;
  }

  /** Why the two cannot be compared fairly, a few words each; empty if they can. */
  public List<String> unfair() {
    List<String> reasons = new ArrayList<>();
    for (String key : SAME_SCENARIO) {
      if (!a.path("scenario").path(key).equals(b.path("scenario").path(key))) {
        reasons.add("scenario." + key + " differs");
      }
    }
    for (String key : SAME_MACHINE) {
      JsonNode one = a.path("environment").path(key);
      JsonNode other = b.path("environment").path(key);
      if (!one.equals(other)) {
        reasons.add(key + ": " + one.asText() + " and " + other.asText());
      }
    }
    new TreeMap<>(Map.of("A", a, "B", b))
        .forEach(
            (name, report) -> {
              if (!report.path("overloads").isEmpty()) {
                reasons.add(name + "'s generator was overloaded");
              }
            });
    return reasons;
  }

  /** Whether anything differs beyond noise. */
  public boolean differs() {
    return rows().stream().anyMatch(row -> !row.noise());
  }

  /** All figures that both have. */
  List<Row> rows() {
    List<Row> rows = new ArrayList<>();
    for (String section : both(a.path("sections"), b.path("sections"))) {
      JsonNode seriesA = a.path("sections").path(section).path("series");
      JsonNode seriesB = b.path("sections").path(section).path("series");
      for (String series : both(seriesA, seriesB)) {
        for (double percent : Json.PERCENTS) {
          String key = Json.percentKey(percent);
          percentile(rows, section, key, seriesA.path(series), seriesB.path(series));
        }
      }
    }
    for (String figure : both(a.path("figures"), b.path("figures"))) {
      JsonNode one = a.path("figures").path(figure);
      JsonNode other = b.path("figures").path(figure);
      // Those in milliseconds are percentiles of the series above.
      if (!figure.endsWith("_ms") && one.isNumber() && other.isNumber()) {
        boolean share = figure.endsWith("_share");
        double x = one.asDouble();
        double y = other.asDouble();
        rows.add(
            new Row(
                "figures",
                figure,
                share ? "share" : "",
                x,
                y,
                share ? sharesAlike(x, y) : countsAlike(x, y)));
      }
    }
    JsonNode cpuA = a.path("generator").path("cpuShare");
    JsonNode cpuB = b.path("generator").path("cpuShare");
    rows.add(
        new Row(
            "generator",
            "cpu",
            "share",
            cpuA.asDouble(),
            cpuB.asDouble(),
            sharesAlike(cpuA.asDouble(), cpuB.asDouble())));
    return rows;
  }

  private static void percentile(
      List<Row> rows, String section, String key, JsonNode one, JsonNode other) {
    if (one.path("count").asLong() == 0 || other.path("count").asLong() == 0) {
      return;
    }
    double x = one.path(key).asDouble();
    double y = other.path(key).asDouble();
    boolean apart = range(one, key).apart(range(other, key));
    boolean far = Math.max(x, y) > LEAST_RATIO * Math.min(x, y);
    rows.add(new Row(section, one.path("label").asText() + " " + key, "ms", x, y, !(apart && far)));
  }

  private static Spread.Range range(JsonNode series, String key) {
    JsonNode range = series.path("ranges").path(key);
    return new Spread.Range(
        range.path(0).asDouble(), range.path(1).asDouble(Double.POSITIVE_INFINITY));
  }

  /** Counts of rare things scatter by their root (Poisson). */
  static boolean countsAlike(double x, double y) {
    return Math.abs(x - y) <= Z * Math.sqrt(x + y)
        || Math.max(x, y) <= LEAST_RATIO * Math.min(x, y);
  }

  static boolean sharesAlike(double x, double y) {
    return Math.abs(x - y) <= SHARE_LEAST || Math.max(x, y) <= SHARE_RATIO * Math.min(x, y);
  }

  private static Set<String> both(JsonNode one, JsonNode other) {
    Set<String> keys = new LinkedHashSet<>();
    for (Map.Entry<String, JsonNode> field : one.properties()) {
      if (other.has(field.getKey())) {
        keys.add(field.getKey());
      }
    }
    return keys;
  }

  /** The comparison as lines for a terminal, at most 100 characters wide. */
  public String text() {
    StringBuilder out = new StringBuilder();
    head(out, "A", a);
    head(out, "B", b);
    String section = "";
    for (Row row : rows()) {
      if (!row.section().equals(section)) {
        section = row.section();
        out.append(
            String.format(Locale.ROOT, "%n%-40s %13s %13s %9s%n", section, "A", "B", "B / A"));
      }
      out.append(
          String.format(
              Locale.ROOT,
              "  %-38s %13s %13s %9s  %s%n",
              row.label(),
              shown(row, row.a()),
              shown(row, row.b()),
              Double.isInfinite(row.ratio())
                  ? "–"
                  : String.format(Locale.ROOT, "%.2f ×", row.ratio()),
              row.noise() ? "" : row.b() > row.a() ? "▲" : "▼"));
    }
    return out.append(
            differs()
                ? "\n▲ ▼: beyond noise (95 % ranges apart)\n"
                : "\nno difference beyond noise\n")
        .toString();
  }

  private static String shown(Row row, double value) {
    return row.unit().equals("ms") ? Numbers.ms(value) : Numbers.withUnit(value, row.unit());
  }

  private static void head(StringBuilder out, String name, JsonNode report) {
    out.append(
        String.format(
            Locale.ROOT,
            "%s  %s at %s, %s, seed %d, %s%n",
            name,
            report.path("scenario").path("name").asText(),
            report.path("environment").path("url").asText(),
            report.path("environment").path("server").asText(),
            report.path("seed").asLong(),
            report.path("verdict").asText()));
  }
}
