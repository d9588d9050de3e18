package dev.croupier.loadtest.plan;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Reads scenarios: one of those built in by its name, or a YAML file. Keys are strict: an unknown
 * one is an error that names the nearest known one; every key must be there. Any thread.
 */
public final class ScenarioReader {
  /** The scenarios built in. */
  public static final List<String> BUILT_IN = List.of("smoke");

  private static final List<String> KEYS =
      List.of(
          "name",
          "table",
          "durationSeconds",
          "settleSeconds",
          "viewers",
          "bettors",
          "generator",
          "objectives");
  private static final List<String> VIEWERS = List.of("count", "startsPerSecond");
  private static final List<String> BETTORS =
      List.of("count", "slipsPerSecond", "rounds", "stakeMinor", "spots");
  private static final List<String> GENERATOR = List.of("lagP99Ms", "gcPauseMs", "cpuShare");

  private static final YAMLMapper YAML =
      YAMLMapper.builder(
              YAMLFactory.builder().enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION).build())
          .build();

  private final String source;

  private ScenarioReader(String source) {
    this.source = source;
  }

  /**
   * The scenario of a name or a file.
   *
   * @throws ScenarioException one line that says what is wrong
   */
  public static Scenario load(String nameOrFile) {
    if (BUILT_IN.contains(nameOrFile)) {
      return read(builtIn(nameOrFile), nameOrFile);
    }
    try {
      return read(Files.readString(Path.of(nameOrFile)), nameOrFile);
    } catch (NoSuchFileException e) {
      boolean file = nameOrFile.contains("/") || nameOrFile.contains(".");
      throw new ScenarioException(
          file
              ? nameOrFile + ": there is no such file"
              : "there is no scenario '"
                  + nameOrFile
                  + "'; did you mean '"
                  + nearest(nameOrFile, BUILT_IN)
                  + "'?");
    } catch (IOException e) {
      throw new ScenarioException(nameOrFile + ": cannot be read: " + e.getMessage());
    }
  }

  /** The scenario of a text; {@code source} names it in complaints. */
  public static Scenario read(String yaml, String source) {
    return new ScenarioReader(source).scenario(yaml);
  }

  private Scenario scenario(String yaml) {
    JsonNode root;
    try {
      root = YAML.readTree(yaml);
    } catch (JsonProcessingException e) {
      String line = e.getLocation() == null ? "" : " line " + e.getLocation().getLineNr() + ":";
      throw complaint(line + " " + e.getOriginalMessage().lines().findFirst().orElse("no YAML"));
    }
    object(root, "", KEYS);
    JsonNode viewers = object(root.path("viewers"), "viewers.", VIEWERS);
    JsonNode bettors = object(root.path("bettors"), "bettors.", BETTORS);
    JsonNode generator = object(root.path("generator"), "generator.", GENERATOR);
    try {
      return new Scenario(
          text(root, "", "name"),
          text(root, "", "table"),
          integer(root, "", "durationSeconds"),
          integer(root, "", "settleSeconds"),
          new Scenario.Viewers(
              integer(viewers, "viewers.", "count"),
              number(viewers, "viewers.", "startsPerSecond")),
          new Scenario.Bettors(
              integer(bettors, "bettors.", "count"),
              number(bettors, "bettors.", "slipsPerSecond"),
              integer(bettors, "bettors.", "rounds"),
              integer(bettors, "bettors.", "stakeMinor"),
              texts(bettors, "bettors.", "spots")),
          new Scenario.Generator(
              number(generator, "generator.", "lagP99Ms"),
              number(generator, "generator.", "gcPauseMs"),
              number(generator, "generator.", "cpuShare")),
          objectives(root.path("objectives")));
    } catch (ScenarioException e) {
      throw e.getMessage().startsWith(source) ? e : complaint(" " + e.getMessage());
    }
  }

  private Map<Figure, Double> objectives(JsonNode node) {
    object(node, "objectives.", Figure.keys(), List.of());
    Map<Figure, Double> objectives = new LinkedHashMap<>();
    for (Map.Entry<String, JsonNode> field : node.properties()) {
      objectives.put(
          Figure.find(field.getKey()).orElseThrow(), number(node, "objectives.", field.getKey()));
    }
    return objectives;
  }

  private JsonNode object(JsonNode node, String prefix, List<String> known) {
    return object(node, prefix, known, known);
  }

  private JsonNode object(JsonNode node, String prefix, List<String> known, List<String> required) {
    if (!node.isObject()) {
      throw complaint(
          prefix.isEmpty()
              ? " no mapping of keys to values"
              : " " + prefix.substring(0, prefix.length() - 1) + ": a mapping is needed");
    }
    for (Map.Entry<String, JsonNode> field : node.properties()) {
      if (!known.contains(field.getKey())) {
        throw complaint(
            " unknown key '"
                + prefix
                + field.getKey()
                + "'; did you mean '"
                + prefix
                + nearest(field.getKey(), known)
                + "'?");
      }
    }
    for (String key : required) {
      if (!node.has(key)) {
        throw complaint(" '" + prefix + key + "' is missing");
      }
    }
    return node;
  }

  private String text(JsonNode node, String prefix, String key) {
    if (!node.path(key).isTextual()) {
      throw complaint(" " + prefix + key + ": a text is needed");
    }
    return node.path(key).textValue();
  }

  private int integer(JsonNode node, String prefix, String key) {
    if (!node.path(key).canConvertToInt() || !node.path(key).isIntegralNumber()) {
      throw complaint(" " + prefix + key + ": a whole number is needed");
    }
    return node.path(key).intValue();
  }

  private double number(JsonNode node, String prefix, String key) {
    double value = node.path(key).isNumber() ? node.path(key).doubleValue() : Double.NaN;
    if (!Double.isFinite(value)) {
      throw complaint(" " + prefix + key + ": a number is needed");
    }
    return value;
  }

  private List<String> texts(JsonNode node, String prefix, String key) {
    List<String> texts = new ArrayList<>();
    for (JsonNode each : node.path(key)) {
      if (!each.isTextual()) {
        throw complaint(" " + prefix + key + ": a list of texts is needed");
      }
      texts.add(each.textValue());
    }
    return texts;
  }

  private ScenarioException complaint(String what) {
    return new ScenarioException(source + ":" + what);
  }

  private static String builtIn(String name) {
    try (InputStream in = ScenarioReader.class.getResourceAsStream(name + ".yaml")) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new ScenarioException(name + ": cannot be read: " + e.getMessage());
    }
  }

  /** The known word that takes the fewest edits (Levenshtein); the first of equals. */
  public static String nearest(String word, List<String> known) {
    return known.stream()
        .min(Comparator.comparingInt(candidate -> distance(word, candidate)))
        .orElseThrow();
  }

  private static int distance(String a, String b) {
    int[] previous = new int[b.length() + 1];
    for (int j = 0; j <= b.length(); j++) {
      previous[j] = j;
    }
    for (int i = 1; i <= a.length(); i++) {
      int[] current = new int[b.length() + 1];
      current[0] = i;
      for (int j = 1; j <= b.length(); j++) {
        int replaced = previous[j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
        current[j] = Math.min(replaced, 1 + Math.min(previous[j], current[j - 1]));
      }
      previous = current;
    }
    return previous[b.length()];
  }
}
