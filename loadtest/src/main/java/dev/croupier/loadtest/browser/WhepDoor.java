package dev.croupier.loadtest.browser;

import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.time.Duration;

/**
 * The HTTP verbs of WHEP, spoken for a page: from here no {@code Origin} goes along, so that any
 * server can be asked, whatever origins it allows. Blocks; any thread.
 */
final class WhepDoor {
  private static final Duration DEADLINE = Duration.ofSeconds(10);

  /** An answer of 64 KB would be a strange one. */
  private static final long MAX_ANSWER = 1 << 16;

  private static final int MAX_QUOTE = 200;

  /** What a server agreed to, and where the session lives. */
  record Accepted(String sdp, URI session) {}

  private final HttpClient http;

  WhepDoor(HttpClient http) {
    this.http = http;
  }

  /**
   * Posts an offer.
   *
   * @param token may be empty for servers that ask for none
   * @throws IOException in one line: what the server answered, or that it did not
   */
  Accepted offer(URI endpoint, String token, String sdp) throws IOException, InterruptedException {
    HttpRequest request =
        request(endpoint, token)
            .header("Content-Type", "application/sdp")
            .POST(HttpRequest.BodyPublishers.ofString(sdp))
            .build();
    HttpResponse<String> response = send(request);
    if (response.statusCode() != 201) {
      String body = response.body().replaceAll("\\s+", " ").strip();
      throw new IOException(
          endpoint.getPath()
              + " answered "
              + response.statusCode()
              + " "
              + body.substring(0, Math.min(MAX_QUOTE, body.length())));
    }
    return new Accepted(response.body(), session(endpoint, response));
  }

  /** Ends a session; what the server says to that does not matter any more. */
  void delete(URI session, String token) throws InterruptedException {
    try {
      send(request(session, token).DELETE().build());
    } catch (IOException _) {
      // The server is gone; there is nothing to end there.
    }
  }

  private static URI session(URI endpoint, HttpResponse<String> response) throws IOException {
    String location = response.headers().firstValue("Location").orElse("");
    try {
      if (!location.isEmpty()) {
        return endpoint.resolve(location);
      }
    } catch (IllegalArgumentException _) {
      // Said below.
    }
    throw new IOException("the answer names no session");
  }

  private static HttpRequest.Builder request(URI uri, String token) {
    HttpRequest.Builder request = HttpRequest.newBuilder(uri).timeout(DEADLINE);
    return token.isEmpty() ? request : request.header("Authorization", "Bearer " + token);
  }

  private HttpResponse<String> send(HttpRequest request) throws IOException, InterruptedException {
    try {
      return http.send(
          request,
          HttpResponse.BodyHandlers.limiting(HttpResponse.BodyHandlers.ofString(), MAX_ANSWER));
    } catch (ConnectException e) {
      throw new IOException("nothing answers at " + request.uri().getAuthority(), e);
    } catch (HttpTimeoutException e) {
      throw new IOException("nothing answers at " + request.uri().getAuthority() + " in time", e);
    }
  }
}
