package dev.croupier.loadtest.viewer;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.croupier.gateway.control.wire.ClientEncoder;
import dev.croupier.gateway.control.wire.ClientMessage;
import dev.croupier.gateway.control.wire.Contract;
import dev.croupier.gateway.ids.RoundId;
import dev.croupier.gateway.ids.TableId;
import dev.croupier.loadtest.check.Books;
import dev.croupier.loadtest.measure.Series;
import dev.croupier.loadtest.plan.BettorPlan;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeSet;
import java.util.function.LongSupplier;

/**
 * One player at the socket: says hello, places slips at moments drawn beforehand while betting is
 * open, and keeps its books. One thread.
 *
 * <p>A slip's latency counts from the moment it was meant to go out, so that a bettor held up by
 * the server or by itself does not hide it.
 */
final class Bettor {
  private static final ObjectMapper JSON = new ObjectMapper();

  /** No slip is meant for the last half second: what is late by right says nothing. */
  private static final long MARGIN_MICROS = 500_000;

  private static final long WELCOME_MICROS = 10_000_000;

  /** What all bettors write into. */
  record Shared(Series welcomed, Series answered, Set<String> refusals) {}

  private final String subject;
  private final BetSocket socket;
  private final BettorPlan plan;
  private final LongSupplier micros;
  private final SplittableRandom random;
  private final Shared shared;
  private final Map<String, Long> intendedAt = new HashMap<>();
  private final Set<String> rounds = new TreeSet<>();
  private Books books;
  private String round;
  private long bettingUntilMicros;
  private long nextSlipMicros = Long.MAX_VALUE;
  private int slips;
  private String ended;

  Bettor(
      String subject,
      BetSocket socket,
      BettorPlan plan,
      LongSupplier micros,
      SplittableRandom random,
      Shared shared) {
    this.subject = subject;
    this.socket = socket;
    this.plan = plan;
    this.micros = micros;
    this.random = random;
    this.shared = shared;
  }

  /** Enters the table; {@code intended} is when it meant to. */
  void enter(String table, String token, long intended) throws IOException, InterruptedException {
    socket.send(
        ClientEncoder.encode(
            new ClientMessage.Hello(
                token, new TableId(table), null, List.of(Contract.NEWEST), null)));
    long deadline = micros.getAsLong() + WELCOME_MICROS;
    while (books == null) {
      BetSocket.Heard heard = socket.next(deadline - micros.getAsLong());
      if (heard == null) {
        throw new IOException("no welcome in time");
      }
      take(heard);
      if (ended != null) {
        throw new IOException("not welcomed: " + ended);
      }
      if (books != null) {
        shared.welcomed().record(heard.atMicros() - intended);
      }
    }
  }

  /** Bets until its rounds are over, or the time. */
  void play(long untilMicros) throws IOException, InterruptedException {
    long now = micros.getAsLong();
    while (now < untilMicros && books.roundsOver() < plan.rounds()) {
      if (now >= nextSlipMicros) {
        place();
      }
      hear(Math.min(nextSlipMicros, untilMicros) - micros.getAsLong());
      now = micros.getAsLong();
    }
  }

  /** Listens for a while, without betting. */
  void hear(long waitMicros) throws IOException, InterruptedException {
    BetSocket.Heard heard = socket.next(waitMicros);
    if (heard != null) {
      take(heard);
      if (ended != null) {
        throw new IOException("the socket was closed: " + ended);
      }
    }
  }

  /** Its books. */
  Books books() {
    return books;
  }

  private void take(BetSocket.Heard heard) throws IOException {
    if (heard.text() == null) {
      ended = heard.end();
      return;
    }
    JsonNode message;
    try {
      message = JSON.readTree(heard.text());
    } catch (JsonProcessingException e) {
      throw new IOException("a message that is no JSON", e);
    }
    JsonNode body = message.path("body");
    String type = message.path("type").asText();
    if (books == null && !type.equals("welcome")) {
      if (type.equals("error") || type.equals("session.ended")) {
        ended = body.path("code").asText() + " " + body.path("detail").asText();
      }
      return;
    }
    switch (type) {
      case "welcome" -> welcome(message, body.path("snapshot"));
      case "round.opened" -> opened(message, body);
      case "round.closed" -> closed();
      case "bet.accepted" -> accepted(body, heard.atMicros());
      case "bet.rejected", "error" -> refused(body);
      case "round.result" -> result(body);
      case "round.settled" ->
          books.settled(body.path("round").asText(), settled(body.path("bets")));
      case "round.voided" -> books.voided(body.path("round").asText());
      default -> {
        // What a player is told besides does not touch money.
      }
    }
  }

  private void welcome(JsonNode message, JsonNode snapshot) {
    books = new Books(subject, snapshot.path("balanceMinor").asLong());
    JsonNode now = snapshot.path("round");
    if (now.path("state").asText().equals("betting")) {
      opened(message, now);
    }
  }

  private void opened(JsonNode message, JsonNode body) {
    if (rounds.size() >= plan.rounds() || !rounds.add(body.path("round").asText())) {
      return;
    }
    round = body.path("round").asText();
    // The server's own two times tell how long is left; no clock need agree with another.
    long left = body.path("closesAt").asLong() - message.path("tableTime").asLong();
    bettingUntilMicros = micros.getAsLong() + left - MARGIN_MICROS;
    nextSlipMicros = micros.getAsLong();
    draw();
  }

  private void closed() {
    nextSlipMicros = Long.MAX_VALUE;
  }

  private void place() {
    String key = subject + "-" + slips++;
    String spot = plan.spots().get(random.nextInt(plan.spots().size()));
    intendedAt.put(key, nextSlipMicros);
    books.placed(key, round, spot, plan.stakeMinor());
    socket.send(
        ClientEncoder.encode(
            new ClientMessage.BetPlace(
                key,
                new RoundId(round),
                List.of(new ClientMessage.Item(spot, plan.stakeMinor())))));
    draw();
  }

  /** Draws the next slip's moment: arrivals at random, at the planned rate (Poisson). */
  private void draw() {
    double waitSeconds = -Math.log(1 - random.nextDouble()) / plan.slips().perSecond();
    nextSlipMicros += Math.round(waitSeconds * 1_000_000);
    if (nextSlipMicros > bettingUntilMicros) {
      nextSlipMicros = Long.MAX_VALUE;
    }
  }

  private void accepted(JsonNode body, long atMicros) {
    String key = body.path("idempotencyKey").asText();
    Long intended = intendedAt.remove(key);
    if (intended != null) {
      shared.answered().record(atMicros - intended);
    }
    books.accepted(key);
  }

  private void refused(JsonNode body) {
    String key = body.path("idempotencyKey").asText();
    if (intendedAt.remove(key) != null) {
      books.refused(key);
      shared.refusals().add(body.path("code").asText());
    }
  }

  private void result(JsonNode body) {
    JsonNode pocket = body.path("result").path("pocket");
    if (pocket.isInt()) {
      books.result(body.path("round").asText(), pocket.intValue());
    }
  }

  private static List<Books.Settled> settled(JsonNode bets) {
    List<Books.Settled> settled = new ArrayList<>();
    for (JsonNode bet : bets) {
      long stake = 0;
      long credit = 0;
      for (JsonNode item : bet.path("items")) {
        stake += item.path("stakeMinor").asLong();
        credit += item.path("creditMinor").asLong();
      }
      settled.add(new Books.Settled(bet.path("idempotencyKey").asText(), stake, credit));
    }
    return settled;
  }
}
