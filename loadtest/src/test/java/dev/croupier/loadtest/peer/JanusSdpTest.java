package dev.croupier.loadtest.peer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Two offers become two answers; the texts are what Janus 1.1.2 and a viewer really said. */
final class JanusSdpTest {
  private static final String JANUS =
      """
      v=0
      o=- 1795280866107332 1 IN IP4 192.0.2.2
      s=Mountpoint 1
      t=0 0
      a=group:BUNDLE 0 1
      a=ice-options:trickle
      a=fingerprint:sha-256 71:6B:85:CD
      a=extmap-allow-mixed
      a=msid-semantic: WMS *
      a=ice-lite
      m=video 9 UDP/TLS/RTP/SAVPF 102 103
      c=IN IP4 192.0.2.2
      a=sendonly
      a=mid:0
      a=rtcp-mux
      a=ice-ufrag:psEz
      a=ice-pwd:z7HdjrZQOmLnwMVcbIPFuM
      a=ice-options:trickle
      a=setup:actpass
      a=rtpmap:102 H264/90000
      a=rtcp-fb:102 nack
      a=extmap:4 urn:ietf:params:rtp-hdrext:sdes:mid
      a=fmtp:102 profile-level-id=42e01f;packetization-mode=1
      a=ssrc:3307427689 cname:janus
      a=candidate:1 1 udp 2015363327 192.0.2.2 53598 typ host
      a=end-of-candidates
      m=audio 9 UDP/TLS/RTP/SAVPF 111
      c=IN IP4 192.0.2.2
      a=sendonly
      a=mid:1
      a=rtcp-mux
      a=ice-ufrag:psEz
      a=ice-pwd:z7HdjrZQOmLnwMVcbIPFuM
      a=setup:actpass
      a=rtpmap:111 opus/48000/2
      """;

  private static final String VIEWER =
      """
      v=0
      o=- 1 1 IN IP4 127.0.0.1
      s=-
      t=0 0
      a=group:BUNDLE 0 1
      m=video 9 UDP/TLS/RTP/SAVPF 102 103
      c=IN IP4 0.0.0.0
      a=ice-ufrag:viewer
      a=ice-pwd:viewerviewerviewerviewer
      a=fingerprint:sha-256 AA:BB
      a=setup:actpass
      a=mid:0
      a=recvonly
      m=audio 9 UDP/TLS/RTP/SAVPF 111
      c=IN IP4 0.0.0.0
      a=ice-ufrag:viewer
      a=mid:1
      a=recvonly
      """;

  @Test
  void theViewerIsAnsweredWithJanusesOwnSectionsAsTheDtlsServer() {
    List<String> answer = JanusSdp.answers(JANUS, VIEWER).orElseThrow().toViewer().lines().toList();

    assertEquals(2, answer.stream().filter("a=setup:passive"::equals).count());
    assertEquals(2, answer.stream().filter("a=sendonly"::equals).count());
    assertTrue(answer.contains("a=ice-ufrag:psEz"));
    assertTrue(answer.contains("a=candidate:1 1 udp 2015363327 192.0.2.2 53598 typ host"));
    assertTrue(answer.contains("a=ssrc:3307427689 cname:janus"));
    assertFalse(answer.stream().anyMatch(line -> line.startsWith("a=extmap")));
  }

  @Test
  void janusIsAnsweredWithTheViewersNamesAsTheDtlsClientThatOnlyReceives() {
    List<String> answer = JanusSdp.answers(JANUS, VIEWER).orElseThrow().toJanus().lines().toList();

    assertEquals(2, answer.stream().filter("a=setup:active"::equals).count());
    assertEquals(2, answer.stream().filter("a=recvonly"::equals).count());
    assertEquals(2, answer.stream().filter("a=ice-ufrag:viewer"::equals).count());
    assertEquals(2, answer.stream().filter("a=fingerprint:sha-256 AA:BB"::equals).count());
    assertTrue(answer.contains("a=fmtp:102 profile-level-id=42e01f;packetization-mode=1"));
    assertFalse(
        answer.stream()
            .anyMatch(
                line ->
                    line.contains("psEz")
                        || line.contains("71:6B")
                        || line.contains("candidate")
                        || line.startsWith("a=ssrc")
                        || line.equals("a=ice-lite")));
  }

  @Test
  void offersThatDoNotFitTogetherAreRefused() {
    assertEquals(Optional.empty(), JanusSdp.answers(JANUS, "v=0\n"));
    assertEquals(Optional.empty(), JanusSdp.answers("", VIEWER));
    assertEquals(
        Optional.empty(),
        JanusSdp.answers(JANUS, VIEWER.replace("a=mid:0", "a=mid:7")),
        "other mids");
    assertEquals(
        Optional.empty(), JanusSdp.answers(JANUS, VIEWER.replaceAll("a=fingerprint.*\n", "")));
  }
}
