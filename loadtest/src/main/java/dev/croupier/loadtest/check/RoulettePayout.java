package dev.croupier.loadtest.check;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;

/**
 * The tester's own payout table of European roulette without La Partage: a bet on n numbers pays 36
 * / n times its stake. Knows nothing of the server's rules, so that both would have to err alike.
 * Any thread.
 */
public final class RoulettePayout {
  private static final int LAST = 36;
  private static final Set<Integer> RED =
      Set.of(1, 3, 5, 7, 9, 12, 14, 16, 18, 19, 21, 23, 25, 27, 30, 32, 34, 36);

  private RoulettePayout() {}

  /** Whether the table knows the spot. */
  public static boolean knows(String spot) {
    return !numbers(spot).isEmpty();
  }

  /**
   * What comes back for a stake, itself included; 0 for a losing bet, empty for an unknown spot.
   */
  public static OptionalLong credit(String spot, long stakeMinor, int pocket) {
    List<Integer> numbers = numbers(spot);
    if (numbers.isEmpty()) {
      return OptionalLong.empty();
    }
    return OptionalLong.of(
        numbers.contains(pocket)
            ? Math.multiplyExact(stakeMinor, (long) LAST / numbers.size())
            : 0);
  }

  private static List<Integer> numbers(String spot) {
    int colon = spot.indexOf(':');
    String kind = colon < 0 ? spot : spot.substring(0, colon);
    List<Integer> named = colon < 0 ? List.of() : named(spot.substring(colon + 1));
    return switch (kind) {
      case "straight" -> sized(named, 1);
      case "split" -> sized(named, 2);
      case "street", "trio" -> sized(named, 3);
      case "corner" -> sized(named, 4);
      case "six_line" -> sized(named, 6);
      case "first_four" -> List.of(0, 1, 2, 3);
      case "dozen" -> third(named, (n, k) -> (n - 1) / 12 == k - 1);
      case "column" -> third(named, (n, k) -> (n - 1) % 3 == k - 1);
      case "red" -> where(n -> RED.contains(n));
      case "black" -> where(n -> !RED.contains(n));
      case "odd" -> where(n -> n % 2 == 1);
      case "even" -> where(n -> n % 2 == 0);
      case "low" -> where(n -> n <= 18);
      case "high" -> where(n -> n > 18);
      default -> List.of();
    };
  }

  private static List<Integer> sized(List<Integer> named, int size) {
    return named.size() == size ? named : List.of();
  }

  private interface Third {
    boolean holds(int number, int which);
  }

  private static List<Integer> third(List<Integer> named, Third third) {
    boolean known = named.size() == 1 && named.getFirst() >= 1 && named.getFirst() <= 3;
    return known ? where(n -> third.holds(n, named.getFirst())) : List.of();
  }

  private static List<Integer> where(IntPredicate wins) {
    return IntStream.rangeClosed(1, LAST).filter(wins).boxed().toList();
  }

  private static List<Integer> named(String text) {
    List<Integer> numbers = new ArrayList<>();
    for (String part : text.split("-", -1)) {
      if (!part.matches("[0-9]{1,2}") || Integer.parseInt(part) > LAST) {
        return List.of();
      }
      numbers.add(Integer.parseInt(part));
    }
    return numbers;
  }
}
