package dev.croupier.gateway.control.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.croupier.gateway.control.House;
import dev.croupier.gateway.control.port.Cut;
import dev.croupier.gateway.control.port.When;
import dev.croupier.gateway.control.session.SessionLimits;
import dev.croupier.gateway.http.Role;
import dev.croupier.gateway.ids.SignalName;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Cuts by the HTTP door: now, at a moment, given up. */
final class HandoverDoorsTest {
  private static final String PATH = "/api/v1/tables/roulette-1/handovers";

  @TempDir Path folder;
  private House house;
  private String operator;

  @BeforeEach
  void start() throws Exception {
    house = new House(folder, SessionLimits.DEFAULT);
    operator = house.token("olga", Role.OPERATOR);
  }

  @AfterEach
  void stop() throws Exception {
    house.close();
  }

  @Test
  void aCutIsAskedForAndItsEvidenceRead() throws Exception {
    HttpResponse<String> begun =
        house.post(PATH, operator, null, "{\"to\":\"cam-b\",\"audio\":\"keep\"}");
    assertEquals(202, begun.statusCode());
    JsonNode answer = json(begun);
    assertEquals("commit", answer.path("state").textValue());
    assertEquals(42, answer.path("at").longValue());
    assertEquals(new When.Next(), house.media.askedFor);
    assertEquals(409, house.post(PATH, operator, null, "{\"to\":\"cam-b\"}").statusCode());
    house.media.end.complete(new Cut.End.Switched(50, 45, new SignalName("cam-a")));
    String location = begun.headers().firstValue("Location").orElseThrow();
    JsonNode evidence = json(house.get(location, operator));
    assertEquals("switched", evidence.path("state").textValue());
    assertEquals("olga", evidence.path("by").textValue());
    assertEquals(42, evidence.path("at").longValue());
    assertEquals(50, evidence.path("switchedAt").longValue());
    assertEquals(45, evidence.path("agreedCapture").longValue());
    assertEquals("keep", evidence.path("audio").textValue());
    assertEquals("cam-a", evidence.path("heard").textValue());
    assertEquals(404, house.get("/api/v1/handovers/h-none", operator).statusCode());
    assertEquals(403, house.get(location, house.token("ann", Role.PLAYER)).statusCode());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          {"to":"cam-b","at":1790000000000000} | 1790000000000000 | At[micros=1790000000000000]
          {"to":"cam-b","in":1500}             | 42               | In[millis=1500]
          {"to":"cam-b","in":0}                | 42               | Next[]
          {"to":"cam-b","at":null,"in":null}   | 42               | Next[]
          """)
  void aCutIsAskedForAtAMomentOrInATime(String body, long at, String asked) throws Exception {
    HttpResponse<String> begun = house.post(PATH, operator, null, body);
    assertEquals(202, begun.statusCode(), begun.body());
    assertEquals(at, json(begun).path("at").longValue());
    assertEquals(asked, house.media.askedFor.toString());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          roulette-1 | {"to":"cam-c"}                      | 422 | not_ready
          roulette-1 | {"to":"cam-x"}                      | 404 | unknown_signal
          roulette-1 | {"to":"No Signal"}                  | 404 | unknown_signal
          poker-1    | {"to":"cam-b"}                      | 404 | unknown_table
          roulette-1 | {"to":7}                            | 400 | malformed
          roulette-1 | {"to":"cam-b","audio":7}            | 400 | malformed
          roulette-1 | {"to":"cam-b","audio":"No One"}     | 400 | malformed
          roulette-1 | {"to":"cam-b","audio":"cam-x"}      | 404 | unknown_signal
          roulette-1 | {"to":"cam-b","at":41}              | 422 | in_the_past
          roulette-1 | {"to":"cam-b","at":"41"}            | 400 | malformed
          roulette-1 | {"to":"cam-b","at":1e15}            | 400 | malformed
          roulette-1 | {"to":"cam-b","in":-1}              | 400 | malformed
          roulette-1 | {"to":"cam-b","in":1.5}             | 400 | malformed
          roulette-1 | {"to":"cam-b","in":500,"at":500}    | 400 | malformed
          roulette-1 | {"to":"cam-b","mode":"client"}      | 422 | unsupported
          """)
  void aCutThatCannotBeIsRefused(String table, String body, int status, String code)
      throws Exception {
    HttpResponse<String> refused =
        house.post("/api/v1/tables/" + table + "/handovers", operator, null, body);
    assertEquals(status, refused.statusCode(), refused.body());
    assertEquals(code, json(refused).path("code").textValue());
  }

  @Test
  void aCutThatHasNoFrameYetIsGivenUp() throws Exception {
    HttpResponse<String> begun =
        house.post(PATH, operator, null, "{\"to\":\"cam-b\",\"in\":60000}");
    String location = begun.headers().firstValue("Location").orElseThrow();
    for (int i = 0; i < 2; i++) {
      HttpResponse<String> ended = house.call("DELETE", location, operator, null, "");
      assertEquals(200, ended.statusCode(), ended.body());
      assertEquals("aborted", json(ended).path("state").textValue());
      assertEquals("cancelled", json(ended).path("reason").textValue());
      assertTrue(json(ended).path("switchedAt").isNull());
    }
    assertNull(json(house.get(location, operator)).path("agreedCapture").textValue());
  }

  @Test
  void aCutThatHasItsFrameIsNot() throws Exception {
    house.media.cancellable = false;
    HttpResponse<String> begun = house.post(PATH, operator, null, "{\"to\":\"cam-b\"}");
    String location = begun.headers().firstValue("Location").orElseThrow();
    HttpResponse<String> late = house.call("DELETE", location, operator, null, "");
    assertEquals(409, late.statusCode());
    assertEquals("too_late", json(late).path("code").textValue());
    assertEquals("commit", json(house.get(location, operator)).path("state").textValue());
    assertEquals(
        404, house.call("DELETE", "/api/v1/handovers/h-none", operator, null, "").statusCode());
  }

  @Test
  void onlyAnOperatorCutsAndGivesUp() throws Exception {
    String dealer = house.token("dan", Role.DEALER);
    String auditor = house.token("au", Role.AUDITOR);
    assertEquals(401, house.post(PATH, null, null, "{\"to\":\"cam-b\"}").statusCode());
    assertEquals(403, house.post(PATH, dealer, null, "{\"to\":\"cam-b\"}").statusCode());
    HttpResponse<String> begun = house.post(PATH, operator, null, "{\"to\":\"cam-b\"}");
    String location = begun.headers().firstValue("Location").orElseThrow();
    assertEquals(401, house.call("DELETE", location, null, null, "").statusCode());
    assertEquals(403, house.call("DELETE", location, auditor, null, "").statusCode());
    assertEquals("commit", json(house.get(location, auditor)).path("state").textValue());
  }

  private static JsonNode json(HttpResponse<String> answer) throws Exception {
    return new JsonMapper().readTree(answer.body());
  }
}
