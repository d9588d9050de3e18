package dev.croupier.gateway.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class RouterTest {
  private static final Handler ANY = exchange -> exchange.send(204);

  @ParameterizedTest(name = "{0} {1} meets {2}")
  @CsvSource({
    "GET,    /,                              /",
    "GET,    /api/v1/tables,                 /api/v1/tables",
    "GET,    /api/v1/tables/roulette-1,      /api/v1/tables/{t}",
    "HEAD,   /api/v1/tables/roulette-1,      /api/v1/tables/{t}",
    "DELETE, /api/v1/bets/by-key/abc,        /api/v1/bets/by-key/{key}",
    "DELETE, /api/v1/bets/abc,               /api/v1/bets/{b}",
    "GET,    /manifests/roulette.json,       /manifests/{game}.json",
    "GET,    /assets/a/b/c.js,               /assets/{file*}",
    "POST,   /whip/roulette-1/cam-a,         /whip/{table}/{signal}",
    "PATCH,  /whip/sessions/xyz,             /whip/sessions/{id}",
  })
  void theMostParticularTemplateWins(String method, String path, String template) {
    Router router = house();
    Router.Match.Found found =
        assertInstanceOf(Router.Match.Found.class, router.match(method, path));
    assertEquals(template, found.template());
  }

  @Test
  void variablesCarryTheirSegments() {
    Router.Match.Found found =
        assertInstanceOf(Router.Match.Found.class, house().match("POST", "/whip/roulette-1/cam-a"));
    assertEquals(Map.of("table", "roulette-1", "signal", "cam-a"), found.variables());
    found = assertInstanceOf(Router.Match.Found.class, house().match("GET", "/assets/a/b.js"));
    assertEquals(Map.of("file", "a/b.js"), found.variables());
    found =
        assertInstanceOf(
            Router.Match.Found.class, house().match("GET", "/manifests/roulette.json"));
    assertEquals(Map.of("game", "roulette"), found.variables());
  }

  @Test
  void anotherMethodIsToldWhichAreAllowed() {
    Router.Match.OtherMethod other =
        assertInstanceOf(
            Router.Match.OtherMethod.class, house().match("PUT", "/api/v1/tables/roulette-1"));
    assertEquals(Set.of("GET", "HEAD", "OPTIONS"), other.allowed());
  }

  @Test
  void whatALessParticularTemplateTakesIsNotForThePath() {
    for (String method : List.of("POST", "OPTIONS")) {
      Router.Match.OtherMethod other =
          assertInstanceOf(
              Router.Match.OtherMethod.class, house().match(method, "/whip/sessions/xyz"));
      assertEquals("/whip/sessions/{id}", other.template());
      assertEquals(Set.of("PATCH", "OPTIONS"), other.allowed());
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/nowhere",
        "/api/v1/tables/",
        "/api/v1/tables/a/b",
        "/manifests/.json",
        "/manifests/roulette.xml",
        "/assets/",
        "/assets",
        "",
        "api",
        "/whip/sessions",
      })
  void anUnknownPathMeetsNothing(String path) {
    assertInstanceOf(Router.Match.Unknown.class, house().match("GET", path));
  }

  @Test
  void aRouteIsRegisteredOnce() {
    Router router = house();
    assertThrows(
        IllegalArgumentException.class, () -> router.on("GET", "/api/v1/tables/{table}", ANY));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "no/slash",
        "/{a}{b}",
        "/{}",
        "/{1x}",
        "/{rest*}/more",
        "/x{rest*}",
        "/{a}/{a}",
        "/{open"
      })
  void aMalformedTemplateIsABug(String template) {
    assertThrows(IllegalArgumentException.class, () -> new Router().on("GET", template, ANY));
  }

  @Test
  void routesAreListedForTheDocument() {
    Router router = new Router();
    router.on("post", "/b", ANY).on("GET", "/b", ANY).on("GET", "/a/{x}", ANY);
    assertEquals(
        List.of(
            new Router.Route("GET", "/a/{x}"),
            new Router.Route("GET", "/b"),
            new Router.Route("POST", "/b")),
        router.routes());
  }

  private static Router house() {
    Router router = new Router();
    router
        .on("GET", "/", ANY)
        .on("GET", "/assets/{file*}", ANY)
        .on("GET", "/manifests/{game}.json", ANY)
        .on("GET", "/api/v1/tables/{t}", ANY)
        .on("GET", "/api/v1/tables", ANY)
        .on("DELETE", "/api/v1/bets/{b}", ANY)
        .on("DELETE", "/api/v1/bets/by-key/{key}", ANY)
        .on("POST", "/whip/{table}/{signal}", ANY)
        .on("PATCH", "/whip/sessions/{id}", ANY);
    return router;
  }
}
