package dev.croupier.gateway.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Row 19 of the hardening list: depth, huge numbers, duplicate keys, lone surrogates. */
final class JsonTest {
  record Stake(String spot, long stakeMinor) {}

  @Test
  void aGoodObjectIsRead() {
    Stake stake =
        Json.read(utf8("{\"spot\":\"red\",\"stakeMinor\":9007199254740993}"), Stake.class);
    assertEquals(new Stake("red", 9_007_199_254_740_993L), stake);
  }

  @Test
  void fieldsOfANewerClientAreIgnored() {
    assertEquals(
        new Stake("red", 5),
        Json.read(utf8("{\"spot\":\"red\",\"stakeMinor\":5,\"mood\":{\"a\":1}}"), Stake.class));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "null",
        "[]",
        "7",
        "\"x\"",
        "{",
        "{}{}",
        "{} x",
        "{'spot':'red'}",
        "{\"spot\":\"red\",\"spot\":\"black\",\"stakeMinor\":1}",
        "{\"spot\":\"red\",\"stakeMinor\":1e400}",
        "{\"spot\":\"red\",\"stakeMinor\":1.5}",
        "{\"spot\":\"red\",\"stakeMinor\":1.0}",
        "{\"spot\":\"red\",\"stakeMinor\":\"5\"}",
        "{\"spot\":\"red\",\"stakeMinor\":9223372036854775808}",
        "{\"spot\":\"red\",\"stakeMinor\":99999999999999999999999999999999999999999999}",
        "{\"spot\":\"red\",\"stakeMinor\":null}",
        "{\"spot\":\"red\",\"stakeMinor\":NaN}",
        "{\"spot\":\"\\ud800\",\"stakeMinor\":1}",
        "{\"\\udc00\":\"x\",\"stakeMinor\":1}",
      })
  void whatIsNotExactlyThatIsMalformed(String text) {
    assertMalformed(utf8(text));
  }

  @Test
  void depthIsBounded() {
    assertMalformed(utf8("{\"a\":" + "[".repeat(10_000) + "]".repeat(10_000) + "}"));
  }

  @Test
  void bytesThatAreNotUtf8AreMalformed() {
    assertMalformed(new byte[] {'{', '"', (byte) 0xc3, '"', ':', '1', '}'});
  }

  private static void assertMalformed(byte[] bytes) {
    Problem problem = assertThrows(Problem.class, () -> Json.read(bytes, Stake.class));
    assertEquals(400, problem.status());
    assertEquals("malformed", problem.code());
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
