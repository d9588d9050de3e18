package dev.croupier.gateway.http;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeType;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/**
 * JSON from outside, read strictly, and JSON to the outside. Any thread.
 *
 * <p>Refused as 400 {@code malformed}: bytes that are not UTF-8, lone surrogates, a key given
 * twice, anything after the value, nesting beyond {@value #MAX_DEPTH}, numbers beyond {@value
 * #MAX_NUMBER_LENGTH} digits, a fraction or a text where an integer is asked for. An unknown field
 * is ignored: newer clients may send more.
 */
public final class Json {
  private static final int MAX_DEPTH = 32;
  private static final int MAX_NUMBER_LENGTH = 40;
  private static final int MAX_STRING_LENGTH = 256 * 1024;

  private static final JsonMapper MAPPER =
      JsonMapper.builder(
              JsonFactory.builder()
                  .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                  .disable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION)
                  .streamReadConstraints(
                      StreamReadConstraints.builder()
                          .maxNestingDepth(MAX_DEPTH)
                          .maxNumberLength(MAX_NUMBER_LENGTH)
                          .maxStringLength(MAX_STRING_LENGTH)
                          .build())
                  .build())
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
          .disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT)
          .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS)
          .build();

  private Json() {}

  /**
   * The object that the bytes are.
   *
   * @throws Problem 400 {@code malformed}
   */
  public static JsonNode object(byte[] bytes) {
    JsonNode node = tree(bytes);
    if (node.getNodeType() != JsonNodeType.OBJECT) {
      throw new Problem(400, "malformed", "a JSON object is expected");
    }
    return node;
  }

  /**
   * The bytes as a record.
   *
   * @throws Problem 400 {@code malformed}
   */
  public static <T> T read(byte[] bytes, Class<T> type) {
    JsonNode node = object(bytes);
    try {
      return MAPPER.treeToValue(node, type);
    } catch (JsonProcessingException e) {
      throw new Problem(400, "malformed", "not the expected shape: " + e.getOriginalMessage());
    } catch (IllegalArgumentException e) {
      throw new Problem(400, "malformed", e.getMessage());
    }
  }

  /** A value as JSON. */
  public static byte[] write(Object value) throws JsonProcessingException {
    return MAPPER.writeValueAsBytes(value);
  }

  private static JsonNode tree(byte[] bytes) {
    try {
      String text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
      JsonNode node = MAPPER.readTree(text);
      if (hasLoneSurrogate(node)) {
        throw new Problem(400, "malformed", "a text holds half a character");
      }
      return node;
    } catch (CharacterCodingException e) {
      throw new Problem(400, "malformed", "the body is not UTF-8");
    } catch (JsonProcessingException e) {
      throw new Problem(400, "malformed", "the body is not JSON: " + e.getOriginalMessage());
    }
  }

  /** An escape may write half a surrogate pair, which no UTF-8 could carry on. */
  private static boolean hasLoneSurrogate(JsonNode node) {
    if (node.isTextual()) {
      return isBroken(node.textValue());
    }
    if (node.isObject()) {
      var fields = node.properties();
      return fields.stream().anyMatch(f -> isBroken(f.getKey()) || hasLoneSurrogate(f.getValue()));
    }
    for (JsonNode child : node) {
      if (hasLoneSurrogate(child)) {
        return true;
      }
    }
    return false;
  }

  private static boolean isBroken(String text) {
    return !StandardCharsets.UTF_8.newEncoder().canEncode(text);
  }
}
