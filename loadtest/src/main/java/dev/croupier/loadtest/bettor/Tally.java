package dev.croupier.loadtest.bettor;

import dev.croupier.loadtest.measure.Series;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.atomic.LongAdder;

/** What all bettors of a run write into. Any thread. */
final class Tally {
  /** Codes and reasons told apart; the server names them. */
  private static final int MAX_NAMES = 32;

  private static final String OTHER = "other";

  final Series welcomed = new Series();
  final Series accepted = new Series();
  final Series refused = new Series();
  final Series afterLoss = new Series();
  final Series again = new Series();
  final LongAdder repeats = new LongAdder();
  final LongAdder drops = new LongAdder();
  final LongAdder losses = new LongAdder();
  final LongAdder resumed = new LongAdder();
  final LongAdder anew = new LongAdder();
  final LongAdder byKey = new LongAdder();
  private final SortedMap<String, Long> refusals = new TreeMap<>();
  private final SortedMap<String, Integer> failures = new TreeMap<>();
  private int failed;

  /** A slip was refused with a code. */
  synchronized void refusal(String code) {
    refusals.merge(bounded(refusals, code), 1L, Long::sum);
  }

  /** A bettor could not go on. */
  synchronized void failure(String reason) {
    failed++;
    failures.merge(bounded(failures, reason), 1, Integer::sum);
  }

  synchronized int failed() {
    return failed;
  }

  /** The first few reasons of failures. */
  synchronized List<String> failures(int most) {
    return failures.keySet().stream().limit(most).toList();
  }

  /** Codes of refused slips with their number. */
  synchronized SortedMap<String, Long> refusals() {
    return new TreeMap<>(refusals);
  }

  private static String bounded(SortedMap<String, ?> names, String name) {
    return names.containsKey(name) || names.size() < MAX_NAMES ? name : OTHER;
  }
}
