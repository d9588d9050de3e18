package dev.croupier.gateway.media.webrtc;

import static dev.croupier.gateway.media.webrtc.DtlsRecords.CLIENT_HELLO;
import static dev.croupier.gateway.media.webrtc.DtlsRecords.HANDSHAKE;
import static dev.croupier.gateway.media.webrtc.DtlsRecords.datagram;
import static dev.croupier.gateway.media.webrtc.DtlsRecords.join;
import static dev.croupier.gateway.media.webrtc.DtlsRecords.record;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

class DtlsGuardTest {
  private static final int CERTIFICATE = 11;

  private final DtlsGuard guard = new DtlsGuard();

  @Test
  void row24_letsAClientHelloInTwoDatagramsPass() {
    assertPasses(datagram(CLIENT_HELLO, 1400, 0, 0, 1100));
    assertPasses(datagram(CLIENT_HELLO, 1400, 0, 1100, 300));
    assertEquals(1400, guard.heldBytes());
  }

  @Test
  void row24_letsAClientHelloInTwoRecordsOfOneDatagramPass() {
    assertPasses(
        join(datagram(CLIENT_HELLO, 1400, 0, 0, 1000), datagram(CLIENT_HELLO, 1400, 0, 1000, 400)));
  }

  @Test
  void countsARepeatedMessageOnce() {
    for (int i = 0; i < 100; i++) {
      assertPasses(datagram(CERTIFICATE, 16_000, 3, 0, 1000));
    }
    assertEquals(16_000, guard.heldBytes());
  }

  @Test
  void row02_refusesAMessageOfMoreThan16KiB() {
    assertPasses(datagram(CERTIFICATE, 16 * 1024, 0, 0, 100));
    assertRefused(TransportRefusal.DTLS_MESSAGE_SIZE, datagram(1, 16 * 1024 + 1, 1, 0, 100));
    assertRefused(TransportRefusal.DTLS_MESSAGE_SIZE, datagram(1, 0xFFFFFF, 1, 0, 100));
  }

  @Test
  void row02_refusesMoreThan64KiBOfMessages() {
    for (int message = 0; message < 4; message++) {
      assertPasses(datagram(CERTIFICATE, 16 * 1024, message, 0, 10));
    }
    assertRefused(TransportRefusal.DTLS_HELD, datagram(CERTIFICATE, 1, 4, 0, 1));
    assertEquals(64 * 1024, guard.heldBytes());
  }

  @Test
  void refusesMoreMessagesThanAnyHandshakeHas() {
    assertRefused(TransportRefusal.DTLS_HELD, datagram(CERTIFICATE, 1, 32, 0, 1));
    assertRefused(TransportRefusal.DTLS_HELD, datagram(CERTIFICATE, 1, 65_535, 0, 1));
  }

  @Test
  void refusesFragmentsThatContradictThemselves() {
    assertRefused(TransportRefusal.DTLS_MALFORMED, datagram(CERTIFICATE, 100, 0, 50, 51));
    assertRefused(TransportRefusal.DTLS_MALFORMED, datagram(CERTIFICATE, 100, 0, 0, 0));
    byte[] truncated = datagram(CERTIFICATE, 100, 0, 0, 60);
    byte[] shorter =
        record(HANDSHAKE, 0, 0, Arrays.copyOfRange(truncated, 13, truncated.length - 20));
    assertRefused(TransportRefusal.DTLS_MALFORMED, shorter);
    assertPasses(datagram(CERTIFICATE, 100, 0, 0, 60));
    assertRefused(TransportRefusal.DTLS_MALFORMED, datagram(CERTIFICATE, 101, 0, 60, 41));
  }

  @Test
  void refusesWhatIsNoRecord() {
    byte[] good = datagram(CERTIFICATE, 100, 0, 0, 100);
    assertRefused(TransportRefusal.DTLS_MALFORMED, new byte[0]);
    assertRefused(TransportRefusal.DTLS_MALFORMED, Arrays.copyOf(good, 12));
    assertRefused(TransportRefusal.DTLS_MALFORMED, Arrays.copyOf(good, good.length - 1));
    assertRefused(TransportRefusal.DTLS_MALFORMED, Arrays.copyOf(good, good.length + 1));
    byte[] otherVersion = good.clone();
    otherVersion[1] = 3;
    assertRefused(TransportRefusal.DTLS_MALFORMED, otherVersion);
    assertRefused(TransportRefusal.DTLS_MALFORMED, record(25, 0, 0, new byte[10]));
    assertRefused(TransportRefusal.DTLS_MALFORMED, record(HANDSHAKE, 0, 0, new byte[0]));
    assertRefused(TransportRefusal.DTLS_MALFORMED, record(HANDSHAKE, 0, 0, new byte[11]));
  }

  @Test
  void letsEncryptedRecordsPassUnread() {
    assertPasses(record(HANDSHAKE, 1, 0, new byte[] {1, 2, 3}));
    assertPasses(record(21, 1, 0, new byte[26]));
    assertEquals(0, guard.heldBytes());
  }

  @Test
  void refusesAClientHelloOnceEstablished() {
    assertPasses(datagram(CLIENT_HELLO, 100, 0, 0, 100));
    guard.established();
    assertRefused(TransportRefusal.DTLS_REHANDSHAKE, datagram(CLIENT_HELLO, 100, 0, 0, 100));
    assertRefused(TransportRefusal.DTLS_REHANDSHAKE, datagram(CLIENT_HELLO, 100, 5, 0, 100));
    // The client's last flight again, because ours was lost, must reach the library.
    assertPasses(datagram(CERTIFICATE, 300, 1, 0, 300));
  }

  @Test
  void survivesNoiseWithoutHoldingMoreThanItMay() {
    long seed = 7L;
    Random random = new Random(seed);
    for (int i = 0; i < 200_000; i++) {
      byte[] noise = datagram(random.nextInt(25), random.nextInt(1 << 15), i & 63, 0, 30);
      for (int j = random.nextInt(4); j > 0; j--) {
        noise[random.nextInt(noise.length)] = (byte) random.nextInt();
      }
      Optional<TransportRefusal> unused = guard.check(noise, 0, random.nextInt(noise.length + 1));
      assertTrue(guard.heldBytes() <= DtlsGuard.MAX_HELD_BYTES, "seed " + seed);
    }
  }

  private void assertPasses(byte[] datagram) {
    byte[] shifted = join(new byte[3], datagram);
    assertEquals(Optional.empty(), guard.check(shifted, 3, datagram.length));
  }

  private void assertRefused(TransportRefusal reason, byte[] datagram) {
    assertEquals(Optional.of(reason), guard.check(datagram, 0, datagram.length));
  }
}
