package dev.croupier.loadtest.peer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.croupier.loadtest.peer.LimitSearch.Verdict;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.SplittableRandom;
import java.util.function.IntFunction;
import org.junit.jupiter.api.Test;

/** The search against servers that hold a known number. */
final class LimitSearchTest {
  private static List<Integer> run(LimitSearch search, IntFunction<Verdict> server) {
    List<Integer> asked = new ArrayList<>();
    for (OptionalInt next = search.next(); next.isPresent(); next = search.next()) {
      asked.add(next.getAsInt());
      search.measured(next.getAsInt(), server.apply(next.getAsInt()));
      assertTrue(asked.size() < 40, asked.toString());
    }
    return asked;
  }

  private static IntFunction<Verdict> holding(int limit) {
    return viewers -> viewers <= limit ? Verdict.HELD : Verdict.TOO_MANY;
  }

  @Test
  void itDoublesUntilTheyAreTooManyAndHalvesWhatIsBetween() {
    assertEquals(
        List.of(100, 200, 400, 300, 350, 375, 385), run(new LimitSearch(100, 2_000), holding(380)));
  }

  @Test
  void aServerThatDoesNotHoldTheFirstNumberIsAskedForLess() {
    assertEquals(List.of(100, 50, 75, 60, 65), run(new LimitSearch(100, 2_000), holding(64)));
    assertEquals(List.of(40, 20, 10, 5), run(new LimitSearch(40, 2_000), holding(0)));
    assertEquals(List.of(3), run(new LimitSearch(3, 2_000), holding(0)));
  }

  @Test
  void itEndsAtTheMostThatIsWanted() {
    assertEquals(List.of(100, 200, 400, 500), run(new LimitSearch(100, 500), holding(9_000)));
    assertEquals(List.of(100), run(new LimitSearch(100, 100), holding(9_000)));
    assertThrows(IllegalArgumentException.class, () -> new LimitSearch(100, 99));
    assertThrows(IllegalArgumentException.class, () -> new LimitSearch(0, 99));
  }

  @Test
  void aGeneratorThatHoldsNoMoreBoundsTheSearchToo() {
    List<Integer> asked =
        run(
            new LimitSearch(200, 3_200),
            viewers -> viewers <= 900 ? Verdict.HELD : Verdict.UNKNOWN);

    assertEquals(List.of(200, 400, 800, 1_600, 1_200, 1_000, 900, 950, 925), withoutOrder(asked));
  }

  /** As asked; nothing is asked twice. */
  private static List<Integer> withoutOrder(List<Integer> asked) {
    assertEquals(asked.size(), asked.stream().distinct().count(), asked.toString());
    return asked;
  }

  @Test
  void whateverAServerHoldsIsFoundWithinATwentiethOrFive() {
    SplittableRandom random = new SplittableRandom(12);
    for (int i = 0; i < 500; i++) {
      int limit = random.nextInt(5, 3_000);
      List<Integer> asked = run(new LimitSearch(random.nextInt(1, 500), 4_000), holding(limit));

      int held = asked.stream().filter(each -> each <= limit).max(Integer::compare).orElse(0);
      int not = asked.stream().filter(each -> each > limit).min(Integer::compare).orElseThrow();
      assertTrue(not - held <= Math.max(5, held / 20), limit + ": " + asked);
      assertEquals(asked.size(), asked.stream().distinct().count(), asked.toString());
    }
  }
}
