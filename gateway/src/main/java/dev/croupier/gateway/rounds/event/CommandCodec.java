package dev.croupier.gateway.rounds.event;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.JsonNode;
import dev.croupier.gateway.ids.BetId;
import dev.croupier.gateway.ids.LicenseeId;
import dev.croupier.gateway.ids.PlayerId;
import dev.croupier.gateway.ids.RoundId;
import dev.croupier.gateway.ids.TableId;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.List;

/**
 * Commands as the journal keeps them: {@code {"fields":{…},"context":{…}}}, licensee, key and kind
 * standing beside. What is read back equals what was written.
 */
public final class CommandCodec {
  private static final byte[] BEFORE_FIELDS = ascii("{\"fields\":");
  private static final byte[] BEFORE_CONTEXT = ascii(",\"context\":");
  private static final byte[] END = ascii("}");

  private CommandCodec() {}

  /**
   * A command in both forms that are kept.
   *
   * @param record the journal's bytes
   * @param requestHash SHA-256 over kind and fields; two requests are the same exactly if it is
   */
  public record Encoded(byte[] record, byte[] requestHash) {}

  /** Encodes. */
  public static Encoded encode(Command command) {
    byte[] fields = Json.bytes(g -> fields(g, command));
    byte[] context = Json.bytes(g -> context(g, command));
    byte[] record =
        new byte
            [BEFORE_FIELDS.length
                + fields.length
                + BEFORE_CONTEXT.length
                + context.length
                + END.length];
    int at = put(record, 0, BEFORE_FIELDS);
    at = put(record, at, fields);
    at = put(record, at, BEFORE_CONTEXT);
    at = put(record, at, context);
    put(record, at, END);
    MessageDigest sha = Digest.sha256();
    sha.update(ascii(command.kind()));
    sha.update((byte) '\n');
    return new Encoded(record, sha.digest(fields));
  }

  /** Reads a record back. */
  public static Command decode(LicenseeId licensee, String key, String kind, byte[] record) {
    JsonNode json = Json.tree(record);
    JsonNode f = json.get("fields");
    JsonNode c = json.get("context");
    return switch (kind) {
      case "bet.place" ->
          new Command.BetPlace(
              licensee,
              key,
              new PlayerId(Json.text(f, "player")),
              round(f),
              items(f.get("items")),
              Json.text(f, "currency"),
              Json.text(c, "limitGroup"),
              Json.text(c, "clientBuild"),
              c.get("contractVer").intValue());
      case "bet.cancel" -> {
        String bet = Json.text(f, "bet");
        yield new Command.BetCancel(
            licensee,
            key,
            new PlayerId(Json.text(f, "player")),
            bet == null ? null : new BetId(bet),
            Json.text(f, "placeKey"));
      }
      case "cashier.deposit" ->
          new Command.Deposit(
              licensee,
              key,
              new PlayerId(Json.text(f, "player")),
              f.get("amountMinor").longValue(),
              Json.text(f, "currency"),
              Json.text(f, "because"));
      case "round.open" ->
          new Command.RoundOpen(
              licensee,
              key,
              new TableId(Json.text(f, "table")),
              f.get("bettingUs").longValue(),
              c.get("displayGraceUs").longValue(),
              Json.text(c, "calcVer"),
              Json.text(c, "rulesHash"),
              Limits.read(c.get("limits")),
              Json.text(c, "by"));
      case "round.close" -> new Command.RoundClose(licensee, key, round(f), Json.text(c, "by"));
      case "round.progress" -> {
        String card = Json.text(f, "card");
        yield new Command.RoundProgress(
            licensee,
            key,
            round(f),
            ProgressKind.parse(Json.text(f, "kind")).orElseThrow(),
            card == null ? null : Card.parse(card).orElseThrow(),
            Json.text(f, "to"),
            Json.number(f, "frame"),
            Json.text(c, "by"));
      }
      case "round.result" ->
          new Command.RoundResult(
              licensee,
              key,
              round(f),
              result(f),
              ResultSource.parse(Json.text(f, "source")).orElseThrow(),
              Json.number(f, "frame"),
              Json.text(c, "by"));
      case "round.confirm" ->
          new Command.RoundConfirm(
              licensee, key, round(f), result(f), Json.number(f, "frame"), Json.text(c, "by"));
      case "round.settle" -> new Command.RoundSettle(licensee, key, round(f), Json.text(c, "by"));
      case "round.void" ->
          new Command.RoundVoid(
              licensee,
              key,
              round(f),
              VoidReason.parse(Json.text(f, "reason")).orElseThrow(),
              Json.text(c, "by"));
      case "round.respin" -> new Command.RoundRespin(licensee, key, round(f), Json.text(c, "by"));
      default -> throw new IllegalArgumentException("a record of unknown kind " + kind);
    };
  }

  private static void fields(JsonGenerator g, Command command) throws IOException {
    g.writeStartObject();
    switch (command) {
      case Command.BetPlace c -> {
        g.writeStringField("player", c.player().value());
        g.writeStringField("round", c.round().value());
        g.writeFieldName("items");
        writeItems(g, c.items());
        g.writeStringField("currency", c.currency());
      }
      case Command.BetCancel c -> {
        g.writeStringField("player", c.player().value());
        if (c.bet() != null) {
          g.writeStringField("bet", c.bet().value());
        } else {
          g.writeStringField("placeKey", c.placeKey());
        }
      }
      case Command.Deposit c -> {
        g.writeStringField("player", c.player().value());
        g.writeNumberField("amountMinor", c.amountMinor());
        g.writeStringField("currency", c.currency());
        g.writeStringField("because", c.because());
      }
      case Command.RoundOpen c -> {
        g.writeStringField("table", c.table().value());
        g.writeNumberField("bettingUs", c.bettingUs());
      }
      case Command.OfRound c -> {
        g.writeStringField("round", c.round().value());
        roundFields(g, c);
      }
    }
    g.writeEndObject();
  }

  private static void roundFields(JsonGenerator g, Command.OfRound command) throws IOException {
    switch (command) {
      case Command.RoundProgress c -> {
        g.writeStringField("kind", c.progress().wire());
        Json.nullable(g, "card", c.card() == null ? null : c.card().toString());
        Json.nullable(g, "to", c.to());
        Json.nullable(g, "frame", c.frame());
      }
      case Command.RoundResult c -> {
        Json.result(g, "result", c.result());
        g.writeStringField("source", c.source().wire());
        Json.nullable(g, "frame", c.frame());
      }
      case Command.RoundConfirm c -> {
        Json.result(g, "result", c.result());
        Json.nullable(g, "frame", c.frame());
      }
      case Command.RoundVoid c -> g.writeStringField("reason", c.reason().wire());
      case Command.RoundClose _, Command.RoundSettle _, Command.RoundRespin _ -> {}
    }
  }

  private static void context(JsonGenerator g, Command command) throws IOException {
    g.writeStartObject();
    switch (command) {
      case Command.BetPlace c -> {
        Json.nullable(g, "limitGroup", c.limitGroup());
        Json.nullable(g, "clientBuild", c.clientBuild());
        g.writeNumberField("contractVer", c.contractVer());
      }
      case Command.RoundOpen c -> {
        g.writeNumberField("displayGraceUs", c.displayGraceUs());
        g.writeStringField("calcVer", c.calcVer());
        g.writeStringField("rulesHash", c.rulesHash());
        g.writeFieldName("limits");
        g.writeRawValue(new String(c.limits().canonicalJson(), StandardCharsets.UTF_8));
        g.writeStringField("by", c.by());
      }
      case Command.OfRound c -> g.writeStringField("by", c.by());
      case Command.BetCancel _, Command.Deposit _ -> {}
    }
    g.writeEndObject();
  }

  /** Writes a slip's items, as everywhere on the wire. */
  static void writeItems(JsonGenerator g, List<SlipItem> items) throws IOException {
    g.writeStartArray();
    for (SlipItem item : items) {
      g.writeStartObject();
      g.writeStringField("spot", item.spot());
      g.writeNumberField("stakeMinor", item.stakeMinor());
      g.writeEndObject();
    }
    g.writeEndArray();
  }

  /** A slip's items in the store's form. */
  public static byte[] itemsToBytes(List<SlipItem> items) {
    return Json.bytes(g -> writeItems(g, items));
  }

  /** Reads {@link #itemsToBytes}. */
  public static List<SlipItem> itemsFromBytes(byte[] json) {
    return items(Json.tree(json));
  }

  private static List<SlipItem> items(JsonNode json) {
    List<SlipItem> items = new ArrayList<>(json.size());
    for (JsonNode item : json) {
      items.add(new SlipItem(Json.text(item, "spot"), item.get("stakeMinor").longValue()));
    }
    return items;
  }

  private static RoundId round(JsonNode fields) {
    return new RoundId(Json.text(fields, "round"));
  }

  private static Result result(JsonNode fields) {
    return switch (Result.read(fields.get("result"))) {
      case Result.Read(Result result) -> result;
      case Result.Unreadable bad -> throw new IllegalArgumentException("a stored result: " + bad);
    };
  }

  private static int put(byte[] into, int at, byte[] part) {
    System.arraycopy(part, 0, into, at, part.length);
    return at + part.length;
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }
}
