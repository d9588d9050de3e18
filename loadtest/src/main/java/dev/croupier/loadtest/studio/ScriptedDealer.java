package dev.croupier.loadtest.studio;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.croupier.time.clock.TableClock;
import java.io.IOException;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A dealer who runs rounds for ever, over the same HTTP door as a person. What comes out is a pure
 * function of the round's id, so that picture and result agree, and a restart ends an open round
 * with the same one.
 *
 * <p>A virtual thread of its own; {@link #round()} and {@link #close} from any thread. Every
 * command has a key made of the round's id, so that a repeat after a failure does nothing twice.
 */
public final class ScriptedDealer implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(ScriptedDealer.class);
  private static final long RETRY_MILLIS = 500;
  private static final long POLL_MILLIS = 200;
  private static final Set<String> SUPERVISED = Set.of("held", "parked");
  private static final Set<String> OVER = Set.of("settled", "void");

  private final String table;
  private final long bettingMillis;
  private final GatewayApi api;
  private final TableClock clock;
  private final Function<String, RoundState.Outcome> outcomes;
  private final Thread thread;
  private final CountDownLatch stopped = new CountDownLatch(1);
  private volatile RoundState round = RoundState.NONE;
  private String token;
  private long opened;

  /**
   * A dealer for a table, not started.
   *
   * @param bettingMillis how long each round takes bets
   * @param outcomes what comes out of the round of this id, always the same
   */
  public ScriptedDealer(
      String table,
      long bettingMillis,
      GatewayApi api,
      TableClock clock,
      Function<String, RoundState.Outcome> outcomes) {
    this.table = table;
    this.bettingMillis = bettingMillis;
    this.api = api;
    this.clock = clock;
    this.outcomes = outcomes;
    this.thread = Thread.ofVirtual().name("dealer " + table).unstarted(this::run);
  }

  /** Begins; an open round of before is ended first. */
  public void start() {
    thread.start();
  }

  /** What the pictures show. */
  public RoundState round() {
    return round;
  }

  /** Stops where it is; the round stays as it is. */
  @Override
  public void close() {
    stopped.countDown();
    thread.interrupt();
  }

  private void run() {
    try {
      while (stopped.getCount() > 0) {
        try {
          deal();
        } catch (IOException e) {
          if (stopped.getCount() > 0) {
            LOG.warn("the dealer of {} could not go on: {}", table, e.getMessage());
          }
          token = null;
          pause(RETRY_MILLIS);
        }
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  /** One round from its opening, or from where it was left, to a cleared table. */
  private void deal() throws IOException, InterruptedException {
    JsonNode open = current();
    if (open == null) {
      open =
          command(
              "/api/v1/tables/" + table + "/rounds",
              "open-" + table + "-" + clock.clockId() + "-" + opened++,
              GatewayApi.object().put("bettingMs", bettingMillis));
    }
    String id = open.path("round").asText();
    RoundState now =
        new RoundState(
            id, open.path("openedAt").asLong(), open.path("closesAt").asLong(), outcomes.apply(id));
    round = now;
    RoundTimeline timeline = RoundTimeline.of(now);
    // A round that a supervisor must look at is not the dealer's to end.
    if (!open.path("result").isObject() && !SUPERVISED.contains(open.path("state").asText())) {
      show(now, timeline);
      until(timeline.resultAtMicros());
      result(now, timeline);
    }
    awaitOver(id);
    until(timeline.endsAtMicros());
  }

  /** Tells what happens at the table, when it happens; what is past by now is left out. */
  private void show(RoundState now, RoundTimeline timeline)
      throws IOException, InterruptedException {
    if (now.outcome() instanceof RoundState.Outcome.Pocket) {
      if (clock.nowMicros() <= timeline.ballFallsAtMicros()) {
        until(timeline.ballLeavesAtMicros());
        progress(
            now,
            "ball",
            GatewayApi.object()
                .put("kind", "ball_launched")
                .put("frame", timeline.ballLeavesAtMicros()));
      }
      return;
    }
    int place = 0;
    for (RoundTimeline.Dealt dealt : timeline.dealt()) {
      place++;
      if (clock.nowMicros() <= dealt.liesAtMicros()) {
        until(dealt.showsAtMicros());
        progress(
            now,
            "card-" + place,
            GatewayApi.object()
                .put("kind", "card")
                .put("card", dealt.card().toString())
                .put("to", dealt.hand() == RoundTimeline.Hand.PLAYER ? "player" : "banker")
                .put("frame", dealt.showsAtMicros()));
      }
    }
  }

  private void progress(RoundState now, String step, ObjectNode body)
      throws IOException, InterruptedException {
    command("/api/v1/rounds/" + now.round() + "/progress", now.round() + "-" + step, body);
  }

  private void result(RoundState now, RoundTimeline timeline)
      throws IOException, InterruptedException {
    ObjectNode result = GatewayApi.object();
    switch (now.outcome()) {
      case RoundState.Outcome.Pocket(int pocket) -> result.put("pocket", pocket);
      case RoundState.Outcome.Coup(var player, var banker) -> {
        var playerCards = result.putArray("player");
        player.forEach(card -> playerCards.add(card.toString()));
        var bankerCards = result.putArray("banker");
        banker.forEach(card -> bankerCards.add(card.toString()));
        // One coup a shoe: its cards follow from the round alone, so no copy can come a ninth time.
        result.put("shoe", now.round());
      }
      case RoundState.Outcome.None() -> throw new IllegalStateException("a round without outcome");
    }
    ObjectNode body = GatewayApi.object();
    body.set("result", result);
    body.put("source", "dealer").put("frame", timeline.restsAtMicros());
    command("/api/v1/rounds/" + now.round() + "/result", now.round() + "-result", body);
  }

  /** The table's round if it is not over yet, else null. */
  private JsonNode current() throws IOException, InterruptedException {
    GatewayApi.Answer answer = api.get("/api/v1/tables/" + table, null);
    if (!answer.good()) {
      throw new IOException("table " + table + ": " + answer);
    }
    JsonNode now = answer.body().path("round");
    return now.isObject() && !OVER.contains(now.path("state").asText()) ? now : null;
  }

  private void awaitOver(String id) throws IOException, InterruptedException {
    while (stopped.getCount() > 0) {
      JsonNode now = current();
      if (now == null || !now.path("round").asText().equals(id)) {
        return;
      }
      pause(POLL_MILLIS);
    }
  }

  private JsonNode command(String path, String key, ObjectNode body)
      throws IOException, InterruptedException {
    if (token == null) {
      token = api.demoToken("dealer", "dealer-" + table);
    }
    GatewayApi.Answer answer = api.post(path, token, key, body);
    if (!answer.good()) {
      throw new IOException(path + ": " + answer);
    }
    return answer.body();
  }

  private void until(long tableMicros) throws InterruptedException {
    long left = tableMicros - clock.nowMicros();
    while (left > 0 && stopped.getCount() > 0) {
      pause(left / 1_000 + 1);
      left = tableMicros - clock.nowMicros();
    }
    if (stopped.getCount() == 0) {
      throw new InterruptedException("stopped");
    }
  }

  private void pause(long millis) throws InterruptedException {
    boolean _ = stopped.await(millis, TimeUnit.MILLISECONDS);
  }
}
