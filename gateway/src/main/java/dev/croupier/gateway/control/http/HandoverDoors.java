package dev.croupier.gateway.control.http;

import com.fasterxml.jackson.databind.JsonNode;
import dev.croupier.gateway.control.handover.Handover;
import dev.croupier.gateway.control.handover.Handovers;
import dev.croupier.gateway.control.port.Audio;
import dev.croupier.gateway.control.port.RoundPlane;
import dev.croupier.gateway.control.port.When;
import dev.croupier.gateway.control.wire.Fields;
import dev.croupier.gateway.http.Exchange;
import dev.croupier.gateway.http.Principal;
import dev.croupier.gateway.http.Problem;
import dev.croupier.gateway.http.Role;
import dev.croupier.gateway.http.Routes;
import dev.croupier.gateway.ids.SignalName;
import dev.croupier.gateway.ids.TableId;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** The change of a table's program, its evidence, and its end before it takes place. */
final class HandoverDoors {
  /** How long a request waits until a cut is given up: a table's event loop is never that busy. */
  private static final long PATIENCE_SECONDS = 5;

  private final RoundPlane rounds;
  private final Handovers handovers;

  HandoverDoors(RoundPlane rounds, Handovers handovers) {
    this.rounds = rounds;
    this.handovers = handovers;
  }

  void register(Routes routes) {
    routes
        .on("POST", "/api/v1/tables/{t}/handovers", Door.of(this::handOver))
        .on("GET", "/api/v1/handovers/{id}", Door.of(this::evidence))
        .on("DELETE", "/api/v1/handovers/{id}", Door.of(this::cancel));
  }

  private void handOver(Exchange exchange) {
    Principal operator = exchange.require(Role.OPERATOR);
    TableId table = Door.known(rounds, exchange).table();
    JsonNode body = Door.object(exchange);
    String to = Fields.text(body, "to", 32);
    if (!body.path("mode").asText("splice").equals("splice")) {
      throw new Problem(422, "unsupported", "mode: splice");
    }
    if (!SignalName.isValid(to)) {
      throw new Problem(404, "unknown_signal", "no such signal");
    }
    Handovers.Asked asked =
        handovers.cut(table, new SignalName(to), when(body), audio(body), operator.subject());
    switch (asked) {
      case Handovers.Asked.Begun(Handover handover) -> {
        Map<String, Object> answer = new LinkedHashMap<>();
        answer.put("id", handover.id());
        answer.put("state", handover.state().wire());
        answer.put("at", handover.at());
        exchange
            .answerHeader("Location", "/api/v1/handovers/" + handover.id())
            .sendJson(202, answer);
      }
      case Handovers.Asked.Refused(String code, String detail) ->
          throw new Problem(statusOf(code), code, detail);
    }
  }

  /** Whoever says nothing, or now, is not held to the time that the camera takes to answer. */
  private static When when(JsonNode body) {
    Long at = Fields.optionalInteger(body, "at");
    Long in = Fields.optionalInteger(body, "in");
    if (at != null && in != null) {
      throw Fields.malformed("at or in, not both");
    }
    if (in != null && in < 0) {
      throw Fields.malformed("in: milliseconds from now");
    }
    if (at != null) {
      return new When.At(at);
    }
    return in == null || in == 0 ? new When.Next() : new When.In(in);
  }

  private static Audio audio(JsonNode body) {
    String word = Fields.optionalText(body, "audio", 32);
    if (word != null && !SignalName.isValid(word)) {
      throw Fields.malformed("audio: follow, keep or a signal's name");
    }
    return word == null ? new Audio.Follow() : Audio.of(word);
  }

  private void evidence(Exchange exchange) {
    exchange.require(Role.OPERATOR, Role.SUPERVISOR, Role.AUDITOR, Role.ADMIN);
    show(exchange);
  }

  private void cancel(Exchange exchange) throws InterruptedException, ExecutionException {
    exchange.require(Role.OPERATOR);
    CompletableFuture<Boolean> cancelled =
        handovers.cancel(exchange.variable("id")).orElseThrow(HandoverDoors::unknown);
    try {
      if (!cancelled.get(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
        throw new Problem(409, "too_late", "its frame is agreed on, or has been on air");
      }
    } catch (TimeoutException _) {
      throw new Problem(503, "overloaded", "not decided yet", Map.of("Retry-After", "1"));
    }
    show(exchange);
  }

  private void show(Exchange exchange) {
    Handover handover = handovers.find(exchange.variable("id")).orElseThrow(HandoverDoors::unknown);
    exchange.answerHeader("Cache-Control", "no-store").sendJson(200, handover.view());
  }

  private static Problem unknown() {
    return Door.notFound("no such handover");
  }

  private static int statusOf(String code) {
    return switch (code) {
      case "unknown_table", "unknown_signal" -> 404;
      case "busy" -> 409;
      default -> 422;
    };
  }
}
