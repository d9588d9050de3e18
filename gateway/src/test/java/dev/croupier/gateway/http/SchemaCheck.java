package dev.croupier.gateway.http;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/**
 * Checks values against the schemas of our own documents: the part of JSON Schema that they use.
 * Reusable by the tests of every door.
 */
public final class SchemaCheck {
  private final JsonNode document;

  /** A check by the schemas under {@code components} of a document. */
  public SchemaCheck(JsonNode document) {
    this.document = document;
  }

  /** What is wrong with an answer of an operation; empty if nothing. */
  public List<String> answer(String method, String template, int status, JsonNode value) {
    JsonNode response =
        resolve(
            document
                .path("paths")
                .path(template)
                .path(method.toLowerCase(java.util.Locale.ROOT))
                .path("responses")
                .path(Integer.toString(status)));
    JsonNode content = response.path("content");
    if (content.isMissingNode()) {
      return List.of("no content is described for " + method + " " + template + " " + status);
    }
    return value(content.properties().iterator().next().getValue().path("schema"), value);
  }

  /** What is wrong with a value; empty if nothing. */
  public List<String> value(JsonNode schema, JsonNode value) {
    List<String> faults = new ArrayList<>();
    check("$", schema, value, faults);
    return faults;
  }

  private void check(String at, JsonNode unresolved, JsonNode value, List<String> faults) {
    JsonNode schema = resolve(unresolved);
    if (schema.has("oneOf")) {
      long fitting = 0;
      for (JsonNode choice : schema.get("oneOf")) {
        fitting += value(choice, value).isEmpty() ? 1 : 0;
      }
      if (fitting != 1) {
        faults.add(at + ": fits " + fitting + " of oneOf: " + value);
      }
      return;
    }
    if (schema.has("type") && !isOfType(schema.get("type"), value)) {
      faults.add(at + ": not " + schema.get("type") + ": " + value);
      return;
    }
    if (schema.has("const") && !schema.get("const").equals(value)) {
      faults.add(at + ": not " + schema.get("const") + ": " + value);
    }
    if (schema.has("enum") && !contains(schema.get("enum"), value) && !value.isNull()) {
      faults.add(at + ": none of " + schema.get("enum") + ": " + value);
    }
    if (schema.has("pattern")
        && value.isTextual()
        && !Pattern.compile(schema.get("pattern").asText()).matcher(value.asText()).find()) {
      faults.add(at + ": does not match " + schema.get("pattern") + ": " + value);
    }
    for (JsonNode name : schema.path("required")) {
      if (value.isObject() && !value.has(name.asText())) {
        faults.add(at + ": lacks " + name.asText());
      }
    }
    schema
        .path("properties")
        .properties()
        .forEach(
            property -> {
              JsonNode held = value.get(property.getKey());
              if (held != null) {
                check(at + "." + property.getKey(), property.getValue(), held, faults);
              }
            });
    if (schema.has("items") && value.isArray()) {
      for (int i = 0; i < value.size(); i++) {
        check(at + "[" + i + "]", schema.get("items"), value.get(i), faults);
      }
    }
  }

  /** The names of fields that a value has and its object schema does not know. */
  public Set<String> unknownFields(JsonNode unresolved, JsonNode value) {
    Set<String> unknown = new TreeSet<>();
    value.fieldNames().forEachRemaining(unknown::add);
    resolve(unresolved).path("properties").fieldNames().forEachRemaining(unknown::remove);
    return unknown;
  }

  private JsonNode resolve(JsonNode schema) {
    JsonNode found = schema;
    while (found.has("$ref")) {
      found = document.at(found.get("$ref").asText().substring(1));
    }
    return found;
  }

  private static boolean isOfType(JsonNode type, JsonNode value) {
    if (type.isArray()) {
      for (JsonNode one : type) {
        if (isOfType(one, value)) {
          return true;
        }
      }
      return false;
    }
    return switch (type.asText()) {
      case "object" -> value.isObject();
      case "array" -> value.isArray();
      case "string" -> value.isTextual();
      case "integer" -> value.isIntegralNumber();
      case "number" -> value.isNumber();
      case "boolean" -> value.isBoolean();
      case "null" -> value.isNull();
      default -> throw new IllegalArgumentException("type " + type);
    };
  }

  private static boolean contains(JsonNode list, JsonNode value) {
    for (JsonNode one : list) {
      if (one.equals(value)) {
        return true;
      }
    }
    return false;
  }
}
