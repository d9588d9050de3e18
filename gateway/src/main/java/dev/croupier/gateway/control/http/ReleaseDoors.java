package dev.croupier.gateway.control.http;

import com.fasterxml.jackson.databind.JsonNode;
import dev.croupier.gateway.control.port.Staff;
import dev.croupier.gateway.control.release.Build;
import dev.croupier.gateway.control.release.Manifest;
import dev.croupier.gateway.control.release.MediaTypes;
import dev.croupier.gateway.control.release.RefusedException;
import dev.croupier.gateway.control.release.Releases;
import dev.croupier.gateway.control.release.Rollout;
import dev.croupier.gateway.control.wire.Fields;
import dev.croupier.gateway.http.Exchange;
import dev.croupier.gateway.http.Handler;
import dev.croupier.gateway.http.Problem;
import dev.croupier.gateway.http.Role;
import dev.croupier.gateway.http.Routes;
import dev.croupier.gateway.ids.BuildId;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Player builds: their upload, their files, the manifests, the rollouts. */
final class ReleaseDoors {
  private static final Role[] RELEASERS = {Role.OPERATOR, Role.ADMIN};
  private static final Role[] READERS = {Role.OPERATOR, Role.SUPERVISOR, Role.AUDITOR, Role.ADMIN};
  private static final int MAX_ZIP_BYTES = 8 * 1024 * 1024;
  private static final int MAX_REASON = 512;
  private static final String MANIFEST_CACHE = "public, max-age=5, stale-while-revalidate=60";
  private static final String IMMUTABLE = "public, max-age=31536000, immutable";

  private final Releases releases;

  ReleaseDoors(Releases releases) {
    this.releases = releases;
  }

  void register(Routes routes) {
    routes
        .on("PUT", "/api/v1/builds/{id}", refusing(this::upload))
        .on("GET", "/api/v1/builds", Door.of(this::builds))
        .on("POST", "/api/v1/rollouts", refusing(this::rollOut))
        .on("GET", "/api/v1/rollouts", Door.of(this::rollouts))
        .on("GET", "/api/v1/rollouts/{id}", Door.of(this::rollout))
        .on("POST", "/api/v1/rollouts/{id}/rollback", refusing(this::rollBack))
        .on("GET", "/manifests/{game}.json", Door.of(this::manifest))
        .on("GET", "/assets/{file}", Door.of(this::asset));
  }

  private void upload(Exchange exchange) throws Exception {
    Staff by = Door.staff(exchange.require(RELEASERS));
    String id = exchange.variable("id");
    if (!BuildId.isValid(id)) {
      throw Fields.malformed("a build's id: [a-z0-9.-]{1,64}");
    }
    String type = exchange.header("Content-Type").orElse("");
    if (!type.equals("application/zip")) {
      throw new Problem(415, "unsupported_media_type", "a build is application/zip");
    }
    Releases.Uploaded uploaded = releases.upload(new BuildId(id), exchange.body(MAX_ZIP_BYTES), by);
    exchange.sendJson(uploaded.isNew() ? 201 : 200, view(uploaded.build()));
  }

  private void builds(Exchange exchange) {
    exchange.require(READERS);
    List<Map<String, Object>> all =
        releases.builds().stream()
            .sorted((a, b) -> a.buildId().compareTo(b.buildId()))
            .map(ReleaseDoors::view)
            .toList();
    exchange.answerHeader("Cache-Control", "no-store").sendJson(200, Map.of("builds", all));
  }

  private void rollOut(Exchange exchange) throws Exception {
    Staff by = Door.staff(exchange.require(RELEASERS));
    JsonNode body = Door.object(exchange);
    String build = Fields.text(body, "build", 64);
    String game = Fields.text(body, "game", 32);
    if (Fields.integer(body, "percent") != 100) {
      throw Fields.malformed("percent: 100");
    }
    JsonNode override = body.path("override");
    String reason = override.isObject() ? Fields.text(override, "reason", MAX_REASON) : null;
    if (!BuildId.isValid(build)) {
      throw Door.notFound("no such build");
    }
    Rollout rollout = releases.rollOut(game, new BuildId(build), reason, by);
    exchange
        .answerHeader("Location", "/api/v1/rollouts/" + rollout.started().id())
        .sendJson(201, rollout.view());
  }

  private void rollouts(Exchange exchange) {
    exchange.require(READERS);
    List<Map<String, Object>> all = releases.rollouts().stream().map(Rollout::view).toList();
    exchange.answerHeader("Cache-Control", "no-store").sendJson(200, Map.of("rollouts", all));
  }

  private void rollout(Exchange exchange) {
    exchange.require(READERS);
    Rollout rollout =
        releases
            .rollout(exchange.variable("id"))
            .orElseThrow(() -> Door.notFound("no such rollout"));
    exchange.answerHeader("Cache-Control", "no-store").sendJson(200, rollout.view());
  }

  private void rollBack(Exchange exchange) throws Exception {
    Staff by = Door.staff(exchange.require(RELEASERS));
    Door.nothing(exchange);
    exchange.sendJson(200, releases.rollBack(exchange.variable("id"), by).view());
  }

  private void manifest(Exchange exchange) {
    Manifest manifest =
        releases
            .manifest(exchange.variable("game"))
            .orElseThrow(() -> Door.notFound("nothing is published for this game"));
    exchange.answerHeader("Cache-Control", MANIFEST_CACHE).answerHeader("ETag", manifest.etag());
    if (isKnown(exchange, manifest.etag())) {
      exchange.send(304);
    } else {
      exchange.send(200, Door.JSON, manifest.json());
    }
  }

  private void asset(Exchange exchange) throws Exception {
    String file = exchange.variable("file");
    byte[] bytes = releases.asset(file).orElseThrow(() -> Door.notFound("no such file"));
    exchange
        .answerHeader("Cache-Control", IMMUTABLE)
        .answerHeader("Cross-Origin-Resource-Policy", "same-origin")
        .send(200, MediaTypes.of(file).orElse("application/octet-stream"), bytes);
  }

  /** {@code If-None-Match} compares weakly (RFC 9110, section 13.1.2). */
  private static boolean isKnown(Exchange exchange, String etag) {
    return exchange.header("If-None-Match").stream()
        .flatMap(list -> Arrays.stream(list.split(",")))
        .map(String::strip)
        .map(tag -> tag.startsWith("W/") ? tag.substring(2) : tag)
        .anyMatch(tag -> tag.equals("*") || tag.equals(etag));
  }

  private static Map<String, Object> view(Build build) {
    Map<String, Object> view = new LinkedHashMap<>();
    view.put("buildId", build.buildId().value());
    view.put("semver", build.semver());
    view.put("game", build.game());
    view.put("contractVer", Map.of("min", build.minContract(), "max", build.maxContract()));
    view.put("entry", build.entry());
    view.put("integrity", build.integrity());
    view.put("assets", build.assets());
    return view;
  }

  private static Handler refusing(Handler handler) {
    return Door.of(
        exchange -> {
          try {
            handler.handle(exchange);
          } catch (RefusedException e) {
            throw new Problem(e.status(), e.code(), e.getMessage());
          }
        });
  }
}
