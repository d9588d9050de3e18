package dev.croupier.gateway.media.webrtc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class IceLiteTest {
  private static final long START = 1_000_000_000;
  private static final long SECOND = 1_000_000;

  private final PacketSink socket = (to, buffer, offset, length) -> {};
  private final PacketSink other = new OtherSocket();
  private final IceLite ice = new IceLite(START);

  @Test
  void sendsOnTheFirstValidPairWithoutWaitingForNomination() {
    assertNull(ice.selected());
    check(1, false, START);
    assertEquals(remote(1), ice.selected().remote());
    check(2, false, START + SECOND);
    assertEquals(remote(1), ice.selected().remote());
  }

  @Test
  void followsTheLatestNomination() {
    check(1, true, START);
    check(2, true, START + SECOND);
    assertEquals(remote(2), ice.selected().remote());
    check(1, false, START + 2 * SECOND);
    assertEquals(remote(2), ice.selected().remote());
    check(1, true, START + 3 * SECOND);
    assertEquals(remote(1), ice.selected().remote());
  }

  @Test
  void followsUseWhileNothingIsNominated() {
    check(1, false, START);
    check(2, false, START);
    ice.used(ice.find(socket, remote(2)));
    assertEquals(remote(2), ice.selected().remote());
    check(1, true, START);
    ice.used(ice.find(socket, remote(2)));
    assertEquals(remote(1), ice.selected().remote());
  }

  @Test
  void leavesAPairThatIsNoLongerChecked() {
    check(1, true, START);
    check(2, false, START + 5 * SECOND);
    assertEquals(remote(1), ice.selected().remote());
    check(2, false, START + 7 * SECOND);
    assertEquals(remote(2), ice.selected().remote());
  }

  @Test
  void knowsAPairByBothEnds() {
    check(1, false, START);
    assertNotNull(ice.find(socket, remote(1)));
    assertNull(ice.find(other, remote(1)));
    assertNull(ice.find(socket, remote(2)));
    assertTrue(ice.has(remote(1)));
    assertFalse(ice.has(remote(2)));
  }

  @Test
  void keepsAFewPairsAndTheSelectedOne() {
    check(0, true, START);
    for (int i = 1; i < IceLite.MAX_PAIRS; i++) {
      assertEquals(Optional.empty(), check(i, false, START + i));
    }
    Optional<IcePair> evicted = check(500, false, START + 100);
    assertEquals(remote(1), evicted.orElseThrow().remote());
    assertEquals(IceLite.MAX_PAIRS, ice.pairs().size());
    assertEquals(remote(0), ice.selected().remote());
    assertFalse(ice.has(remote(1)));
  }

  @Test
  void losesConsentAfterThirtySecondsOfSilence() {
    assertFalse(ice.consentExpired(START + 30 * SECOND));
    assertTrue(ice.consentExpired(START + 30 * SECOND + 1));
    check(1, false, START + 29 * SECOND);
    assertFalse(ice.consentExpired(START + 59 * SECOND));
    assertTrue(ice.consentExpired(START + 59 * SECOND + 1));
  }

  private Optional<IcePair> check(int peer, boolean nominate, long now) {
    return ice.validated(socket, remote(peer), nominate, now);
  }

  private static InetSocketAddress remote(int peer) {
    return new InetSocketAddress(InetAddress.ofLiteral("192.0.2.1"), 10_000 + peer);
  }

  private static final class OtherSocket implements PacketSink {
    @Override
    public void send(InetSocketAddress to, byte[] buffer, int offset, int length) {}
  }
}
