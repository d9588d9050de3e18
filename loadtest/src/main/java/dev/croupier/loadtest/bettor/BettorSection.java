package dev.croupier.loadtest.bettor;

import dev.croupier.loadtest.check.Fault;
import dev.croupier.loadtest.check.Findings;
import dev.croupier.loadtest.measure.Section;
import dev.croupier.loadtest.measure.Series;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What all bettors saw, in the form of the reports. Pure. */
final class BettorSection {
  private BettorSection() {}

  static Section of(int asked, int failed, List<String> failures, Tally tally, Findings money) {
    return new Section(
        "bettors",
        "bettors",
        asked,
        failed,
        failures,
        List.of(
            tally.welcomed.named("welcomed", "welcome"),
            tally.accepted.named("bet_accepted", "bet to accepted"),
            tally.refused.named("bet_refused", "bet to refused"),
            tally.afterLoss.named("bet_after_loss", "bet to answer, over a lost connection"),
            tally.again.named("came_again", "lost to welcome")),
        counts(tally, money),
        figures(failed, tally.accepted.summary(), money),
        List.of());
  }

  private static List<Section.Count> counts(Tally tally, Findings money) {
    List<Section.Count> counts = new ArrayList<>();
    add(counts, "bets_accepted", "bets accepted", money.accepted());
    add(counts, "bets_refused", "bets refused", money.refused());
    tally
        .refusals()
        .forEach((code, count) -> add(counts, "refused_" + code, "refused " + code, count));
    add(counts, "answered_after_close", "answered after the close", money.answeredAfterClose());
    add(counts, "repeats_sent", "repeats sent", tally.repeats.sum());
    add(counts, "connections_dropped", "connections dropped by us", tally.drops.sum());
    add(counts, "connections_lost", "connections lost otherwise", tally.losses.sum());
    add(counts, "sessions_resumed", "sessions resumed", tally.resumed.sum());
    add(counts, "sessions_anew", "sessions begun anew", tally.anew.sum());
    add(counts, "answers_by_key", "answers asked for by key", tally.byKey.sum());
    add(counts, "rounds_settled", "rounds settled", money.settledRounds());
    add(counts, "rounds_void", "rounds void", money.voidRounds());
    for (Fault fault : Fault.values()) {
      String words = fault.key().replace('_', ' ');
      add(counts, "fault_" + fault.key(), words, money.of(fault));
    }
    return counts;
  }

  private static void add(List<Section.Count> counts, String key, String label, long value) {
    counts.add(new Section.Count(key, label, value, ""));
  }

  private static Map<String, Double> figures(int failed, Series.Summary bets, Findings money) {
    Map<String, Double> figures = new LinkedHashMap<>();
    figures.put("failed_hellos", (double) failed);
    figures.put("accepted_bets", (double) money.accepted());
    figures.put("bet_p50_ms", none(bets, bets.p50()));
    figures.put("bet_p95_ms", none(bets, bets.p95()));
    figures.put("bet_p99_ms", none(bets, bets.p99()));
    figures.put("bet_p999_ms", none(bets, bets.p999()));
    figures.put("settled_rounds", (double) money.settledRounds());
    figures.put("aborted_rounds", (double) money.voidRounds());
    for (Fault fault : Fault.values()) {
      figures.put(figure(fault), (double) money.of(fault));
    }
    return figures;
  }

  /** The figure that an objective names a fault by. */
  private static String figure(Fault fault) {
    return switch (fault) {
      case UNANSWERED -> "unanswered_bets";
      case LOST -> "lost_bets";
      case LATE_ACCEPTED -> "late_accepted_bets";
      case DOUBLED -> "doubled_bets";
      case WRONG_PAYOUT -> "wrong_payouts";
      case WRONG_BALANCE -> "wrong_balances";
      case WRONG_WALLET -> "wrong_wallets";
      case CHANGED_ANSWER -> "changed_answers";
      case CHANGED_RESULT -> "changed_results";
      case IMPOSSIBLE_RESULT -> "impossible_results";
      case SEQUENCE_HOLE -> "sequence_holes";
      case SEQUENCE_REPEAT -> "sequence_repeats";
    };
  }

  /** What was not measured reaches no upper limit. */
  private static double none(Series.Summary series, double value) {
    return series.count() == 0 ? Double.POSITIVE_INFINITY : value;
  }
}
