package dev.croupier.loadtest.bettor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class FrameTest {
  @Test
  void theBodyStaysAsItCame() {
    String body = "{ \"a\" : [1, {\"body\":\"}\"}],\"ü\": \"\\u00e4\" }";
    String text =
        "{\"type\":\"x\",\"more\":{\"seq\":1},\"seq\":7,\"body\":" + body + ",\"tableTime\":9}";
    assertEquals(Optional.of(new Frame("x", 7, 9, body)), Frame.read(text));
  }

  @Test
  void aLongBodyIsCutRightToo() {
    String body = "{\"a\":\"" + "é€".repeat(40_000) + "\"}";
    Frame frame = Frame.read("{\"type\":\"x\",\"body\":" + body + ",\"seq\":2}").orElseThrow();
    assertEquals(body, frame.body());
    assertEquals(2, frame.seq());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "[]",
        "{}",
        "{\"type\":\"x\"}",
        "{\"type\":\"x\",\"body\":[]}",
        "{\"type\":\"x\",\"body\":{}",
        "{\"type\":\"x\",\"body\":{}}}",
        "{\"type\":\"x\",\"body\":{},\"seq\":1e99}",
        "{\"type\":\"x\",\"body\":{},\"seq\":\"1\"}"
      })
  void whatIsNoMessageIsRefused(String text) {
    assertEquals(Optional.empty(), Frame.read(text));
  }

  @Test
  void noTextBreaksIt() {
    String good = "{\"type\":\"x\",\"seq\":7,\"tableTime\":9,\"body\":{\"a\":[1,2]}}";
    Random random = new Random(4);
    for (int i = 0; i < 20_000; i++) {
      StringBuilder text = new StringBuilder(good);
      for (int j = random.nextInt(4); j >= 0; j--) {
        text.setCharAt(random.nextInt(text.length()), (char) (32 + random.nextInt(96)));
      }
      Frame.read(text.toString())
          .ifPresent(frame -> assertTrue(text.toString().contains(frame.body())));
    }
  }

  @Test
  void theLeastTableTimeNeverFallsBackAndAllowsForDrift() {
    ServerTime time = new ServerTime();
    assertEquals(Long.MIN_VALUE, time.atLeast(5));
    time.heard(1_000_000, 100);
    time.heard(1_000_500, 2_000_100); // was long on its way
    assertEquals(1_000_000 + 2_000_000 - 400, time.atLeast(2_000_100));
    time.heard(4_000_000, 2_000_100);
    assertEquals(4_000_000, time.atLeast(2_000_100));
    time.heard(0, 2_000_100);
    assertEquals(4_000_000, time.atLeast(2_000_100));
  }
}
