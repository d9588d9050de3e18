package dev.croupier.loadtest.relay;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

final class SdpRewriteTest {
  private static final InetSocketAddress RELAY =
      new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 9189);
  private final SdpRewrite rewrite = new SdpRewrite(InetAddress.ofLiteral("192.0.2.7"));

  private SdpRewrite.Rewritten answer(String... lines) {
    return rewrite.answer(bytes(lines), RELAY);
  }

  private static byte[] bytes(String... lines) {
    return (String.join("\r\n", lines) + "\r\n").getBytes(StandardCharsets.UTF_8);
  }

  private static String text(SdpRewrite.Rewritten rewritten) {
    return new String(rewritten.sdp(), StandardCharsets.UTF_8);
  }

  @Test
  void everySectionNamesTheRelayOnceAndTheServerIsLearned() {
    SdpRewrite.Rewritten rewritten =
        answer(
            "v=0",
            "o=- 1 1 IN IP4 127.0.0.1",
            "m=video 9 UDP/TLS/RTP/SAVPF 96",
            "c=IN IP4 0.0.0.0",
            "a=candidate:1 1 udp 2130706431 198.51.100.1 8189 typ host",
            "a=candidate:2 1 UDP 2130706175 192.0.2.7 8190 typ host generation 0",
            "a=candidate:3 1 tcp 2105524479 192.0.2.7 8189 typ host tcptype passive",
            "a=candidate:4 2 udp 2130706430 192.0.2.7 8191 typ host",
            "a=candidate:5 1 udp 2130706430 a1b2.local 8191 typ host",
            "m=audio 9 UDP/TLS/RTP/SAVPF 111",
            "a=candidate:6 1 udp 1694498815 203.0.113.1 8192 typ srflx raddr 10.0.0.1 rport 7000");
    assertEquals(
        String.join(
            "\r\n",
            "v=0",
            "o=- 1 1 IN IP4 127.0.0.1",
            "m=video 9 UDP/TLS/RTP/SAVPF 96",
            "c=IN IP4 0.0.0.0",
            "a=candidate:1 1 udp 2130706431 127.0.0.1 9189 typ host",
            "m=audio 9 UDP/TLS/RTP/SAVPF 111",
            "a=candidate:6 1 udp 1694498815 127.0.0.1 9189 typ srflx raddr 127.0.0.1 rport 9189",
            ""),
        text(rewritten));
    assertEquals(
        Optional.of(new InetSocketAddress(InetAddress.ofLiteral("192.0.2.7"), 8190)),
        rewritten.server(),
        "one on the HTTP server's own host goes before others");
  }

  @Test
  void elsewhereTheMostPreferredIsTaken() {
    assertEquals(
        Optional.of(new InetSocketAddress(InetAddress.ofLiteral("198.51.100.2"), 2)),
        answer(
                "a=candidate:1 1 udp 100 198.51.100.1 1 typ host",
                "a=candidate:2 1 udp 300 198.51.100.2 2 typ host",
                "a=candidate:3 1 udp 200 198.51.100.3 3 typ host")
            .server());
  }

  @Test
  void addressesThatMeanSomethingAreReplacedAndOthersStay() {
    SdpRewrite.Rewritten rewritten =
        answer(
            "c=IN IP4 198.51.100.1",
            "m=video 40000 UDP/TLS/RTP/SAVPF 96",
            "a=rtcp:40001 IN IP4 198.51.100.1",
            "m=audio 0 UDP/TLS/RTP/SAVPF 0",
            "a=rtcp:9 IN IP4 0.0.0.0");
    assertEquals(
        String.join(
            "\r\n",
            "c=IN IP4 127.0.0.1",
            "m=video 9189 UDP/TLS/RTP/SAVPF 96",
            "a=rtcp:9189 IN IP4 127.0.0.1",
            "m=audio 0 UDP/TLS/RTP/SAVPF 0",
            "a=rtcp:9 IN IP4 0.0.0.0",
            ""),
        text(rewritten));
    assertEquals(Optional.empty(), rewritten.server());
  }

  @Test
  void anOffersCandidatesAreHiddenWithoutChangingItsLength() {
    byte[] offer =
        bytes(
            "a=candidate:1 1 udp 1 10.0.0.1 5 typ host",
            "a=ice-ufrag:a=candidate:",
            "a=candidate:2 1 udp 1 10.0.0.2 5 typ host");
    int length = offer.length;
    SdpRewrite.hideCandidates(offer);
    assertEquals(length, offer.length);
    assertEquals(
        String.join(
            "\r\n",
            "a=x-removed:1 1 udp 1 10.0.0.1 5 typ host",
            "a=ice-ufrag:a=candidate:",
            "a=x-removed:2 1 udp 1 10.0.0.2 5 typ host",
            ""),
        new String(offer, StandardCharsets.UTF_8));
  }

  @Test
  void noBytesMakeItThrow() {
    SplittableRandom random = new SplittableRandom(3);
    String[] words = {
      "a=candidate:",
      " 1",
      " udp",
      " 999999999999999999999",
      " ::1",
      " 127.0.0.1",
      " 70000",
      " typ",
      " host",
      "\n",
      "\r\n",
      "m=",
      "c=IN IP4",
      " ",
      "a=rtcp:",
      "\u00e9",
      " raddr",
      " -1"
    };
    for (int i = 0; i < 5_000; i++) {
      StringBuilder text = new StringBuilder();
      for (int w = random.nextInt(20); w >= 0; w--) {
        text.append(words[random.nextInt(words.length)]);
      }
      byte[] body = text.toString().getBytes(StandardCharsets.ISO_8859_1);
      assertTrue(rewrite.answer(body, RELAY).sdp().length < 4_000);
      SdpRewrite.hideCandidates(body);
    }
  }
}
