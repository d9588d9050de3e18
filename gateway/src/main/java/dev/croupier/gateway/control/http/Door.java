package dev.croupier.gateway.control.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.util.RawValue;
import dev.croupier.gateway.control.port.Bettor;
import dev.croupier.gateway.control.port.PlayerRef;
import dev.croupier.gateway.control.port.PortAnswer;
import dev.croupier.gateway.control.port.Reader;
import dev.croupier.gateway.control.port.RoundPlane;
import dev.croupier.gateway.control.port.Staff;
import dev.croupier.gateway.control.port.TableInfo;
import dev.croupier.gateway.control.wire.Contract;
import dev.croupier.gateway.control.wire.Fields;
import dev.croupier.gateway.control.wire.StrictJson;
import dev.croupier.gateway.http.Exchange;
import dev.croupier.gateway.http.Handler;
import dev.croupier.gateway.http.Principal;
import dev.croupier.gateway.http.Problem;
import dev.croupier.gateway.http.Role;
import dev.croupier.gateway.ids.PlayerId;
import dev.croupier.gateway.ids.RoundId;
import dev.croupier.gateway.ids.TableId;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** What the doors of this package share: reading requests, answering. Request threads. */
final class Door {
  /** Who may read what a licensee's rounds and wallets are. */
  static final Role[] STAFF = {
    Role.DEALER, Role.SUPERVISOR, Role.OPERATOR, Role.AUDITOR, Role.ADMIN
  };

  static final String JSON = "application/json";

  private static final String PROBLEM = "application/problem+json";
  private static final int MAX_BODY = 64 * 1024;

  /** How long a request waits for its commit before it is told to come back with its key. */
  private static final long PATIENCE_SECONDS = 10;

  private Door() {}

  /** A handler whose fields may be malformed. */
  static Handler of(Handler handler) {
    return exchange -> {
      try {
        handler.handle(exchange);
      } catch (Fields.Malformed e) {
        throw new Problem(400, "malformed", e.getMessage());
      }
    };
  }

  /** The body, a JSON object. */
  static JsonNode object(Exchange exchange) {
    return StrictJson.parse(exchange.body(MAX_BODY))
        .filter(JsonNode::isObject)
        .orElseThrow(
            () -> new Problem(400, "malformed", "the body is no JSON object as it must be"));
  }

  /** The body, a JSON object, or nothing at all. */
  static void nothing(Exchange exchange) {
    byte[] body = exchange.body(MAX_BODY);
    if (body.length > 0 && StrictJson.parse(body).filter(JsonNode::isObject).isEmpty()) {
      throw new Problem(400, "malformed", "the body is no JSON object as it must be");
    }
  }

  /** The {@code Idempotency-Key} header. */
  static String key(Exchange exchange) {
    String key =
        exchange
            .header("Idempotency-Key")
            .orElseThrow(
                () ->
                    new Problem(
                        400, "missing_idempotency_key", "the header Idempotency-Key is needed"));
    if (!Contract.isKey(key)) {
      throw new Problem(400, "malformed", "Idempotency-Key: [A-Za-z0-9._:-]{1,64}");
    }
    return key;
  }

  /** The player of a token. */
  static Bettor bettor(Principal principal) {
    if (!PlayerId.isValid(principal.subject()) || principal.currency() == null) {
      throw new Problem(403, "forbidden", "the token names no player with a currency");
    }
    return new Bettor(ref(principal), principal.currency(), principal.limitGroup());
  }

  /** The player of a token, by name. */
  static PlayerRef ref(Principal principal) {
    if (!PlayerId.isValid(principal.subject())) {
      throw new Problem(403, "forbidden", "the token names no player");
    }
    return new PlayerRef(principal.licensee(), new PlayerId(principal.subject()));
  }

  /** The member of staff of a token. */
  static Staff staff(Principal principal) {
    return new Staff(principal.licensee(), principal.subject(), principal.has(Role.SUPERVISOR));
  }

  /** What the bearer may see of a round. */
  static Reader reader(Exchange exchange) {
    Principal principal = exchange.require();
    if (principal.has(STAFF)) {
      return new Reader.All(principal.licensee());
    }
    exchange.require(Role.PLAYER);
    return new Reader.Own(ref(principal));
  }

  /** The table in the path. */
  static TableId table(Exchange exchange) {
    String text = exchange.variable("t");
    if (!TableId.isValid(text)) {
      throw unknownTable();
    }
    return new TableId(text);
  }

  /** The table in the path, as the round plane knows it. */
  static TableInfo known(RoundPlane rounds, Exchange exchange) {
    TableId table = table(exchange);
    return rounds.tables().stream()
        .filter(info -> info.table().equals(table))
        .findFirst()
        .orElseThrow(Door::unknownTable);
  }

  /** The round in the path. */
  static RoundId round(Exchange exchange) {
    String text = exchange.variable("r");
    if (!RoundId.isValid(text)) {
      throw unknownRound();
    }
    return new RoundId(text);
  }

  static Problem unknownTable() {
    return new Problem(404, "unknown_table", "no such table");
  }

  static Problem unknownRound() {
    return new Problem(404, "unknown_round", "no such round");
  }

  static Problem notFound(String detail) {
    return new Problem(404, "not_found", detail);
  }

  /** Answers with what the plane says, its bytes untouched. */
  static void answer(Exchange exchange, CompletableFuture<PortAnswer> future)
      throws InterruptedException, ExecutionException {
    try {
      answer(exchange, future.get(PATIENCE_SECONDS, TimeUnit.SECONDS));
    } catch (TimeoutException e) {
      throw new Problem(
          409,
          "in_progress",
          "not decided yet: ask again with the same key",
          Map.of("Retry-After", "1"));
    }
  }

  /** Answers with what the plane said, its bytes untouched. */
  static void answer(Exchange exchange, PortAnswer answer) {
    if (answer.status() == 503 || answer.status() == 429 || answer.status() == 409) {
      exchange.answerHeader("Retry-After", "1");
    }
    exchange
        .answerHeader("Cache-Control", "no-store")
        .send(answer.status(), answer.refused() ? PROBLEM : JSON, answer.body());
  }

  /** Answers with JSON made elsewhere. */
  static void json(Exchange exchange, byte[] body) {
    exchange.answerHeader("Cache-Control", "no-store").send(200, JSON, body);
  }

  /** Puts JSON made elsewhere into an object; null is written as such. */
  static void putRaw(ObjectNode object, String name, byte[] json) {
    if (json == null) {
      object.putNull(name);
    } else {
      object.putRawValue(name, new RawValue(new String(json, StandardCharsets.UTF_8)));
    }
  }
}
