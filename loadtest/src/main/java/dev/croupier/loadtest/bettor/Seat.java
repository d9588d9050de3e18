package dev.croupier.loadtest.bettor;

import com.fasterxml.jackson.databind.JsonNode;
import dev.croupier.loadtest.check.Books;
import dev.croupier.loadtest.check.Outcome;
import dev.croupier.loadtest.check.PayTable;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/**
 * What one bettor knows of its table from what it was told, and its books. Owned by the bettor's
 * thread.
 */
final class Seat {
  private static final Set<String> OVER = Set.of("settled", "void");

  /** A round in which slips may go out. */
  record Betting(String round, PayTable table, long closesAt) {}

  private record Asked(long intendedMicros, boolean excused) {}

  private final String subject;
  private final int rounds;
  private final Tally tally;
  private final ServerTime serverTime = new ServerTime();
  private final Map<String, Asked> asked = new HashMap<>();
  private final Set<String> entered = new LinkedHashSet<>();
  private int enteredEver;
  private Books books;
  private Betting betting;
  private String session;
  private boolean closed;

  /**
   * Nothing is known yet.
   *
   * @param rounds in how many it bets
   */
  Seat(String subject, int rounds, Tally tally) {
    this.subject = subject;
    this.rounds = rounds;
    this.tally = tally;
  }

  /** The books; null before the first welcome. */
  Books books() {
    return books;
  }

  /** The session to resume, or null. */
  String session() {
    return session;
  }

  /** The newest round it may bet in, or null. */
  Betting betting() {
    return betting;
  }

  /** The least that table time can be. */
  ServerTime serverTime() {
    return serverTime;
  }

  /** Rounds entered that are not over, as far as it was told. */
  List<String> unfinished() {
    return List.copyOf(entered);
  }

  /** Whether all rounds it came for are over. */
  boolean done() {
    return enteredEver >= rounds && entered.isEmpty();
  }

  /** A slip goes out that was meant for a moment. */
  void place(String key, String spot, long stakeMinor, long intended, long nowMicros) {
    asked.put(key, new Asked(intended, false));
    boolean late = closed || serverTime.atLeast(nowMicros) >= betting.closesAt();
    books.placed(key, betting.round(), spot, stakeMinor, late);
  }

  /** The connection is gone. */
  void cut() {
    books.cut();
    asked.replaceAll((_, slip) -> new Asked(slip.intendedMicros(), true));
  }

  /** A welcome; true if the session goes on, false if it is a new one. */
  boolean welcome(Frame frame, long atMicros) throws IOException {
    JsonNode body = frame.tree();
    serverTime.heard(frame.tableTime(), atMicros);
    session = body.path("session").asText();
    boolean resumed = body.path("resumed").asBoolean();
    if (resumed && books != null) {
      books.sequence().resumed(frame.seq());
      return true;
    }
    JsonNode snapshot = body.path("snapshot");
    if (books == null) {
      books = new Books(subject, snapshot.path("balanceMinor").asLong());
    }
    books.sequence().begun(frame.seq());
    JsonNode now = snapshot.path("round");
    if (now.path("state").asText().equals("betting")) {
      opened(now);
    }
    return false;
  }

  /** Any other message; stamped when it was heard. */
  void take(Frame frame, long atMicros) throws IOException {
    books.sequence().next(frame.seq());
    serverTime.heard(frame.tableTime(), atMicros);
    switch (frame.type()) {
      case "round.opened" -> opened(frame.tree());
      case "round.closed" -> {
        if (betting != null && frame.tree().path("round").asText().equals(betting.round())) {
          closed = true;
        }
      }
      case "bet.accepted", "bet.rejected", "error" -> answered(frame, atMicros);
      case "balance" -> books.told(frame.tree().path("balanceMinor").asLong());
      case "round.held" -> books.held(frame.tree().path("round").asText());
      case "round.result" -> result(frame.tree());
      case "round.settled" -> {
        JsonNode body = frame.tree();
        books.settled(body.path("round").asText(), bets(body.path("bets")), balance(body));
        over(body);
      }
      case "round.resettled" -> {
        JsonNode body = frame.tree();
        books.resettled(body.path("round").asText(), bets(body.path("bets")), balance(body));
      }
      case "round.voided" -> {
        JsonNode body = frame.tree();
        books.voided(body.path("round").asText(), refunds(body.path("refunds")));
        over(body);
      }
      default -> {
        // What a player is told besides does not touch money.
      }
    }
  }

  /** A stored answer, asked for by its key. */
  void found(String key, Cashier.Stored stored) {
    books.learned(key, answer(stored.status() == 201, stored.body(), 0));
    asked.remove(key);
  }

  /** A round, asked for because messages of it were missed. */
  void found(JsonNode round) {
    result(round);
    String state = round.path("state").asText();
    if (state.equals("settled")) {
      books.foundSettled(round.path("round").asText(), bets(round.path("bets")));
    } else if (state.equals("void")) {
      books.voided(round.path("round").asText(), refunds(round.path("bets")));
    }
    if (OVER.contains(state)) {
      over(round);
    }
  }

  private void opened(JsonNode round) throws IOException {
    String id = round.path("round").asText();
    if (enteredEver >= rounds || entered.contains(id)) {
      return;
    }
    String calcVer = round.path("calcVer").asText();
    PayTable table =
        PayTable.of(calcVer)
            .orElseThrow(
                () ->
                    new IOException(
                        "the table plays by "
                            + calcVer
                            + ", for which the tester has no payout table of its own"));
    entered.add(id);
    enteredEver++;
    closed = false;
    betting = new Betting(id, table, round.path("closesAt").asLong());
    books.opened(id, table, betting.closesAt());
  }

  private void over(JsonNode body) {
    entered.remove(body.path("round").asText());
  }

  private void answered(Frame frame, long atMicros) {
    JsonNode body = frame.tree();
    String key = body.path("idempotencyKey").asText();
    boolean accepted = frame.type().equals("bet.accepted");
    if (key.isEmpty() || key.equals("null")) {
      tally.refusal(body.path("code").asText());
      return;
    }
    Asked slip = asked.remove(key);
    if (slip != null) {
      var series = slip.excused() ? tally.afterLoss : accepted ? tally.accepted : tally.refused;
      series.record(atMicros - slip.intendedMicros());
      if (!accepted) {
        tally.refusal(body.path("code").asText());
      }
    }
    books.answered(
        key,
        frame.type().equals("error")
            ? new Books.Answer(Books.Verdict.ERROR, frame.body(), 0, frame.tableTime())
            : answer(accepted, frame.body(), frame.tableTime()));
  }

  private static Books.Answer answer(boolean accepted, String body, long tableTime) {
    return new Books.Answer(
        accepted ? Books.Verdict.ACCEPTED : Books.Verdict.REFUSED,
        body,
        Frame.tree(body).path("balanceMinor").asLong(),
        tableTime);
  }

  private void result(JsonNode body) {
    outcome(body.path("result"))
        .ifPresent(outcome -> books.result(body.path("round").asText(), outcome));
  }

  private static Optional<Outcome> outcome(JsonNode result) {
    if (result.path("pocket").canConvertToInt() && result.path("pocket").isIntegralNumber()) {
      return Optional.of(new Outcome.Pocket(result.path("pocket").intValue()));
    }
    if (result.path("player").isArray() && result.path("banker").isArray()) {
      return Optional.of(
          new Outcome.Coup(cards(result.path("player")), cards(result.path("banker"))));
    }
    return Optional.empty();
  }

  private static List<String> cards(JsonNode hand) {
    List<String> cards = new ArrayList<>();
    hand.forEach(card -> cards.add(card.asText()));
    return cards;
  }

  private static OptionalLong balance(JsonNode body) {
    JsonNode balance = body.path("balanceMinor");
    return balance.isIntegralNumber() ? OptionalLong.of(balance.longValue()) : OptionalLong.empty();
  }

  private static List<Books.Settled> bets(JsonNode bets) {
    return bets(bets, "creditMinor", Set.of("settled"));
  }

  /** Refunded bets; where the credit is not said it is the stake. */
  private static List<Books.Settled> refunds(JsonNode bets) {
    return bets(bets, "stakeMinor", Set.of("void"));
  }

  private static List<Books.Settled> bets(JsonNode bets, String orElse, Set<String> states) {
    List<Books.Settled> settled = new ArrayList<>();
    for (JsonNode bet : bets) {
      if (!states.contains(bet.path("state").asText())) {
        continue;
      }
      long stake = 0;
      long credit = 0;
      for (JsonNode item : bet.path("items")) {
        stake += item.path("stakeMinor").asLong();
        credit +=
            item.has("creditMinor")
                ? item.path("creditMinor").asLong()
                : item.path(orElse).asLong();
      }
      settled.add(new Books.Settled(bet.path("idempotencyKey").asText(), stake, credit));
    }
    return settled;
  }
}
