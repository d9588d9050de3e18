package dev.croupier.loadtest.studio;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.croupier.loadtest.studio.RoundState.Outcome.Coup;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What comes out of a scripted dealer's baccarat rounds. Either each round has a shoe of its own,
 * as from a shuffling machine, so that the coup follows from the seed and the round's id alone; or
 * coups are dealt one after the other from a shoe with a name, whose order follows from the seed
 * and that name. Immutable, any thread.
 */
public final class BaccaratScript {
  /** Decks in a shoe. */
  public static final int DECKS = 8;

  /** With fewer cards than this left no further coup is begun. */
  public static final int CUT_CARD = 26;

  private final byte[] seed;

  /**
   * A coup and the shoe it came from.
   *
   * @param shoe its id, {@code [a-z0-9-]{1,40}}
   * @param coup the cards
   */
  public record FromShoe(String shoe, Coup coup) {}

  /**
   * A dealer.
   *
   * @param seed secret, at least 16 bytes
   */
  public BaccaratScript(byte[] seed) {
    this.seed = RouletteScript.checked(seed);
  }

  /** What comes out of a round that has a shoe of its own: the same for the same round. */
  public FromShoe outcome(String round) {
    SeededStream name = new SeededStream(seed, ("shoe of " + round).getBytes(UTF_8));
    String shoe = "s-%08x%08x".formatted(name.below(1 << 30), name.below(1 << 30));
    return new FromShoe(shoe, deal(new Shoe(shuffled("round " + round))));
  }

  /**
   * A coup of a shoe that lasts.
   *
   * @param shoe its id
   * @param before how many coups have been dealt from it
   * @return empty when the cut card has come: a new shoe is due
   */
  public Optional<FromShoe> outcome(String shoe, int before) {
    Shoe cards = new Shoe(shuffled("shoe " + shoe));
    for (int i = 0; i < before; i++) {
      if (cards.left() < CUT_CARD) {
        return Optional.empty();
      }
      deal(cards);
    }
    return cards.left() < CUT_CARD
        ? Optional.empty()
        : Optional.of(new FromShoe(shoe, deal(cards)));
  }

  /** All cards of a shoe, shuffled (Fisher and Yates). */
  List<PlayingCard> shuffled(String name) {
    List<PlayingCard> cards = new ArrayList<>(52 * DECKS);
    for (int deck = 0; deck < DECKS; deck++) {
      for (int suit = 0; suit < PlayingCard.SUITS.length(); suit++) {
        for (int rank = 0; rank < PlayingCard.RANKS.length(); rank++) {
          cards.add(
              new PlayingCard(PlayingCard.RANKS.charAt(rank), PlayingCard.SUITS.charAt(suit)));
        }
      }
    }
    SeededStream random = new SeededStream(seed, name.getBytes(UTF_8));
    for (int i = cards.size() - 1; i > 0; i--) {
      cards.set(i, cards.set(random.below(i + 1), cards.get(i)));
    }
    return cards;
  }

  /** A whole coup by the rules of punto banco. */
  private static Coup deal(Shoe shoe) {
    List<PlayingCard> player = new ArrayList<>(3);
    List<PlayingCard> banker = new ArrayList<>(3);
    for (int i = 0; i < 2; i++) {
      player.add(shoe.next());
      banker.add(shoe.next());
    }
    int playerTotal = total(player);
    int bankerTotal = total(banker);
    if (playerTotal < 8 && bankerTotal < 8) {
      if (playerTotal <= 5) {
        PlayingCard third = shoe.next();
        player.add(third);
        if (bankerDraws(bankerTotal, third.points())) {
          banker.add(shoe.next());
        }
      } else if (bankerTotal <= 5) {
        banker.add(shoe.next());
      }
    }
    return new Coup(player, banker);
  }

  /** Whether the banker draws when the player has drawn a card of so many points. */
  private static boolean bankerDraws(int total, int playersThird) {
    return switch (total) {
      case 0, 1, 2 -> true;
      case 3 -> playersThird != 8;
      case 4 -> playersThird >= 2 && playersThird <= 7;
      case 5 -> playersThird >= 4 && playersThird <= 7;
      case 6 -> playersThird == 6 || playersThird == 7;
      default -> false;
    };
  }

  private static int total(List<PlayingCard> cards) {
    return cards.stream().mapToInt(PlayingCard::points).sum() % 10;
  }

  /** Cards that are dealt from the front. */
  private static final class Shoe {
    private final List<PlayingCard> cards;
    private int next;

    Shoe(List<PlayingCard> cards) {
      this.cards = cards;
    }

    PlayingCard next() {
      return cards.get(next++);
    }

    int left() {
      return cards.size() - next;
    }
  }
}
