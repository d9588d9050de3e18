package dev.croupier.gateway.media.webrtc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TransportDatagramTest {
  /** The ranges of RFC 7983, section 7. */
  @ParameterizedTest
  @CsvSource({
    "0, STUN", "3, STUN", "4, OTHER", "15, OTHER", "16, OTHER", "19, OTHER", "20, DTLS",
    "63, DTLS", "64, OTHER", "79, OTHER", "80, OTHER", "127, OTHER", "128, MEDIA", "191, MEDIA",
    "192, OTHER", "255, OTHER"
  })
  void theFirstByteTellsTheProtocol(int first, TransportDatagram expected) {
    assertEquals(expected, TransportDatagram.of(first));
  }

  /** RFC 5761, section 4: 64–95 with the marker bit. */
  @Test
  void theSecondByteTellsRtcpFromRtp() {
    assertFalse(TransportDatagram.isRtcp(191));
    assertTrue(TransportDatagram.isRtcp(192));
    assertTrue(TransportDatagram.isRtcp(200));
    assertTrue(TransportDatagram.isRtcp(207));
    assertTrue(TransportDatagram.isRtcp(223));
    assertFalse(TransportDatagram.isRtcp(224));
    assertFalse(TransportDatagram.isRtcp(96));
  }
}
