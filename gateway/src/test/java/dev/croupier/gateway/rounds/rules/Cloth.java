package dev.croupier.gateway.rounds.rules;

import java.util.Map;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * The layout as geometry, written apart from the engine: cells in a plane, a chip put on a point of
 * it, and the bet is every cell the chip touches.
 *
 * <p>Units are half cells. Number n has its centre at (2·street + 1, 2·row + 1) with street 0–11
 * and row 0–2; the zero is one tall cell at x from −2 to 0, y from 0 to 6. The outer edge y = 0 is
 * where streets and six-lines are put.
 */
final class Cloth {
  private Cloth() {}

  /** Every chip position of the grid, by the name of its bet, with the numbers it touches. */
  static Map<String, SortedSet<Integer>> insideBets() {
    Map<String, SortedSet<Integer>> bets = new TreeMap<>();
    for (int x = -1; x <= 24; x++) {
      for (int y = 0; y <= 5; y++) {
        SortedSet<Integer> touched = touched(x, y);
        if (y == 0) {
          // On the outer edge a chip stands for whole streets, not for the cells it touches.
          touched = wholeStreets(x);
        }
        if (!touched.isEmpty()) {
          bets.put(name(touched), touched);
        }
      }
    }
    return bets;
  }

  private static SortedSet<Integer> touched(int x, int y) {
    SortedSet<Integer> touched = new TreeSet<>();
    if (x <= 0) {
      touched.add(0);
    }
    for (int n = 1; n <= 36; n++) {
      int left = 2 * ((n - 1) / 3);
      int bottom = 2 * ((n - 1) % 3);
      if (x >= left && x <= left + 2 && y >= bottom && y <= bottom + 2) {
        touched.add(n);
      }
    }
    return touched;
  }

  private static SortedSet<Integer> wholeStreets(int x) {
    SortedSet<Integer> touched = new TreeSet<>();
    for (int y = 1; y <= 5; y++) {
      if (x >= 0 && x < 24) {
        touched.addAll(touched(x, y));
      }
    }
    return touched;
  }

  /** Named by how many cells lie under the chip. */
  private static String name(SortedSet<Integer> touched) {
    String numbers = touched.stream().map(String::valueOf).collect(Collectors.joining("-"));
    return switch (touched.size()) {
      case 1 -> "straight:" + numbers;
      case 2 -> "split:" + numbers;
      case 3 -> (touched.contains(0) ? "trio:" : "street:") + numbers;
      case 4 -> touched.contains(0) ? "first_four" : "corner:" + numbers;
      case 6 -> "six_line:" + numbers;
      default -> throw new AssertionError("a chip on " + numbers);
    };
  }

  /** The twelve bets around the grid, by what is printed on the cloth. */
  static boolean outsideBetWins(String spot, int pocket) {
    return pocket != 0
        && switch (spot) {
          case "dozen:1" -> pocket <= 12;
          case "dozen:2" -> pocket >= 13 && pocket <= 24;
          case "dozen:3" -> pocket >= 25;
          case "column:1" -> pocket % 3 == 1;
          case "column:2" -> pocket % 3 == 2;
          case "column:3" -> pocket % 3 == 0;
          case "red" -> red(pocket);
          case "black" -> !red(pocket);
          case "odd" -> pocket % 2 == 1;
          case "even" -> pocket % 2 == 0;
          case "low" -> pocket <= 18;
          case "high" -> pocket >= 19;
          default -> throw new AssertionError(spot);
        };
  }

  /** The wheel's colours: in 1–10 and 19–28 the odd ones are red, in the other two the even. */
  private static boolean red(int pocket) {
    boolean oddIsRed = pocket <= 10 || (pocket >= 19 && pocket <= 28);
    return (pocket % 2 == 1) == oddIsRed;
  }
}
