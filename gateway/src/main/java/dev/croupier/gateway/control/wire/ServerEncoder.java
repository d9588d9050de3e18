package dev.croupier.gateway.control.wire;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * Writes what the server says. Any thread.
 *
 * <p>A body is written once and shared by all sessions it goes to; the envelope with its {@code
 * seq} is put around it for each.
 */
public final class ServerEncoder {
  private static final JsonFactory FACTORY = new JsonFactory();

  private ServerEncoder() {}

  /** The message's {@code body} as JSON. */
  public static String body(ServerMessage message) {
    StringWriter out = new StringWriter(256);
    try (JsonGenerator json = FACTORY.createGenerator(out)) {
      write(json, message);
    } catch (IOException e) {
      throw new UncheckedIOException("writing to memory", e);
    }
    return out.toString();
  }

  /**
   * The whole text frame.
   *
   * @param type of the server's own list: needs no escapes
   */
  public static String frame(String type, int contractVer, long seq, long tableTime, String body) {
    return "{\"type\":\""
        + type
        + "\",\"contractVer\":"
        + contractVer
        + ",\"eventVer\":"
        + Contract.EVENT_VER
        + ",\"seq\":"
        + seq
        + ",\"tableTime\":"
        + tableTime
        + ",\"body\":"
        + body
        + "}";
  }

  private static void write(JsonGenerator json, ServerMessage message) throws IOException {
    switch (message) {
      case ServerMessage.BetDecided m -> raw(json, m.bodyJson());
      case ServerMessage.OverlayChanged m -> raw(json, m.bodyJson());
      case ServerMessage.Flags m -> raw(json, m.bodyJson());
      case ServerMessage.RawRefusal m -> raw(json, m.bodyJson());
      case ServerMessage.Welcome m -> {
        json.writeStartObject();
        welcome(json, m);
        json.writeEndObject();
      }
      case ServerMessage.MediaAnchor m -> anchor(json, m);
      case ServerMessage.RoundOpened m -> {
        json.writeStartObject();
        opened(json, m);
        json.writeEndObject();
      }
      case ServerMessage.RoundSettled m -> {
        json.writeStartObject();
        settled(json, m);
        json.writeEndObject();
      }
      case ServerMessage.RoundClosed(String round, long at) ->
          object(json, "round", round, "at", at);
      case ServerMessage.RoundHeld(String round, String reason) ->
          object(json, "round", round, "reason", reason);
      case ServerMessage.RoundVoided m ->
          object(
              json, "round", m.round(), "reason", m.reason(), "refunds", new Raw(m.refundsJson()));
      case ServerMessage.RoundProgress m ->
          object(
              json,
              "round",
              m.round(),
              "kind",
              m.kind(),
              "card",
              ifThere(m.card()),
              "to",
              ifThere(m.to()),
              "frame",
              m.frame());
      case ServerMessage.RoundResult m ->
          object(json, "round", m.round(), "result", new Raw(m.resultJson()), "frame", m.frame());
      case ServerMessage.Balance m ->
          object(
              json,
              "balanceMinor",
              m.balanceMinor(),
              "bonusMinor",
              m.bonusMinor(),
              "openStakesMinor",
              m.openStakesMinor(),
              "currency",
              m.currency(),
              "because",
              m.because());
      case ServerMessage.MediaCatchup(long untilRtp) -> object(json, "untilRtp", untilRtp);
      case ServerMessage.MediaMove(String whep) -> object(json, "whep", whep);
      case ServerMessage.Handover m ->
          object(
              json,
              "id",
              m.id(),
              "from",
              m.from(),
              "to",
              m.to(),
              "at",
              m.at(),
              "agreedCapture",
              ifThere(m.agreedCapture()),
              "reason",
              ifThere(m.reason()));
      case ServerMessage.Build m ->
          object(
              json,
              "buildId",
              m.buildId(),
              "entry",
              m.entry(),
              "integrity",
              m.integrity(),
              "after",
              ifThere(m.after()));
      case ServerMessage.TableStatus m ->
          object(
              json,
              "table",
              m.table(),
              "state",
              m.state(),
              "signal",
              m.signal(),
              "since",
              m.since());
      case ServerMessage.PlayerMessage(String code, String detail) ->
          object(json, "code", code, "detail", detail);
      case ServerMessage.SessionEnded(String code, String detail) ->
          object(json, "code", code, "detail", detail);
      case ServerMessage.Refusal m ->
          object(
              json,
              "code",
              m.code(),
              "detail",
              m.detail(),
              "idempotencyKey",
              ifThere(m.idempotencyKey()));
    }
  }

  private static void welcome(JsonGenerator json, ServerMessage.Welcome m) throws IOException {
    fields(json, "session", m.session(), "build", m.build(), "resumed", m.resumed());
    if (m.snapshot() == null) {
      return;
    }
    ServerMessage.Snapshot s = m.snapshot();
    json.writeObjectFieldStart("snapshot");
    fields(
        json,
        "table",
        s.table(),
        "round",
        s.roundJson() == null ? null : new Raw(s.roundJson()),
        "openBets",
        new Raw(s.openBetsJson()),
        "balanceMinor",
        s.balanceMinor(),
        "currency",
        s.currency(),
        "exponent",
        (long) s.exponent(),
        "limits",
        new Raw(s.limitsJson()),
        "chips",
        s.chipsMinor(),
        "lastResults",
        new Raw(s.lastResultsJson()));
    json.writeFieldName("anchor");
    if (s.anchor() == null) {
      json.writeNull();
    } else {
      anchor(json, s.anchor());
    }
    json.writeEndObject();
  }

  private static void opened(JsonGenerator json, ServerMessage.RoundOpened m) throws IOException {
    fields(
        json,
        "round",
        m.round(),
        "table",
        m.table(),
        "calcVer",
        m.calcVer(),
        "rulesHash",
        m.rulesHash(),
        "limitsVer",
        m.limitsVer());
    fields(
        json,
        "openedAt",
        m.openedAt(),
        "closesAt",
        m.closesAt(),
        "displayClosesAt",
        m.displayClosesAt());
  }

  private static void settled(JsonGenerator json, ServerMessage.RoundSettled m) throws IOException {
    fields(json, "round", m.round(), "calcVer", m.calcVer(), "rulesHash", m.rulesHash());
    fields(json, "clientBuild", m.clientBuild());
    if (m.own() != null) {
      fields(
          json,
          "bets",
          new Raw(m.own().betsJson()),
          "netMinor",
          m.own().netMinor(),
          "balanceMinor",
          m.own().balanceMinor());
    }
  }

  private static void anchor(JsonGenerator json, ServerMessage.MediaAnchor m) throws IOException {
    object(
        json,
        "programId",
        m.programId(),
        "rtpBase",
        m.rtpBase(),
        "tableTime",
        m.tableTime(),
        "clockId",
        m.clockId(),
        "epoch",
        m.epoch());
  }

  /** JSON made elsewhere. */
  private record Raw(byte[] json) {}

  /** A value that is left out when there is none, where {@code null} itself would be written. */
  private record IfThere(Object value) {}

  private static IfThere ifThere(Object value) {
    return new IfThere(value);
  }

  private static void object(JsonGenerator json, Object... namesAndValues) throws IOException {
    json.writeStartObject();
    fields(json, namesAndValues);
    json.writeEndObject();
  }

  private static void fields(JsonGenerator json, Object... namesAndValues) throws IOException {
    for (int i = 0; i < namesAndValues.length; i += 2) {
      field(json, (String) namesAndValues[i], namesAndValues[i + 1]);
    }
  }

  private static void field(JsonGenerator json, String name, Object value) throws IOException {
    if (value instanceof IfThere(Object there)) {
      if (there != null) {
        field(json, name, there);
      }
      return;
    }
    json.writeFieldName(name);
    switch (value) {
      case null -> json.writeNull();
      case Raw(byte[] bytes) -> raw(json, bytes);
      case String text -> json.writeString(text);
      case Long number -> json.writeNumber(number);
      case Boolean flag -> json.writeBoolean(flag);
      case List<?> numbers -> {
        json.writeStartArray();
        for (Object number : numbers) {
          json.writeNumber((Long) number);
        }
        json.writeEndArray();
      }
      default -> throw new IllegalArgumentException("no JSON form: " + value.getClass());
    }
  }

  private static void raw(JsonGenerator json, byte[] bytes) throws IOException {
    json.writeRawValue(new String(bytes, StandardCharsets.UTF_8));
  }
}
