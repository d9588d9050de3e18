package dev.croupier.gateway.control.http;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.croupier.gateway.control.port.MediaPlane;
import dev.croupier.gateway.control.port.RoundPlane;
import dev.croupier.gateway.control.port.RoundView;
import dev.croupier.gateway.control.port.SignalView;
import dev.croupier.gateway.control.port.TableInfo;
import dev.croupier.gateway.control.port.TableMedia;
import dev.croupier.gateway.http.Exchange;
import dev.croupier.gateway.http.Routes;

/** Tables and their signals. */
final class TableDoors {
  private final RoundPlane rounds;
  private final MediaPlane media;

  TableDoors(RoundPlane rounds, MediaPlane media) {
    this.rounds = rounds;
    this.media = media;
  }

  void register(Routes routes) {
    routes
        .on("GET", "/api/v1/tables", Door.of(this::all))
        .on("GET", "/api/v1/tables/{t}", Door.of(this::one))
        .on("GET", "/api/v1/tables/{t}/signals", Door.of(this::signals));
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

  private TableInfo known(Exchange exchange) {
    return Door.known(rounds, exchange);
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
