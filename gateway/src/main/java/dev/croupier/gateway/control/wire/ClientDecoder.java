package dev.croupier.gateway.control.wire;

import com.fasterxml.jackson.databind.JsonNode;
import dev.croupier.gateway.ids.BuildId;
import dev.croupier.gateway.ids.SessionId;
import dev.croupier.gateway.ids.TableId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads what clients say; never throws on bad input. Any thread. */
public final class ClientDecoder {
  private static final int MAX_FIGURES = 32;
  private static final int MAX_FIGURE_NAME = 48;
  private static final int MAX_CONTRACTS = 32;
  private static final int MAX_TYPE = 64;
  private static final int MAX_CODE = 64;
  private static final int MAX_DETAIL = 512;

  private ClientDecoder() {}

  /** What came out of a text frame. */
  public sealed interface Decoded {
    /** A message under a contract. */
    record Message(ClientMessage message) implements Decoded {}

    /**
     * A refusal.
     *
     * @param idempotencyKey the command's, if one could be read, else null
     */
    record Rejected(String code, String detail, String idempotencyKey) implements Decoded {}
  }

  /** Reads one text frame. */
  public static Decoded decode(String text) {
    Optional<JsonNode> tree = StrictJson.parse(text);
    if (tree.isEmpty() || !tree.get().isObject()) {
      return new Decoded.Rejected("malformed", "not a JSON object as it must be", null);
    }
    JsonNode message = tree.get();
    JsonNode body = message.path("body");
    try {
      String type = Fields.text(message, "type", MAX_TYPE);
      Long contractVer = Fields.optionalInteger(message, "contractVer");
      if (contractVer != null && (contractVer < Contract.OLDEST || contractVer > Contract.NEWEST)) {
        return new Decoded.Rejected(
            "contract_unsupported", "contractVer " + contractVer + " is not served", keyOf(body));
      }
      return new Decoded.Message(message(type, body));
    } catch (Fields.Malformed e) {
      return new Decoded.Rejected("malformed", e.getMessage(), keyOf(body));
    }
  }

  private static ClientMessage message(String type, JsonNode body) {
    return switch (type) {
      case "hello" -> hello(body);
      case "bet.place" ->
          new ClientMessage.BetPlace(
              Fields.key(body, "idempotencyKey"), Fields.round(body, "round"), Fields.items(body));
      case "bet.cancel" -> cancel(body);
      case "qos.report" -> new ClientMessage.QosReport(figures(body));
      case "handover.ready" -> new ClientMessage.HandoverReady(Fields.text(body, "id", MAX_CODE));
      case "build.ready" -> new ClientMessage.BuildReady(build(body, "buildId"));
      case "build.failed" ->
          new ClientMessage.BuildFailed(
              build(body, "buildId"), cut(body, "code", MAX_CODE), cut(body, "detail", MAX_DETAIL));
      default -> new ClientMessage.Unknown(type);
    };
  }

  private static ClientMessage hello(JsonNode body) {
    String table = Fields.text(body, "table", MAX_TYPE);
    if (!TableId.isValid(table)) {
      throw Fields.malformed("table: a table's id");
    }
    boolean buildNamed = body.hasNonNull("build");
    JsonNode resume = body.path("resume");
    return new ClientMessage.Hello(
        Fields.text(body, "token", StrictJson.MAX_TEXT),
        new TableId(table),
        buildNamed ? build(body, "build") : null,
        contracts(body.path("contractVers")),
        resume.isObject() ? resume(resume) : null);
  }

  private static ClientMessage.Resume resume(JsonNode resume) {
    String session = Fields.text(resume, "session", MAX_TYPE);
    if (!SessionId.isValid(session)) {
      throw Fields.malformed("session: a session's id");
    }
    return new ClientMessage.Resume(new SessionId(session), Fields.integer(resume, "lastSeq"));
  }

  private static List<Integer> contracts(JsonNode array) {
    if (!array.isArray() || array.isEmpty() || array.size() > MAX_CONTRACTS) {
      throw Fields.malformed("contractVers: a list of integers");
    }
    List<Integer> vers = new ArrayList<>();
    for (JsonNode ver : array) {
      if (!ver.isIntegralNumber() || !ver.canConvertToInt()) {
        throw Fields.malformed("contractVers: a list of integers");
      }
      vers.add(ver.intValue());
    }
    return vers;
  }

  private static ClientMessage cancel(JsonNode body) {
    String key = Fields.key(body, "idempotencyKey");
    boolean byBet = body.hasNonNull("bet");
    if (byBet == body.hasNonNull("placeKey")) {
      throw Fields.malformed("bet or placeKey: one of them");
    }
    return byBet
        ? new ClientMessage.BetCancel(key, Fields.bet(body, "bet"), null)
        : new ClientMessage.BetCancel(key, null, Fields.key(body, "placeKey"));
  }

  private static Map<String, Double> figures(JsonNode body) {
    Map<String, Double> figures = new HashMap<>();
    for (Map.Entry<String, JsonNode> field : body.properties()) {
      boolean fits = field.getValue().isNumber() && field.getKey().length() <= MAX_FIGURE_NAME;
      double value = field.getValue().doubleValue();
      if (fits && Double.isFinite(value) && figures.size() < MAX_FIGURES) {
        figures.put(field.getKey(), value);
      }
    }
    return figures;
  }

  private static BuildId build(JsonNode body, String name) {
    String value = body.path(name).textValue();
    if (!BuildId.isValid(value)) {
      throw Fields.malformed(name + ": [a-z0-9.-]{1,64}");
    }
    return new BuildId(value);
  }

  /** A text cut to its limit: a page's error message is worth its beginning. */
  private static String cut(JsonNode body, String name, int max) {
    String value = body.path(name).asText("");
    return value.length() <= max ? value : value.substring(0, max);
  }

  private static String keyOf(JsonNode body) {
    String key = body.path("idempotencyKey").textValue();
    return Contract.isKey(key) ? key : null;
  }
}
