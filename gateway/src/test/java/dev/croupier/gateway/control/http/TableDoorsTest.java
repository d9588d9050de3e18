package dev.croupier.gateway.control.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.croupier.gateway.control.House;
import dev.croupier.gateway.control.port.RoundCommand;
import dev.croupier.gateway.control.session.SessionLimits;
import dev.croupier.gateway.http.Role;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class TableDoorsTest {
  @TempDir Path folder;
  private House house;
  private String dealer;
  private String supervisor;

  @BeforeEach
  void start() throws Exception {
    house = new House(folder, SessionLimits.DEFAULT);
    dealer = house.token("dan", Role.DEALER);
    supervisor = house.token("sue", Role.SUPERVISOR);
  }

  @AfterEach
  void stop() throws Exception {
    house.close();
  }

  @Test
  void aTableIsShownToAnybody() throws Exception {
    JsonNode table = json(house.get("/api/v1/tables/roulette-1", null));
    assertEquals("roulette", table.path("game").textValue());
    assertEquals(
        "{\"signal\":\"cam-a\",\"since\":1700,\"heard\":\"cam-a\"}",
        table.path("program").toString());
    assertEquals("r-1", table.path("round").path("round").textValue());
    assertEquals("roulette-1.0.0", table.path("calcVer").textValue());
    assertEquals(3, table.path("viewers").intValue());
    assertEquals(
        "{\"signal\":\"cam-c\",\"state\":\"lost\",\"reason\":\"no_packets\",\"onAir\":false,"
            + "\"codec\":\"H264\",\"width\":1280,\"height\":720,\"fps\":30.0,\"audible\":true,"
            + "\"cut\":{\"verdict\":\"not_ready\",\"reason\":\"lost\"}}",
        table.path("signals").get(2).toString());
    assertEquals(
        "{\"quality\":\"ntp\",\"boundMicros\":1000,\"transitMicros\":12000}",
        table.path("signals").get(1).path("clock").toString());
    JsonNode all = json(house.get("/api/v1/tables", null)).path("tables");
    assertEquals(2, all.size());
    assertTrue(all.get(1).get("round").isNull());
    assertEquals(
        table.path("signals"),
        json(house.get("/api/v1/tables/roulette-1/signals", null)).path("signals"));
  }

  @ParameterizedTest
  @CsvSource({
    "/api/v1/tables/poker-1",
    "/api/v1/tables/Poker%20!",
    "/api/v1/tables/poker-1/signals"
  })
  void anUnknownTableIsAProblem(String path) throws Exception {
    HttpResponse<String> answer = house.get(path, null);
    assertEquals(404, answer.statusCode());
    assertEquals("unknown_table", json(answer).path("code").textValue());
  }

  @Test
  void aDealerRunsARound() throws Exception {
    String round = "/api/v1/rounds/r-1/";
    HttpResponse<String> opened =
        house.post("/api/v1/tables/roulette-1/rounds", dealer, "k-1", "{\"bettingMs\":20000}");
    assertEquals(200, opened.statusCode());
    assertEquals("{\"round\":\"r-1\",\"state\":\"closed\"}", opened.body());
    house.post(round + "close", dealer, "k-2", "");
    house.post(
        round + "progress", dealer, "k-3", "{\"kind\":\"card\",\"card\":\"7H\",\"to\":\"banker\"}");
    house.post(
        round + "result",
        dealer,
        "k-4",
        "{\"result\": {\"pocket\": 17}, \"source\":\"dealer\", \"frame\": 5}");
    house.post(round + "respin", dealer, "k-5", "{}");
    assertEquals(409, house.post(round + "settle", dealer, "k-6", "").statusCode());
    var commands = house.rounds.commands;
    var open = assertInstanceOf(RoundCommand.Open.class, commands.get(0));
    assertEquals(20_000, open.bettingMs());
    assertEquals("dan", open.by().subject());
    assertEquals("k-1", open.idempotencyKey());
    assertInstanceOf(RoundCommand.Close.class, commands.get(1));
    var progress = assertInstanceOf(RoundCommand.Progress.class, commands.get(2));
    assertEquals("7H", progress.card());
    assertEquals("banker", progress.to());
    var result = assertInstanceOf(RoundCommand.Result.class, commands.get(3));
    assertEquals("{\"pocket\":17}", new String(result.resultJson(), StandardCharsets.UTF_8));
    assertEquals(5L, result.frame());
    assertInstanceOf(RoundCommand.Respin.class, commands.get(4));
    assertInstanceOf(RoundCommand.Settle.class, commands.get(5));
  }

  @Test
  void aSupervisorDecides() throws Exception {
    String round = "/api/v1/rounds/r-1/";
    String confirm = "{\"result\":{\"pocket\":3}}";
    String reason = "{\"reason\":\"misdeal\"}";
    assertEquals(403, house.post(round + "confirm", dealer, "k-1", confirm).statusCode());
    assertEquals(403, house.post(round + "void", dealer, "k-2", reason).statusCode());
    assertEquals(200, house.post(round + "confirm", supervisor, "k-1", confirm).statusCode());
    assertEquals(200, house.post(round + "void", supervisor, "k-2", reason).statusCode());
    assertInstanceOf(RoundCommand.Confirm.class, house.rounds.commands.get(0));
    assertEquals(
        "misdeal",
        assertInstanceOf(RoundCommand.VoidRound.class, house.rounds.commands.get(1)).reason());
    String bySupervisor = "{\"result\":{\"pocket\":3},\"source\":\"supervisor\"}";
    assertEquals(403, house.post(round + "result", dealer, "k-3", bySupervisor).statusCode());
    assertEquals(200, house.post(round + "result", supervisor, "k-3", bySupervisor).statusCode());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          /api/v1/tables/roulette-1/rounds | {"bettingMs":0}                          | 400
          /api/v1/tables/roulette-1/rounds | {"bettingMs":20000.5}                    | 400
          /api/v1/tables/roulette-1/rounds | {}                                       | 400
          /api/v1/tables/poker-1/rounds    | {"bettingMs":20000}                      | 404
          /api/v1/rounds/r-1/close         | [                                        | 400
          /api/v1/rounds/r%20/close        | {}                                       | 404
          /api/v1/rounds/r-1/progress      | {"kind":"dance"}                         | 400
          /api/v1/rounds/r-1/progress      | {"kind":"card","to":"dealer"}            | 400
          /api/v1/rounds/r-1/result        | {"result":17,"source":"dealer"}          | 400
          /api/v1/rounds/r-1/result        | {"result":{"pocket":17},"source":"me"}   | 400
          /api/v1/rounds/r-1/result        | {"result":{"pocket":17}}                 | 400
          """)
  void aCommandThatIsNotRightReachesNobody(String path, String body, int status) throws Exception {
    assertEquals(status, house.post(path, dealer, "k-1", body).statusCode());
    assertEquals(400, house.post(path.replace("%20", ""), dealer, null, body).statusCode());
    assertTrue(house.rounds.commands.isEmpty());
  }

  @Test
  void playersDoNotDeal() throws Exception {
    String ann = house.token("ann", Role.PLAYER);
    assertEquals(
        403,
        house
            .post("/api/v1/tables/roulette-1/rounds", ann, "k", "{\"bettingMs\":20000}")
            .statusCode());
  }

  @Test
  void aRoundShowsAPlayerOwnBetsAndStaffAllOfItsHouse() throws Exception {
    String ann = house.token("ann", Role.PLAYER);
    assertTrue(house.get("/api/v1/rounds/r-1", ann).body().contains("of ann"));
    assertTrue(house.get("/api/v1/rounds/r-1/reproduction", dealer).body().contains("all"));
    assertEquals(401, house.get("/api/v1/rounds/r-1", null).statusCode());
    assertEquals(
        403, house.get("/api/v1/rounds/r-1", house.token("p", Role.PUBLISHER)).statusCode());
    String other = house.token("other", "au", Role.AUDITOR, Duration.ofHours(1));
    HttpResponse<String> hidden = house.get("/api/v1/rounds/r-1", other);
    assertEquals(404, hidden.statusCode());
    assertEquals("unknown_round", json(hidden).path("code").textValue());
    assertEquals(404, house.get("/api/v1/rounds/r-9", ann).statusCode());
  }

  @Test
  void aRulesetIsReadByName() throws Exception {
    assertEquals(
        "{\"calcVer\":\"roulette-1.0.0\"}",
        house.get("/api/v1/rulesets/roulette-1.0.0", dealer).body());
    assertEquals(404, house.get("/api/v1/rulesets/roulette-9.0.0", dealer).statusCode());
  }

  private static JsonNode json(HttpResponse<String> answer) throws Exception {
    return new JsonMapper().readTree(answer.body());
  }
}
