package dev.croupier.gateway.rounds.rules;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.croupier.gateway.rounds.event.BaccaratResult;
import dev.croupier.gateway.rounds.event.Card;
import dev.croupier.gateway.rounds.event.Result;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * All 4,998,398,275,503,360 ordered deals of six cards from eight decks, grouped by rank. Who draws
 * and who wins is the production rule's answer; the counting is the test's.
 */
class BaccaratEnumerationTest {
  private static final long TOTAL = 416L * 415 * 414 * 413 * 412 * 411;

  private static final int RANKS = 13;

  /** How many ordered deals of six cards lead to each coup. */
  private static final Map<Coup, Long> DEALS = new HashMap<>();

  private static int coupsTheEngineRefuses;

  @BeforeAll
  static void enumerate() {
    Engine engine = Definitions.baccarat(Definitions.FULL_BACCARAT);
    Walk walk = new Walk(engine);
    walk.firstFour();
    coupsTheEngineRefuses = walk.refused;
  }

  /** Goes through the ranks with the number of cards left of each. */
  private static final class Walk {
    private final Engine engine;
    private final int[] left = new int[RANKS];
    private final List<Card> player = new ArrayList<>();
    private final List<Card> banker = new ArrayList<>();
    private int cards = 416;
    private int refused;

    private Walk(Engine engine) {
      this.engine = engine;
      Arrays.fill(left, 32);
    }

    private void firstFour() {
      each(
          player,
          a -> each(banker, b -> each(player, c -> each(banker, d -> thirdCards(a * b * c * d)))));
    }

    private void thirdCards(long ways) {
      int playerTwo = ThirdCardRule.total(player);
      int bankerTwo = ThirdCardRule.total(banker);
      if (ThirdCardRule.playerDraws(playerTwo, bankerTwo)) {
        each(
            player,
            w -> bankersThird(ways * w, playerTwo, bankerTwo, ThirdCardRule.value(player.get(2))));
      } else {
        bankersThird(ways, playerTwo, bankerTwo, ThirdCardRule.STOOD);
      }
    }

    private void bankersThird(long ways, int playerTwo, int bankerTwo, int playerThird) {
      if (ThirdCardRule.bankerDraws(playerTwo, bankerTwo, playerThird)) {
        each(banker, w -> count(ways * w));
      } else {
        count(ways);
      }
    }

    /** Cards that were not needed still lie in the shoe in some order: each deal has six. */
    private void count(long ways) {
      for (int i = cards; i > 410; i--) {
        ways *= i;
      }
      BaccaratResult result = new BaccaratResult(player, banker, "all");
      if (engine.check(result).isPresent()) {
        refused++;
      }
      DEALS.merge(Coup.of(result), ways, Math::addExact);
    }

    private interface Next {
      void with(long ways);
    }

    private void each(List<Card> hand, Next next) {
      for (int rank = 0; rank < RANKS; rank++) {
        long ways = left[rank]--;
        cards--;
        hand.add(new Card(Card.RANKS.charAt(rank), 'S'));
        next.with(ways);
        hand.removeLast();
        cards++;
        left[rank]++;
      }
    }
  }

  @Test
  void theDealsAreAllOfThem() {
    assertEquals(4_998_398_275_503_360L, TOTAL);
    assertEquals(TOTAL, deals(_ -> true));
  }

  @Test
  void bankerPlayerAndTieComeOutAsKnown() {
    assertEquals(2_292_252_566_437_888L, deals(Coup::bankerWins));
    assertEquals(2_230_518_282_592_256L, deals(Coup::playerWins));
    assertEquals(475_627_426_473_216L, deals(Coup::tie));
  }

  @Test
  void theSpecialHandsComeOutAsCountedByAnotherProgram() {
    assertEquals(112_633_011_329_024L, deals(Coup::dragon7));
    assertEquals(172_660_763_262_976L, deals(Coup::panda8));
    assertEquals(269_232_304_455_680L, deals(c -> c.bankerWins() && c.bankerTotal() == 6));
  }

  @Test
  void aPairIs31Of415() {
    assertEquals(TOTAL / 415 * 31, deals(Coup::playerPair));
    assertEquals(TOTAL / 415 * 31, deals(Coup::bankerPair));
  }

  @Test
  void theCheckAcceptsEveryCoupOfTheEnumeration() {
    assertEquals(0, coupsTheEngineRefuses);
  }

  @Test
  void theOutcomesOfTheEngineAreOneOfEachPayingKind() {
    Engine full = Definitions.baccarat(Definitions.FULL_BACCARAT + ",\"banker_six\":\"1:2\"");
    Set<List<Long>> dealt = new HashSet<>();
    for (Coup coup : DEALS.keySet()) {
      dealt.add(
          full.spots().stream()
              .map(spot -> ((BaccaratEngine) full).creditMinor(spot, 100, coup))
              .toList());
    }
    List<List<Long>> offered = new ArrayList<>();
    for (Result outcome : full.outcomes()) {
      offered.add(full.spots().stream().map(spot -> full.creditMinor(spot, 100, outcome)).toList());
    }
    assertEquals(24, offered.size());
    assertEquals(dealt, new HashSet<>(offered));
  }

  /**
   * What each bet loses over all deals, in twentieths of a stake, as an exact integer; and the edge
   * of the design, which is that integer over 20 × all deals.
   */
  @ParameterizedTest
  @CsvSource({
    "banker, '', 1057566889525248, 1.057906",
    "player, '', 1234685676912640, 1.235081",
    "tie, '', 14355028744888320, 14.359629",
    "tie, '\"tie\":\"9:1\"', 4842480215424000, 4.844032",
    "banker, '\"banker\":\"1:1\",\"banker_six\":\"1:2\"', 1457637367644160, 1.458104",
    "player_pair, '', 10358126546826240, 10.361446",
    "banker_pair, '', 10358126546826240, 10.361446",
    "dragon7, '', 7608896220267520, 7.611334",
    "panda8, '', 10184368613319680, 10.187632",
  })
  void eachBetHasTheEdgeOfTheDesign(String spot, String other, long lost, String percent) {
    Engine engine = Definitions.baccarat(other.isEmpty() ? Definitions.FULL_BACCARAT : other);
    BigInteger staked = BigInteger.valueOf(TOTAL).multiply(BigInteger.valueOf(20));
    BigInteger loss = staked.subtract(creditOver20(engine, spot));
    assertEquals(BigInteger.valueOf(lost), loss);
    assertEquals(
        new BigDecimal(percent),
        new BigDecimal(loss.multiply(BigInteger.valueOf(100)))
            .divide(new BigDecimal(staked), 6, RoundingMode.HALF_UP));
  }

  @Test
  void theCommissionsRoundingCostsASmallStakeMore() {
    // A stake of 10 wins 9 instead of 9.5: the edge is (10 P − 9 B) / (10 total).
    Engine engine = Definitions.baccarat(Definitions.FULL_BACCARAT);
    BigInteger staked = BigInteger.valueOf(TOTAL).multiply(BigInteger.TEN);
    BigInteger back = BigInteger.ZERO;
    for (Map.Entry<Coup, Long> deal : DEALS.entrySet()) {
      long credit = ((BaccaratEngine) engine).creditMinor("banker", 10, deal.getKey());
      back = back.add(BigInteger.valueOf(credit).multiply(BigInteger.valueOf(deal.getValue())));
    }
    BigInteger loss = staked.subtract(back);
    assertEquals(
        BigInteger.valueOf(10 * 2_230_518_282_592_256L - 9 * 2_292_252_566_437_888L), loss);
    assertEquals(
        new BigDecimal("3.3509"),
        new BigDecimal(loss.multiply(BigInteger.valueOf(100)))
            .divide(new BigDecimal(staked), 4, RoundingMode.HALF_UP));
  }

  private static BigInteger creditOver20(Engine engine, String spot) {
    BigInteger back = BigInteger.ZERO;
    for (Map.Entry<Coup, Long> deal : DEALS.entrySet()) {
      long credit = ((BaccaratEngine) engine).creditMinor(spot, 20, deal.getKey());
      back = back.add(BigInteger.valueOf(credit).multiply(BigInteger.valueOf(deal.getValue())));
    }
    return back;
  }

  private static long deals(Predicate<Coup> which) {
    long sum = 0;
    for (Map.Entry<Coup, Long> deal : DEALS.entrySet()) {
      if (which.test(deal.getKey())) {
        sum = Math.addExact(sum, deal.getValue());
      }
    }
    return sum;
  }
}
