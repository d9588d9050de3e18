package dev.croupier.loadtest.bettor;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.util.Optional;

/**
 * A message of the server with its body still as it came: a repeated answer must have the very same
 * bytes, and most bodies need not be read at all.
 *
 * @param type as on the wire
 * @param seq in its session; 0 if there was none
 * @param tableTime when the server numbered it, µs; 0 if there was none
 * @param body JSON, an object
 */
record Frame(String type, long seq, long tableTime, String body) {
  private static final JsonFactory FACTORY = new JsonFactory();
  private static final JsonMapper MAPPER = new JsonMapper();

  /** Reads a text; empty if it is no message. Never throws on bad input. */
  static Optional<Frame> read(String text) {
    String type = null;
    String body = null;
    long seq = 0;
    long tableTime = 0;
    try (JsonParser json = FACTORY.createParser(text)) {
      if (json.nextToken() != JsonToken.START_OBJECT) {
        return Optional.empty();
      }
      while (json.nextToken() == JsonToken.FIELD_NAME) {
        String name = json.currentName();
        JsonToken value = json.nextToken();
        switch (name) {
          case "type" -> type = json.getText();
          case "seq" -> seq = json.getLongValue();
          case "tableTime" -> tableTime = json.getLongValue();
          case "body" -> {
            if (value != JsonToken.START_OBJECT) {
              return Optional.empty();
            }
            int from = (int) json.currentTokenLocation().getCharOffset();
            json.skipChildren();
            body = text.substring(from, (int) json.currentLocation().getCharOffset());
          }
          default -> json.skipChildren();
        }
      }
      boolean whole = json.currentToken() == JsonToken.END_OBJECT && json.nextToken() == null;
      return whole && type != null && body != null
          ? Optional.of(new Frame(type, seq, tableTime, body))
          : Optional.empty();
    } catch (IOException _) {
      return Optional.empty();
    }
  }

  /** The body, read. */
  JsonNode tree() {
    return tree(body);
  }

  /** A JSON text, read; a missing node if it is none. */
  static JsonNode tree(String json) {
    try {
      return MAPPER.readTree(json);
    } catch (JsonProcessingException _) {
      return MAPPER.missingNode();
    }
  }
}
