package dev.croupier.time.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.EnumMap;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

final class RateLimitTest {
  private final RateLimit limit = new RateLimit(64, 4, 1_000, new Random(1));

  @Test
  void aBurstIsAnsweredThenOneInEachInterval() {
    for (int i = 0; i < 4; i++) {
      assertEquals(RateLimit.Decision.ANSWER, limit.decide(7, 0));
    }
    RateLimit honest = new RateLimit(64, 4, 1_000, new Random(1));
    for (int i = 0; i < 1_000; i++) {
      assertEquals(RateLimit.Decision.ANSWER, honest.decide(7, i * 1_000L));
    }
  }

  @Test
  void whoIsFloodedInAVictimsNameStillAnswersTheVictimNowAndThen() {
    Map<RateLimit.Decision, Integer> seen = new EnumMap<>(RateLimit.Decision.class);
    for (int i = 0; i < 10_000; i++) {
      seen.merge(limit.decide(7, 0), 1, Integer::sum);
    }
    assertEquals(2_500, seen.get(RateLimit.Decision.ANSWER), 300);
    assertEquals(940, seen.get(RateLimit.Decision.KISS), 200);
    assertTrue(seen.get(RateLimit.Decision.DROP) > 6_000);
  }

  @Test
  void oneAddressDoesNotUseUpAnothersShare() {
    for (int i = 0; i < 1_000; i++) {
      limit.decide(7, 0);
    }
    assertEquals(RateLimit.Decision.ANSWER, limit.decide(8, 0));
  }

  @Test
  void memoryIsBoundedHoweverManyAddressesThereAre() {
    for (long address = 1; address <= 100_000; address++) {
      limit.decide(address, address);
    }
    assertEquals(64, limit.used());
  }

  @Test
  void theLongestUnusedAddressGivesWay() {
    RateLimit one = new RateLimit(RateLimit.WAYS, 1, 1_000_000, new Random(1));
    for (long address = 1; address <= RateLimit.WAYS; address++) {
      one.decide(address, address);
    }
    one.decide(100, 1_000); // takes the place of address 1
    assertEquals(RateLimit.Decision.ANSWER, one.decide(1, 1_001)); // forgotten: a fresh burst
    assertEquals(RateLimit.WAYS, one.used());
  }
}
