package dev.croupier.gateway.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.croupier.gateway.ids.LicenseeId;
import dev.croupier.gateway.ids.PlayerId;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.Set;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Tokens are put together by hand here, so that the verifier is judged by RFC 7515 alone. */
final class JwtTokensTest {
  private static final byte[] KEY =
      "0123456789abcdef0123456789abcdef".getBytes(StandardCharsets.US_ASCII);
  private static final String HS256 = "{\"alg\":\"HS256\",\"typ\":\"JWT\"}";
  private static final long NOW_S = 1_800_000_000L;
  private static final String GOOD =
      "{'iss':'croupier','aud':'croupier','sub':'anna','lic':'demo','role':'player','cur':'EUR',"
          + "'jti':'t-1','exp':1800000060}";

  private final TestClock clock = new TestClock();
  private final JwtTokens tokens = new JwtTokens(TokenSecret.of(KEY), "croupier", clock);

  @Test
  void aGoodTokenNamesItsBearer() throws Exception {
    Principal anna = tokens.verify(signed(HS256, GOOD));
    assertEquals("anna", anna.subject());
    assertEquals(new LicenseeId("demo"), anna.licensee());
    assertEquals(Set.of(Role.PLAYER), anna.roles());
    assertEquals("EUR", anna.currency());
    assertEquals("t-1", anna.tokenId());
    assertEquals(NOW_S + 60, anna.expiresAt().getEpochSecond());
  }

  @Test
  void rolesMayBeAListAndUnknownOnesAreNobody() throws Exception {
    String claims = GOOD.replace("'role':'player'", "'roles':['dealer','wizard','supervisor']");
    assertEquals(
        Set.of(Role.DEALER, Role.SUPERVISOR), tokens.verify(signed(HS256, claims)).roles());
  }

  @ParameterizedTest(name = "{0} → {1}")
  @CsvSource(
      delimiter = '|',
      value = {
        "'iss':'croupier'   | 'iss':'other'",
        "'iss':'croupier',  | ",
        "'aud':'croupier'   | 'aud':'bank'",
        "'aud':'croupier',  | ",
        "'exp':1800000060   | 'exp':1799999999",
        "'exp':1800000060   | 'exp':1800000000",
        "'exp':1800000060   | 'x':1",
        "'exp':1800000060   | 'exp':'soon'",
        "'exp':1800000060   | 'exp':1800000060,'nbf':1800000031",
        "'sub':'anna',      | ",
        "'sub':'anna'       | 'sub':'../etc'",
        "'lic':'demo',      | ",
        "'lic':'demo'       | 'lic':'DEMO!'",
        "'role':'player'    | 'role':'king'",
        "'role':'player',   | ",
        "'cur':'EUR'        | 'cur':'euro'",
      })
  void aTokenThatLacksOrBreaksAClaimIsRefused(String part, String instead) throws Exception {
    String claims = GOOD.replace(part.strip(), instead == null ? "" : instead.strip());
    assertFalse(claims.equals(GOOD), "the case changes something");
    assertRefused(signed(HS256, claims));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"alg\":\"none\"}",
        "{\"alg\":\"HS384\"}",
        "{\"alg\":\"RS256\"}",
        "{\"alg\":\"HS256\",\"crit\":[\"exp\"],\"exp\":1}",
        "{\"alg\":\"HS256\",\"typ\":\"secevent+jwt\"}",
        "{\"alg\":\"HS256\",\"b64\":false,\"crit\":[\"b64\"]}",
        "{}",
        "[]",
        "",
      })
  void anotherHeaderIsRefusedThoughTheSignatureFits(String header) throws Exception {
    assertRefused(signed(header, GOOD));
  }

  @Test
  void algNoneWithoutSignatureIsRefused() {
    assertRefused(b64("{\"alg\":\"none\"}") + "." + b64(GOOD.replace('\'', '"')) + ".");
  }

  @Test
  void keysNamedByTheTokenAreNotLookedAt() throws Exception {
    String header =
        "{\"alg\":\"HS256\",\"kid\":\"../../dev/null\",\"jku\":\"http://evil.example/keys\"}";
    assertEquals("anna", tokens.verify(signed(header, GOOD)).subject());
    assertRefused(
        signedWith(
            "another-key-another-key-another-key".getBytes(StandardCharsets.US_ASCII),
            header,
            GOOD));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", ".", "..", "a.b.c", "eyJhbGciOiJIUzI1NiJ9..", "\u0000", "a.b.c.d.e"})
  void garbageIsRefused(String text) {
    assertRefused(text);
  }

  @Test
  void anEndlessTokenIsRefusedUnread() {
    assertRefused("a".repeat(5000));
    assertRefused(null);
  }

  @Test
  void aChangedClaimBreaksTheSignature() throws Exception {
    String token = signed(HS256, GOOD);
    String[] parts = token.split("\\.");
    String forged =
        parts[0] + "." + b64(GOOD.replace("player", "admin").replace('\'', '"')) + "." + parts[2];
    assertRefused(forged);
  }

  @Test
  void aTokenDiesWithTime() {
    TokenIssuer issuer = new TokenIssuer(TokenSecret.of(KEY), "croupier", clock, () -> "id-1");
    TokenIssuer.Minted minted =
        issuer.mint(
            TokenIssuer.Claims.of(
                new PlayerId("bob"),
                new LicenseeId("demo"),
                Role.DEALER,
                null,
                Duration.ofSeconds(10)));
    assertEquals(Set.of(Role.DEALER), tokens.verify(minted.token()).roles());
    assertEquals(NOW_S + 10, minted.expiresAt().getEpochSecond());
    clock.advanceMillis(9_999);
    assertEquals("id-1", tokens.verify(minted.token()).tokenId());
    clock.advanceMillis(1);
    assertRefused(minted.token());
  }

  @Test
  void secretsAreNeverPrinted() {
    TokenSecret secret = TokenSecret.of(KEY);
    assertEquals("TokenSecret[hidden]", secret.toString());
    assertEquals(secret, TokenSecret.fromHex(secret.toHex()));
    assertThrows(IllegalArgumentException.class, () -> TokenSecret.of(new byte[31]));
    TokenIssuer issuer = new TokenIssuer(secret, "croupier", clock, () -> "id-2");
    TokenIssuer.Minted minted =
        issuer.mint(
            TokenIssuer.Claims.of(
                new PlayerId("bob"),
                new LicenseeId("demo"),
                Role.DEALER,
                null,
                Duration.ofSeconds(10)));
    assertFalse(minted.toString().contains(minted.token()));
  }

  private void assertRefused(String token) {
    Problem problem = assertThrows(Problem.class, () -> tokens.verify(token));
    assertEquals(401, problem.status());
    assertEquals("unauthorized", problem.code());
  }

  private static String signed(String header, String claims) throws Exception {
    return signedWith(KEY, header, claims);
  }

  private static String signedWith(byte[] key, String header, String claims) throws Exception {
    String input = b64(header) + "." + b64(claims.replace('\'', '"'));
    Mac mac = Mac.getInstance("HmacSHA256");
    mac.init(new SecretKeySpec(key, "HmacSHA256"));
    return input
        + "."
        + Base64.getUrlEncoder()
            .withoutPadding()
            .encodeToString(mac.doFinal(input.getBytes(StandardCharsets.US_ASCII)));
  }

  private static String b64(String text) {
    return Base64.getUrlEncoder()
        .withoutPadding()
        .encodeToString(text.getBytes(StandardCharsets.UTF_8));
  }
}
