package dev.croupier.gateway.rounds.event;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ResultTest {
  private static final String COUP =
      "{\"banker\":[\"KS\",\"5D\",\"3C\"],\"player\":[\"7H\",\"TD\"],\"shoe\":\"shoe-1\"}";

  @Test
  void aPocketHasItsCanonicalForm() {
    assertEquals("{\"pocket\":17}", new RouletteResult(17).canonicalJson());
    assertEquals(new RouletteResult(17), read(" { \"pocket\" : 17 } "));
  }

  @Test
  void aCoupHasItsCanonicalFormWhateverTheOrderOfItsKeys() {
    Result result =
        read("{\"player\":[\"7H\",\"TD\"],\"banker\":[\"KS\",\"5D\",\"3C\"],\"shoe\":\"shoe-1\"}");
    assertEquals(COUP, result.canonicalJson());
    assertArrayEquals(COUP.getBytes(StandardCharsets.US_ASCII), result.canonicalBytes());
    assertEquals(result, read(COUP));
  }

  @Test
  void theOrderOfTheCardsIsAFact() {
    assertEquals(COUP, read(COUP).canonicalJson());
    String other = COUP.replace("\"7H\",\"TD\"", "\"TD\",\"7H\"");
    assertEquals(other, read(other).canonicalJson());
  }

  @Test
  void aResultNamesItsGame() {
    assertEquals("roulette", new RouletteResult(0).game());
    assertEquals("baccarat", read(COUP).game());
  }

  @Test
  void anImpossiblePocketIsStillWhatWasReported() {
    assertEquals(new RouletteResult(37), read("{\"pocket\":37}"));
    assertEquals(new RouletteResult(-1), read("{\"pocket\":-1}"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "null",
        "17",
        "[17]",
        "{}",
        "{\"pocket\":\"17\"}",
        "{\"pocket\":17.0}",
        "{\"pocket\":1e1}",
        "{\"pocket\":null}",
        "{\"pocket\":2147483648}",
        "{\"pocket\":99999999999999999999}",
        "{\"pocket\":17,\"pocket\":18}",
        "{\"pocket\":17,\"more\":1}",
        "{\"pocket\":17}{}",
        "{\"pocket\":NaN}",
        "{\"player\":[\"7H\"],\"banker\":[\"7H\"]}",
        "{\"player\":[\"7H\"],\"banker\":[\"7H\"],\"shoe\":\"\"}",
        "{\"player\":[\"7H\"],\"banker\":[\"7H\"],\"shoe\":\"a b\"}",
        "{\"player\":[\"7H\"],\"banker\":[\"7H\"],\"shoe\":7}",
        "{\"player\":[\"7H\"],\"banker\":\"7H\",\"shoe\":\"s\"}",
        "{\"player\":null,\"banker\":[\"7H\"],\"shoe\":\"s\"}",
        "{\"player\":[\"7H\"],\"banker\":[\"7H\"],\"shoe\":\"s\",\"pocket\":1}",
        "{\"player\":[\"2H\",\"2H\",\"2H\",\"2H\",\"2H\",\"2H\",\"2H\",\"2H\",\"2H\"],"
            + "\"banker\":[],\"shoe\":\"s\"}",
      })
  void whatIsNoResultIsMalformed(String json) {
    assertEquals("malformed", refused(json));
  }

  @ParameterizedTest
  @ValueSource(strings = {"\"1H\"", "\"7h\"", "\"10H\"", "\"7X\"", "\"\"", "7", "null", "[\"7H\"]"})
  void aCardThatDoesNotExistIsNamedAsSuch(String card) {
    assertEquals("unknown_card", refused(COUP.replace("\"7H\"", card)));
    assertEquals("unknown_card", refused(COUP.replace("\"5D\"", card)));
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void everyCoupReadsBackFromItsCanonicalForm(long seed) {
    Random random = new Random(seed);
    for (int i = 0; i < 2_000; i++) {
      BaccaratResult coup =
          new BaccaratResult(hand(random), hand(random), "s:" + Math.abs(random.nextLong() / 2));
      assertEquals(coup, read(coup.canonicalJson()), "seed " + seed);
      RouletteResult spin = new RouletteResult(random.nextInt());
      assertEquals(spin, read(spin.canonicalJson()), "seed " + seed);
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {4, 5, 6})
  void charactersChangedAtRandomAreRefusedOrReadButNeverThrow(long seed) {
    Random random = new Random(seed);
    for (int i = 0; i < 5_000; i++) {
      char[] text = COUP.toCharArray();
      for (int changes = 1 + random.nextInt(4); changes > 0; changes--) {
        text[random.nextInt(text.length)] = (char) random.nextInt(256);
      }
      if (Result.parse(new String(text)) instanceof Result.Read(Result result)) {
        assertEquals(result, read(result.canonicalJson()), "seed " + seed);
      }
    }
  }

  @Test
  void aHandIsBoundedAndNeverChangesAfterwards() {
    List<Card> hand = new ArrayList<>(List.of(new Card('7', 'H'), new Card('T', 'D')));
    BaccaratResult coup = new BaccaratResult(hand, hand, "s");
    hand.clear();
    assertEquals(2, coup.player().size());
    List<Card> nine = Collections.nCopies(9, new Card('2', 'S'));
    assertThrows(IllegalArgumentException.class, () -> new BaccaratResult(nine, List.of(), "s"));
    assertThrows(IllegalArgumentException.class, () -> new BaccaratResult(List.of(), nine, "s"));
  }

  private static List<Card> hand(Random random) {
    List<Card> hand = new ArrayList<>();
    for (int size = random.nextInt(BaccaratResult.MAX_CARDS + 1); size > 0; size--) {
      hand.add(
          new Card(Card.RANKS.charAt(random.nextInt(13)), Card.SUITS.charAt(random.nextInt(4))));
    }
    return hand;
  }

  private static Result read(String json) {
    return assertInstanceOf(Result.Read.class, Result.parse(json)).result();
  }

  private static String refused(String json) {
    return assertInstanceOf(Result.Unreadable.class, Result.parse(json)).code();
  }
}
