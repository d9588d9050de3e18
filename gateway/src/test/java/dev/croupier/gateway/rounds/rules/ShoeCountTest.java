package dev.croupier.gateway.rounds.rules;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.croupier.gateway.rounds.event.BaccaratResult;
import dev.croupier.gateway.rounds.event.Card;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ShoeCountTest {
  private static final BaccaratResult TWO_NINES_OF_SPADES = Baccarat.coup("9S KH / 9S QH");

  @Test
  void theEighthCopyIsInTheShoeAndTheNinthIsNot() {
    ShoeCount count = new ShoeCount("shoe-1");
    for (int coup = 0; coup < 3; coup++) {
      assertEquals(Optional.empty(), count.check(TWO_NINES_OF_SPADES));
      count.take(TWO_NINES_OF_SPADES);
    }
    count.take(Baccarat.coup("9S KC / 7D QC"));
    assertEquals(7, count.dealt(new Card('9', 'S')));
    assertEquals(Optional.empty(), count.check(Baccarat.coup("9S KD / 7D QD")));
    assertEquals(Optional.of("ninth_copy"), count.check(TWO_NINES_OF_SPADES));
    assertEquals(7, count.dealt(new Card('9', 'S')));
  }

  @Test
  void aNinthCopyThatASupervisorConfirmedIsCountedAndKeepsBeingRefused() {
    ShoeCount count = new ShoeCount("shoe-1");
    for (int coup = 0; coup < 5; coup++) {
      count.take(TWO_NINES_OF_SPADES);
    }
    assertEquals(10, count.dealt(new Card('9', 'S')));
    assertEquals(Optional.of("ninth_copy"), count.check(Baccarat.coup("8S KD / 7D QD")));
  }

  @Test
  void aWholeShoeDealtToItsEndIsPossible() {
    Random random = new Random(5);
    for (int i = 0; i < 10; i++) {
      String name = "s" + i;
      ShoeCount count = new ShoeCount(name);
      List<Card> shoe = Baccarat.shoe(random);
      while (shoe.size() >= 6) {
        BaccaratResult coup = Baccarat.deal(shoe, name);
        assertEquals(Optional.empty(), count.check(coup), "seed 5, shoe " + i);
        count.take(coup);
      }
    }
  }

  @Test
  void cardsOfAnotherShoeAreNotCounted() {
    ShoeCount count = new ShoeCount("shoe-2");
    assertThrows(IllegalArgumentException.class, () -> count.take(TWO_NINES_OF_SPADES));
    assertThrows(IllegalArgumentException.class, () -> count.check(TWO_NINES_OF_SPADES));
    assertThrows(IllegalArgumentException.class, () -> new ShoeCount("a shoe"));
  }
}
