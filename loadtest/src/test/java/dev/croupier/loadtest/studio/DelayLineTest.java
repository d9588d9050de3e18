package dev.croupier.loadtest.studio;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class DelayLineTest {
  private final DelayLine<Integer> line = new DelayLine<>(new SplittableRandom(5));

  @Test
  void withoutADelayEverythingComesOutAtOnce() {
    line.add(100, 1);
    assertEquals(1, line.poll(100));
    assertEquals(DelayLine.NEVER, line.nextMicros());
  }

  @Test
  void aDelayIsKeptToTheMicrosecond() {
    line.set(120_000, 0);
    line.add(1_000, 7);
    assertEquals(121_000, line.nextMicros());
    assertNull(line.poll(120_999));
    assertEquals(7, line.poll(121_000));
  }

  @Test
  void jitterStaysInItsBoundsUsesAllOfThemAndKeepsTheOrder() {
    line.set(120_000, 20_000);
    List<Integer> out = new ArrayList<>();
    long shortest = Long.MAX_VALUE;
    long longest = 0;
    int in = 0;
    for (long now = 0; out.size() < 2_000; now += 100) {
      // Far enough apart that the order alone holds nobody up.
      if (now % 50_000 == 0) {
        line.add(now, in++);
      }
      for (Integer got = line.poll(now); got != null; got = line.poll(now)) {
        long took = now - got * 50_000L;
        shortest = Math.min(shortest, took);
        longest = Math.max(longest, took);
        out.add(got);
      }
    }
    for (int i = 0; i < out.size(); i++) {
      assertEquals(i, out.get(i));
    }
    assertTrue(shortest >= 100_000 && shortest < 101_000, "shortest " + shortest);
    assertTrue(longest <= 140_100 && longest > 139_000, "longest " + longest);
  }

  @Test
  void aBurstKeepsItsOrderWhateverTheJitter() {
    line.set(50_000, 50_000);
    for (int i = 0; i < 500; i++) {
      line.add(i, i);
    }
    for (int i = 0; i < 500; i++) {
      assertEquals(i, line.poll(200_000));
    }
  }

  @Test
  void aShorterDelayNeverOvertakes() {
    line.set(500_000, 0);
    line.add(0, 1);
    line.set(0, 0);
    line.add(10_000, 2);
    assertNull(line.poll(499_999));
    assertEquals(1, line.poll(500_000));
    assertEquals(2, line.poll(500_000));
    line.add(500_001, 3);
    assertEquals(3, line.poll(500_001));
  }

  @Test
  void whatFindsItFullIsLeftOutAndCounted() {
    line.set(5_000_000, 0);
    for (int i = 0; i < DelayLine.MOST + 3; i++) {
      line.add(i, i);
    }
    assertEquals(3, line.leftOut());
    for (int i = 0; i < DelayLine.MOST; i++) {
      assertEquals(i, line.poll(10_000_000));
    }
    assertNull(line.poll(10_000_000));
  }
}
