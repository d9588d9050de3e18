package dev.croupier.gateway.rounds.rules;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.croupier.gateway.rounds.event.Card;
import dev.croupier.gateway.rounds.event.Result;
import dev.croupier.gateway.rounds.event.RouletteResult;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ExposureTest {
  private final Engine roulette = Rulesets.builtIn().find("roulette-1.0.0").orElseThrow().engine();
  private final Engine baccarat = Definitions.baccarat(Definitions.FULL_BACCARAT);

  private record Bet(String spot, long stakeMinor) {}

  @Test
  void nothingIsOwedOnNoBets() {
    Exposure none = roulette.exposure();
    assertEquals(0, none.worstCreditMinor());
    assertEquals(0, none.stakedMinor());
    assertEquals(0, none.liabilityMinor());
  }

  @Test
  void betsThatWinTogetherAddUpAndOthersDoNot() {
    Exposure exposure = roulette.exposure();
    exposure.add("red", 100);
    exposure.add("black", 100);
    assertEquals(200, exposure.worstCreditMinor());
    assertEquals(0, exposure.liabilityMinor());
    exposure.add("straight:17", 10);
    // 17 is black: 200 + 360, of 210 staked.
    assertEquals(560, exposure.worstCreditMinor());
    assertEquals(350, exposure.liabilityMinor());
    exposure.remove("red", 100);
    assertEquals(560, exposure.worstCreditMinor());
    assertEquals(450, exposure.liabilityMinor());
  }

  @Test
  void aHouseThatCannotLoseHasALiabilityBelowZero() {
    Exposure exposure = roulette.exposure();
    for (int n = 0; n <= 36; n++) {
      exposure.add("straight:" + n, 100);
    }
    assertEquals(-100, exposure.liabilityMinor());
  }

  @Test
  void dragonSevenAndBankerPairCanComeTogether() {
    Exposure exposure = baccarat.exposure();
    exposure.add("dragon7", 100);
    exposure.add("banker_pair", 100);
    exposure.add("player_pair", 100);
    exposure.add("panda8", 100);
    assertEquals(4100 + 1200 + 1200, exposure.worstCreditMinor());
  }

  @ParameterizedTest
  @ValueSource(longs = {11, 12, 13})
  void theWorstOfRouletteIsTheWorstOfAll37(long seed) {
    Random random = new Random(seed);
    for (int round = 0; round < 200; round++) {
      List<Bet> bets = bets(roulette, random);
      long worst = 0;
      for (int pocket = 0; pocket <= 36; pocket++) {
        worst = Math.max(worst, credit(roulette, bets, new RouletteResult(pocket)));
      }
      assertEquals(worst, exposure(roulette, bets).worstCreditMinor(), "seed " + seed);
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {21, 22, 23})
  void noCoupEverPaysMoreThanTheWorstOfBaccarat(long seed) {
    Random random = new Random(seed);
    List<Card> shoe = Baccarat.shoe(random);
    while (shoe.size() >= 6) {
      List<Bet> bets = bets(baccarat, random);
      Exposure exposure = exposure(baccarat, bets);
      long paid = credit(baccarat, bets, Baccarat.deal(shoe, "s"));
      assertTrue(paid <= exposure.worstCreditMinor(), "seed " + seed);
      long attained = 0;
      for (Result outcome : baccarat.outcomes()) {
        assertTrue(baccarat.check(outcome).isEmpty());
        attained = Math.max(attained, credit(baccarat, bets, outcome));
      }
      assertEquals(attained, exposure.worstCreditMinor(), "seed " + seed);
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {31, 32})
  void takingAllBetsBackInAnyOrderLeavesNothing(long seed) {
    Random random = new Random(seed);
    for (Engine engine : List.of(roulette, baccarat)) {
      List<Bet> bets = new ArrayList<>(bets(engine, random));
      Exposure exposure = exposure(engine, bets);
      while (!bets.isEmpty()) {
        Bet bet = bets.remove(random.nextInt(bets.size()));
        exposure.remove(bet.spot, bet.stakeMinor);
      }
      assertEquals(0, exposure.stakedMinor(), "seed " + seed);
      assertEquals(0, exposure.worstCreditMinor(), "seed " + seed);
    }
  }

  @Test
  void aCopyGoesItsOwnWay() {
    Exposure exposure = roulette.exposure();
    exposure.add("red", 100);
    Exposure tried = exposure.copy();
    tried.add("red", 50);
    assertEquals(300, tried.worstCreditMinor());
    assertEquals(200, exposure.worstCreditMinor());
    assertEquals(100, exposure.stakedMinor());
  }

  @Test
  void aBetThatWouldOverflowTheSumsIsNotAdded() {
    Exposure exposure = roulette.exposure();
    long large = Long.MAX_VALUE / 36;
    exposure.add("straight:36", large);
    assertThrows(ArithmeticException.class, () -> exposure.add("red", Long.MAX_VALUE / 2));
    assertEquals(large * 36, exposure.worstCreditMinor());
    assertEquals(large, exposure.stakedMinor());
    assertThrows(IllegalArgumentException.class, () -> exposure.add("split:2-1", 100));
    assertThrows(IllegalArgumentException.class, () -> exposure.add("red", 0));
    assertEquals(large, exposure.stakedMinor());
  }

  private static List<Bet> bets(Engine engine, Random random) {
    List<Bet> bets = new ArrayList<>();
    int count = 1 + random.nextInt(40);
    for (int i = 0; i < count; i++) {
      bets.add(
          new Bet(
              engine.spots().get(random.nextInt(engine.spots().size())),
              1 + random.nextInt(200_000)));
    }
    return bets;
  }

  private static Exposure exposure(Engine engine, List<Bet> bets) {
    Exposure exposure = engine.exposure();
    bets.forEach(bet -> exposure.add(bet.spot, bet.stakeMinor));
    return exposure;
  }

  private static long credit(Engine engine, List<Bet> bets, Result result) {
    return bets.stream()
        .mapToLong(bet -> engine.creditMinor(bet.spot, bet.stakeMinor, result))
        .sum();
  }
}
