package dev.croupier.gateway.control.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.croupier.gateway.control.handover.Handover;
import dev.croupier.gateway.control.handover.Handovers;
import dev.croupier.gateway.control.port.Audio;
import dev.croupier.gateway.control.port.MediaPlane;
import dev.croupier.gateway.control.port.RoundPlane;
import dev.croupier.gateway.control.port.RoundView;
import dev.croupier.gateway.control.port.SignalView;
import dev.croupier.gateway.control.port.TableInfo;
import dev.croupier.gateway.control.port.TableMedia;
import dev.croupier.gateway.control.wire.Fields;
import dev.croupier.gateway.http.Exchange;
import dev.croupier.gateway.http.Principal;
import dev.croupier.gateway.http.Problem;
import dev.croupier.gateway.http.Role;
import dev.croupier.gateway.http.Routes;
import dev.croupier.gateway.ids.SignalName;
import dev.croupier.gateway.ids.TableId;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Tables, their signals, and the change of their programs. */
final class TableDoors {
  private final RoundPlane rounds;
  private final MediaPlane media;
  private final Handovers handovers;

  TableDoors(RoundPlane rounds, MediaPlane media, Handovers handovers) {
    this.rounds = rounds;
    this.media = media;
    this.handovers = handovers;
  }

  void register(Routes routes) {
    routes
        .on("GET", "/api/v1/tables", Door.of(this::all))
        .on("GET", "/api/v1/tables/{t}", Door.of(this::one))
        .on("GET", "/api/v1/tables/{t}/signals", Door.of(this::signals))
        .on("POST", "/api/v1/tables/{t}/handovers", Door.of(this::handOver))
        .on("GET", "/api/v1/handovers/{id}", Door.of(this::handover));
  }

  private void all(Exchange exchange) {
    ObjectNode answer = JsonNodeFactory.instance.objectNode();
    ArrayNode tables = answer.putArray("tables");
    rounds.tables().forEach(info -> tables.add(view(info)));
    exchange.answerHeader("Cache-Control", "no-store").sendJson(200, answer);
  }

  private void one(Exchange exchange) {
    exchange.answerHeader("Cache-Control", "no-store").sendJson(200, view(known(exchange)));
  }

  private void signals(Exchange exchange) {
    ObjectNode answer = JsonNodeFactory.instance.objectNode();
    answer.set("signals", signals(media.table(known(exchange).table()).orElse(null)));
    exchange.answerHeader("Cache-Control", "no-store").sendJson(200, answer);
  }

  private void handOver(Exchange exchange) {
    Principal operator = exchange.require(Role.OPERATOR);
    TableId table = known(exchange).table();
    JsonNode body = Door.object(exchange);
    String to = Fields.text(body, "to", 32);
    for (String later : List.of("at", "in")) {
      if (body.hasNonNull(later)) {
        throw new Problem(422, "unsupported", later + ": a cut is made at the next keyframe");
      }
    }
    if (!body.path("mode").asText("splice").equals("splice")) {
      throw new Problem(422, "unsupported", "mode: splice");
    }
    if (!SignalName.isValid(to)) {
      throw new Problem(404, "unknown_signal", "no such signal");
    }
    switch (handovers.cut(table, new SignalName(to), audio(body), operator.subject())) {
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

  private static Audio audio(JsonNode body) {
    String word = Fields.optionalText(body, "audio", 32);
    if (word != null && !SignalName.isValid(word)) {
      throw Fields.malformed("audio: follow, keep or a signal's name");
    }
    return word == null ? new Audio.Follow() : Audio.of(word);
  }

  private void handover(Exchange exchange) {
    exchange.require(Role.OPERATOR, Role.SUPERVISOR, Role.AUDITOR, Role.ADMIN);
    Handover handover =
        handovers
            .find(exchange.variable("id"))
            .orElseThrow(() -> Door.notFound("no such handover"));
    exchange.answerHeader("Cache-Control", "no-store").sendJson(200, handover.view());
  }

  private static int statusOf(String code) {
    return switch (code) {
      case "unknown_table", "unknown_signal" -> 404;
      case "busy" -> 409;
      default -> 422;
    };
  }

  private TableInfo known(Exchange exchange) {
    TableId table = Door.table(exchange);
    return rounds.tables().stream()
        .filter(info -> info.table().equals(table))
        .findFirst()
        .orElseThrow(Door::unknownTable);
  }

  private ObjectNode view(TableInfo info) {
    TableMedia pictures = media.table(info.table()).orElse(null);
    ObjectNode view = JsonNodeFactory.instance.objectNode();
    view.put("table", info.table().value()).put("game", info.game());
    ObjectNode program = view.putObject("program");
    if (pictures == null) {
      program.putNull("signal").putNull("since").putNull("heard");
    } else {
      program.put("signal", pictures.onAir() == null ? null : pictures.onAir().value());
      program.put("since", pictures.since());
      program.put("heard", pictures.heard() == null ? null : pictures.heard().value());
    }
    view.set("signals", signals(pictures));
    Door.putRaw(view, "round", rounds.currentRound(info.table()).map(RoundView::json).orElse(null));
    view.put("calcVer", info.calcVer());
    view.put("viewers", pictures == null ? 0 : pictures.viewers());
    return view;
  }

  private static ArrayNode signals(TableMedia pictures) {
    ArrayNode signals = JsonNodeFactory.instance.arrayNode();
    if (pictures != null) {
      for (SignalView signal : pictures.signals()) {
        ObjectNode view = signals.addObject();
        view.put("signal", signal.signal().value()).put("state", signal.state().wire());
        if (signal.reason() != null) {
          view.put("reason", signal.reason());
        }
        view.put("onAir", signal.onAir())
            .put("codec", signal.codec())
            .put("width", signal.width())
            .put("height", signal.height())
            .put("fps", signal.fps())
            .put("audible", signal.audible());
        ObjectNode cut = view.putObject("cut").put("verdict", signal.cut().verdict());
        if (signal.cut().reason() != null) {
          cut.put("reason", signal.cut().reason());
        }
        if (signal.timing() != null) {
          view.putObject("clock")
              .put("quality", signal.timing().quality())
              .put("boundMicros", signal.timing().boundMicros())
              .put("transitMicros", signal.timing().transitMicros());
        }
      }
    }
    return signals;
  }
}
