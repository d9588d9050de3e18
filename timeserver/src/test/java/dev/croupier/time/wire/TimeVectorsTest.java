package dev.croupier.time.wire;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.HexFormat;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** The golden vectors, which the TypeScript codec is tested with too. */
final class TimeVectorsTest {
  @TestFactory
  Stream<DynamicTest> anAskIsTheseBytes() throws Exception {
    return each(
        vectors().get("ask"),
        vector -> {
          TimeAsk ask = new TimeAsk(vector.get("seq").asLong(), number(vector, "t1"));
          ByteBuffer out = ByteBuffer.allocate(24);
          ask.write(out);
          assertEquals(vector.get("hex").asText(), HexFormat.of().formatHex(out.array()));
          assertEquals(new TimeAsk.Parse.Parsed(ask), TimeAsk.parse(bytes(vector)));
        });
  }

  @TestFactory
  Stream<DynamicTest> anAnswerIsTheseBytes() throws Exception {
    return each(
        vectors().get("answer"),
        vector -> {
          TimeAnswer answer =
              new TimeAnswer(
                  vector.get("leap").asInt(),
                  vector.get("stratum").asInt(),
                  vector.get("seq").asLong(),
                  number(vector, "t1"),
                  number(vector, "t2"),
                  number(vector, "t3"),
                  number(vector, "wallMinusTable"),
                  vector.get("clockId").asText(),
                  number(vector, "epoch"),
                  vector.get("rootDelay").asLong(),
                  vector.get("rootDispersion").asLong(),
                  vector.get("bound").asLong());
          ByteBuffer out = ByteBuffer.allocate(80);
          answer.write(out);
          assertEquals(vector.get("hex").asText(), HexFormat.of().formatHex(out.array()));
          assertEquals(new TimeAnswer.Parse.Parsed(answer), TimeAnswer.parse(bytes(vector)));
        });
  }

  @TestFactory
  Stream<DynamicTest> anAskThatIsNoneIsRejected() throws Exception {
    return each(
        vectors().get("rejected").get("ask"),
        vector ->
            assertEquals(
                new TimeAsk.Parse.Rejected(TimeAsk.Reason.valueOf(vector.get("reason").asText())),
                TimeAsk.parse(bytes(vector))));
  }

  @TestFactory
  Stream<DynamicTest> anAnswerThatIsNoneIsRejected() throws Exception {
    return each(
        vectors().get("rejected").get("answer"),
        vector ->
            assertEquals(
                new TimeAnswer.Parse.Rejected(
                    TimeAsk.Reason.valueOf(vector.get("reason").asText())),
                TimeAnswer.parse(bytes(vector))));
  }

  @Test
  void anAnswerOfALaterVersionMayBeLonger() throws Exception {
    JsonNode first = vectors().get("answer").get(0);
    ByteBuffer longer = ByteBuffer.allocate(96).put(bytes(first)).rewind();
    assertEquals(TimeAnswer.parse(bytes(first)), TimeAnswer.parse(longer));
  }

  @Test
  void aSequenceNumberIsUnsigned32Bit() {
    assertThrows(IllegalArgumentException.class, () -> new TimeAsk(-1, 0));
    assertThrows(IllegalArgumentException.class, () -> new TimeAsk(1L << 32, 0));
  }

  private interface Check {
    void of(JsonNode vector) throws Exception;
  }

  private static Stream<DynamicTest> each(JsonNode list, Check check) {
    return StreamSupport.stream(list.spliterator(), false)
        .map(
            vector ->
                DynamicTest.dynamicTest(
                    vector.path("name").asText(vector.path("reason").asText()),
                    () -> check.of(vector)));
  }

  private static JsonNode vectors() throws IOException {
    try (InputStream in = TimeAsk.class.getResourceAsStream("vectors.json")) {
      return new ObjectMapper().readTree(in);
    }
  }

  private static long number(JsonNode vector, String name) {
    return Long.parseLong(vector.get(name).asText());
  }

  private static ByteBuffer bytes(JsonNode vector) {
    return ByteBuffer.wrap(HexFormat.of().parseHex(vector.get("hex").asText()));
  }
}
