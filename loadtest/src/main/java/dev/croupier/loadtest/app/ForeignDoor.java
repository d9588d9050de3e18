package dev.croupier.loadtest.app;

import dev.croupier.loadtest.viewer.People;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.time.Duration;

/** Any other server that speaks WHEP or LL-HLS: one token for all, or none. Blocks; any thread. */
final class ForeignDoor implements People {
  private static final Duration DEADLINE = Duration.ofSeconds(10);

  private final HttpClient http;
  private final String token;

  /**
   * A door.
   *
   * @param token null for a server that asks for none
   */
  ForeignDoor(HttpClient http, String token) {
    this.http = http;
    this.token = token == null ? "" : token;
  }

  /** Refuses an address where nothing answers, or that does not take the token. */
  void check(URI address) throws IOException, InterruptedException {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(address)
            .timeout(DEADLINE)
            .method("OPTIONS", HttpRequest.BodyPublishers.noBody());
    if (!token.isEmpty()) {
      request.header("Authorization", "Bearer " + token);
    }
    int status = HouseDoor.reaching(address, () -> status(address, request.build()));
    if (status == 401 || status == 403) {
      throw new HouseDoor.Unusable(
          address
              + " refuses "
              + (token.isEmpty() ? "to play without a token" : "the token")
              + ": "
              + status);
    }
  }

  private int status(URI address, HttpRequest request) throws IOException, InterruptedException {
    try {
      return http.send(request, HttpResponse.BodyHandlers.discarding()).statusCode();
    } catch (ConnectException | HttpTimeoutException e) {
      throw e;
    } catch (IOException e) {
      throw new HouseDoor.Unusable(address + " speaks no HTTP: " + e.getMessage());
    }
  }

  @Override
  public String subject(String kind, int number) {
    return kind + "-" + number;
  }

  @Override
  public String token(String subject) {
    return token;
  }

  @Override
  public Wallet wallet(String subject, String token) throws IOException {
    throw new IOException("only a gateway has wallets");
  }
}
