package dev.croupier.gateway.rounds.event;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;

/**
 * The bodies of answers. A stored one is written once, when it is decided; from then on its bytes
 * are passed on as they are, on both doors and for ever.
 */
public final class Answers {
  private Answers() {}

  /** 201: the slip stands. */
  public static Answer accepted(Bet bet, Wallet after) {
    return new Answer(
        201,
        "bet.accepted",
        Json.bytes(
            g -> {
              g.writeStartObject();
              Views.betFields(g, bet);
              g.writeNumberField("balanceMinor", after.balanceMinor());
              g.writeEndObject();
            }));
  }

  /** A refusal of a slip, 422. */
  public static Answer rejected(
      Command.BetPlace slip, long balanceMinor, Refusal refusal, String detail) {
    return new Answer(
        refusal.status(),
        "bet.rejected",
        Json.bytes(
            g -> {
              g.writeStartObject();
              problem(g, refusal);
              g.writeStringField("idempotencyKey", slip.key());
              g.writeStringField("round", slip.round().value());
              g.writeStringField("player", slip.player().value());
              Json.nullable(g, "clientBuild", slip.clientBuild());
              g.writeStringField("state", BetState.REFUSED.wire());
              g.writeFieldName("items");
              CommandCodec.writeItems(g, slip.items());
              g.writeNumberField("balanceMinor", balanceMinor);
              g.writeStringField("code", refusal.code());
              g.writeStringField("detail", detail);
              g.writeEndObject();
            }));
  }

  /** 200: the bet is taken back. */
  public static Answer cancelled(Command.BetCancel cancel, Bet bet, long balanceMinor) {
    return new Answer(
        200,
        "bet.cancelled",
        Json.bytes(
            g -> {
              g.writeStartObject();
              g.writeStringField("idempotencyKey", cancel.key());
              g.writeStringField("bet", bet.id().value());
              g.writeStringField("placeKey", bet.key());
              g.writeStringField("round", bet.round().value());
              g.writeStringField("state", BetState.CANCELLED.wire());
              g.writeFieldName("items");
              CommandCodec.writeItems(g, bet.items());
              g.writeNumberField("balanceMinor", balanceMinor);
              g.writeEndObject();
            }));
  }

  /** 200: there is no such bet, and there will be none; the same if it was refused. */
  public static Answer cancelledNothing(Command.BetCancel cancel, long balanceMinor) {
    return new Answer(
        200,
        "bet.cancelled",
        Json.bytes(
            g -> {
              g.writeStartObject();
              g.writeStringField("idempotencyKey", cancel.key());
              g.writeStringField("placeKey", cancel.placeKey());
              g.writeNullField("round");
              g.writeStringField("state", BetState.CANCELLED.wire());
              g.writeArrayFieldStart("items");
              g.writeEndArray();
              g.writeNumberField("balanceMinor", balanceMinor);
              g.writeEndObject();
            }));
  }

  /** A cancel that is refused; the bet, if there is one, stands. */
  public static Answer notCancelled(
      Command.BetCancel cancel, Bet bet, long balanceMinor, Refusal refusal, String detail) {
    return new Answer(
        refusal.status(),
        "bet.rejected",
        Json.bytes(
            g -> {
              g.writeStartObject();
              problem(g, refusal);
              g.writeStringField("idempotencyKey", cancel.key());
              if (bet == null) {
                g.writeNullField("round");
              } else {
                g.writeStringField("bet", bet.id().value());
                g.writeStringField("placeKey", bet.key());
                g.writeStringField("round", bet.round().value());
              }
              g.writeStringField("state", (bet == null ? BetState.REFUSED : bet.state()).wire());
              g.writeArrayFieldStart("items");
              g.writeEndArray();
              g.writeNumberField("balanceMinor", balanceMinor);
              g.writeStringField("code", refusal.code());
              g.writeStringField("detail", detail);
              g.writeEndObject();
            }));
  }

  /**
   * The round as it stands after a command to it.
   *
   * @param status 201 for an open, else 200
   */
  public static Answer round(int status, Round round) {
    return new Answer(status, "round", Views.round(round));
  }

  /** 201: a wallet after a deposit. */
  public static Answer deposited(Wallet after) {
    return new Answer(201, "balance", Views.wallet(after));
  }

  /** A refusal of anything but a bet: problem+json with the caller's key. */
  public static Answer refused(String key, Refusal refusal, String detail) {
    return new Answer(
        refusal.status(),
        Answer.ERROR,
        Json.bytes(
            g -> {
              g.writeStartObject();
              problem(g, refusal);
              g.writeStringField("code", refusal.code());
              g.writeStringField("detail", detail);
              Json.nullable(g, "idempotencyKey", key);
              g.writeEndObject();
            }));
  }

  private static void problem(JsonGenerator g, Refusal refusal) throws IOException {
    g.writeStringField("type", "about:blank");
    g.writeStringField("title", refusal.title());
    g.writeNumberField("status", refusal.status());
  }
}
