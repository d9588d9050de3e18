package dev.croupier.loadtest.studio;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;

/**
 * A gateway's HTTP door as the studio's people use it. Blocks: call it on a virtual thread. Any
 * thread.
 */
public final class GatewayApi {
  private static final Duration DEADLINE = Duration.ofSeconds(10);
  private static final ObjectMapper JSON = new ObjectMapper();

  /** What was answered; {@code body} is a missing node if it is not JSON. */
  public record Answer(int status, JsonNode body) {
    /** Whether it is a 2xx. */
    public boolean good() {
      return status / 100 == 2;
    }
  }

  private final URI base;
  private final HttpClient http;

  /** A gateway at an address such as {@code http://127.0.0.1:8080}. */
  public GatewayApi(URI base, HttpClient http) {
    this.base = base;
    this.http = http;
  }

  /** The gateway's address. */
  public URI base() {
    return base;
  }

  /** The client that it uses. */
  public HttpClient http() {
    return http;
  }

  /** An empty JSON object to fill. */
  public static ObjectNode object() {
    return JSON.createObjectNode();
  }

  /** A demo token (only a gateway in demo mode, on this machine, gives one). */
  public String demoToken(String role, String subject) throws IOException, InterruptedException {
    Answer answer =
        send(
            "POST",
            "/api/v1/demo/tokens",
            null,
            null,
            object().put("role", role).put("subject", subject));
    if (!answer.good()) {
      throw new IOException("no demo token: " + answer);
    }
    return answer.body().path("token").asText();
  }

  /** Reads. */
  public Answer get(String path, String token) throws IOException, InterruptedException {
    return send("GET", path, token, null, null);
  }

  /** Commands; the key makes it safe to repeat. */
  public Answer post(String path, String token, String idempotencyKey, JsonNode body)
      throws IOException, InterruptedException {
    return send("POST", path, token, idempotencyKey, body);
  }

  /** Sends bytes, for example a player build. */
  public Answer put(String path, String token, String contentType, byte[] body)
      throws IOException, InterruptedException {
    HttpRequest request =
        request(path, token)
            .header("Content-Type", contentType)
            .PUT(HttpRequest.BodyPublishers.ofByteArray(body))
            .build();
    return answer(request);
  }

  private Answer send(String method, String path, String token, String key, JsonNode body)
      throws IOException, InterruptedException {
    HttpRequest.Builder request = request(path, token);
    if (key != null) {
      request.header("Idempotency-Key", key);
    }
    if (body == null) {
      request.method(method, HttpRequest.BodyPublishers.noBody());
    } else {
      request
          .header("Content-Type", "application/json")
          .method(method, HttpRequest.BodyPublishers.ofString(body.toString()));
    }
    return answer(request.build());
  }

  private HttpRequest.Builder request(String path, String token) {
    HttpRequest.Builder request = HttpRequest.newBuilder(base.resolve(path)).timeout(DEADLINE);
    if (token != null) {
      request.header("Authorization", "Bearer " + token);
    }
    return request;
  }

  private Answer answer(HttpRequest request) throws IOException, InterruptedException {
    HttpResponse<byte[]> response = http.send(request, HttpResponse.BodyHandlers.ofByteArray());
    String type = response.headers().firstValue("Content-Type").orElse("");
    JsonNode body = type.contains("json") ? JSON.readTree(response.body()) : JSON.missingNode();
    return new Answer(response.statusCode(), body);
  }
}
