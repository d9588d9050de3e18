package dev.croupier.gateway.media.http;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.croupier.gateway.http.Exchange;
import dev.croupier.gateway.http.Problem;
import dev.croupier.gateway.ids.TableId;
import dev.croupier.time.clock.TableClock;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.Base64;
import java.util.Map;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Who may read a table's HLS: the bearer of any valid token, of a pass in the cookie {@value
 * #COOKIE}, or of one in the path. Native players cannot send {@code Authorization}.
 *
 * <p>A pass is {@code scope.expiry.mac}: a table's name or {@code *} for all, seconds of table
 * time, and their HMAC-SHA256. It says nothing about its bearer and opens nothing but HLS. Any
 * thread.
 */
public final class HlsAdmission {
  /** The cookie's name. */
  public static final String COOKIE = "croupier_hls";

  /** Where paths with a pass begin. */
  static final String SIGNED = "/hls/signed/";

  private static final int MIN_KEY_BYTES = 32;
  private static final int MAX_PASS_CHARS = 128;
  private static final int MAX_COOKIES = 64;
  private static final String ALL = "*";
  private static final String PURPOSE = "croupier hls pass 1\n";
  private static final String HMAC = "HmacSHA256";
  private static final long MICROS = 1_000_000;

  private enum Verdict {
    GOOD,
    OTHER_TABLE,
    BAD
  }

  private final SecretKeySpec key;
  private final TableClock clock;

  /**
   * An admission.
   *
   * @param key signs passes; at least 32 bytes
   */
  public HlsAdmission(byte[] key, TableClock clock) {
    if (key.length < MIN_KEY_BYTES) {
      throw new IllegalArgumentException("a key has at least " + MIN_KEY_BYTES + " bytes");
    }
    this.key = new SecretKeySpec(key, HMAC);
    this.clock = clock;
  }

  /**
   * The value of a {@code Set-Cookie} header that admits to one table.
   *
   * @param tls whether the request came by TLS: then the cookie goes back by TLS only
   */
  public String cookie(TableId table, Duration ttl, boolean tls) {
    return cookie(table.value(), "/hls/" + table, ttl, tls);
  }

  /** The same for all tables. */
  public String cookieForAll(Duration ttl, boolean tls) {
    return cookie(ALL, "/hls", ttl, tls);
  }

  /** The path of a table's multivariant playlist with a pass in it, for players without cookies. */
  public String signedPath(TableId table, Duration ttl) {
    return SIGNED + pass(table.value(), ttl) + "/" + table + "/index.m3u8";
  }

  /**
   * Lets a request in by its {@code Authorization} header or, where there is none, by its cookie.
   *
   * @throws Problem 401 {@code unauthorized}, or 403 {@code forbidden} for another table's pass
   */
  void admit(Exchange exchange, TableId table) {
    if (exchange.principal().isPresent()) {
      return;
    }
    Verdict best = Verdict.BAD;
    String[] cookies = exchange.header("Cookie").orElse("").split(";", MAX_COOKIES + 1);
    for (int i = 0; i < Math.min(cookies.length, MAX_COOKIES); i++) {
      String cookie = cookies[i].strip();
      if (cookie.startsWith(COOKIE + "=")) {
        Verdict verdict = judge(cookie.substring(COOKIE.length() + 1), table);
        best = verdict.compareTo(best) < 0 ? verdict : best;
      }
    }
    enforce(best);
  }

  /** Lets a request in by the pass in its path. */
  void admit(String pass, TableId table) {
    enforce(judge(pass, table));
  }

  private static void enforce(Verdict verdict) {
    switch (verdict) {
      case GOOD -> {}
      case OTHER_TABLE -> throw new Problem(403, "forbidden", "the pass is for another table");
      case BAD ->
          throw new Problem(
              401,
              "unauthorized",
              "a bearer token, a cookie or a signed path is needed",
              Map.of("WWW-Authenticate", "Bearer"));
    }
  }

  private String cookie(String scope, String path, Duration ttl, boolean tls) {
    return COOKIE
        + "="
        + pass(scope, ttl)
        + "; Path="
        + path
        + "; Max-Age="
        + ttl.toSeconds()
        + "; HttpOnly; SameSite=Strict"
        + (tls ? "; Secure" : "");
  }

  private String pass(String scope, Duration ttl) {
    if (!ttl.isPositive()) {
      throw new IllegalArgumentException("a pass has a lifetime");
    }
    String claim = scope + "." + (clock.nowMicros() / MICROS + ttl.toSeconds());
    return claim + "." + mac(claim);
  }

  private Verdict judge(String pass, TableId table) {
    int macDot = pass.lastIndexOf('.');
    int expiryDot = pass.indexOf('.');
    if (pass.length() > MAX_PASS_CHARS || expiryDot < 0 || expiryDot == macDot) {
      return Verdict.BAD;
    }
    String claim = pass.substring(0, macDot);
    byte[] mac = pass.substring(macDot + 1).getBytes(US_ASCII);
    if (!MessageDigest.isEqual(mac, mac(claim).getBytes(US_ASCII))) {
      return Verdict.BAD;
    }
    // Signed by us, so its expiry is a number.
    long expirySeconds = Long.parseLong(claim.substring(expiryDot + 1));
    if (clock.nowMicros() >= expirySeconds * MICROS) {
      return Verdict.BAD;
    }
    String scope = claim.substring(0, expiryDot);
    return scope.equals(ALL) || scope.equals(table.value()) ? Verdict.GOOD : Verdict.OTHER_TABLE;
  }

  private String mac(String claim) {
    try {
      Mac mac = Mac.getInstance(HMAC);
      mac.init(key);
      mac.update(PURPOSE.getBytes(US_ASCII));
      byte[] sum = mac.doFinal(claim.getBytes(US_ASCII));
      return Base64.getUrlEncoder().withoutPadding().encodeToString(sum);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK has " + HMAC, e);
    }
  }
}
