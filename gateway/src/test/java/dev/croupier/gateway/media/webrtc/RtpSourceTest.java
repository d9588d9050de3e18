package dev.croupier.gateway.media.webrtc;

import static dev.croupier.gateway.media.webrtc.RtpSource.Verdict.NEW;
import static dev.croupier.gateway.media.webrtc.RtpSource.Verdict.OTHER_ADDRESS;
import static dev.croupier.gateway.media.webrtc.RtpSource.Verdict.OTHER_SSRC;
import static dev.croupier.gateway.media.webrtc.RtpSource.Verdict.SAME;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import org.junit.jupiter.api.Test;

/** hardening.md row 6: RTP from another address is never relearned without ICE. */
final class RtpSourceTest {
  private static final InetSocketAddress HOME = at("192.0.2.1", 5_000);
  private static final InetSocketAddress OTHER_PORT = at("192.0.2.1", 5_002);
  private static final InetSocketAddress OTHER_HOST = at("192.0.2.2", 5_000);

  private final RtpSource source = new RtpSource(SdpStream.UNKNOWN_SSRC);

  @Test
  void theFirstPacketBindsAddressAndSsrc() {
    assertEquals(-1, source.ssrc());
    assertEquals(NEW, source.packet(HOME, 7, 0));
    assertEquals(SAME, source.packet(HOME, 7, 10));
    assertEquals(OTHER_ADDRESS, source.packet(OTHER_HOST, 7, 20));
    assertEquals(OTHER_ADDRESS, source.packet(OTHER_PORT, 7, 20));
    assertEquals(OTHER_SSRC, source.packet(HOME, 8, 20));
    assertEquals(7, source.ssrc());
  }

  @Test
  void theAddressStaysHoweverLongItIsSilent() {
    source.packet(HOME, 7, 0);
    assertEquals(OTHER_ADDRESS, source.packet(OTHER_PORT, 7, 3_600_000_000L));
  }

  @Test
  void anotherSsrcOfTheSameAddressIsBelievedOnceTheFirstIsSilent() {
    source.packet(HOME, 7, 0);
    assertEquals(SAME, source.packet(HOME, 7, 400_000));
    assertEquals(OTHER_SSRC, source.packet(HOME, 8, 899_999));
    assertEquals(NEW, source.packet(HOME, 8, 900_000));
    assertEquals(OTHER_SSRC, source.packet(HOME, 7, 900_001));
  }

  @Test
  void orAtOnceAfterAFarewell() {
    source.packet(HOME, 7, 0);
    source.bye(8);
    assertFalse(source.gone());
    source.bye(7);
    assertTrue(source.gone());
    assertEquals(NEW, source.packet(HOME, 8, 1));
    assertFalse(source.gone());
  }

  @Test
  void anSsrcThatTheDescriptionNamesIsTheOnlyOne() {
    RtpSource named = new RtpSource(0xFFFF_FFFFL);
    assertEquals(OTHER_SSRC, named.packet(HOME, 7, 0));
    assertEquals(NEW, named.packet(OTHER_HOST, 0xFFFF_FFFFL, 0));
    named.bye(0xFFFF_FFFFL);
    assertEquals(OTHER_SSRC, named.packet(OTHER_HOST, 7, 10_000_000));
  }

  @Test
  void reportsComeFromTheSameHostAndThenFromOnePort() {
    assertFalse(source.report(HOME, 7), "before any packet");
    source.packet(HOME, 7, 0);
    assertFalse(source.report(OTHER_HOST, 7));
    assertFalse(source.report(OTHER_PORT, 8));
    assertTrue(source.report(OTHER_PORT, 7));
    assertEquals(OTHER_PORT, source.controlAddress());
    assertFalse(source.report(HOME, 7), "another port of the host");
    assertTrue(source.takesControl(OTHER_PORT));
    assertFalse(source.takesControl(HOME));
  }

  private static InetSocketAddress at(String host, int port) {
    return new InetSocketAddress(InetAddress.ofLiteral(host), port);
  }
}
