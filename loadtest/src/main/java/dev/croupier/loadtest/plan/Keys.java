package dev.croupier.loadtest.plan;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A mapping of a scenario, read strictly: an unknown key is an error that names the nearest known
 * one, a value of the wrong kind is one that says what is needed.
 */
final class Keys {
  private final String source;
  private final JsonNode node;
  private final String prefix;

  private Keys(String source, JsonNode node, String prefix) {
    this.source = source;
    this.node = node;
    this.prefix = prefix;
  }

  /** The whole file; {@code source} names it in complaints. */
  static Keys root(String source, JsonNode node, List<String> known) {
    return of(source, node, "", known);
  }

  private static Keys of(String source, JsonNode node, String prefix, List<String> known) {
    Keys keys = new Keys(source, node, prefix);
    if (!node.isObject()) {
      throw keys.complaint(
          prefix.isEmpty()
              ? "no mapping of keys to values"
              : prefix.substring(0, prefix.length() - 1) + ": a mapping is needed");
    }
    for (Map.Entry<String, JsonNode> field : node.properties()) {
      if (!known.isEmpty() && !known.contains(field.getKey())) {
        throw keys.complaint(
            "unknown key '"
                + prefix
                + field.getKey()
                + "'; did you mean '"
                + prefix
                + Nearest.of(field.getKey(), known)
                + "'?");
      }
    }
    return keys;
  }

  boolean has(String key) {
    return node.has(key);
  }

  /** A mapping in this one; an empty one if it is not there. With no known keys all are taken. */
  Keys mapping(String key, List<String> known) {
    return of(
        source,
        node.has(key) ? node.get(key) : JsonNodeFactory.instance.objectNode(),
        prefix + key + ".",
        known);
  }

  /** A list of mappings; an empty one if it is not there. */
  List<Keys> mappings(String key, List<String> known) {
    List<Keys> all = new ArrayList<>();
    for (JsonNode each : list(key)) {
      all.add(of(source, each, prefix + key + ".", known));
    }
    return all;
  }

  /** Lists of texts by their keys. */
  Map<String, List<String>> lists() {
    Map<String, List<String>> lists = new LinkedHashMap<>();
    node.properties().forEach(field -> lists.put(field.getKey(), texts(field.getKey())));
    return lists;
  }

  /** All keys that are there. */
  List<String> names() {
    return node.properties().stream().map(Map.Entry::getKey).toList();
  }

  String text(String key) {
    if (!has(key)) {
      throw missing(key);
    }
    if (!node.path(key).isTextual()) {
      throw complaint(prefix + key + ": a text is needed");
    }
    return node.path(key).textValue();
  }

  String text(String key, String otherwise) {
    return has(key) ? text(key) : otherwise;
  }

  List<String> texts(String key) {
    List<String> texts = new ArrayList<>();
    for (JsonNode each : list(key)) {
      if (!each.isTextual()) {
        throw complaint(prefix + key + ": a list of texts is needed");
      }
      texts.add(each.textValue());
    }
    return texts;
  }

  boolean flag(String key, boolean otherwise) {
    if (has(key) && !node.path(key).isBoolean()) {
      throw complaint(prefix + key + ": true or false is needed");
    }
    return has(key) ? node.path(key).booleanValue() : otherwise;
  }

  int integer(String key) {
    if (!has(key)) {
      throw missing(key);
    }
    if (!node.path(key).canConvertToInt() || !node.path(key).isIntegralNumber()) {
      throw complaint(prefix + key + ": a whole number is needed");
    }
    return node.path(key).intValue();
  }

  int integer(String key, int otherwise) {
    return has(key) ? integer(key) : otherwise;
  }

  double number(String key) {
    if (!has(key)) {
      throw missing(key);
    }
    double value = node.path(key).isNumber() ? node.path(key).doubleValue() : Double.NaN;
    if (!Double.isFinite(value)) {
      throw complaint(prefix + key + ": a number is needed");
    }
    return value;
  }

  double number(String key, double otherwise) {
    return has(key) ? number(key) : otherwise;
  }

  /** A complaint about this file in one line. */
  ScenarioException complaint(String what) {
    return new ScenarioException(source + ": " + what);
  }

  ScenarioException complaintAbout(String key, String what) {
    return complaint(prefix + key + ": " + what);
  }

  private ScenarioException missing(String key) {
    return complaint("'" + prefix + key + "' is missing");
  }

  private Iterable<JsonNode> list(String key) {
    if (has(key) && !node.path(key).isArray()) {
      throw complaint(prefix + key + ": a list is needed");
    }
    return node.path(key);
  }
}
