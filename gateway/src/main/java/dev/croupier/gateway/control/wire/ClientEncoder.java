package dev.croupier.gateway.control.wire;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** Writes what a client says: for native clients, the load tester, tests. Any thread. */
public final class ClientEncoder {
  private static final JsonMapper MAPPER = new JsonMapper();

  private ClientEncoder() {}

  /** The message as a text frame under the newest contract. */
  public static String encode(ClientMessage message) {
    ObjectNode body = MAPPER.createObjectNode();
    String type = write(message, body);
    ObjectNode frame = MAPPER.createObjectNode();
    frame.put("type", type).put("contractVer", Contract.NEWEST).set("body", body);
    return frame.toString();
  }

  private static String write(ClientMessage message, ObjectNode body) {
    return switch (message) {
      case ClientMessage.Hello m -> {
        body.put("token", m.token()).put("table", m.table().value());
        if (m.build() != null) {
          body.put("build", m.build().value());
        }
        ArrayNode vers = body.putArray("contractVers");
        m.contractVers().forEach(vers::add);
        if (m.resume() != null) {
          body.putObject("resume")
              .put("session", m.resume().session().value())
              .put("lastSeq", m.resume().lastSeq());
        }
        yield "hello";
      }
      case ClientMessage.BetPlace m -> {
        body.put("idempotencyKey", m.idempotencyKey()).put("round", m.round().value());
        ArrayNode items = body.putArray("items");
        m.items()
            .forEach(
                i -> items.addObject().put("spot", i.spot()).put("stakeMinor", i.stakeMinor()));
        yield "bet.place";
      }
      case ClientMessage.BetCancel m -> {
        body.put("idempotencyKey", m.idempotencyKey());
        if (m.bet() != null) {
          body.put("bet", m.bet().value());
        } else {
          body.put("placeKey", m.placeKey());
        }
        yield "bet.cancel";
      }
      case ClientMessage.QosReport m -> {
        m.figures().forEach(body::put);
        yield "qos.report";
      }
      case ClientMessage.HandoverReady m -> {
        body.put("id", m.id());
        yield "handover.ready";
      }
      case ClientMessage.BuildReady m -> {
        body.put("buildId", m.build().value());
        yield "build.ready";
      }
      case ClientMessage.BuildFailed m -> {
        body.put("buildId", m.build().value()).put("code", m.code()).put("detail", m.detail());
        yield "build.failed";
      }
      case ClientMessage.Unknown m -> m.name();
    };
  }
}
