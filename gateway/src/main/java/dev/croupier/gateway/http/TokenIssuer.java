package dev.croupier.gateway.http;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import dev.croupier.gateway.ids.LicenseeId;
import dev.croupier.gateway.ids.PlayerId;
import dev.croupier.time.clock.TableClock;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;

/** Mints the house's own tokens: for the demo, for {@code gateway token}, for tests. Any thread. */
public final class TokenIssuer {
  private final MACSigner signer;
  private final String issuer;
  private final TableClock clock;
  private final Supplier<String> ids;

  /**
   * An issuer.
   *
   * @param issuer {@code iss}
   * @param ids makes each {@code jti}: unique, up to 128 printable characters
   */
  public TokenIssuer(TokenSecret secret, String issuer, TableClock clock, Supplier<String> ids) {
    try {
      this.signer = new MACSigner(secret.bytes());
    } catch (JOSEException e) {
      throw new IllegalArgumentException("the secret is too short", e);
    }
    this.issuer = issuer;
    this.clock = clock;
    this.ids = ids;
  }

  /**
   * What a token shall say.
   *
   * @param subject {@code sub}
   * @param licensee {@code lic}
   * @param roles at least one
   * @param currency {@code cur}, or null for staff
   * @param region or null
   * @param locale or null
   * @param limitGroup or null
   * @param ttl how long it is valid, more than zero
   */
  public record Claims(
      PlayerId subject,
      LicenseeId licensee,
      Set<Role> roles,
      String currency,
      String region,
      String locale,
      String limitGroup,
      Duration ttl) {
    /** Checks what no token may lack. */
    public Claims {
      if (roles.isEmpty() || !ttl.isPositive()) {
        throw new IllegalArgumentException("a token has a role and a lifetime");
      }
      roles = Set.copyOf(roles);
    }

    /** Member of staff or player without a region, locale or limit group. */
    public static Claims of(
        PlayerId subject, LicenseeId licensee, Role role, String currency, Duration ttl) {
      return new Claims(subject, licensee, Set.of(role), currency, null, null, null, ttl);
    }
  }

  /** A signed token and the end of its life. */
  public record Minted(String token, Instant expiresAt) {
    /** Without the token: it is a secret. */
    @Override
    public String toString() {
      return "Minted[expiresAt=" + expiresAt + "]";
    }
  }

  /** Signs a token. */
  public Minted mint(Claims claims) {
    Instant now = Instant.ofEpochSecond(clock.nowMicros() / 1_000_000);
    Instant expires = now.plusSeconds(Math.max(1, claims.ttl().toSeconds()));
    List<String> roles = claims.roles().stream().map(Role::wire).sorted().toList();
    JWTClaimsSet.Builder set =
        new JWTClaimsSet.Builder()
            .issuer(issuer)
            .audience(JwtTokens.AUDIENCE)
            .subject(claims.subject().value())
            .issueTime(Date.from(now))
            .expirationTime(Date.from(expires))
            .jwtID(ids.get())
            .claim("lic", claims.licensee().value());
    if (roles.size() == 1) {
      set.claim("role", roles.getFirst());
    } else {
      set.claim("roles", roles);
    }
    putIfPresent(set, "cur", claims.currency());
    putIfPresent(set, "region", claims.region());
    putIfPresent(set, "locale", claims.locale());
    putIfPresent(set, "limitGroup", claims.limitGroup());
    SignedJWT jwt =
        new SignedJWT(
            new JWSHeader.Builder(JWSAlgorithm.HS256).type(JOSEObjectType.JWT).build(),
            set.build());
    try {
      jwt.sign(signer);
    } catch (JOSEException e) {
      throw new IllegalStateException("HS256 is always there", e);
    }
    return new Minted(jwt.serialize(), expires);
  }

  private static void putIfPresent(JWTClaimsSet.Builder set, String name, String value) {
    if (value != null) {
      set.claim(name, value);
    }
  }
}
