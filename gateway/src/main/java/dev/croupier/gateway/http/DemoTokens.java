package dev.croupier.gateway.http;

import com.fasterxml.jackson.databind.JsonNode;
import dev.croupier.gateway.ids.LicenseeId;
import dev.croupier.gateway.ids.PlayerId;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;

/**
 * {@code POST /api/v1/demo/tokens {role, subject, ttlSeconds?}} → {@code 201 {token, expiresAt}}:
 * anybody on this machine gets any role.
 *
 * <p>Registered in demo mode only, and answers loopback addresses only. {@code expiresAt} is table
 * time in microseconds, as all times are.
 */
public final class DemoTokens {
  private static final int MAX_BODY_BYTES = 4096;
  private static final long DEFAULT_TTL_SECONDS = 12 * 3600;
  private static final long MAX_TTL_SECONDS = 24 * 3600;

  private final TokenIssuer issuer;
  private final LicenseeId licensee;
  private final String currency;
  private final Consumer<PlayerId> welcome;

  /**
   * A door to tokens of one licensee and one currency.
   *
   * @param welcome told of each player before the token is given; may block
   */
  public DemoTokens(
      TokenIssuer issuer, LicenseeId licensee, String currency, Consumer<PlayerId> welcome) {
    this.issuer = issuer;
    this.licensee = licensee;
    this.currency = currency;
    this.welcome = welcome;
  }

  /** Adds the route. */
  public void register(Routes routes) {
    routes.on("POST", "/api/v1/demo/tokens", this::mint);
  }

  private void mint(Exchange exchange) {
    if (!exchange.remote().getAddress().isLoopbackAddress()) {
      throw new Problem(403, "forbidden", "demo tokens are for this machine only");
    }
    JsonNode body = Json.object(exchange.body(MAX_BODY_BYTES));
    Role role = roleOf(body.path("role"));
    String subject = body.path("subject").textValue();
    if (!PlayerId.isValid(subject)) {
      throw new Problem(400, "malformed", "subject: [A-Za-z0-9][A-Za-z0-9._:@-]{0,63}");
    }
    JsonNode asked = body.path("ttlSeconds");
    if (!asked.isMissingNode()
        && (!asked.canConvertToLong() || !asked.isIntegralNumber() || asked.asLong() < 1)) {
      throw new Problem(400, "malformed", "ttlSeconds: a whole number from 1 on");
    }
    if (role == Role.PLAYER) {
      welcome.accept(new PlayerId(subject));
    }
    long ttl = Math.min(asked.asLong(DEFAULT_TTL_SECONDS), MAX_TTL_SECONDS);
    TokenIssuer.Minted minted =
        issuer.mint(
            TokenIssuer.Claims.of(
                new PlayerId(subject),
                licensee,
                role,
                role == Role.PLAYER ? currency : null,
                Duration.ofSeconds(ttl)));
    Map<String, Object> answer = new LinkedHashMap<>();
    answer.put("token", minted.token());
    answer.put("expiresAt", minted.expiresAt().getEpochSecond() * 1_000_000);
    exchange.answerHeader("Cache-Control", "no-store").sendJson(201, answer);
  }

  private static Role roleOf(JsonNode node) {
    for (Role role : Role.values()) {
      if (node.isTextual() && role.wire().equals(node.textValue().toLowerCase(Locale.ROOT))) {
        return role;
      }
    }
    throw new Problem(400, "malformed", "role: player, dealer, supervisor, operator, publisher …");
  }
}
