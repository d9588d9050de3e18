package dev.croupier.gateway.http;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.MACVerifier;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import dev.croupier.gateway.ids.LicenseeId;
import dev.croupier.gateway.ids.PlayerId;
import dev.croupier.time.clock.TableClock;
import java.text.ParseException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Verifies tokens signed with the house's own secret: HS256 and nothing else (RFC 8725, 3.1).
 *
 * <p>Refused: another algorithm ({@code none} included), a critical header, a foreign issuer or
 * audience, no or a past {@code exp}, a {@code nbf} still to come, a missing or malformed {@code
 * sub} or {@code lic}, no known role. Whatever a header says about keys ({@code kid, jku, jwk,
 * x5u}) is never looked at. Immutable; any thread.
 */
public final class JwtTokens implements TokenVerifier {
  /** {@code aud} of all tokens for this gateway. */
  public static final String AUDIENCE = "croupier";

  private static final int MAX_TOKEN_CHARS = 4096;

  /** How far clocks of issuers may differ from ours for {@code nbf}. */
  private static final Duration LEEWAY = Duration.ofSeconds(30);

  private static final Pattern CURRENCY = Pattern.compile("[A-Z]{3}");
  private static final Pattern WORD = Pattern.compile("[A-Za-z0-9._-]{1,64}");
  private static final Pattern TOKEN_ID = Pattern.compile("[\\x21-\\x7e]{1,128}");

  private static final Map<String, Role> ROLES =
      Stream.of(Role.values())
          .collect(TreeMap::new, (map, role) -> map.put(role.wire(), role), TreeMap::putAll);

  private final MACVerifier mac;
  private final String issuer;
  private final TableClock clock;

  /**
   * A verifier.
   *
   * @param issuer the only accepted {@code iss}
   * @param clock table time is about Unix time, which is good enough for expiry
   */
  public JwtTokens(TokenSecret secret, String issuer, TableClock clock) {
    try {
      this.mac = new MACVerifier(secret.bytes());
    } catch (JOSEException e) {
      throw new IllegalArgumentException("the secret is too short", e);
    }
    this.issuer = issuer;
    this.clock = clock;
  }

  @Override
  public Principal verify(String token) {
    if (token == null || token.isEmpty()) {
      throw refused("a bearer token is needed");
    }
    if (token.length() > MAX_TOKEN_CHARS) {
      throw refused("the token is too long");
    }
    try {
      SignedJWT jwt = SignedJWT.parse(token);
      checkHeader(jwt.getHeader());
      if (!jwt.verify(mac)) {
        throw refused("the token's signature is wrong");
      }
      return principalOf(jwt.getJWTClaimsSet());
    } catch (ParseException | JOSEException | IllegalArgumentException e) {
      throw refused("the token is malformed");
    }
  }

  private static void checkHeader(JWSHeader header) {
    if (!JWSAlgorithm.HS256.equals(header.getAlgorithm())) {
      throw refused("the token's algorithm is not accepted");
    }
    if (header.getCriticalParams() != null || !header.isBase64URLEncodePayload()) {
      throw refused("the token asks for an unknown extension");
    }
    if (header.getType() != null && !"JWT".equalsIgnoreCase(header.getType().getType())) {
      throw refused("this is not an access token");
    }
  }

  private Principal principalOf(JWTClaimsSet claims) throws ParseException {
    if (!issuer.equals(claims.getIssuer())) {
      throw refused("the token's issuer is not accepted");
    }
    if (!claims.getAudience().contains(AUDIENCE)) {
      throw refused("the token is for somebody else");
    }
    Instant now = Instant.EPOCH.plus(clock.nowMicros(), ChronoUnit.MICROS);
    if (claims.getExpirationTime() == null) {
      throw refused("the token never expires");
    }
    Instant expires = claims.getExpirationTime().toInstant();
    if (!expires.isAfter(now)) {
      throw refused("the token is expired");
    }
    if (claims.getNotBeforeTime() != null
        && claims.getNotBeforeTime().toInstant().isAfter(now.plus(LEEWAY))) {
      throw refused("the token is not valid yet");
    }
    String subject = claims.getSubject();
    String licensee = claims.getStringClaim("lic");
    if (!PlayerId.isValid(subject) || !LicenseeId.isValid(licensee)) {
      throw refused("the token names no subject or licensee");
    }
    Set<Role> roles = rolesOf(claims);
    if (roles.isEmpty()) {
      throw refused("the token has no role");
    }
    return new Principal(
        subject,
        new LicenseeId(licensee),
        Set.copyOf(roles),
        text(claims, "cur", CURRENCY),
        text(claims, "region", WORD),
        text(claims, "locale", WORD),
        text(claims, "limitGroup", WORD),
        text(claims, "jti", TOKEN_ID),
        expires);
  }

  private static Set<Role> rolesOf(JWTClaimsSet claims) throws ParseException {
    List<String> names = new ArrayList<>();
    String one = claims.getStringClaim("role");
    if (one != null) {
      names.add(one);
    }
    List<String> many = claims.getStringListClaim("roles");
    if (many != null) {
      names.addAll(many);
    }
    Set<Role> roles = EnumSet.noneOf(Role.class);
    for (String name : names) {
      Role role = name == null ? null : ROLES.get(name.toLowerCase(Locale.ROOT));
      if (role != null) {
        roles.add(role);
      }
    }
    return roles;
  }

  private static String text(JWTClaimsSet claims, String name, Pattern form) throws ParseException {
    String value = claims.getStringClaim(name);
    if (value != null && !form.matcher(value).matches()) {
      throw refused("the token's " + name + " is malformed");
    }
    return value;
  }

  private static Problem refused(String detail) {
    return new Problem(401, "unauthorized", detail);
  }
}
