package dev.croupier.gateway.control.session;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

final class BudgetTest {
  private static final long SECOND = 1_000_000;

  @Test
  void aBurstOfOnePeriodPassesAndNoMore() {
    Budget budget = new Budget(3, SECOND, 0);
    for (int i = 0; i < 3; i++) {
      assertTrue(budget.take(0));
    }
    assertFalse(budget.take(0));
  }

  @Test
  void itFillsWithTimeAndNeverBeyondOnePeriod() {
    Budget budget = new Budget(3, SECOND, 0);
    int passed = 0;
    for (long now = 0; now < 10 * SECOND; now += 10_000) {
      passed += budget.take(now) ? 1 : 0;
    }
    assertEquals(3 + 3 * 9 + 2, passed, "a burst, then three a second");
    for (int i = 0; i < 3; i++) {
      assertTrue(budget.take(100 * SECOND));
    }
    assertFalse(budget.take(100 * SECOND));
  }
}
