package dev.croupier.gateway.rounds.event;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.util.ByteArrayBuilder;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.UncheckedIOException;

/**
 * JSON in a fixed order of fields and without white space, so that equal values are equal bytes.
 */
final class Json {
  private static final JsonMapper MAPPER = JsonMapper.builder().build();

  private Json() {}

  /** Writes one value. */
  interface Body {
    void write(JsonGenerator g) throws IOException;
  }

  static byte[] bytes(Body body) {
    try (ByteArrayBuilder out = new ByteArrayBuilder(512);
        JsonGenerator g = MAPPER.getFactory().createGenerator(out)) {
      body.write(g);
      g.flush();
      return out.toByteArray();
    } catch (IOException e) {
      throw new UncheckedIOException("writing to memory", e);
    }
  }

  /** Reads what this package wrote. */
  static JsonNode tree(byte[] json) {
    try {
      return MAPPER.readTree(json);
    } catch (IOException e) {
      throw new UncheckedIOException("a stored record is no JSON", e);
    }
  }

  /** The text of a field, or null. */
  static String text(JsonNode json, String field) {
    JsonNode value = json.get(field);
    return value == null || value.isNull() ? null : value.textValue();
  }

  /** The number of a field, or null. */
  static Long number(JsonNode json, String field) {
    JsonNode value = json.get(field);
    return value == null || value.isNull() ? null : value.longValue();
  }

  static void nullable(JsonGenerator g, String field, String value) throws IOException {
    if (value == null) {
      g.writeNullField(field);
    } else {
      g.writeStringField(field, value);
    }
  }

  static void nullable(JsonGenerator g, String field, Long value) throws IOException {
    if (value == null) {
      g.writeNullField(field);
    } else {
      g.writeNumberField(field, value);
    }
  }

  static void result(JsonGenerator g, String field, Result result) throws IOException {
    g.writeFieldName(field);
    if (result == null) {
      g.writeNull();
    } else {
      g.writeRawValue(result.canonicalJson());
    }
  }
}
