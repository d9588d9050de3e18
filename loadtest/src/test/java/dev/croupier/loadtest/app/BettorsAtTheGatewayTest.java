package dev.croupier.loadtest.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.croupier.loadtest.bettor.BettorRun;
import dev.croupier.loadtest.measure.Section;
import dev.croupier.loadtest.plan.Arrivals;
import dev.croupier.loadtest.plan.BettorPlan;
import dev.croupier.loadtest.studio.GatewayApi;
import dev.croupier.time.clock.TableClock;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Both games' bettors at a real gateway, with a stampede, repeats and lost connections. */
final class BettorsAtTheGatewayTest {
  private static final String TABLES =
      """
      tables:
        - id: roulette-1
          game: roulette
          signals: [cam-a]
          slate: {codec: h264, width: 640, height: 360, fps: 30}
        - id: baccarat-1
          game: baccarat
          signals: [cam-a]
          slate: {codec: h264, width: 640, height: 360, fps: 30}
      """;
  private static final Map<String, List<String>> SPOTS =
      Map.of(
          "roulette-1", List.of("red", "black", "straight:17", "dozen:2", "six_line:1-2-3-4-5-6"),
          "baccarat-1", List.of("player", "banker", "tie"));
  private static final int BETTORS = 12;
  private static final int ROUNDS = 2;
  private static final long BETTING_MILLIS = 1_200;

  @TempDir Path folder;

  /** Deals rounds as fast as their betting allows. */
  private static void deal(TestHouse house, String table, CountDownLatch over) throws Exception {
    TableClock clock = house.ground().clock();
    String token = house.api().demoToken("dealer", "dealer-" + table);
    for (int i = 0; !over.await(100, TimeUnit.MILLISECONDS); i++) {
      JsonNode round =
          good(
              house
                  .api()
                  .post(
                      "/api/v1/tables/" + table + "/rounds",
                      token,
                      "open-" + table + i,
                      GatewayApi.object().put("bettingMs", BETTING_MILLIS)));
      String id = round.path("round").asText();
      long closesAt = round.path("closesAt").asLong();
      boolean _ = over.await((closesAt - clock.nowMicros()) / 1_000 + 200, TimeUnit.MILLISECONDS);
      house.await("/api/v1/rounds/" + id, token, now -> is(now, "closed"));
      ObjectNode body = GatewayApi.object().put("source", "dealer").put("frame", closesAt + 1_000);
      ObjectNode result = body.putObject("result");
      if (table.startsWith("roulette")) {
        result.put("pocket", 17 + i);
      } else {
        result.putArray("player").add("9H").add("KD");
        result.putArray("banker").add("2C").add("5S");
        result.put("shoe", "shoe-" + i);
      }
      good(house.api().post("/api/v1/rounds/" + id + "/result", token, "result-" + id, body));
      house.await("/api/v1/rounds/" + id, token, now -> is(now, "settled"));
    }
  }

  private static boolean is(JsonNode round, String state) {
    return round.path("state").asText().equals(state);
  }

  private static JsonNode good(GatewayApi.Answer answer) {
    assertTrue(answer.good(), answer.toString());
    return answer.body();
  }

  private static double count(Section section, String key) {
    return section.counts().stream()
        .filter(count -> count.key().equals(key))
        .mapToDouble(Section.Count::value)
        .sum();
  }

  @Test
  void nothingIsLostDoubledLateOrWronglyPaid() throws Exception {
    try (TestHouse house = TestHouse.open(folder.resolve("data"), TABLES);
        HttpClient http = HttpClient.newHttpClient();
        ExecutorService side = Executors.newVirtualThreadPerTaskExecutor()) {
      CountDownLatch over = new CountDownLatch(1);
      List<Future<?>> dealers = new ArrayList<>();
      List<Future<BettorRun>> crowds = new ArrayList<>();
      for (String table : SPOTS.keySet()) {
        crowds.add(side.submit(() -> bet(house, http, table)));
        dealers.add(
            side.submit(
                () -> {
                  deal(house, table, over);
                  return null;
                }));
      }
      for (Future<BettorRun> crowd : crowds) {
        Section seen = crowd.get().section();
        assertEquals(List.of(), seen.failures());
        assertEquals(
            Map.of(), crowd.get().findings().faults(), crowd.get().findings().examples()::toString);
        assertTrue(crowd.get().findings().accepted() > BETTORS, "bets were accepted");
        assertTrue(crowd.get().findings().settledRounds() >= BETTORS, "rounds were settled");
        assertTrue(count(seen, "refused_betting_closed") > 0, "some came rightly too late");
        assertTrue(count(seen, "repeats_sent") > 0, "slips were repeated");
        assertTrue(count(seen, "sessions_resumed") > 0, "connections were lost");
      }
      over.countDown();
      for (Future<?> dealer : dealers) {
        dealer.get();
      }
    }
  }

  private static BettorRun bet(TestHouse house, HttpClient http, String table) throws Exception {
    TableClock clock = house.ground().clock();
    BettorRun run =
        new BettorRun(
            new BettorRun.Target(
                URI.create("ws://127.0.0.1:" + house.address().getPort() + "/ws"), table),
            new BettorPlan(
                BETTORS,
                100,
                new Arrivals(Arrivals.Model.STAMPEDE, 4, 30, 0.3),
                ROUNDS,
                100,
                SPOTS.get(table),
                0.3,
                30),
            new HouseDoor(house.address(), http, "t-" + table, null),
            clock,
            new SplittableRandom(9));
    run.run(clock.nowMicros() + 60_000_000);
    return run;
  }
}
