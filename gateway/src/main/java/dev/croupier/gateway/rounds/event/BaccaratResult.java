package dev.croupier.gateway.rounds.event;

import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The cards of one coup, each hand in dealing order.
 *
 * @param player the player's hand, at most {@link #MAX_CARDS}
 * @param banker the banker's hand, at most {@link #MAX_CARDS}
 * @param shoe names the shoe the cards came from, {@code [A-Za-z0-9._:-]{1,64}}
 */
public record BaccaratResult(List<Card> player, List<Card> banker, String shoe) implements Result {
  /** A bound on what is kept of a report; the rules allow two or three, which the engine checks. */
  public static final int MAX_CARDS = 8;

  private static final Pattern SHOE = Pattern.compile("[A-Za-z0-9._:-]{1,64}");

  /** Copies the hands and checks their bound and the shoe's form. */
  public BaccaratResult {
    player = List.copyOf(player);
    banker = List.copyOf(banker);
    if (player.size() > MAX_CARDS || banker.size() > MAX_CARDS) {
      throw new IllegalArgumentException("more than " + MAX_CARDS + " cards in a hand");
    }
    if (!isShoe(shoe)) {
      throw new IllegalArgumentException("not a shoe id: " + shoe);
    }
  }

  /** Whether a text from outside may name a shoe. */
  public static boolean isShoe(String text) {
    return text != null && SHOE.matcher(text).matches();
  }

  @Override
  public String game() {
    return "baccarat";
  }

  @Override
  public String canonicalJson() {
    return "{\"banker\":"
        + json(banker)
        + ",\"player\":"
        + json(player)
        + ",\"shoe\":\""
        + shoe
        + "\"}";
  }

  private static String json(List<Card> hand) {
    return hand.stream().map(card -> "\"" + card + "\"").collect(Collectors.joining(",", "[", "]"));
  }
}
