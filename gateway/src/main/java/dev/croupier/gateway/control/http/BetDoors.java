package dev.croupier.gateway.control.http;

import com.fasterxml.jackson.databind.JsonNode;
import dev.croupier.gateway.control.port.BetCommand;
import dev.croupier.gateway.control.port.Bettor;
import dev.croupier.gateway.control.port.RoundPlane;
import dev.croupier.gateway.control.port.WalletView;
import dev.croupier.gateway.control.wire.Contract;
import dev.croupier.gateway.control.wire.Fields;
import dev.croupier.gateway.http.Exchange;
import dev.croupier.gateway.http.Principal;
import dev.croupier.gateway.http.Problem;
import dev.croupier.gateway.http.Role;
import dev.croupier.gateway.http.Routes;
import dev.croupier.gateway.ids.BetId;
import dev.croupier.gateway.ids.BuildId;
import dev.croupier.gateway.ids.PlayerId;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** Players' money over HTTP. */
final class BetDoors {
  /** Rounds of a history at once. */
  private static final int MAX_ROUNDS = 200;

  private final RoundPlane rounds;

  BetDoors(RoundPlane rounds) {
    this.rounds = rounds;
  }

  void register(Routes routes) {
    routes
        .on("POST", "/api/v1/bets", Door.of(this::place))
        .on("DELETE", "/api/v1/bets/{b}", Door.of(this::cancel))
        .on("DELETE", "/api/v1/bets/by-key/{key}", Door.of(this::cancelByKey))
        .on("GET", "/api/v1/bets/by-key/{key}", Door.of(this::byKey))
        .on("GET", "/api/v1/wallets/{player}", Door.of(this::wallet))
        .on("GET", "/api/v1/players/me/rounds", Door.of(this::history));
  }

  private void place(Exchange exchange) throws Exception {
    Bettor bettor = Door.bettor(exchange.require(Role.PLAYER));
    String key = Door.key(exchange);
    JsonNode body = Door.object(exchange);
    String build = exchange.header("Croupier-Build").orElse(null);
    if (build != null && !BuildId.isValid(build)) {
      throw Fields.malformed("Croupier-Build: [a-z0-9.-]{1,64}");
    }
    Door.answer(
        exchange,
        rounds.bet(
            new BetCommand.Place(
                bettor,
                key,
                Fields.round(body, "round"),
                Fields.items(body).stream()
                    .map(i -> new BetCommand.Item(i.spot(), i.stakeMinor()))
                    .toList(),
                build,
                Contract.NEWEST)));
  }

  private void cancel(Exchange exchange) throws Exception {
    Bettor bettor = Door.bettor(exchange.require(Role.PLAYER));
    String key = Door.key(exchange);
    String bet = exchange.variable("b");
    if (!BetId.isValid(bet)) {
      throw Door.notFound("no such bet");
    }
    Door.answer(exchange, rounds.bet(new BetCommand.Cancel(bettor, key, new BetId(bet))));
  }

  private void cancelByKey(Exchange exchange) throws Exception {
    Bettor bettor = Door.bettor(exchange.require(Role.PLAYER));
    String key = Door.key(exchange);
    Door.answer(exchange, rounds.bet(new BetCommand.CancelByKey(bettor, key, pathKey(exchange))));
  }

  private void byKey(Exchange exchange) {
    Principal player = exchange.require(Role.PLAYER);
    Door.answer(
        exchange,
        rounds
            .betByKey(Door.ref(player), pathKey(exchange))
            .orElseThrow(() -> Door.notFound("nothing was answered under this key")));
  }

  private void wallet(Exchange exchange) {
    Principal principal = exchange.require();
    String player = exchange.variable("player");
    boolean own = principal.has(Role.PLAYER) && principal.subject().equals(player);
    if (!own && !principal.has(Door.STAFF)) {
      throw principal.has(Role.PLAYER)
          ? Door.notFound("no such wallet")
          : new Problem(403, "forbidden", "the token's role does not allow this");
    }
    WalletView wallet =
        Optional.of(player)
            .filter(PlayerId::isValid)
            .flatMap(id -> rounds.wallet(principal.licensee(), new PlayerId(id)))
            .orElseThrow(() -> Door.notFound("no such wallet"));
    Map<String, Object> view = new LinkedHashMap<>();
    view.put("player", player);
    view.put("currency", wallet.currency());
    view.put("exponent", wallet.exponent());
    view.put("balanceMinor", wallet.balanceMinor());
    view.put("bonusMinor", wallet.bonusMinor());
    view.put("openStakesMinor", wallet.openStakesMinor());
    exchange.answerHeader("Cache-Control", "no-store").sendJson(200, view);
  }

  private void history(Exchange exchange) {
    Principal player = exchange.require(Role.PLAYER);
    long from = time(exchange, "from", 0);
    long to = time(exchange, "to", Long.MAX_VALUE);
    Door.json(exchange, rounds.history(Door.ref(player), from, to, MAX_ROUNDS));
  }

  private static String pathKey(Exchange exchange) {
    String key = exchange.variable("key");
    if (!Contract.isKey(key)) {
      throw Door.notFound("nothing was answered under this key");
    }
    return key;
  }

  private static long time(Exchange exchange, String name, long otherwise) {
    Optional<String> text = exchange.query(name);
    try {
      return text.isEmpty() ? otherwise : Long.parseLong(text.get());
    } catch (NumberFormatException e) {
      throw new Problem(400, "malformed", name + ": table time in microseconds");
    }
  }
}
