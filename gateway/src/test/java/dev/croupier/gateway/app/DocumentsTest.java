package dev.croupier.gateway.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.croupier.gateway.control.wire.ClientMessage;
import dev.croupier.gateway.control.wire.ServerMessage;
import dev.croupier.gateway.http.Documents;
import dev.croupier.gateway.http.HttpServer;
import dev.croupier.gateway.http.SchemaCheck;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The documents tell of the running server: all of it, and nothing else. */
final class DocumentsTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Set<String> VERBS =
      Set.of("get", "put", "post", "delete", "patch", "head", "options");

  @TempDir static Path folder;
  private static final HttpClient CLIENT = HttpClient.newHttpClient();
  private static Ground ground;
  private static HttpServer server;
  private static JsonNode openApi;
  private static JsonNode asyncApi;

  @BeforeAll
  static void open() throws Exception {
    Map<String, String> environment = new HashMap<>();
    for (String port :
        List.of("HTTP_PORT", "ADMIN_PORT", "MEDIA_PORT", "TIME_NTP_PORT", "TIME_HTTP_PORT")) {
      environment.put("CROUPIER_" + port, "0");
    }
    environment.put("CROUPIER_DATA_DIR", folder.resolve("data").toString());
    environment.put("CROUPIER_DEMO_ENABLED", "true");
    ground = Ground.open(ConfigLoader.load(null, environment), Map.of());
    server = Gateway.open(ground);
    openApi = JSON.readTree(Documents.openApi());
    asyncApi = JSON.readTree(Documents.asyncApi());
  }

  @AfterAll
  static void close() {
    ground.close();
    CLIENT.close();
  }

  @Test
  void everyRouteIsDescribedAndEveryDescribedOneIsThere() {
    Set<String> served =
        server.router().routes().stream()
            .map(route -> route.method() + " " + route.template())
            .collect(Collectors.toCollection(TreeSet::new));
    Set<String> described = new TreeSet<>();
    openApi
        .get("paths")
        .properties()
        .forEach(
            path ->
                path.getValue()
                    .fieldNames()
                    .forEachRemaining(
                        verb -> {
                          assertTrue(VERBS.contains(verb), verb);
                          described.add(verb.toUpperCase(Locale.ROOT) + " " + path.getKey());
                        }));
    assertEquals(String.join("\n", served), String.join("\n", described));
  }

  @Test
  void everyWebSocketIsDescribedAndEveryDescribedOneIsThere() {
    Set<String> described = new TreeSet<>();
    asyncApi.get("channels").forEach(channel -> described.add(channel.get("address").asText()));
    assertEquals(new TreeSet<>(server.webSocketPaths()), described);
  }

  @Test
  void everyPathVariableAndOperationIsNamed() {
    Set<String> ids = new TreeSet<>();
    openApi
        .get("paths")
        .properties()
        .forEach(
            path ->
                path.getValue()
                    .forEach(
                        operation -> {
                          assertTrue(ids.add(operation.get("operationId").asText()));
                          assertFalse(operation.get("summary").asText().isBlank());
                          Set<String> named = new TreeSet<>();
                          for (JsonNode parameter : operation.path("parameters")) {
                            if (parameter.get("in").asText().equals("path")) {
                              named.add("{" + parameter.get("name").asText() + "}");
                            }
                          }
                          Set<String> held =
                              java.util.regex.Pattern.compile("\\{[^}]+\\}")
                                  .matcher(path.getKey())
                                  .results()
                                  .map(java.util.regex.MatchResult::group)
                                  .collect(Collectors.toCollection(TreeSet::new));
                          assertEquals(held, named, path.getKey());
                        }));
  }

  @Test
  void everyReferenceLeadsSomewhere() {
    for (JsonNode document : List.of(openApi, asyncApi)) {
      for (JsonNode reference : document.findValues("$ref")) {
        String pointer = reference.asText().substring(1);
        assertFalse(document.at(pointer).isMissingNode(), reference.asText());
      }
    }
  }

  @Test
  void everyMessageOfTheSocketIsDescribedAndNoOther() {
    Set<String> described = new TreeSet<>();
    asyncApi
        .at("/channels/control/messages")
        .fieldNames()
        .forEachRemaining(
            name ->
                described.add(
                    (name.startsWith("client") ? "client " : "server ")
                        + asyncApi.at("/components/messages/" + name + "/name").asText()));
    Set<String> spoken = new TreeSet<>();
    MessageTypes.of(ClientMessage.class).forEach(type -> spoken.add("client " + type));
    MessageTypes.of(ServerMessage.class).forEach(type -> spoken.add("server " + type));
    assertEquals(String.join("\n", spoken), String.join("\n", described));
  }

  @ParameterizedTest
  @ValueSource(strings = {"/openapi.json", "/asyncapi.json"})
  void theServerServesThem(String path) throws Exception {
    HttpResponse<String> answer = get(path);
    assertEquals(200, answer.statusCode());
    assertEquals("application/json", answer.headers().firstValue("Content-Type").orElseThrow());
    assertEquals(path.equals("/openapi.json") ? openApi : asyncApi, JSON.readTree(answer.body()));
  }

  @ParameterizedTest(name = "GET {1}")
  @CsvSource({
    "/api/v1/tables,                    /api/v1/tables,                200",
    "/api/v1/tables/roulette-1,         /api/v1/tables/{t},            200",
    "/api/v1/tables/nowhere,            /api/v1/tables/{t},            404",
    "/api/v1/tables/roulette-1/signals, /api/v1/tables/{t}/signals,    200",
    "/api/v1/rounds/none,               /api/v1/rounds/{r},            401",
    "/api/v1/builds,                    /api/v1/builds,                401",
  })
  void answersHaveTheDescribedShape(String path, String template, int status) throws Exception {
    HttpResponse<String> answer = get(path);
    assertEquals(status, answer.statusCode(), answer.body());
    assertEquals(
        List.of(),
        new SchemaCheck(openApi).answer("GET", template, status, JSON.readTree(answer.body())));
  }

  @Test
  void aDemoTokenHasTheDescribedShape() throws Exception {
    HttpResponse<String> answer =
        CLIENT.send(
            HttpRequest.newBuilder(server.uri().resolve("/api/v1/demo/tokens"))
                .POST(
                    HttpRequest.BodyPublishers.ofString(
                        "{\"role\":\"operator\",\"subject\":\"olga\"}"))
                .build(),
            HttpResponse.BodyHandlers.ofString());
    JsonNode body = JSON.readTree(answer.body());
    assertEquals(
        List.of(), new SchemaCheck(openApi).answer("POST", "/api/v1/demo/tokens", 201, body));
    HttpResponse<String> builds =
        CLIENT.send(
            HttpRequest.newBuilder(server.uri().resolve("/api/v1/builds"))
                .header("Authorization", "Bearer " + body.get("token").asText())
                .build(),
            HttpResponse.BodyHandlers.ofString());
    assertEquals(
        List.of(),
        new SchemaCheck(openApi)
            .answer("GET", "/api/v1/builds", 200, JSON.readTree(builds.body())));
  }

  private static HttpResponse<String> get(String path) throws Exception {
    return CLIENT.send(
        HttpRequest.newBuilder(URI.create(server.uri() + path)).build(),
        HttpResponse.BodyHandlers.ofString());
  }
}
