package dev.croupier.gateway.rounds.rules;

import dev.croupier.gateway.rounds.event.Result;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;

/**
 * What one {@code calcVer} computed on the day it was released. A text of lines:
 *
 * <pre>
 * result 17 {"pocket":17}
 * impossible impossible_pocket {"pocket":37}
 * bet straight:17 100 17=3600
 * </pre>
 *
 * <p>A result has a number; an impossible one has its reason; a bet has its spot, its stake in
 * minor units and the credit under each result that gives one: under all others it is 0.
 */
final class Corpus {
  private final Map<String, Result> possible = new LinkedHashMap<>();
  private final List<Impossible> impossible = new ArrayList<>();
  private final List<Bet> bets = new ArrayList<>();

  private Corpus() {}

  /** A result the engine refused, and why. */
  private record Impossible(String reason, Result result) {}

  /** A bet and its credits above 0 by the result's number. */
  private record Bet(String spot, long stakeMinor, Map<String, Long> creditMinor) {}

  /**
   * Reads a released text.
   *
   * @throws IllegalStateException for a line that is none of the three
   */
  static Corpus parse(String text) {
    Corpus corpus = new Corpus();
    text.lines().forEach(corpus::line);
    return corpus;
  }

  /**
   * The text for what an engine computes now: every spot with every stake that all results can
   * settle, under every result.
   */
  static String write(
      Engine engine, List<Result> possible, List<Result> impossible, List<Long> stakesMinor) {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < possible.size(); i++) {
      text.append("result ").append(i).append(' ').append(possible.get(i).canonicalJson());
      text.append('\n');
    }
    for (Result result : impossible) {
      text.append("impossible ").append(engine.check(result).orElseThrow()).append(' ');
      text.append(result.canonicalJson()).append('\n');
    }
    for (String spot : engine.spots()) {
      for (long stakeMinor : stakesMinor) {
        if (engine.maxCreditMinor(spot, stakeMinor).isPresent()) {
          text.append("bet ").append(spot).append(' ').append(stakeMinor);
          for (int i = 0; i < possible.size(); i++) {
            long creditMinor = engine.creditMinor(spot, stakeMinor, possible.get(i));
            if (creditMinor != 0) {
              text.append(' ').append(i).append('=').append(creditMinor);
            }
          }
          text.append('\n');
        }
      }
    }
    return text.toString();
  }

  /** How many bets there are. */
  int size() {
    return bets.size();
  }

  /**
   * The first thing an engine computes otherwise, or empty.
   *
   * @param every 1 tries each bet, n only each n-th
   */
  Optional<String> difference(Engine engine, int every) {
    TreeSet<String> spots = new TreeSet<>();
    bets.forEach(bet -> spots.add(bet.spot));
    if (!spots.equals(new TreeSet<>(engine.spots()))) {
      return Optional.of("other spots");
    }
    for (Impossible each : impossible) {
      String reason = engine.check(each.result).orElse("possible");
      if (!reason.equals(each.reason)) {
        return Optional.of(
            "%s is %s, was %s".formatted(each.result.canonicalJson(), reason, each.reason));
      }
    }
    for (Result result : possible.values()) {
      Optional<String> reason = engine.check(result);
      if (reason.isPresent()) {
        return Optional.of(
            "%s is %s, was possible".formatted(result.canonicalJson(), reason.get()));
      }
    }
    for (int i = 0; i < bets.size(); i += every) {
      Optional<String> difference = difference(engine, bets.get(i));
      if (difference.isPresent()) {
        return difference;
      }
    }
    return Optional.empty();
  }

  private Optional<String> difference(Engine engine, Bet bet) {
    if (engine.maxCreditMinor(bet.spot, bet.stakeMinor).isEmpty()) {
      return Optional.of("%d on %s cannot be settled".formatted(bet.stakeMinor, bet.spot));
    }
    for (Map.Entry<String, Result> each : possible.entrySet()) {
      long was = bet.creditMinor.getOrDefault(each.getKey(), 0L);
      long now = engine.creditMinor(bet.spot, bet.stakeMinor, each.getValue());
      if (now != was) {
        return Optional.of(
            "%d on %s under %s gives %d, gave %d"
                .formatted(bet.stakeMinor, bet.spot, each.getValue().canonicalJson(), now, was));
      }
    }
    return Optional.empty();
  }

  private void line(String line) {
    String[] parts = line.split(" ", -1);
    if (parts.length < 3) {
      throw new IllegalStateException("a corpus has no such line: " + line);
    }
    switch (parts[0]) {
      case "result" -> possible.put(parts[1], result(parts[2]));
      case "impossible" -> impossible.add(new Impossible(parts[1], result(parts[2])));
      case "bet" -> {
        Map<String, Long> credits = new HashMap<>();
        for (int i = 3; i < parts.length; i++) {
          int equals = parts[i].indexOf('=');
          credits.put(
              parts[i].substring(0, equals),
              Long.parseLong(parts[i], equals + 1, parts[i].length(), 10));
        }
        bets.add(new Bet(parts[1], Long.parseLong(parts[2]), credits));
      }
      default -> throw new IllegalStateException("a corpus has no such line: " + line);
    }
  }

  private static Result result(String json) {
    return switch (Result.parse(json)) {
      case Result.Read(Result result) -> result;
      case Result.Unreadable(String code, String detail) ->
          throw new IllegalStateException("a corpus has a result that is " + code + ": " + detail);
    };
  }
}
