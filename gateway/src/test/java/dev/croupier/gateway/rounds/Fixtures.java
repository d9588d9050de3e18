package dev.croupier.gateway.rounds;

import dev.croupier.gateway.ids.LicenseeId;
import dev.croupier.gateway.ids.PlayerId;
import dev.croupier.gateway.ids.RoundId;
import dev.croupier.gateway.ids.ShardId;
import dev.croupier.gateway.ids.TableId;
import dev.croupier.gateway.rounds.event.Command;
import dev.croupier.gateway.rounds.event.LimitSet;
import dev.croupier.gateway.rounds.event.Limits;
import dev.croupier.gateway.rounds.event.ResultSource;
import dev.croupier.gateway.rounds.event.RouletteResult;
import dev.croupier.gateway.rounds.event.SlipItem;
import dev.croupier.gateway.rounds.event.StakeRange;
import dev.croupier.gateway.rounds.event.VoidReason;
import dev.croupier.gateway.rounds.rules.Rulesets;
import java.util.List;
import java.util.Map;

/** Names and commands that tests share: one table, one licensee, players ann and bob. */
public final class Fixtures {
  /** The shard. */
  public static final ShardId SHARD = new ShardId("s0");

  /** The licensee of most tests. */
  public static final LicenseeId LIC = new LicenseeId("demo");

  /** Another licensee. */
  public static final LicenseeId OTHER = new LicenseeId("rival");

  /** A roulette table. */
  public static final TableId TABLE = new TableId("roulette-1");

  /** Its first round. */
  public static final RoundId ROUND = new RoundId("roulette-1-1");

  /** A player. */
  public static final PlayerId ANN = new PlayerId("ann");

  /** Another player. */
  public static final PlayerId BOB = new PlayerId("bob");

  /** The released rules. */
  public static final Rulesets RULES = Rulesets.builtIn();

  /** Twenty seconds of betting. */
  public static final long BETTING_US = 20_000_000;

  /** Stakes 100 to 200,000 in steps of 100, 500,000 on the table, 10,000,000 of liability. */
  public static final Limits LIMITS =
      Limits.of(
          "test",
          List.of(
              new LimitSet(
                  LimitSet.ANY,
                  LimitSet.ANY,
                  "EUR",
                  Map.of(LimitSet.ANY, new StakeRange(100, 200_000, 100)),
                  500_000,
                  10_000_000,
                  List.of(100L, 500L, 2_500L))));

  private Fixtures() {}

  /** A deposit. */
  public static Command deposit(String key, PlayerId player, long amount) {
    return new Command.Deposit(LIC, key, player, amount, "EUR", "deposit");
  }

  /** The open of a round of roulette. */
  public static Command open(String key) {
    return open(key, LIMITS);
  }

  /** The open of a round of roulette under limits. */
  public static Command open(String key, Limits limits) {
    var rules = RULES.find("roulette-1.0.0").orElseThrow();
    return new Command.RoundOpen(
        LIC, key, TABLE, BETTING_US, 300_000, rules.calcVer(), rules.rulesHash(), limits, "dan");
  }

  /** A slip of one item. */
  public static Command bet(String key, PlayerId player, RoundId round, String spot, long stake) {
    return slip(key, player, round, "EUR", new SlipItem(spot, stake));
  }

  /** A slip. */
  public static Command slip(
      String key, PlayerId player, RoundId round, String currency, SlipItem... items) {
    return new Command.BetPlace(
        LIC, key, player, round, List.of(items), currency, null, "roulette-1.0.0", 1);
  }

  /** A cancel by the key of the bet. */
  public static Command cancel(String key, PlayerId player, String placeKey) {
    return new Command.BetCancel(LIC, key, player, null, placeKey);
  }

  /** The close. */
  public static Command close(String key, RoundId round) {
    return new Command.RoundClose(LIC, key, round, "dan");
  }

  /** A dealer's result. */
  public static Command result(String key, RoundId round, int pocket) {
    return new Command.RoundResult(
        LIC, key, round, new RouletteResult(pocket), ResultSource.DEALER, null, "dan");
  }

  /** Settling. */
  public static Command settle(String key, RoundId round) {
    return new Command.RoundSettle(LIC, key, round, "dan");
  }

  /** A void. */
  public static Command voided(String key, RoundId round) {
    return new Command.RoundVoid(LIC, key, round, VoidReason.MISDEAL, "sue");
  }
}
