package dev.croupier.gateway.media.webrtc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.croupier.gateway.media.webrtc.SessionLimits.Caller;
import java.net.InetAddress;
import org.junit.jupiter.api.Test;

/** Hardening row 23: floods of offers. Simulated time. */
final class OfferRateTest {
  private static final long SECOND = 1_000_000;
  private static final long START = 1_767_225_600 * SECOND;

  @Test
  void aMinutesOffersMayComeAtOnceAndThenOneAtATime() {
    OfferRate rate = new OfferRate(6, 0);
    for (int i = 0; i < 6; i++) {
      assertEquals(0, rate.ask(caller("pia", 1), START));
    }
    assertEquals(10 * SECOND, rate.ask(caller("pia", 1), START));
    assertEquals(SECOND, rate.ask(caller("pia", 1), START + 9 * SECOND), "asking costs nothing");
    assertEquals(0, rate.ask(caller("pia", 1), START + 10 * SECOND));
    assertEquals(10 * SECOND, rate.ask(caller("pia", 1), START + 10 * SECOND));
    assertEquals(0, rate.ask(caller("paul", 1), START + 10 * SECOND), "others are not concerned");
  }

  @Test
  void inTheLongRunNobodyGetsMoreThanItsRate() {
    OfferRate rate = new OfferRate(60, 0);
    int taken = 0;
    for (long t = 0; t < 600 * SECOND; t += SECOND / 10) {
      taken += rate.ask(caller("mallory", 1), START + t) == 0 ? 1 : 0;
    }
    assertEquals(60 + 599, taken, "a minute's at once, then one a second");
    int pause = 0;
    while (rate.ask(caller("mallory", 1), START + 7_200 * SECOND) == 0) {
      pause++;
    }
    assertEquals(60, pause, "two hours of silence earn no more than a minute's");
  }

  @Test
  void anAddressIsLimitedWhoeverAsksFromItAndARefusalCostsThePrincipalNothing() {
    OfferRate rate = new OfferRate(3, 4);
    for (int i = 0; i < 4; i++) {
      assertEquals(0, rate.ask(caller("player" + i, 1), START));
    }
    for (int i = 0; i < 10; i++) {
      assertEquals(15 * SECOND, rate.ask(caller("vera", 1), START));
    }
    for (int i = 0; i < 3; i++) {
      assertEquals(0, rate.ask(caller("vera", 2), START), "from elsewhere she has all her three");
    }
    assertEquals(20 * SECOND, rate.ask(caller("vera", 3), START));
  }

  @Test
  void anIpv6NetworkIsOneAddress() throws Exception {
    OfferRate rate = new OfferRate(0, 2);
    for (int host = 1; host <= 2; host++) {
      InetAddress address = InetAddress.getByName("2001:db8:1:2::" + host);
      assertEquals(0, rate.ask(new Caller("pia", address), START));
    }
    InetAddress third = InetAddress.getByName("2001:db8:1:2:ffff::3");
    assertTrue(rate.ask(new Caller("pia", third), START) > 0);
    InetAddress neighbour = InetAddress.getByName("2001:db8:1:3::1");
    assertEquals(0, rate.ask(new Caller("pia", neighbour), START));
  }

  @Test
  void withoutLimitsNothingIsRefusedNorRemembered() {
    OfferRate rate = new OfferRate(0, 0);
    for (int i = 0; i < 10_000; i++) {
      assertEquals(0, rate.ask(caller("pia", 1), START));
    }
    assertEquals(0, rate.remembered());
  }

  @Test
  void row23_memoryIsBoundedHoweverManyAskAndTheBusiestStayKnown() {
    OfferRate rate = new OfferRate(1, 0);
    assertEquals(0, rate.ask(caller("mallory", 1), START));
    for (int i = 0; i < 3 * OfferRate.MAX_REMEMBERED; i++) {
      rate.ask(caller("stranger" + i, 1), START);
      if (i % 1_000 == 0) {
        assertTrue(rate.ask(caller("mallory", 1), START) > 0, "after " + i + " others");
      }
    }
    assertEquals(OfferRate.MAX_REMEMBERED, rate.remembered());
  }

  private static Caller caller(String owner, int host) {
    return new Caller(owner, InetAddress.ofLiteral("192.0.2." + host));
  }
}
