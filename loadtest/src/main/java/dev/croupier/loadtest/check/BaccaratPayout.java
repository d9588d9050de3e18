package dev.croupier.loadtest.check;

import java.util.List;
import java.util.OptionalLong;

/**
 * The tester's own payout table of punto banco, from the cards: totals, pairs and the third-card
 * rule are its own. Knows nothing of the server's rules, so that both would have to err alike. Any
 * thread.
 */
final class BaccaratPayout {
  /** A win for the player, for the banker, and a tie: what pays differently on the main spots. */
  static final Outcome.Coup[] SAMPLES = {
    new Outcome.Coup(List.of("9H", "KD"), List.of("2C", "5S")),
    new Outcome.Coup(List.of("2C", "5S"), List.of("9H", "KD")),
    new Outcome.Coup(List.of("9H", "KD"), List.of("4C", "5S"))
  };

  private static final String RANKS = "A23456789TJQK";
  private static final String SUITS = "SHDC";

  private BaccaratPayout() {}

  static boolean knows(String spot) {
    return switch (spot) {
      case "player", "banker", "tie", "player_pair", "banker_pair", "dragon7", "panda8" -> true;
      default -> false;
    };
  }

  /** What comes back; {@code coup} is possible. */
  static OptionalLong credit(String spot, long stakeMinor, Outcome.Coup coup) {
    int player = total(coup.player());
    int banker = total(coup.banker());
    return switch (spot) {
      case "player" -> OptionalLong.of(main(stakeMinor, player - banker, stakeMinor));
      // 0.95 to 1; what is less than a minor unit stays with the house.
      case "banker" -> OptionalLong.of(main(stakeMinor, banker - player, stakeMinor * 19 / 20));
      case "tie" -> side(stakeMinor, 8, player == banker);
      case "player_pair" -> side(stakeMinor, 11, pair(coup.player()));
      case "banker_pair" -> side(stakeMinor, 11, pair(coup.banker()));
      case "dragon7" ->
          side(stakeMinor, 40, banker == 7 && player < 7 && coup.banker().size() == 3);
      case "panda8" -> side(stakeMinor, 25, player == 8 && banker < 8 && coup.player().size() == 3);
      default -> OptionalLong.empty();
    };
  }

  /** Whether both hands are cards, and as many as the rule of the third card makes of them. */
  static boolean possible(Outcome.Coup coup) {
    List<String> player = coup.player();
    List<String> banker = coup.banker();
    boolean hands = player.size() >= 2 && banker.size() >= 2;
    if (!hands || !player.stream().allMatch(BaccaratPayout::card)) {
      return false;
    }
    if (!banker.stream().allMatch(BaccaratPayout::card)) {
      return false;
    }
    int playerTwo = total(player.subList(0, 2));
    int bankerTwo = total(banker.subList(0, 2));
    if (playerTwo >= 8 || bankerTwo >= 8) {
      return player.size() == 2 && banker.size() == 2;
    }
    if (playerTwo > 5) {
      return player.size() == 2 && banker.size() == (bankerTwo <= 5 ? 3 : 2);
    }
    return player.size() == 3
        && banker.size() == (bankerDraws(bankerTwo, points(player.get(2))) ? 3 : 2);
  }

  /** The table of play by the third card of the player, written as ranges of it. */
  private static boolean bankerDraws(int bankerTwo, int third) {
    return switch (bankerTwo) {
      case 0, 1, 2 -> true;
      case 3 -> third != 8;
      case 4 -> third > 1 && third < 8;
      case 5 -> third > 3 && third < 8;
      case 6 -> third == 6 || third == 7;
      default -> false;
    };
  }

  private static long main(long stakeMinor, int ahead, long winMinor) {
    if (ahead == 0) {
      return stakeMinor;
    }
    return ahead > 0 ? Math.addExact(stakeMinor, winMinor) : 0;
  }

  private static OptionalLong side(long stakeMinor, int toOne, boolean wins) {
    return OptionalLong.of(wins ? Math.multiplyExact(stakeMinor, toOne + 1L) : 0);
  }

  private static boolean pair(List<String> hand) {
    return hand.get(0).charAt(0) == hand.get(1).charAt(0);
  }

  private static int total(List<String> hand) {
    return hand.stream().mapToInt(BaccaratPayout::points).sum() % 10;
  }

  private static int points(String card) {
    return Math.min(RANKS.indexOf(card.charAt(0)) + 1, 10) % 10;
  }

  private static boolean card(String text) {
    return text.length() == 2
        && RANKS.indexOf(text.charAt(0)) >= 0
        && SUITS.indexOf(text.charAt(1)) >= 0;
  }
}
