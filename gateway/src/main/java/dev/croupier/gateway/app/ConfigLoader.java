package dev.croupier.gateway.app;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.exc.ValueInstantiationException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * Reads the configuration: defaults, then one YAML file, then the environment.
 *
 * <p>Keys are strict: an unknown one is an error that names the nearest known one. The environment
 * overrides each single value: {@code time.ntpPort} is {@code CROUPIER_TIME_NTP_PORT}.
 */
public final class ConfigLoader {
  /** Holds the signing secret itself, in hexadecimal digits, instead of a file. */
  static final String SECRET_VARIABLE = "CROUPIER_AUTH_SECRET";

  private static final String PREFIX = "CROUPIER_";
  private static final JsonMapper JSON =
      JsonMapper.builder().enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES).build();

  /** Fields of a list's elements that have no default. */
  private static final Map<String, List<String>> REQUIRED =
      Map.of("tables", List.of("id", "game"), "tables.timing.clocks", List.of("signal"));

  /** Elements of lists that are empty by default. */
  private static final Map<String, ObjectNode> ELEMENTS =
      Map.of(
          "tables.timing.clocks",
          JSON.createObjectNode()
              .put("signal", "")
              .put("kind", "calibrated")
              .put("transitMicros", 0)
              .put("boundMicros", 1_000));

  private ConfigLoader() {}

  /**
   * The configuration.
   *
   * @param file or null for none
   * @param environment all variables; those not ours are passed over
   * @throws ConfigException one line that says what is wrong
   */
  public static Config load(Path file, Map<String, String> environment) {
    return load(Config.defaults(), file, environment);
  }

  /** The same on other defaults, for example the demo's. */
  public static Config load(Config defaults, Path file, Map<String, String> environment) {
    ObjectNode known = JSON.valueToTree(defaults);
    ObjectNode merged = known.deepCopy();
    if (file != null) {
      merge("", merged, known, read(file));
    }
    applyEnvironment(merged, environment);
    return bind(merged);
  }

  /** A configuration as YAML; it holds no secrets, only where they are kept. */
  public static String toYaml(Config config) {
    try {
      return new YAMLMapper().writeValueAsString(JSON.<JsonNode>valueToTree(config));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a configuration is always YAML", e);
    }
  }

  private static JsonNode read(Path file) {
    YAMLMapper yaml =
        new YAMLMapper(
            YAMLFactory.builder().enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION).build());
    try {
      JsonNode tree = yaml.readTree(Files.readString(file));
      if (tree == null || tree.isMissingNode() || tree.isNull()) {
        return JSON.createObjectNode();
      }
      if (!tree.isObject()) {
        throw new ConfigException(file + ": keys and values are expected");
      }
      return tree;
    } catch (NoSuchFileException e) {
      throw new ConfigException(file + ": there is no such file");
    } catch (AccessDeniedException e) {
      throw new ConfigException(file + ": may not be read");
    } catch (JsonProcessingException e) {
      var at = e.getLocation();
      String line = at == null ? "" : " line " + at.getLineNr() + ":";
      throw new ConfigException(
          file
              + ":"
              + line
              + " not YAML: "
              + e.getOriginalMessage().lines().findFirst().orElse(""));
    } catch (IOException e) {
      throw new ConfigException(file + ": cannot be read: " + e.getMessage());
    }
  }

  private static void merge(String path, ObjectNode into, JsonNode known, JsonNode given) {
    for (Map.Entry<String, JsonNode> field : given.properties()) {
      String key = path.isEmpty() ? field.getKey() : path + "." + field.getKey();
      JsonNode shape = known.get(field.getKey());
      if (shape == null) {
        throw unknown(key, path, known);
      }
      JsonNode value = field.getValue();
      if (shape.isObject()) {
        expect(value.isObject(), key, "keys below it", value);
        merge(key, (ObjectNode) into.get(field.getKey()), shape, value);
      } else if (shape.isArray()) {
        expect(value.isArray(), key, "a list", value);
        JsonNode element = ELEMENTS.get(key);
        into.set(field.getKey(), list(key, element == null ? shape.path(0) : element, value));
      } else {
        into.set(field.getKey(), scalar(key, shape, value));
      }
    }
  }

  private static ArrayNode list(String key, JsonNode shape, JsonNode given) {
    ArrayNode list = JSON.createArrayNode();
    for (JsonNode element : given) {
      if (!shape.isObject()) {
        JsonNode like = shape.isMissingNode() ? JSON.getNodeFactory().textNode("") : shape;
        list.add(scalar(key, like, element));
        continue;
      }
      expect(element.isObject(), key, "keys and values in each element", element);
      for (String name : REQUIRED.getOrDefault(key, List.of())) {
        expect(element.has(name), key, "an element with '" + name + "'", element);
      }
      ObjectNode merged = shape.deepCopy();
      if (merged.has("ruleset")) {
        merged.put("ruleset", ""); // the template's own belongs to the template's game
      }
      merge(key, merged, shape, element);
      list.add(merged);
    }
    return list;
  }

  private static JsonNode scalar(String key, JsonNode shape, JsonNode value) {
    if (shape.isIntegralNumber()) {
      expect(value.isIntegralNumber() && value.canConvertToLong(), key, "a whole number", value);
    } else if (shape.isBoolean()) {
      expect(value.isBoolean(), key, "true or false", value);
    } else {
      expect(value.isTextual(), key, "a text", value);
    }
    return value;
  }

  private static void applyEnvironment(ObjectNode tree, Map<String, String> environment) {
    Map<String, String[]> variables = new TreeMap<>();
    tree.properties()
        .forEach(
            section -> {
              if (section.getValue().isObject()) {
                section
                    .getValue()
                    .properties()
                    .forEach(
                        leaf ->
                            variables.put(
                                variable(section.getKey(), leaf.getKey()),
                                new String[] {section.getKey(), leaf.getKey()}));
              }
            });
    variables.forEach(
        (variable, path) -> {
          String text = environment.get(variable);
          if (text != null) {
            ObjectNode section = (ObjectNode) tree.get(path[0]);
            section.set(path[1], parse(variable, section.get(path[1]), text));
          }
        });
  }

  private static JsonNode parse(String variable, JsonNode shape, String text) {
    var nodes = JSON.getNodeFactory();
    if (shape.isIntegralNumber()) {
      try {
        return nodes.numberNode(Long.parseLong(text.strip()));
      } catch (NumberFormatException e) {
        throw new ConfigException(variable + ": expected a whole number, not '" + text + "'");
      }
    }
    if (shape.isBoolean()) {
      return switch (text.strip()) {
        case "true" -> nodes.booleanNode(true);
        case "false" -> nodes.booleanNode(false);
        default ->
            throw new ConfigException(variable + ": expected true or false, not '" + text + "'");
      };
    }
    if (shape.isArray()) {
      ArrayNode list = JSON.createArrayNode();
      for (String part : text.split(",", -1)) {
        if (!part.isBlank()) {
          list.add(part.strip());
        }
      }
      return list;
    }
    return nodes.textNode(text);
  }

  /** {@code time.ntpPort} becomes {@code CROUPIER_TIME_NTP_PORT}. */
  private static String variable(String section, String leaf) {
    return PREFIX + (section + "_" + leaf.replaceAll("([A-Z])", "_$1")).toUpperCase(Locale.ROOT);
  }

  private static Config bind(ObjectNode tree) {
    try {
      return JSON.treeToValue(tree, Config.class);
    } catch (ValueInstantiationException e) {
      if (e.getCause() instanceof ConfigException refused) {
        throw refused;
      }
      throw new ConfigException(e.getOriginalMessage());
    } catch (JsonProcessingException e) {
      String key =
          e instanceof com.fasterxml.jackson.databind.JsonMappingException mapping
              ? mapping.getPathReference().replaceAll(".*\\[\"(.*?)\"\\].*", "$1") + ": "
              : "";
      throw new ConfigException(key + e.getOriginalMessage());
    }
  }

  private static ConfigException unknown(String key, String path, JsonNode known) {
    List<String> candidates = new ArrayList<>();
    for (Map.Entry<String, JsonNode> field : known.properties()) {
      String name = path.isEmpty() ? field.getKey() : path + "." + field.getKey();
      candidates.add(name);
      if (path.isEmpty() && field.getValue().isObject()) {
        field.getValue().fieldNames().forEachRemaining(leaf -> candidates.add(name + "." + leaf));
      }
    }
    String nearest = Nearest.to(key, candidates);
    return new ConfigException(
        "unknown configuration key '" + key + "'; the nearest known one is '" + nearest + "'");
  }

  private static void expect(boolean good, String key, String expected, JsonNode value) {
    if (!good) {
      String text = value.toString();
      throw new ConfigException(
          key
              + ": expected "
              + expected
              + ", not "
              + (text.length() > 60 ? text.substring(0, 60) + "…" : text));
    }
  }
}
