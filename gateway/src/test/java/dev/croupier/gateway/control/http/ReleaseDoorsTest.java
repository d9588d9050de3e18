package dev.croupier.gateway.control.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.croupier.gateway.control.House;
import dev.croupier.gateway.control.Zips;
import dev.croupier.gateway.control.session.SessionLimits;
import dev.croupier.gateway.http.Role;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ReleaseDoorsTest {
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
  void aBuildGoesFromUploadToPage() throws Exception {
    byte[] zip = Zips.build("roulette", "1.0.0", "export const a = 1;");
    assertEquals(201, house.upload("roulette-1.0.0", zip, operator).statusCode());
    assertEquals(200, house.upload("roulette-1.0.0", zip, operator).statusCode());
    assertEquals(404, house.get("/manifests/roulette.json", null).statusCode());
    HttpResponse<String> rolled = rollOut("roulette-1.0.0");
    assertEquals(201, rolled.statusCode());
    HttpResponse<String> manifest = house.get("/manifests/roulette.json", null);
    assertEquals(
        "public, max-age=5, stale-while-revalidate=60",
        manifest.headers().firstValue("Cache-Control").orElseThrow());
    assertEquals("roulette-1.0.0", json(manifest).path("build").textValue());
    assertEquals("[]", json(manifest).path("previous").toString());
    JsonNode build = json(manifest).path("builds").get(0);
    HttpResponse<String> asset = house.get(build.path("entry").textValue(), null);
    assertEquals("export const a = 1;", asset.body());
    assertEquals(
        "text/javascript; charset=utf-8", asset.headers().firstValue("Content-Type").orElseThrow());
    assertEquals(
        "public, max-age=31536000, immutable",
        asset.headers().firstValue("Cache-Control").orElseThrow());
    assertEquals("nosniff", asset.headers().firstValue("X-Content-Type-Options").orElseThrow());
    assertEquals(Zips.sri("export const a = 1;"), build.path("integrity").textValue());
  }

  @Test
  void anUnchangedManifestIsNotSentAgain() throws Exception {
    publish("1.0.0");
    HttpResponse<String> first = house.get("/manifests/roulette.json", null);
    String etag = first.headers().firstValue("ETag").orElseThrow();
    for (String known : new String[] {etag, "\"x\", W/" + etag, "*"}) {
      var again = house.request("/manifests/roulette.json").header("If-None-Match", known).GET();
      HttpResponse<String> answer = house.send(again);
      assertEquals(304, answer.statusCode(), known);
      assertEquals(etag, answer.headers().firstValue("ETag").orElseThrow());
      assertEquals("", answer.body());
    }
    publish("2.0.0");
    var stale = house.request("/manifests/roulette.json").header("If-None-Match", etag).GET();
    HttpResponse<String> fresh = house.send(stale);
    assertEquals(200, fresh.statusCode());
    assertEquals("[\"roulette-1.0.0\"]", json(fresh).path("previous").toString());
  }

  @Test
  void aRollbackIsAskedForById() throws Exception {
    publish("1.0.0");
    String id = json(publish("2.0.0")).path("id").textValue();
    HttpResponse<String> back =
        house.post("/api/v1/rollouts/" + id + "/rollback", operator, null, "");
    assertEquals(200, back.statusCode());
    assertEquals("rolled_back", json(back).path("state").textValue());
    assertEquals(
        "roulette-1.0.0",
        json(house.get("/manifests/roulette.json", null)).path("build").textValue());
    assertEquals(
        "rolled_back",
        json(house.get("/api/v1/rollouts/" + id, operator)).path("state").textValue());
    assertEquals(2, json(house.get("/api/v1/rollouts", operator)).path("rollouts").size());
    assertEquals(2, json(house.get("/api/v1/builds", operator)).path("builds").size());
  }

  @Test
  void uploadsThatAreNotSoundAreRefusedWithTheirCode() throws Exception {
    String js = "export {};";
    refused(
        422,
        "integrity_mismatch",
        house.upload(
            "roulette-1.0.0", Zips.build("roulette", "1.0.0", js, Zips.sri("x"), 1, 1), operator));
    refused(
        422,
        "contract_unsupported",
        house.upload(
            "roulette-1.0.0", Zips.build("roulette", "1.0.0", js, Zips.sri(js), 2, 2), operator));
    refused(
        400,
        "malformed",
        house.upload(
            "roulette-1.0.0",
            Zips.zip(Map.of("../../evil.js", js.getBytes(StandardCharsets.UTF_8))),
            operator));
    refused(
        400, "malformed", house.upload("Roulette!", Zips.build("roulette", "1.0.0", js), operator));
    refused(413, "too_large", house.upload("roulette-1.0.0", new byte[9_000_000], operator));
    publish("1.0.0");
    refused(
        409,
        "build_exists",
        house.upload("roulette-1.0.0", Zips.build("roulette", "1.0.0", js), operator));
    var noZip =
        house
            .request("/api/v1/builds/roulette-1.0.0")
            .header("Authorization", "Bearer " + operator)
            .PUT(HttpRequest.BodyPublishers.ofString("x"));
    refused(415, "unsupported_media_type", house.send(noZip));
  }

  @Test
  void onlyReleasersRelease() throws Exception {
    byte[] zip = Zips.build("roulette", "1.0.0", "x");
    for (Role role : new Role[] {Role.PLAYER, Role.DEALER, Role.AUDITOR, Role.PUBLISHER}) {
      String token = house.token("x", role);
      assertEquals(403, house.upload("roulette-1.0.0", zip, token).statusCode());
      assertEquals(403, house.post("/api/v1/rollouts", token, null, "{}").statusCode());
    }
    assertEquals(401, house.upload("roulette-1.0.0", zip, null).statusCode());
    assertEquals(401, house.get("/api/v1/rollouts", null).statusCode());
  }

  @Test
  void aRolloutThatCannotBeIsRefused() throws Exception {
    publish("1.0.0");
    refused(404, "not_found", rollOut("roulette-9.9.9"));
    refused(404, "not_found", rollOut("No Build"));
    String half = "{\"game\":\"roulette\",\"build\":\"roulette-1.0.0\",\"percent\":50}";
    refused(400, "malformed", house.post("/api/v1/rollouts", operator, null, half));
    refused(404, "not_found", house.post("/api/v1/rollouts/ro-none/rollback", operator, null, ""));
  }

  @Test
  void outsideDemoModeAReasonIsAskedFor() throws Exception {
    try (House strict = new House(folder.resolve("strict"), SessionLimits.DEFAULT, false)) {
      String token = strict.token("olga", Role.OPERATOR);
      strict.upload("roulette-1.0.0", Zips.build("roulette", "1.0.0", "x"), token);
      String all = "{\"game\":\"roulette\",\"build\":\"roulette-1.0.0\",\"percent\":100}";
      refused(428, "precondition_required", strict.post("/api/v1/rollouts", token, null, all));
      String why = all.replace("}", ",\"override\":{\"reason\":\"opening\"}}");
      assertEquals(201, strict.post("/api/v1/rollouts", token, null, why).statusCode());
    }
  }

  @Test
  void assetsAreOnlyFilesOfBuilds() throws Exception {
    publish("1.0.0");
    for (String name : new String[] {"nothing.js", "..%2fbuilds%2froulette-1.0.0.json", "%2e%2e"}) {
      int status = house.get("/assets/" + name, null).statusCode();
      assertTrue(status == 404 || status == 400, name + " " + status);
    }
  }

  @Test
  void pagesAreServedIsolatedAndOnlyForTablesThatAre() throws Exception {
    HttpResponse<String> unknown = house.get("/play/poker-1", null);
    refused(404, "unknown_table", unknown);
    for (String path : new String[] {"/", "/play/roulette-1", "/studio"}) {
      HttpResponse<String> page = house.get(path, null);
      assertEquals(200, page.statusCode(), path);
      assertTrue(page.body().startsWith("<!doctype html>"), path);
      assertEquals(
          "same-origin", page.headers().firstValue("Cross-Origin-Opener-Policy").orElseThrow());
      assertEquals(
          "require-corp", page.headers().firstValue("Cross-Origin-Embedder-Policy").orElseThrow());
      String policy = page.headers().firstValue("Content-Security-Policy").orElseThrow();
      assertTrue(policy.contains("frame-ancestors 'none'"));
    }
    HttpResponse<String> module = house.get("/ui/test-0a1b2c3d.js", null);
    assertEquals(
        "text/javascript; charset=utf-8",
        module.headers().firstValue("Content-Type").orElseThrow());
    assertEquals(
        "public, max-age=31536000, immutable",
        module.headers().firstValue("Cache-Control").orElseThrow());
    for (String name : new String[] {"nothing.js", "..%2flobby.html", "a..b.js", "x.exe"}) {
      int status = house.get("/ui/" + name, null).statusCode();
      assertTrue(status == 404 || status == 400, name + " " + status);
    }
  }

  private HttpResponse<String> publish(String semver) throws Exception {
    String id = "roulette-" + semver;
    house.upload(id, Zips.build("roulette", semver, "v" + semver), operator);
    return rollOut(id);
  }

  private HttpResponse<String> rollOut(String build) throws Exception {
    return house.post(
        "/api/v1/rollouts",
        operator,
        null,
        "{\"game\":\"roulette\",\"build\":\"" + build + "\",\"percent\":100}");
  }

  private static void refused(int status, String code, HttpResponse<String> answer)
      throws Exception {
    assertEquals(status, answer.statusCode(), answer.body());
    assertEquals(code, json(answer).path("code").textValue());
  }

  private static JsonNode json(HttpResponse<String> answer) throws Exception {
    return new JsonMapper().readTree(answer.body());
  }
}
