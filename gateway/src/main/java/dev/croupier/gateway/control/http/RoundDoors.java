package dev.croupier.gateway.control.http;

import com.fasterxml.jackson.databind.JsonNode;
import dev.croupier.gateway.control.port.RoundCommand;
import dev.croupier.gateway.control.port.RoundPlane;
import dev.croupier.gateway.control.port.Staff;
import dev.croupier.gateway.control.wire.Fields;
import dev.croupier.gateway.http.Exchange;
import dev.croupier.gateway.http.Handler;
import dev.croupier.gateway.http.Principal;
import dev.croupier.gateway.http.Problem;
import dev.croupier.gateway.http.Role;
import dev.croupier.gateway.http.Routes;
import dev.croupier.gateway.ids.RoundId;
import dev.croupier.gateway.ids.TableId;
import java.nio.charset.StandardCharsets;
import java.util.Set;

/** What dealers and supervisors command, and what is read of rounds afterwards. */
final class RoundDoors {
  private static final Role[] DEALER = {Role.DEALER, Role.SUPERVISOR};
  private static final Role[] SUPERVISOR = {Role.SUPERVISOR};
  private static final Set<String> KINDS = Set.of("ball_launched", "card");
  private static final Set<String> SIDES = Set.of("player", "banker");
  private static final Set<String> SOURCES = Set.of("dealer", "sensor", "supervisor");

  /** Longest betting time that can be asked for, ms: ten minutes. */
  private static final long MAX_BETTING_MS = 600_000;

  private final RoundPlane rounds;

  RoundDoors(RoundPlane rounds) {
    this.rounds = rounds;
  }

  void register(Routes routes) {
    routes
        .on("POST", "/api/v1/tables/{t}/rounds", Door.of(this::open))
        .on("POST", "/api/v1/rounds/{r}/close", bare(DEALER, RoundCommand.Close::new))
        .on("POST", "/api/v1/rounds/{r}/progress", Door.of(this::progress))
        .on("POST", "/api/v1/rounds/{r}/result", Door.of(this::result))
        .on("POST", "/api/v1/rounds/{r}/settle", bare(DEALER, RoundCommand.Settle::new))
        .on("POST", "/api/v1/rounds/{r}/respin", bare(DEALER, RoundCommand.Respin::new))
        .on("POST", "/api/v1/rounds/{r}/confirm", Door.of(this::confirm))
        .on("POST", "/api/v1/rounds/{r}/void", Door.of(this::voidRound))
        .on("GET", "/api/v1/rounds/{r}", Door.of(this::read))
        .on("GET", "/api/v1/rounds/{r}/reproduction", Door.of(this::reproduction))
        .on("GET", "/api/v1/rulesets/{calcVer}", Door.of(this::ruleset));
  }

  private void open(Exchange exchange) throws Exception {
    Staff by = Door.staff(exchange.require(DEALER));
    String key = Door.key(exchange);
    TableId table = Door.table(exchange);
    if (rounds.tables().stream().noneMatch(info -> info.table().equals(table))) {
      throw Door.unknownTable();
    }
    long bettingMs = Fields.integer(Door.object(exchange), "bettingMs");
    if (bettingMs < 1 || bettingMs > MAX_BETTING_MS) {
      throw Fields.malformed("bettingMs: 1 to " + MAX_BETTING_MS);
    }
    Door.answer(exchange, rounds.round(new RoundCommand.Open(by, key, table, bettingMs)));
  }

  private void progress(Exchange exchange) throws Exception {
    Staff by = Door.staff(exchange.require(DEALER));
    String key = Door.key(exchange);
    JsonNode body = Door.object(exchange);
    String kind = oneOf(body, "kind", KINDS);
    String card = Fields.optionalText(body, "card", 2);
    String to = body.hasNonNull("to") ? oneOf(body, "to", SIDES) : null;
    Door.answer(
        exchange,
        rounds.round(
            new RoundCommand.Progress(
                by,
                key,
                Door.round(exchange),
                kind,
                card,
                to,
                Fields.optionalInteger(body, "frame"))));
  }

  private void result(Exchange exchange) throws Exception {
    Principal principal = exchange.require(DEALER);
    String key = Door.key(exchange);
    JsonNode body = Door.object(exchange);
    String source = oneOf(body, "source", SOURCES);
    if (source.equals("supervisor") && !principal.has(Role.SUPERVISOR)) {
      throw new Problem(403, "forbidden", "source supervisor is for supervisors");
    }
    Door.answer(
        exchange,
        rounds.round(
            new RoundCommand.Result(
                Door.staff(principal),
                key,
                Door.round(exchange),
                resultJson(body),
                source,
                Fields.optionalInteger(body, "frame"))));
  }

  private void confirm(Exchange exchange) throws Exception {
    Staff by = Door.staff(exchange.require(SUPERVISOR));
    String key = Door.key(exchange);
    byte[] result = resultJson(Door.object(exchange));
    Door.answer(
        exchange, rounds.round(new RoundCommand.Confirm(by, key, Door.round(exchange), result)));
  }

  private void voidRound(Exchange exchange) throws Exception {
    Staff by = Door.staff(exchange.require(SUPERVISOR));
    String key = Door.key(exchange);
    String reason = Fields.text(Door.object(exchange), "reason", 32);
    Door.answer(
        exchange, rounds.round(new RoundCommand.VoidRound(by, key, Door.round(exchange), reason)));
  }

  private void read(Exchange exchange) {
    Door.json(
        exchange,
        rounds
            .roundJson(Door.round(exchange), Door.reader(exchange))
            .orElseThrow(Door::unknownRound));
  }

  private void reproduction(Exchange exchange) {
    Door.json(
        exchange,
        rounds
            .reproduction(Door.round(exchange), Door.reader(exchange))
            .orElseThrow(Door::unknownRound));
  }

  private void ruleset(Exchange exchange) {
    exchange.require();
    Door.json(
        exchange,
        rounds
            .ruleset(exchange.variable("calcVer"))
            .orElseThrow(() -> Door.notFound("no such ruleset")));
  }

  @FunctionalInterface
  private interface Bare {
    RoundCommand make(Staff by, String key, RoundId round);
  }

  private Handler bare(Role[] roles, Bare command) {
    return Door.of(
        exchange -> {
          Staff by = Door.staff(exchange.require(roles));
          String key = Door.key(exchange);
          Door.nothing(exchange);
          Door.answer(exchange, rounds.round(command.make(by, key, Door.round(exchange))));
        });
  }

  private static byte[] resultJson(JsonNode body) {
    JsonNode result = body.path("result");
    if (!result.isObject()) {
      throw Fields.malformed("result: an object");
    }
    return result.toString().getBytes(StandardCharsets.UTF_8);
  }

  private static String oneOf(JsonNode body, String name, Set<String> words) {
    String word = Fields.text(body, name, 32);
    if (!words.contains(word)) {
      throw Fields.malformed(name + ": one of " + words.stream().sorted().toList());
    }
    return word;
  }
}
