package dev.croupier.gateway.rounds.rules;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OddsTest {
  @ParameterizedTest
  @ValueSource(strings = {"35:1", "19:20", "0:1", "1:2", "999:998", "1:999"})
  void aRatioIsReadAndWrittenTheSame(String text) {
    assertEquals(Optional.of(text), Odds.parse(text).map(Odds::toString));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "", "35", "35:", ":1", "35:0", "-1:1", "1:-1", "35:01", "035:1", "38:40", "0:2", "1000:1",
        "1:1000", "1.5:1", "1 :1", "35/1", "1:1:1", "٣:1"
      })
  void anythingElseIsNone(String text) {
    assertEquals(Optional.empty(), Odds.parse(text));
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4})
  void aShareEqualsThatOfUnlimitedArithmetic(long seed) {
    Random random = new Random(seed);
    for (int i = 0; i < 20_000; i++) {
      int win = random.nextInt(1000);
      int per = 1 + random.nextInt(999);
      // Stakes of every length up to 63 bits, so that products lie on both sides of the limit.
      long stake = Math.max(1, random.nextLong() >>> (1 + random.nextInt(63)));
      for (Rounding rounding : Rounding.values()) {
        BigInteger exact =
            new BigDecimal(BigInteger.valueOf(stake).multiply(BigInteger.valueOf(win)))
                .divide(
                    BigDecimal.valueOf(per),
                    0,
                    rounding == Rounding.DOWN ? RoundingMode.FLOOR : RoundingMode.CEILING)
                .toBigIntegerExact();
        Odds odds = new Odds(win, per);
        String where = "seed " + seed + ": " + odds + " of " + stake + " " + rounding;
        if (exact.bitLength() < Long.SIZE) {
          assertEquals(exact.longValueExact(), odds.of(stake, rounding), where);
        } else {
          assertThrows(ArithmeticException.class, () -> odds.of(stake, rounding), where);
        }
      }
    }
  }

  @Test
  void theProductMayBeLargerThan64BitsIfTheShareIsNot() {
    assertEquals(8_762_203_435_012_037_016L, new Odds(19, 20).of(Long.MAX_VALUE, Rounding.DOWN));
    assertEquals(8_762_203_435_012_037_017L, new Odds(19, 20).of(Long.MAX_VALUE, Rounding.UP));
  }
}
