package dev.croupier.loadtest.relay;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

final class WheelTest {
  private final List<String> told = new ArrayList<>();

  private final class Named extends Timed {
    private final String name;

    Named(String name) {
      this.name = name;
    }

    @Override
    void due(long nowNs) {
      told.add(name);
    }
  }

  @Test
  void whatIsDueComesInTheOrderOfTicksAndThenOfArrival() {
    Wheel wheel = new Wheel(100);
    wheel.add(new Named("late"), 140);
    wheel.add(new Named("first"), 120);
    wheel.add(new Named("second"), 120);
    wheel.add(new Named("past"), 3);
    assertEquals(100, wheel.next());
    wheel.advance(119, 0);
    assertEquals(List.of("past"), told);
    assertEquals(120, wheel.next());
    wheel.advance(120, 0);
    assertEquals(List.of("past", "first", "second"), told);
    wheel.add(new Named("again"), 120);
    wheel.advance(139, 0);
    wheel.advance(1_000, 0);
    assertEquals(List.of("past", "first", "second", "again", "late"), told);
    assertEquals(Wheel.NONE, wheel.next());
    assertEquals(0, wheel.size());
  }

  @Test
  void whatIsTurnsOfTheWheelAwayWaitsForItsTurn() {
    Wheel wheel = new Wheel(0);
    int turn = 1 << 15;
    wheel.add(new Named("third"), 7 + 2L * turn);
    wheel.add(new Named("first"), 7);
    wheel.add(new Named("second"), 7 + turn);
    wheel.advance(turn, 0);
    assertEquals(List.of("first"), told);
    wheel.advance(7 + turn, 0);
    assertEquals(List.of("first", "second"), told);
    wheel.advance(6 + 2L * turn, 0);
    assertEquals(2, told.size());
    wheel.advance(7 + 2L * turn, 0);
    assertEquals(List.of("first", "second", "third"), told);
  }

  @Test
  void randomOnesComeAsFromASortedList() {
    SplittableRandom random = new SplittableRandom(5);
    long begin = 17_000_000_000L;
    Wheel wheel = new Wheel(begin);
    record Due(long tick, int number) {}
    List<Due> model = new ArrayList<>();
    List<String> expected = new ArrayList<>();
    long now = begin;
    for (int i = 0; i < 20_000; i++) {
      long tick = now + random.nextLong(random.nextInt(10) == 0 ? 100_000 : 300);
      model.add(new Due(tick, i));
      wheel.add(new Named("" + i), tick);
      if (random.nextInt(3) == 0) {
        now += random.nextLong(20);
        long until = now;
        wheel.advance(now, 0);
        model.stream()
            .filter(due -> due.tick() <= until)
            .sorted(Comparator.comparingLong(Due::tick).thenComparingInt(Due::number))
            .forEach(due -> expected.add("" + due.number()));
        model.removeIf(due -> due.tick() <= until);
      }
    }
    assertEquals(expected, told);
    assertEquals(model.size(), wheel.size());
    wheel.advance(Long.MAX_VALUE, 0);
    assertEquals(20_000, told.size());
  }
}
