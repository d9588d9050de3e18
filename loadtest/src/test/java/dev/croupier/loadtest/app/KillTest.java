package dev.croupier.loadtest.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.croupier.loadtest.studio.GatewayApi;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * {@code kill -9} of the whole demo in the middle of betting: every acknowledged bet is there after
 * the restart.
 */
class KillTest {
  private static final String TABLES =
      """
      tables:
        - id: roulette-1
          game: roulette
          signals: [cam-a]
          slate: {codec: h264, width: 640, height: 360, fps: 30}
          bettingMs: 10000
      """;

  @TempDir Path folder;

  /** A demo in a process of its own. */
  private final class Demo implements AutoCloseable {
    private final Process process;
    private final GatewayApi api;

    private Demo(Path config) throws IOException {
      ProcessBuilder builder =
          new ProcessBuilder(
              Path.of(System.getProperty("java.home"), "bin", "java").toString(),
              "--enable-native-access=ALL-UNNAMED",
              "--sun-misc-unsafe-memory-access=allow",
              "-XX:TieredStopAtLevel=1",
              "-cp",
              System.getProperty("java.class.path"),
              Main.class.getName(),
              "demo",
              "--small",
              "--config",
              config.toString(),
              "--data",
              folder.resolve("data").toString());
      Map<String, String> environment = builder.environment();
      for (String port :
          new String[] {
            "HTTP_PORT", "MEDIA_PORT", "ADMIN_PORT", "TIME_NTP_PORT", "TIME_HTTP_PORT"
          }) {
        environment.put("CROUPIER_" + port, "0");
      }
      process = builder.redirectError(folder.resolve("demo.log").toFile()).start();
      api = new GatewayApi(ready(), HttpClient.newHttpClient());
    }

    private URI ready() throws IOException {
      BufferedReader out =
          new BufferedReader(
              new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
      for (String line = out.readLine(); line != null; line = out.readLine()) {
        if (line.startsWith("ready ")) {
          return URI.create(line.substring("ready ".length()));
        }
      }
      throw new IOException(
          "the demo did not start: " + Files.readString(folder.resolve("demo.log")));
    }

    /** The round that takes bets. */
    private String awaitBetting() throws Exception {
      for (int i = 0; i < 600; i++) {
        JsonNode round = api.get("/api/v1/tables/roulette-1", null).body().path("round");
        if (round.path("state").asText().equals("betting")) {
          return round.path("round").asText();
        }
        assertTrue(process.isAlive(), "the demo lives");
        boolean _ = process.waitFor(100, TimeUnit.MILLISECONDS);
      }
      throw new AssertionError("no round takes bets");
    }

    /** SIGKILL: nothing is flushed, nothing is said. */
    private void kill() throws InterruptedException {
      process.destroyForcibly();
      assertTrue(process.waitFor(10, TimeUnit.SECONDS));
    }

    @Override
    public void close() {
      process.destroy();
      try {
        if (!process.waitFor(15, TimeUnit.SECONDS)) {
          process.destroyForcibly();
        }
      } catch (InterruptedException _) {
        process.destroyForcibly();
        Thread.currentThread().interrupt();
      }
    }
  }

  @Test
  void everyAcknowledgedBetIsThereAfterTheRestartAndItsRoundEnds() throws Exception {
    Path config = Files.writeString(folder.resolve("tables.yaml"), TABLES);
    Map<String, String> acknowledged = new LinkedHashMap<>();
    Map<String, Long> staked = new HashMap<>();
    String round;
    String refusal = "none was refused";
    try (Demo demo = new Demo(config)) {
      List<String> tokens = new ArrayList<>();
      for (int player = 0; player < 4; player++) {
        tokens.add(demo.api.demoToken("player", "player-" + player));
      }
      round = demo.awaitBetting();
      for (int i = 0; i < 200; i++) {
        int player = i % 4;
        ObjectNode bet = GatewayApi.object().put("round", round);
        bet.putArray("items").addObject().put("spot", "straight:" + i % 37).put("stakeMinor", 100);
        String key = "kill-" + i;
        GatewayApi.Answer answer = demo.api.post("/api/v1/bets", tokens.get(player), key, bet);
        if (answer.status() == 201) {
          acknowledged.put(key, answer.body().toString());
          staked.merge("player-" + player, 100L, Long::sum);
        } else {
          refusal = answer.toString();
        }
        if (i == 120) {
          demo.kill();
          break;
        }
      }
    }
    assertTrue(
        acknowledged.size() > 20, acknowledged.size() + " bets were acknowledged; " + refusal);

    try (Demo demo = new Demo(config)) {
      Map<String, String> tokens = new HashMap<>();
      for (String player : staked.keySet()) {
        tokens.put(player, demo.api.demoToken("player", player));
      }
      for (Map.Entry<String, String> bet : acknowledged.entrySet()) {
        int player = Integer.parseInt(bet.getKey().substring("kill-".length())) % 4;
        GatewayApi.Answer again =
            demo.api.get("/api/v1/bets/by-key/" + bet.getKey(), tokens.get("player-" + player));
        assertEquals(201, again.status());
        assertEquals(bet.getValue(), again.body().toString());
      }
      String staff = demo.api.demoToken("auditor", "auditor");
      JsonNode ended = null;
      for (int i = 0; i < 600 && ended == null; i++) {
        JsonNode now = demo.api.get("/api/v1/rounds/" + round, staff).body();
        if (List.of("settled", "void").contains(now.path("state").asText())) {
          ended = now;
        } else {
          boolean _ = demo.process.waitFor(100, TimeUnit.MILLISECONDS);
        }
      }
      assertTrue(ended != null, "the round ended");
      Map<String, Long> balances = new HashMap<>();
      int decided = 0;
      for (JsonNode bet : ended.path("bets")) {
        assertTrue(List.of("settled", "void").contains(bet.path("state").asText()), bet.toString());
        long credit = 0;
        for (JsonNode item : bet.path("items")) {
          boolean won =
              item.path("spot")
                  .asText()
                  .equals("straight:" + ended.path("result").path("pocket").asInt());
          long expected = won ? item.path("stakeMinor").asLong() * 36 : 0;
          assertEquals(expected, item.path("creditMinor").asLong());
          credit += expected;
        }
        balances.merge(bet.path("player").asText(), credit, Long::sum);
        decided++;
      }
      assertTrue(decided >= acknowledged.size(), "no acknowledged bet is missing");
      for (Map.Entry<String, Long> player : staked.entrySet()) {
        JsonNode wallet =
            demo.api.get("/api/v1/wallets/" + player.getKey(), tokens.get(player.getKey())).body();
        long bets = 0;
        for (JsonNode bet : ended.path("bets")) {
          bets += bet.path("player").asText().equals(player.getKey()) ? 100 : 0;
        }
        assertEquals(
            100_000 - bets + balances.get(player.getKey()),
            wallet.path("balanceMinor").asLong(),
            player.getKey());
        assertEquals(0, wallet.path("openStakesMinor").asLong());
      }
    }
  }
}
