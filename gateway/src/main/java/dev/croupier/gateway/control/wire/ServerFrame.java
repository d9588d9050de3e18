package dev.croupier.gateway.control.wire;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.util.Optional;

/**
 * A server's text frame as a client reads it; unknown types and fields are kept, not refused.
 *
 * @param tableTime µs
 */
public record ServerFrame(
    String type, int contractVer, int eventVer, long seq, long tableTime, JsonNode body) {
  private static final JsonMapper MAPPER = new JsonMapper();

  /** Reads a frame; empty if it is none. */
  public static Optional<ServerFrame> parse(String text) {
    JsonNode tree;
    try {
      tree = MAPPER.readTree(text);
    } catch (com.fasterxml.jackson.core.JsonProcessingException e) {
      return Optional.empty();
    }
    if (!tree.path("type").isTextual()
        || !tree.path("seq").canConvertToLong()
        || !tree.path("body").isObject()) {
      return Optional.empty();
    }
    return Optional.of(
        new ServerFrame(
            tree.path("type").textValue(),
            tree.path("contractVer").intValue(),
            tree.path("eventVer").intValue(),
            tree.path("seq").longValue(),
            tree.path("tableTime").longValue(),
            tree.path("body")));
  }
}
