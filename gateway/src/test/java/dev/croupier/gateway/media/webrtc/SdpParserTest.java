package dev.croupier.gateway.media.webrtc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTimeout;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.croupier.gateway.media.rtp.Parse;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Hardening row 9: empty sections, thousands of candidates, duplicate payload types. */
class SdpParserTest {
  private static final String HEAD = "v=0\r\no=- 1 1 IN IP4 0.0.0.0\r\ns=-\r\nt=0 0\r\n";
  private static final String VIDEO = "m=video 9 UDP/TLS/RTP/SAVPF 96\r\n";

  @Test
  void readsWhatChromiumOffers() {
    SdpDescription offer = SdpOffersAtHand.offer(SdpOffersAtHand.CHROMIUM_VIEWER);
    assertEquals(3_159_437_982_305_684_211L, offer.sessionId());
    assertEquals(List.of("0", "1"), offer.bundle());
    SdpMedia video = offer.media().getFirst();
    assertEquals("video", video.kind());
    assertEquals(34, video.formats().size());
    assertEquals(SdpMedia.Direction.RECVONLY, video.direction());
    assertEquals("aMsF", video.ufrag());
    assertEquals("5ZOelcHLCvzAVa3TDJSmiQ56", video.password());
    assertTrue(video.fingerprint().startsWith("sha-256 1A:89:73:"), video.fingerprint());
    assertEquals("actpass", video.setup());
    assertEquals(4, video.candidates().size());
    assertEquals(4, video.extensionId(SdpExtension.TRANSPORT_SEQUENCE));
    assertEquals(9, video.extensionId(SdpExtension.MID));
    assertEquals(0, video.extensionId(SdpExtension.CAPTURE_TIME));
    assertTrue(video.rtcpMux() && video.reducedSize() && video.receiverRtt());
    assertEquals(109, video.rtxFor(108));
    SdpFormat h264 =
        video.formats().stream().filter(f -> f.payloadType() == 108).findFirst().orElseThrow();
    assertEquals(
        new SdpFormat(
            108,
            "H264",
            90_000,
            1,
            Map.of(
                "level-asymmetry-allowed",
                "1",
                "packetization-mode",
                "1",
                "profile-level-id",
                "42e01f"),
            Set.of("goog-remb", "transport-cc", "ccm fir", "nack", "nack pli")),
        h264);
    SdpMedia audio = offer.media().getLast();
    assertEquals("111/111", audio.formats().get(1).parameters().get(""));
    assertEquals(2, audio.formats().getFirst().channels());
  }

  @Test
  void readsWhatChromiumPublishes() {
    SdpMedia video = SdpOffersAtHand.offer(SdpOffersAtHand.CHROMIUM_PUBLISHER).media().getLast();
    assertEquals(
        List.of(new SdpMedia.Fid(2_469_400_806L, 3_087_362_262L)), video.retransmissions());
    assertEquals(List.of(2_469_400_806L, 3_087_362_262L), video.ssrcs());
    assertEquals("mkaWvY8DGX4H0EaN", video.cname());
    assertEquals("b14157c0-1294-4892-8d79-c911c709a854", video.streamId());
    assertEquals("87b43dc7-803c-4a7d-a11f-3c1a12534a1b", video.trackId());
  }

  @Test
  void whatTheSessionSaysHoldsForSectionsThatDoNot() {
    SdpDescription offer = SdpOffersAtHand.offer(SdpOffersAtHand.FIREFOX_VIEWER);
    for (SdpMedia media : offer.media()) {
      assertTrue(media.fingerprint().startsWith("sha-256 7C:F1:0B:"), media.fingerprint());
    }
    SdpDescription sendOnly =
        SdpOffersAtHand.parsed(
            SdpParser.parse(HEAD + "a=sendonly\r\n" + VIDEO + VIDEO + "a=inactive\r\n"));
    assertEquals(
        List.of(SdpMedia.Direction.SENDONLY, SdpMedia.Direction.INACTIVE),
        sendOnly.media().stream().map(SdpMedia::direction).toList());
  }

  @ParameterizedTest
  @MethodSource("names")
  void whatIsWrittenIsReadBackTheSame(String name) {
    SdpDescription offer = SdpOffersAtHand.offer(name);
    String text = SdpWriter.write(offer);
    assertEquals(offer, SdpOffersAtHand.parsed(SdpParser.parse(text)));
  }

  static Stream<String> names() {
    return SdpOffersAtHand.ALL.stream();
  }

  @Test
  void bareNewlinesAndAMissingLastOneAreTaken() {
    String text = SdpOffersAtHand.text(SdpOffersAtHand.CHROMIUM_VIEWER);
    SdpDescription offer = SdpOffersAtHand.parsed(SdpParser.parse(text));
    String bare = text.replace("\r\n", "\n").stripTrailing();
    assertEquals(offer, SdpOffersAtHand.parsed(SdpParser.parse(bare)));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("faults")
  void row09_isRefusedByName(String reason, String sdp) {
    assertEquals(reason, SdpParser.parse(sdp).reason());
  }

  static Stream<Arguments> faults() {
    return Stream.of(
        Arguments.of("empty", ""),
        Arguments.of("empty", "\r\n\r\n"),
        Arguments.of("bad_version", "{\"type\":\"offer\"}"),
        Arguments.of("no_media", HEAD),
        Arguments.of("bad_origin", "v=0\r\no=- x 1 IN IP4 0.0.0.0\r\n" + VIDEO),
        Arguments.of("bad_line", HEAD + "what\r\n"),
        Arguments.of("bad_line", HEAD + "s=a\u0000b\r\n"),
        Arguments.of("line_too_long", HEAD + "s=" + "x".repeat(4_095) + "\r\n"),
        Arguments.of("too_long", HEAD + "a=x\r\n".repeat(13_200)),
        Arguments.of("empty_section", HEAD + "m=video 9 UDP/TLS/RTP/SAVPF\r\n"),
        Arguments.of("empty_section", HEAD + "m=\r\n"),
        Arguments.of("bad_media_line", HEAD + "m=video x UDP/TLS/RTP/SAVPF 96\r\n"),
        Arguments.of("bad_payload_type", HEAD + "m=video 9 UDP/TLS/RTP/SAVPF 128\r\n"),
        Arguments.of("bad_payload_type", HEAD + "m=video 9 UDP/TLS/RTP/SAVPF \r\n"),
        Arguments.of("duplicate_payload_type", HEAD + "m=video 9 UDP/TLS/RTP/SAVPF 96 96\r\n"),
        Arguments.of(
            "duplicate_payload_type",
            HEAD + VIDEO + "a=rtpmap:96 VP8/90000\r\na=rtpmap:96 H264/90000\r\n"),
        Arguments.of("too_many_sections", HEAD + VIDEO.repeat(17)),
        Arguments.of(
            "too_many_payload_types",
            HEAD + "m=video 9 UDP/TLS/RTP/SAVPF " + numbers(129) + "\r\n"),
        Arguments.of(
            "too_many_candidates",
            HEAD + VIDEO + "a=candidate:1 1 udp 1 1.1.1.1 1 typ host\r\n".repeat(101)),
        Arguments.of("duplicate_mid", HEAD + (VIDEO + "a=mid:0\r\n").repeat(2)),
        Arguments.of("bad_group", HEAD + "a=group:BUNDLE 0 1\r\n" + VIDEO + "a=mid:0\r\n"),
        Arguments.of("bad_ice_credentials", HEAD + VIDEO + "a=ice-ufrag:abc\r\n"),
        Arguments.of("bad_ice_credentials", HEAD + VIDEO + "a=ice-pwd:tooShort\r\n"),
        Arguments.of("bad_fingerprint", HEAD + VIDEO + "a=fingerprint:sha-256 AB:CD\r\n"),
        Arguments.of("bad_setup", HEAD + VIDEO + "a=setup:never\r\n"),
        Arguments.of("bad_mid", HEAD + VIDEO + "a=mid:a b\r\n"),
        Arguments.of("bad_ssrc", HEAD + VIDEO + "a=ssrc:4294967296 cname:x\r\n"),
        Arguments.of("bad_ssrc_group", HEAD + VIDEO + "a=ssrc-group:FID 1 1\r\n"),
        Arguments.of("bad_extension", HEAD + VIDEO + "a=extmap:0 urn:x\r\n"),
        Arguments.of("bad_rtpmap", HEAD + VIDEO + "a=rtpmap:96 H264\r\n"));
  }

  @Test
  void row09_thousandsOfHostileLinesTakeBoundedTime() {
    List<String> lines =
        List.of(
            "a=rtcp-fb:* nack",
            "a=ssrc:7 cname:x",
            "a=fmtp:96 " + ";".repeat(20),
            "a=extmap:1 u",
            "a=mid:0",
            "a=group:BUNDLE 0",
            "a=x");
    assertTimeout(
        Duration.ofSeconds(5),
        () -> {
          for (String line : lines) {
            String head = HEAD + "m=video 9 UDP/TLS/RTP/SAVPF " + numbers(128) + "\r\n";
            int count = (SdpParser.MAX_LENGTH - head.length()) / (line.length() + 2);
            SdpParser.parse(head + (line + "\r\n").repeat(count));
          }
        });
  }

  @Test
  void garbageNeverThrows() {
    Random random = new Random(3);
    String seed = SdpOffersAtHand.text(SdpOffersAtHand.CHROMIUM_PUBLISHER);
    for (int i = 0; i < 3_000; i++) {
      StringBuilder sdp = new StringBuilder(seed);
      for (int edits = random.nextInt(20); edits >= 0; edits--) {
        int at = random.nextInt(sdp.length());
        switch (random.nextInt(4)) {
          case 0 -> sdp.setCharAt(at, (char) random.nextInt(128));
          case 1 -> sdp.deleteCharAt(at);
          case 2 -> sdp.insert(at, ":= /;\r\n-1".charAt(random.nextInt(9)));
          default -> sdp.delete(at, Math.min(sdp.length(), at + random.nextInt(200)));
        }
      }
      Parse<SdpDescription> parse = SdpParser.parse(sdp.toString());
      if (parse instanceof Parse.Parsed<SdpDescription>(SdpDescription offer)) {
        Parse<SdpDescription> again = SdpParser.parse(SdpWriter.write(offer));
        assertTrue(offer.equals(again.orNull()), "edit " + i + ": " + again.reason());
        SdpAnswers.toViewer(offer, SdpOffersAtHand.LOCAL, SdpOffersAtHand.SENDING, 1);
      }
    }
  }

  private static String numbers(int count) {
    return IntStream.range(0, count).mapToObj(Integer::toString).collect(Collectors.joining(" "));
  }
}
