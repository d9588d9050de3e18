package dev.croupier.gateway.media.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class IceServersTest {
  private static final byte[] SECRET = "a secret of the turn server".getBytes(UTF_8);

  /** 2026-01-01T00:00:00.9Z. */
  private static final long NOW = 1_767_225_600_900_000L;

  @Test
  void aTimedUserIsGoodUntilItsNameSays() {
    IceServers servers =
        IceServers.timed(
            List.of("stun:stun.example.net", "turns:turn.example.net:443?transport=tcp"),
            SECRET,
            43_200);
    // The password by Python's hmac and base64.
    assertEquals(
        "<stun:stun.example.net>; rel=\"ice-server\","
            + " <turns:turn.example.net:443?transport=tcp>; rel=\"ice-server\";"
            + " username=\"1767268800:demo/pia\"; credential=\"fnjLjTm1VNKHIL0f4dSHBExrHfU=\";"
            + " credential-type=\"password\"",
        servers.link("demo/pia", NOW));
  }

  @Test
  void eachPrincipalAndEachMomentHasAUserOfItsOwn() {
    IceServers servers = IceServers.timed(List.of("turn:turn.example.net"), SECRET, 600);
    String pia = servers.link("demo/pia", NOW);
    assertEquals(pia, servers.link("demo/pia", NOW + 50_000), "within the second");
    assertFalse(pia.equals(servers.link("demo/paul", NOW)));
    assertFalse(pia.equals(servers.link("demo/pia", NOW + 1_000_000)));
  }

  @Test
  void aUsersPasswordIsNotInItsText() {
    assertEquals("5:demo/pia", TurnCredentials.of(SECRET, "demo/pia", 5).toString());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "stun:stun.example.net",
        "stuns:stun.example.net:5349",
        "turn:192.0.2.1:3478?transport=udp",
        "turns:turn.example.net:443?transport=tcp"
      })
  void urlsOfServers(String url) {
    assertTrue(IceServers.isUrl(url));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"http://x", "turn:", "turn:a>; rel=x", "turn:a?transport=tls", "stun:a\r\nb"})
  void urlsOfNone(String url) {
    assertFalse(IceServers.isUrl(url));
  }
}
