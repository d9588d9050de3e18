package dev.croupier.gateway.app;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.croupier.gateway.control.port.When;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Moments that a cut can be asked for, with a camera that answers a request in 80 ms. */
final class CutMomentTest {
  private static final long NOW = 1_790_000_000_000_000L;
  private static final long ANSWER = 80_000;

  @ParameterizedTest
  @CsvSource({
    "                   -1, in_the_past",
    "-9000000000000000000, in_the_past",
    "                    0, too_soon",
    "                79999, too_soon",
    "                80000,",
    "           3600000000,",
    "           3600000001, too_far",
    " 9000000000000000000, too_far",
  })
  void aMomentInTableTime(long ahead, String refusal) {
    long at = NOW + ahead;
    check(new When.At(at), at, refusal);
  }

  @ParameterizedTest
  @CsvSource({
    "                  1, too_soon",
    "                 80,",
    "            3600000,",
    "            3600001, too_far",
    "9223372036854775807, too_far",
  })
  void aTimeFromNow(long millis, String refusal) {
    check(new When.In(millis), NOW + millis * 1_000, refusal);
  }

  @Test
  void theNextKeyframeIsWaitedForFromNowOnHoweverLongTheAnswerTakes() {
    assertEquals(new CutMoment(NOW, null), CutMoment.of(new When.Next(), NOW, ANSWER));
  }

  @Test
  void whereNoAnswerIsKnownAnyMomentToComeIsGoodEnough() {
    assertEquals(new CutMoment(NOW, null), CutMoment.of(new When.At(NOW), NOW, 0));
  }

  private static void check(When when, long at, String refusal) {
    CutMoment moment = CutMoment.of(when, NOW, ANSWER);
    if (refusal == null) {
      assertEquals(new CutMoment(at, null), moment);
    } else {
      assertEquals(refusal, moment.refused().code());
    }
  }
}
