package dev.croupier.gateway.media.track;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class TransitWindowTest {
  private final TransitWindow window = new TransitWindow();

  @Test
  void isNothingBeforeTheFirstFrame() {
    assertEquals(0, window.p999Micros());
  }

  @Test
  void isTheGreatestWhileOneInAThousandIsLessThanAFrame() {
    for (int i = 0; i < 999; i++) {
      window.add(i == 500 ? 77_001 : 12_000);
    }
    assertEquals(78_000, window.p999Micros(), "rounded up to a millisecond");
    window.add(12_000);
    assertEquals(12_000, window.p999Micros(), "one of a thousand may be later");
  }

  @Test
  void agreesWithASortedListOfTheLastFrames() {
    SplittableRandom random = new SplittableRandom(5);
    Deque<Long> last = new ArrayDeque<>();
    for (int i = 0; i < 6_000; i++) {
      long transit = random.nextInt(300) == 0 ? random.nextLong(400_000) : random.nextLong(40_000);
      window.add(transit);
      last.add(transit);
      if (last.size() > TransitWindow.SAMPLES) {
        last.remove();
      }
      if (i % 97 == 0) {
        long[] sorted = last.stream().mapToLong(Long::longValue).sorted().toArray();
        long p999 = sorted[sorted.length - 1 - sorted.length / 1_000];
        assertEquals((p999 + 999) / 1_000 * 1_000, window.p999Micros(), "after " + i);
      }
    }
  }

  @Test
  void countsWhatIsBeyondItsRangeAsItsEnd() {
    window.add(-5);
    assertEquals(0, window.p999Micros());
    window.add(90_000_000);
    assertEquals(999_000, window.p999Micros());
  }
}
