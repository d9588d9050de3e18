package dev.croupier.gateway.rounds.rules;

import dev.croupier.gateway.rounds.event.BaccaratResult;
import dev.croupier.gateway.rounds.event.Card;
import dev.croupier.gateway.rounds.event.Result;
import dev.croupier.gateway.rounds.event.RouletteResult;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** What a new corpus asks of an engine; a released corpus has its own inputs for ever. */
final class CorpusInputs {
  private static final long SEED = 20261121;

  /** Small and odd ones for the rounding, the demo's, and ones near the end of 64 bits. */
  static final List<Long> STAKES_MINOR =
      List.of(
          1L,
          3L,
          10L,
          19L,
          20L,
          99L,
          100L,
          12_345L,
          200_000L,
          1_000_000_007L,
          250_000_000_000_000_001L,
          1_000_000_000_000_000_001L);

  private CorpusInputs() {}

  static String write(Ruleset ruleset) {
    Engine engine = ruleset.engine();
    return Corpus.write(engine, possible(engine), impossible(engine), STAKES_MINOR);
  }

  private static List<Result> possible(Engine engine) {
    if (engine instanceof RouletteEngine) {
      return engine.outcomes();
    }
    List<Result> results = new ArrayList<>(engine.outcomes());
    Random random = new Random(SEED);
    List<Card> shoe = Baccarat.shoe(random);
    while (results.size() < 84) {
      results.add(Baccarat.deal(shoe, "corpus"));
    }
    return results;
  }

  private static List<Result> impossible(Engine engine) {
    if (engine instanceof RouletteEngine) {
      return List.of(
          new RouletteResult(-1),
          new RouletteResult(37),
          new RouletteResult(Integer.MAX_VALUE),
          new RouletteResult(Integer.MIN_VALUE),
          Baccarat.coup("7H TD / 5S 5D 3C"));
    }
    List<Result> results = new ArrayList<>();
    results.add(new RouletteResult(17));
    results.add(new BaccaratResult(List.of(), List.of(), "corpus"));
    results.add(Baccarat.coup("7H / 5S 5D 3C"));
    results.add(Baccarat.coup("7H TD 2C 2S / 5S 5D"));
    // A legal coup with its last card missing, or with one card too many, is none.
    Random random = new Random(SEED + 1);
    List<Card> shoe = Baccarat.shoe(random);
    while (results.size() < 30) {
      BaccaratResult coup = Baccarat.deal(shoe, "corpus");
      if (coup.banker().size() == 3) {
        results.add(new BaccaratResult(coup.player(), coup.banker().subList(0, 2), coup.shoe()));
      } else {
        List<Card> banker = new ArrayList<>(coup.banker());
        banker.add(shoe.removeLast());
        results.add(new BaccaratResult(coup.player(), banker, coup.shoe()));
      }
    }
    return results;
  }
}
