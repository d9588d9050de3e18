package dev.croupier.gateway.rounds.event;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.util.List;

/** What is read of rounds, bets and wallets, as JSON bodies. */
public final class Views {
  private Views() {}

  /** A round without its bets: the round's object everywhere on the wire. */
  public static byte[] round(Round round) {
    return Json.bytes(
        g -> {
          g.writeStartObject();
          roundFields(g, round);
          g.writeEndObject();
        });
  }

  /** A round with the bets its reader may see. */
  public static byte[] roundWithBets(Round round, List<Bet> bets) {
    return Json.bytes(g -> roundWithBets(g, round, bets));
  }

  /** A player's rounds with his bets, as an array. */
  public static byte[] history(List<RoundBets> rounds) {
    return Json.bytes(
        g -> {
          g.writeStartArray();
          for (RoundBets entry : rounds) {
            roundWithBets(g, entry.round(), entry.bets());
          }
          g.writeEndArray();
        });
  }

  /** Results as {@code [{round, result, frame}]}. */
  public static byte[] results(List<Round> rounds) {
    return Json.bytes(
        g -> {
          g.writeStartArray();
          for (Round round : rounds) {
            g.writeStartObject();
            g.writeStringField("round", round.id().value());
            Json.result(g, "result", round.result());
            Json.nullable(g, "frame", round.resultFrame());
            g.writeEndObject();
          }
          g.writeEndArray();
        });
  }

  /** Bets as an array. */
  public static byte[] bets(List<Bet> bets) {
    return Json.bytes(
        g -> {
          g.writeStartArray();
          for (Bet bet : bets) {
            g.writeStartObject();
            betFields(g, bet);
            g.writeEndObject();
          }
          g.writeEndArray();
        });
  }

  /** One bet. */
  public static byte[] bet(Bet bet) {
    return Json.bytes(
        g -> {
          g.writeStartObject();
          betFields(g, bet);
          g.writeEndObject();
        });
  }

  /** A wallet. */
  public static byte[] wallet(Wallet wallet) {
    return Json.bytes(
        g -> {
          g.writeStartObject();
          g.writeStringField("player", wallet.player().value());
          g.writeStringField("currency", wallet.currency());
          g.writeNumberField("exponent", wallet.exponent());
          g.writeNumberField("balanceMinor", wallet.balanceMinor());
          g.writeNumberField("bonusMinor", wallet.bonusMinor());
          g.writeNumberField("openStakesMinor", wallet.openStakesMinor());
          g.writeEndObject();
        });
  }

  /**
   * A round as it was, step by step, for a dispute.
   *
   * @param ruleset canonical JSON of its rules, or null if they are unknown here
   * @param limits canonical JSON of its limits
   */
  public static byte[] reproduction(
      Round round, String ruleset, byte[] limits, List<RoundStep> steps, List<Bet> bets) {
    return Json.bytes(
        g -> {
          g.writeStartObject();
          roundFields(g, round);
          g.writeFieldName("ruleset");
          raw(g, ruleset);
          g.writeFieldName("limits");
          raw(g, new String(limits, java.nio.charset.StandardCharsets.UTF_8));
          g.writeArrayFieldStart("steps");
          for (RoundStep step : steps) {
            g.writeStartObject();
            g.writeNumberField("seq", step.seq());
            g.writeNumberField("at", step.ts());
            g.writeStringField("kind", step.kind());
            g.writeStringField("idempotencyKey", step.key());
            g.writeFieldName("command");
            raw(g, new String(step.record(), java.nio.charset.StandardCharsets.UTF_8));
            g.writeNumberField("status", step.answer().status());
            g.writeFieldName("answer");
            raw(g, step.answer().text());
            g.writeArrayFieldStart("postings");
            for (RoundStep.Posting posting : step.postings()) {
              g.writeStartObject();
              g.writeStringField("account", posting.account());
              g.writeStringField("currency", posting.currency());
              g.writeNumberField("amountMinor", posting.amountMinor());
              g.writeEndObject();
            }
            g.writeEndArray();
            g.writeStringField("hash", step.hash());
            g.writeEndObject();
          }
          g.writeEndArray();
          betsField(g, bets);
          g.writeEndObject();
        });
  }

  /** The limits that apply to somebody, for the snapshot and the page. */
  public static byte[] limits(String limitsVer, LimitSet set) {
    return Json.bytes(
        g -> {
          g.writeStartObject();
          g.writeStringField("limitsVer", limitsVer);
          g.writeStringField("currency", set.currency());
          StakeRange any = set.ranges().get(LimitSet.ANY);
          range(g, any);
          g.writeNumberField("tableMaxMinor", set.tableMaxMinor());
          g.writeObjectFieldStart("kinds");
          for (var kind : set.ranges().entrySet()) {
            if (!kind.getKey().equals(LimitSet.ANY)) {
              g.writeObjectFieldStart(kind.getKey());
              range(g, kind.getValue());
              g.writeEndObject();
            }
          }
          g.writeEndObject();
          g.writeEndObject();
        });
  }

  /** A bet's shape, inside an object that is open. */
  static void betFields(JsonGenerator g, Bet bet) throws IOException {
    g.writeStringField("bet", bet.id().value());
    g.writeStringField("idempotencyKey", bet.key());
    g.writeStringField("round", bet.round().value());
    g.writeStringField("player", bet.player().value());
    Json.nullable(g, "clientBuild", bet.clientBuild());
    g.writeStringField("state", bet.state().wire());
    g.writeArrayFieldStart("items");
    for (int i = 0; i < bet.items().size(); i++) {
      SlipItem item = bet.items().get(i);
      g.writeStartObject();
      g.writeStringField("spot", item.spot());
      g.writeNumberField("stakeMinor", item.stakeMinor());
      if (bet.credits() != null) {
        g.writeNumberField("creditMinor", bet.credits().get(i));
      }
      g.writeEndObject();
    }
    g.writeEndArray();
  }

  private static void roundWithBets(JsonGenerator g, Round round, List<Bet> bets)
      throws IOException {
    g.writeStartObject();
    roundFields(g, round);
    betsField(g, bets);
    g.writeEndObject();
  }

  private static void roundFields(JsonGenerator g, Round round) throws IOException {
    g.writeStringField("round", round.id().value());
    g.writeStringField("table", round.table().value());
    g.writeStringField("state", round.state().wire());
    g.writeStringField("calcVer", round.calcVer());
    g.writeStringField("rulesHash", round.rulesHash());
    g.writeStringField("limitsVer", round.limitsVer());
    g.writeNumberField("openedAt", round.openedAt());
    g.writeNumberField("closesAt", round.closesAt());
    g.writeNumberField("displayClosesAt", round.displayClosesAt());
    Json.result(g, "result", round.result());
    Json.nullable(g, "frame", round.resultFrame());
    if (round.reason() != null) {
      g.writeStringField("reason", round.reason());
    }
  }

  private static void betsField(JsonGenerator g, List<Bet> bets) throws IOException {
    g.writeArrayFieldStart("bets");
    for (Bet bet : bets) {
      g.writeStartObject();
      betFields(g, bet);
      g.writeEndObject();
    }
    g.writeEndArray();
  }

  private static void range(JsonGenerator g, StakeRange range) throws IOException {
    g.writeNumberField("minMinor", range.minMinor());
    g.writeNumberField("maxMinor", range.maxMinor());
    g.writeNumberField("stepMinor", range.stepMinor());
  }

  private static void raw(JsonGenerator g, String json) throws IOException {
    if (json == null) {
      g.writeNull();
    } else {
      g.writeRawValue(json);
    }
  }
}
