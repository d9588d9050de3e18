package dev.croupier.gateway.control.wire;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

final class StrictJsonTest {
  static List<String> refused() {
    return List.of(
        "",
        " ",
        "{",
        "{\"a\":1}x",
        "{\"a\":1} {}",
        "{\"a\":1,\"a\":1}",
        "{\"o\":{\"a\":1,\"a\":2}}",
        "{a:1}",
        "{'a':1}",
        "{\"a\":01}",
        "{\"a\":+1}",
        "{\"a\":.5}",
        "{\"a\":NaN}",
        "{\"a\":Infinity}",
        "{\"a\":1,}",
        "[1,]",
        "{\"a\":\"\\ud800\"}",
        "{\"a\":\"\\udc00\\ud800\"}",
        "{\"\\ud83d\":1}",
        "{\"a\":[\"x\",\"\\udfff\"]}",
        "{\"a\":\"\t\"}",
        "/* c */ {}",
        "{\"a\":" + "9".repeat(65) + "}",
        "[".repeat(17) + "]".repeat(17),
        "{\"a\":\"" + "x".repeat(8_193) + "\"}",
        "[" + "\"x\",".repeat(20_000) + "1]",
        "\ufeff{}");
  }

  @ParameterizedTest
  @MethodSource("refused")
  void isRefused(String text) {
    assertTrue(StrictJson.parse(text).isEmpty(), text);
    assertTrue(StrictJson.parse(text.getBytes(StandardCharsets.UTF_8)).isEmpty(), text);
  }

  @ParameterizedTest
  @ValueSource(strings = {"{}", "[]", "null", "1", "\"\\ud83c\\udfb2\"", "{\"a\":{\"a\":1}}"})
  void isTaken(String text) {
    assertTrue(StrictJson.parse(text).isPresent());
  }

  @Test
  void theLimitsThemselvesAreTaken() {
    assertTrue(StrictJson.parse("[".repeat(16) + "]".repeat(16)).isPresent());
    assertTrue(StrictJson.parse("9".repeat(64)).isPresent());
    assertTrue(StrictJson.parse("\"" + "x".repeat(8_192) + "\"").isPresent());
  }

  @Test
  void bytesThatAreNotUtf8AreRefused() {
    byte[] surrogateInUtf8 = {'"', (byte) 0xed, (byte) 0xa0, (byte) 0x80, '"'};
    byte[] overlong = {'"', (byte) 0xc0, (byte) 0xaf, '"'};
    byte[] utf16 = "{}".getBytes(StandardCharsets.UTF_16BE);
    for (byte[] bytes : List.of(surrogateInUtf8, overlong, utf16)) {
      assertTrue(StrictJson.parse(bytes).isEmpty());
    }
  }

  @Test
  void aNumberBeyondAllDoublesIsANumberThatIsNoInteger() {
    assertEquals(
        false, StrictJson.parse("{\"a\":1e400}").orElseThrow().path("a").isIntegralNumber());
  }
}
