package dev.croupier.gateway.rounds.rules;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * The layout of European roulette: the 157 spots, what each is called, which kind of bet it is and
 * which pockets it covers.
 *
 * <p>The cloth has twelve streets of three; number {@code n} stands in street {@code (n−1)/3},
 * column {@code (n−1)%3}, and 0 lies across the head of the first street.
 */
final class RouletteCloth {
  /** Pockets of the wheel, 0–36. */
  static final int POCKETS = 37;

  /** The kinds of bet, in the order of the layout; a paytable has an entry for each it offers. */
  static final List<String> KINDS =
      List.of(
          "straight",
          "split",
          "street",
          "trio",
          "corner",
          "first_four",
          "six_line",
          "dozen",
          "column",
          "even_money");

  private static final int LAST = 36;

  private static final int[] RED = {
    1, 3, 5, 7, 9, 12, 14, 16, 18, 19, 21, 23, 25, 27, 30, 32, 34, 36
  };

  /** Every spot of the layout by its canonical name. */
  static final Map<String, Place> PLACES = places();

  private RouletteCloth() {}

  /**
   * One spot.
   *
   * @param kind one of {@link #KINDS}
   * @param covers the winning pockets; never changed
   */
  record Place(String kind, BitSet covers) {}

  private static Map<String, Place> places() {
    Map<String, Place> places = new LinkedHashMap<>();
    for (int n = 0; n <= LAST; n++) {
      inside(places, "straight", n);
    }
    for (int n = 1; n <= 3; n++) {
      inside(places, "split", 0, n);
    }
    for (int n = 1; n <= LAST; n++) {
      if (n % 3 != 0) {
        inside(places, "split", n, n + 1);
      }
      if (n + 3 <= LAST) {
        inside(places, "split", n, n + 3);
      }
    }
    for (int n = 1; n <= LAST; n += 3) {
      inside(places, "street", n, n + 1, n + 2);
    }
    inside(places, "trio", 0, 1, 2);
    inside(places, "trio", 0, 2, 3);
    for (int n = 1; n + 4 <= LAST; n++) {
      if (n % 3 != 0) {
        inside(places, "corner", n, n + 1, n + 3, n + 4);
      }
    }
    places.put("first_four", new Place("first_four", set(0, 1, 2, 3)));
    for (int n = 1; n + 5 <= LAST; n += 3) {
      inside(places, "six_line", n, n + 1, n + 2, n + 3, n + 4, n + 5);
    }
    for (int i = 1; i <= 3; i++) {
      int first = 12 * (i - 1) + 1;
      outside(places, "dozen:" + i, "dozen", IntStream.range(first, first + 12));
    }
    for (int i = 1; i <= 3; i++) {
      outside(places, "column:" + i, "column", IntStream.iterate(i, n -> n <= LAST, n -> n + 3));
    }
    BitSet reds = set(RED);
    outside(places, "red", "even_money", IntStream.of(RED));
    outside(places, "black", "even_money", numbers().filter(n -> !reds.get(n)));
    outside(places, "odd", "even_money", numbers().filter(n -> n % 2 == 1));
    outside(places, "even", "even_money", numbers().filter(n -> n % 2 == 0));
    outside(places, "low", "even_money", numbers().filter(n -> n <= LAST / 2));
    outside(places, "high", "even_money", numbers().filter(n -> n > LAST / 2));
    return places;
  }

  /** A spot named by its numbers, which come in ascending order. */
  private static void inside(Map<String, Place> places, String kind, int... numbers) {
    List<String> names = new ArrayList<>();
    for (int n : numbers) {
      names.add(Integer.toString(n));
    }
    String name = names.stream().collect(Collectors.joining("-", kind + ":", ""));
    places.put(name, new Place(kind, set(numbers)));
  }

  private static void outside(
      Map<String, Place> places, String name, String kind, IntStream numbers) {
    places.put(name, new Place(kind, set(numbers.toArray())));
  }

  /** The numbers an even-money bet chooses from: zero is neither red nor even nor low. */
  private static IntStream numbers() {
    return IntStream.rangeClosed(1, LAST);
  }

  private static BitSet set(int... numbers) {
    BitSet set = new BitSet(POCKETS);
    for (int n : numbers) {
      set.set(n);
    }
    return set;
  }
}
