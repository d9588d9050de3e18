package dev.croupier.gateway.media.webrtc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.croupier.gateway.media.rtp.Parse;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Bodies of PATCH (RFC 8840 section 9, RFC 9725 section 4.3.2). */
class SdpFragmentTest {
  /** The example of RFC 9725. */
  private static final String EXAMPLE =
      """
      a=group:BUNDLE 0 1
      m=audio 9 UDP/TLS/RTP/SAVPF 111
      a=mid:0
      a=ice-ufrag:EsAw
      a=ice-pwd:P2uYro0UCOQ4zxjKXaWCBui1
      a=candidate:1387637174 1 udp 2122260223 192.0.2.1 61764 typ host generation 0 ufrag EsAw
      a=candidate:3471623853 1 udp 2122194687 198.51.100.2 61765 typ host generation 0 ufrag EsAw
      a=end-of-candidates
      """;

  @Test
  void readsTheStandardsExample() {
    SdpFragment fragment = SdpOffersAtHand.parsed(SdpFragment.parse(EXAMPLE));
    assertEquals("EsAw", fragment.ufrag());
    assertEquals("P2uYro0UCOQ4zxjKXaWCBui1", fragment.password());
    assertEquals(2, fragment.candidates().size());
    assertTrue(fragment.endOfCandidates());
  }

  @Test
  void whatIsWrittenIsReadBackTheSame() {
    SdpFragment fragment =
        new SdpFragment(
            "EsAw", "P2uYro0UCOQ4zxjKXaWCBui1", List.of("1 1 udp 1 192.0.2.1 9 typ host"), true);
    assertEquals(fragment, SdpOffersAtHand.parsed(SdpFragment.parse(fragment.text("0"))));
    SdpFragment bare = new SdpFragment("", "", List.of(), false);
    assertEquals(bare, SdpOffersAtHand.parsed(SdpFragment.parse(bare.text("0"))));
  }

  @Test
  void faultsAreRefusedByName() {
    assertEquals("bad_ice_credentials", SdpFragment.parse("a=ice-ufrag:a b c\r\n").reason());
    assertEquals("bad_line", SdpFragment.parse("{\"candidate\":\"x\"}").reason());
    assertEquals(
        "too_many_candidates",
        SdpFragment.parse("a=candidate:1 1 udp 1 192.0.2.1 9 typ host\r\n".repeat(101)).reason());
    assertEquals("too_long", SdpFragment.parse("a=x\r\n".repeat(4_000)).reason());
  }

  @Test
  void garbageNeverThrows() {
    Random random = new Random(31);
    for (int i = 0; i < 20_000; i++) {
      StringBuilder text = new StringBuilder(EXAMPLE);
      for (int edits = random.nextInt(10); edits >= 0; edits--) {
        text.setCharAt(random.nextInt(text.length()), (char) random.nextInt(0x100));
      }
      Parse<SdpFragment> parse = SdpFragment.parse(text.toString());
      assertTrue(parse.orNull() != null || parse.reason() != null);
    }
  }
}
