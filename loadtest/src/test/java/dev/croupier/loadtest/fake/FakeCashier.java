package dev.croupier.loadtest.fake;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.croupier.loadtest.bettor.Cashier;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Optional;

/** The HTTP door of a fake gateway, where a player's token is its name. */
public final class FakeCashier implements Cashier {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final HttpClient http;
  private final String base;

  /** The door at a port of this machine. */
  public FakeCashier(HttpClient http, int port) {
    this.http = http;
    this.base = "http://127.0.0.1:" + port + "/api/v1/";
  }

  @Override
  public String subject(String kind, int number) {
    return kind + "-" + number;
  }

  @Override
  public String token(String subject) {
    return subject;
  }

  @Override
  public Wallet wallet(String subject, String token) throws IOException, InterruptedException {
    JsonNode wallet = JSON.readTree(get("wallets/" + subject, token).body());
    return new Wallet(
        wallet.path("balanceMinor").asLong(), wallet.path("openStakesMinor").asLong());
  }

  @Override
  public Optional<Stored> stored(String key, String token)
      throws IOException, InterruptedException {
    HttpResponse<String> answer = get("bets/by-key/" + key, token);
    return answer.statusCode() == 404
        ? Optional.empty()
        : Optional.of(new Stored(answer.statusCode(), answer.body()));
  }

  @Override
  public JsonNode round(String round, String token) throws IOException, InterruptedException {
    return JSON.readTree(get("rounds/" + round, token).body());
  }

  private HttpResponse<String> get(String path, String token)
      throws IOException, InterruptedException {
    return http.send(
        HttpRequest.newBuilder(URI.create(base + path))
            .header("Authorization", "Bearer " + token)
            .build(),
        HttpResponse.BodyHandlers.ofString());
  }
}
