package dev.croupier.gateway.control.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.croupier.gateway.control.House;
import dev.croupier.gateway.control.port.BetCommand;
import dev.croupier.gateway.control.session.SessionLimits;
import dev.croupier.gateway.http.Role;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class MoneyDoorsTest {
  private static final String SLIP =
      "{\"round\":\"r-1\",\"items\":[{\"spot\":\"red\",\"stakeMinor\":100}]}";

  @TempDir Path folder;
  private House house;
  private String ann;

  @BeforeEach
  void start() throws Exception {
    house = new House(folder, SessionLimits.DEFAULT);
    ann = house.token("ann", Role.PLAYER);
  }

  @AfterEach
  void stop() throws Exception {
    house.close();
  }

  @Test
  void aSlipIsPlacedAndARepeatHasTheSameBytes() throws Exception {
    HttpResponse<String> first = house.post("/api/v1/bets", ann, "k-1", SLIP);
    assertEquals(201, first.statusCode());
    assertEquals("application/json", first.headers().firstValue("Content-Type").orElseThrow());
    assertTrue(first.body().contains("\"state\" : \"accepted\""));
    assertEquals(first.body(), house.post("/api/v1/bets", ann, "k-1", SLIP).body());
    assertEquals(first.body(), house.get("/api/v1/bets/by-key/k-1", ann).body());
    var place = assertInstanceOf(BetCommand.Place.class, house.rounds.bets.getFirst());
    assertNull(place.clientBuild());
    assertEquals("EUR", place.bettor().currency());
    assertEquals(1, place.contractVer());
  }

  @Test
  void theBuildOfAHeaderIsRecorded() throws Exception {
    var request =
        house
            .request("/api/v1/bets")
            .header("Authorization", "Bearer " + ann)
            .header("Idempotency-Key", "k-1")
            .header("Croupier-Build", "native-1.0")
            .POST(java.net.http.HttpRequest.BodyPublishers.ofString(SLIP));
    assertEquals(201, house.send(request).statusCode());
    assertEquals("native-1.0", ((BetCommand.Place) house.rounds.bets.getFirst()).clientBuild());
    assertEquals(400, house.send(request.setHeader("Croupier-Build", "A B")).statusCode());
  }

  @Test
  void aRefusalIsAProblemWithItsStoredBytes() throws Exception {
    HttpResponse<String> refused =
        house.post("/api/v1/bets", ann, "k-1", SLIP.replace("red", "nowhere"));
    assertEquals(422, refused.statusCode());
    assertEquals(
        "application/problem+json", refused.headers().firstValue("Content-Type").orElseThrow());
    HttpResponse<String> stored = house.get("/api/v1/bets/by-key/k-1", ann);
    assertEquals(422, stored.statusCode());
    assertEquals(refused.body(), stored.body());
  }

  @Test
  void withoutAKeyNothingIsDone() throws Exception {
    HttpResponse<String> refused = house.post("/api/v1/bets", ann, null, SLIP);
    assertEquals(400, refused.statusCode());
    assertTrue(refused.body().contains("missing_idempotency_key"));
    assertEquals(400, house.post("/api/v1/bets", ann, "a b", SLIP).statusCode());
    assertEquals(400, house.call("DELETE", "/api/v1/bets/b-1", ann, null, "").statusCode());
    assertTrue(house.rounds.bets.isEmpty());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "[]",
        "{\"round\":\"r-1\"}",
        "{\"round\":\"r-1\",\"items\":[{\"spot\":\"red\",\"stakeMinor\":1e400}]}",
        "{\"round\":\"r-1\",\"items\":[{\"spot\":\"red\",\"stakeMinor\":1.5}]}",
        "{\"round\":\"r-1\",\"items\":[{\"spot\":\"red\",\"stakeMinor\":9223372036854775808}]}",
        "{\"round\":\"r-1\",\"round\":\"r-2\",\"items\":[{\"spot\":\"red\",\"stakeMinor\":1}]}",
        "{\"round\":\"r-1\",\"items\":[{\"spot\":\"\\udc00\",\"stakeMinor\":1}]}"
      })
  void aBodyThatIsNotRightReachesNobody(String body) throws Exception {
    HttpResponse<String> refused = house.post("/api/v1/bets", ann, "k-1", body);
    assertEquals(400, refused.statusCode());
    assertTrue(refused.body().contains("\"malformed\""), refused.body());
    assertTrue(house.rounds.bets.isEmpty());
  }

  @Test
  void aSlipIsTakenBack() throws Exception {
    assertEquals(200, house.call("DELETE", "/api/v1/bets/b-7", ann, "c-1", "").statusCode());
    assertEquals(
        "b-7",
        assertInstanceOf(BetCommand.Cancel.class, house.rounds.bets.getFirst()).bet().value());
    assertEquals(200, house.call("DELETE", "/api/v1/bets/by-key/k-7", ann, "c-2", "").statusCode());
    assertEquals(
        "k-7",
        assertInstanceOf(BetCommand.CancelByKey.class, house.rounds.bets.getLast()).placeKey());
  }

  @ParameterizedTest
  @CsvSource({
    "POST,/api/v1/bets",
    "DELETE,/api/v1/bets/b-1",
    "DELETE,/api/v1/bets/by-key/k",
    "GET,/api/v1/bets/by-key/k",
    "GET,/api/v1/players/me/rounds"
  })
  void onlyPlayersBet(String method, String path) throws Exception {
    assertEquals(401, house.call(method, path, null, "k", SLIP).statusCode());
    assertEquals(401, house.call(method, path, "nonsense", "k", SLIP).statusCode());
    for (Role role : new Role[] {Role.DEALER, Role.OPERATOR, Role.AUDITOR, Role.PUBLISHER}) {
      String token = house.token("x", role);
      assertEquals(403, house.call(method, path, token, "k", SLIP).statusCode());
    }
    assertTrue(house.rounds.bets.isEmpty());
  }

  @Test
  void aWalletIsSeenByItsPlayerAndByStaffOfTheHouse() throws Exception {
    HttpResponse<String> own = house.get("/api/v1/wallets/ann", ann);
    assertEquals(200, own.statusCode());
    assertEquals(
        "{\"player\":\"ann\",\"currency\":\"EUR\",\"exponent\":2,\"balanceMinor\":99000,"
            + "\"bonusMinor\":0,\"openStakesMinor\":1000}",
        own.body());
    assertEquals(404, house.get("/api/v1/wallets/bob", ann).statusCode());
    assertEquals(
        200, house.get("/api/v1/wallets/ann", house.token("au", Role.AUDITOR)).statusCode());
    assertEquals(
        403, house.get("/api/v1/wallets/ann", house.token("pu", Role.PUBLISHER)).statusCode());
    String other = house.token("other", "ann", Role.PLAYER, Duration.ofHours(1));
    assertEquals(404, house.get("/api/v1/wallets/ann", other).statusCode());
    String auditor = house.token("other", "au", Role.AUDITOR, Duration.ofHours(1));
    assertEquals(404, house.get("/api/v1/wallets/ann", auditor).statusCode());
  }

  @Test
  void aHistoryIsThePlayersOwn() throws Exception {
    assertEquals(
        "[\"ann 0 9223372036854775807\"]", house.get("/api/v1/players/me/rounds", ann).body());
    assertEquals("[\"ann 5 9\"]", house.get("/api/v1/players/me/rounds?from=5&to=9", ann).body());
    assertEquals(400, house.get("/api/v1/players/me/rounds?from=yesterday", ann).statusCode());
  }

  @Test
  void aKeyNobodyUsedIsNotFound() throws Exception {
    assertEquals(404, house.get("/api/v1/bets/by-key/unused", ann).statusCode());
  }
}
