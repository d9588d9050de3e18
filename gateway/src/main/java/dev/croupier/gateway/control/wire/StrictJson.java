package dev.croupier.gateway.control.wire;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * JSON from outside as a tree, or not at all.
 *
 * <p>Refused: bytes that are not UTF-8, a key given twice, anything after the value, nesting,
 * texts, numbers and documents beyond the limits, lone surrogates. Any thread.
 */
public final class StrictJson {
  /** Longest document, characters. */
  public static final int MAX_DOCUMENT = 64 * 1024;

  /** Deepest nesting. */
  public static final int MAX_DEPTH = 16;

  /** Longest text, characters: a token is the longest there is. */
  public static final int MAX_TEXT = 8 * 1024;

  /** Longest number, digits: what is longer is no 64-bit integer by far. */
  public static final int MAX_DIGITS = 64;

  static final JsonFactory FACTORY =
      JsonFactory.builder()
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .disable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION)
          .streamReadConstraints(
              StreamReadConstraints.builder()
                  .maxNestingDepth(MAX_DEPTH)
                  .maxStringLength(MAX_TEXT)
                  .maxNumberLength(MAX_DIGITS)
                  .maxNameLength(128)
                  .maxDocumentLength(MAX_DOCUMENT)
                  .build())
          .build();

  private static final JsonMapper MAPPER =
      JsonMapper.builder(FACTORY).enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS).build();

  private StrictJson() {}

  /** The tree of a text; empty if it is refused. */
  public static Optional<JsonNode> parse(String text) {
    if (text.length() > MAX_DOCUMENT) {
      return Optional.empty();
    }
    try {
      JsonNode tree = MAPPER.readTree(text);
      return tree.isMissingNode() || isBroken(tree) ? Optional.empty() : Optional.of(tree);
    } catch (JsonProcessingException e) {
      return Optional.empty();
    }
  }

  /** The tree of bytes; empty if it is refused. */
  public static Optional<JsonNode> parse(byte[] bytes) {
    try {
      return parse(StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString());
    } catch (CharacterCodingException e) {
      return Optional.empty();
    }
  }

  /** Whether a text holds a surrogate without its other half; no UTF-8 can carry it on. */
  static boolean isBroken(String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (Character.isHighSurrogate(c)
          && i + 1 < text.length()
          && Character.isLowSurrogate(text.charAt(i + 1))) {
        i++;
      } else if (Character.isSurrogate(c)) {
        return true;
      }
    }
    return false;
  }

  private static boolean isBroken(JsonNode node) {
    if (node.isTextual()) {
      return isBroken(node.textValue());
    }
    if (node.isObject()) {
      return node.properties().stream()
          .anyMatch(field -> isBroken(field.getKey()) || isBroken(field.getValue()));
    }
    for (JsonNode child : node) {
      if (isBroken(child)) {
        return true;
      }
    }
    return false;
  }
}
