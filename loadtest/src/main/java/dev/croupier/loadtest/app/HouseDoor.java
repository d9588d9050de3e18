package dev.croupier.loadtest.app;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import dev.croupier.loadtest.bettor.Cashier;
import dev.croupier.loadtest.report.Environment;
import dev.croupier.loadtest.studio.GatewayApi;
import dev.croupier.time.clock.TableClock;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.nio.channels.UnresolvedAddressException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * The HTTP door of the server under test: whether it is a gateway at all, tokens, wallets. Blocks;
 * any thread.
 */
final class HouseDoor implements Cashier {
  private static final long LIVE_MICROS = 20_000_000;
  private static final long ASK_MILLIS = 100;
  private static final Duration DEADLINE = Duration.ofSeconds(10);

  /** Where the admin door is unless it was told otherwise; only on the server's own machine. */
  private static final int ADMIN_PORT = 8081;

  /** What is wrong with the server, in one line for a person. */
  static final class Unusable extends IOException {
    Unusable(String message) {
      super(message);
    }
  }

  /** Asks a server something. */
  @FunctionalInterface
  interface Question<T> {
    /** The answer. */
    T ask() throws IOException, InterruptedException;
  }

  private final GatewayApi api;
  private final String run;
  private final String given;

  /**
   * A door.
   *
   * @param run makes subjects that no earlier run has used
   * @param given a token that all use, or null for demo tokens
   */
  HouseDoor(URI base, HttpClient http, String run, String given) {
    this.api = new GatewayApi(base, http);
    this.run = run;
    this.given = given;
  }

  /** The whole door, for staff. */
  GatewayApi api() {
    return api;
  }

  /** Refuses an address where no gateway with this table answers, or that gives no tokens. */
  void check(String table) throws IOException, InterruptedException {
    GatewayApi.Answer answer = table(table);
    String code = answer.body().path("code").asText();
    if (answer.status() == 404 && code.equals("unknown_table")) {
      throw new Unusable("the gateway at " + api.base() + " has no table " + table);
    }
    if (!answer.good() || !answer.body().path("table").asText().equals(table)) {
      throw new Unusable(
          api.base() + " is no Croupier gateway: asked for a table it answered " + answer.status());
    }
    if (given != null) {
      GatewayApi.Answer own = api.get("/api/v1/players/me/rounds", given);
      if (own.status() == 401 || own.status() == 403) {
        throw new Unusable(
            "the gateway at "
                + api.base()
                + " refuses the token: "
                + own.status()
                + " "
                + own.body().path("code").asText());
      }
    }
  }

  /** What the server says that it is: its build where its admin door can be asked. */
  String server() throws InterruptedException {
    try {
      String version = api.get("/openapi.json", null).body().path("info").path("version").asText();
      return "croupier gateway" + (version.isEmpty() ? "" : ", interface " + version) + build();
    } catch (IOException _) {
      return "croupier gateway";
    }
  }

  private String build() throws InterruptedException {
    if (Place.sharesOf(api.base()) != Environment.Shares.MACHINE) {
      return "";
    }
    URI admin = URI.create("http://127.0.0.1:" + ADMIN_PORT + "/");
    try {
      JsonNode health = new GatewayApi(admin, api.http()).get("/healthz", null).body();
      String build = health.path("buildId").asText();
      return build.isEmpty() ? "" : ", " + build;
    } catch (IOException _) {
      return "";
    }
  }

  /** Waits until a camera is on air; the run goes on without one. */
  boolean awaitLive(String table, TableClock clock) throws IOException, InterruptedException {
    CountDownLatch never = new CountDownLatch(1);
    long deadline = clock.nowMicros() + LIVE_MICROS;
    while (clock.nowMicros() < deadline) {
      for (JsonNode signal : table(table).body().path("signals")) {
        if (signal.path("onAir").asBoolean() && signal.path("state").asText().equals("live")) {
          return true;
        }
      }
      boolean _ = never.await(ASK_MILLIS, TimeUnit.MILLISECONDS);
    }
    return false;
  }

  @Override
  public String subject(String kind, int number) {
    return "lt-" + run + "-" + kind + "-" + number;
  }

  @Override
  public String token(String subject) throws IOException, InterruptedException {
    return given != null ? given : api.demoToken("player", subject);
  }

  @Override
  public Wallet wallet(String subject, String token) throws IOException, InterruptedException {
    GatewayApi.Answer answer = api.get("/api/v1/wallets/" + subject, token);
    if (!answer.good()) {
      throw new IOException("no wallet of " + subject + ": " + answer.status());
    }
    return new Wallet(
        answer.body().path("balanceMinor").asLong(),
        answer.body().path("openStakesMinor").asLong());
  }

  @Override
  public Optional<Stored> stored(String idempotencyKey, String token)
      throws IOException, InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(api.base().resolve("/api/v1/bets/by-key/" + idempotencyKey))
            .timeout(DEADLINE)
            .header("Authorization", "Bearer " + token)
            .build();
    HttpResponse<String> answer =
        api.http().send(request, HttpResponse.BodyHandlers.ofString(StandardCharsets.UTF_8));
    return switch (answer.statusCode()) {
      case 404 -> Optional.empty();
      case 201, 422 -> Optional.of(new Stored(answer.statusCode(), answer.body()));
      default -> throw new IOException("no answer of " + idempotencyKey + ": " + answer);
    };
  }

  @Override
  public JsonNode round(String round, String token) throws IOException, InterruptedException {
    GatewayApi.Answer answer = api.get("/api/v1/rounds/" + round, token);
    if (!answer.good()) {
      throw new IOException("no round " + round + ": " + answer.status());
    }
    return answer.body();
  }

  private GatewayApi.Answer table(String table) throws IOException, InterruptedException {
    return reaching(api.base(), () -> gateway(table));
  }

  private GatewayApi.Answer gateway(String table) throws IOException, InterruptedException {
    try {
      return api.get("/api/v1/tables/" + table, null);
    } catch (JsonProcessingException _) {
      throw new Unusable(
          api.base() + " is no Croupier gateway: asked for a table it answered with broken JSON");
    } catch (ConnectException | HttpTimeoutException e) {
      throw e;
    } catch (IOException e) {
      throw new Unusable(api.base() + " is no Croupier gateway: " + e.getMessage());
    }
  }

  /** Asks; says in one line why nothing answers there. */
  static <T> T reaching(URI address, Question<T> question)
      throws IOException, InterruptedException {
    try {
      return question.ask();
    } catch (ConnectException e) {
      throw new Unusable(
          e.getCause() instanceof UnresolvedAddressException
              ? "there is no host " + address.getHost()
              : "nothing answers at " + address + ": connection refused");
    } catch (HttpTimeoutException _) {
      throw new Unusable("nothing answers at " + address + " in time");
    }
  }
}
