package dev.croupier.loadtest.app;

import com.fasterxml.jackson.databind.JsonNode;
import dev.croupier.loadtest.plan.Event;
import dev.croupier.loadtest.studio.GatewayApi;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Events at a gateway: its staff's doors for handovers and swaps, the run's own cameras and relay
 * for faults. One thread.
 */
final class HouseStage implements Stage {
  private static final int HANDOVER_TRIES = 100;
  private static final long ASK_MILLIS = 100;

  /** A run's own cameras. */
  @FunctionalInterface
  interface Cameras {
    /** Lets faults happen to a camera. */
    void apply(String signal, List<String> faults) throws IOException;
  }

  /** A run's own network. */
  @FunctionalInterface
  interface Network {
    /** Changes it; null leaves a way as it is. */
    void change(String up, String down) throws IOException;
  }

  private final GatewayApi api;
  private final String table;
  private final String run;
  private final Cameras cameras;
  private final Network network;
  private int commands;

  /**
   * A stage.
   *
   * @param api null for any other server
   * @param run makes idempotency keys that no earlier run has used
   */
  HouseStage(GatewayApi api, String table, String run, Cameras cameras, Network network) {
    this.api = api;
    this.table = table;
    this.run = run;
    this.cameras = cameras;
    this.network = network;
  }

  @Override
  public void camera(String signal, List<String> faults) throws IOException {
    cameras.apply(signal, faults);
  }

  @Override
  public void network(String up, String down) throws IOException {
    network.change(up, down);
  }

  @Override
  public void handover(String to) throws IOException, InterruptedException {
    String token = operator();
    GatewayApi.Answer begun =
        api.post(
            "/api/v1/tables/" + table + "/handovers",
            token,
            key(),
            GatewayApi.object().put("to", to));
    require(begun, "handover");
    String path = "/api/v1/handovers/" + begun.body().path("id").asText();
    CountDownLatch never = new CountDownLatch(1);
    for (int i = 0; i < HANDOVER_TRIES; i++) {
      JsonNode now = api.get(path, token).body();
      switch (now.path("state").asText()) {
        case "switched", "done", "completed" -> {
          return;
        }
        case "aborted", "rolled_back" ->
            throw new IOException("handover aborted: " + now.path("reason").asText());
        default -> {
          boolean _ = never.await(ASK_MILLIS, TimeUnit.MILLISECONDS);
        }
      }
    }
    throw new IOException("handover not done in " + HANDOVER_TRIES * ASK_MILLIS / 1_000 + " s");
  }

  @Override
  public void swap(String build) throws IOException, InterruptedException {
    String token = operator();
    String game = api.get("/api/v1/tables/" + table, null).body().path("game").asText();
    String wanted = build.equals(Event.Swap.ANY) ? other(game, token) : build;
    require(
        api.post(
            "/api/v1/rollouts",
            token,
            key(),
            GatewayApi.object().put("game", game).put("build", wanted).put("percent", 100)),
        "player swap");
  }

  /** The last published build of a game that is not the current one. */
  private String other(String game, String token) throws IOException, InterruptedException {
    String current = api.get("/manifests/" + game + ".json", null).body().path("build").asText();
    String other = null;
    for (JsonNode each : api.get("/api/v1/builds", token).body().path("builds")) {
      String id = each.path("buildId").asText();
      if (id.startsWith(game + "-") && !id.equals(current)) {
        other = id;
      }
    }
    if (other == null) {
      throw new IOException("no other build of " + game + " is published");
    }
    return other;
  }

  private String operator() throws IOException, InterruptedException {
    if (api == null) {
      throw new IOException("only a gateway can do that");
    }
    return api.demoToken("operator", "lt-" + run + "-operator");
  }

  private String key() {
    commands++;
    return "lt-" + run + "-" + commands;
  }

  private static void require(GatewayApi.Answer answer, String what) throws IOException {
    if (!answer.good()) {
      throw new IOException(
          what
              + " refused: "
              + answer.status()
              + " "
              + answer.body().path("code").asText()
              + " "
              + answer.body().path("detail").asText());
    }
  }
}
