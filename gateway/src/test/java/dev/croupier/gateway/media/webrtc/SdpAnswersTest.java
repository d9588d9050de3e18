package dev.croupier.gateway.media.webrtc;

import static dev.croupier.gateway.media.webrtc.SdpOffersAtHand.LOCAL;
import static dev.croupier.gateway.media.webrtc.SdpOffersAtHand.SENDING;
import static dev.croupier.gateway.media.webrtc.SdpOffersAtHand.offer;
import static dev.croupier.gateway.media.webrtc.SdpOffersAtHand.parsed;
import static dev.croupier.gateway.media.webrtc.SdpOffersAtHand.section;
import static dev.croupier.gateway.media.webrtc.SdpOffersAtHand.sending;
import static dev.croupier.gateway.media.webrtc.SdpOffersAtHand.text;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.croupier.gateway.media.codec.Codec;
import dev.croupier.gateway.media.codec.ProfileLevelId;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The answers of WHEP and WHIP. */
class SdpAnswersTest {
  private static final ProfileLevelId BASELINE = ProfileLevelId.parse("42e01f").orNull();

  @Test
  void aChromiumViewerGetsThisAnswer() {
    SdpNegotiated agreed =
        parsed(SdpAnswers.toViewer(offer(SdpOffersAtHand.CHROMIUM_VIEWER), LOCAL, SENDING, 7));
    String fingerprint = LOCAL.fingerprint();
    assertEquals(
        """
        v=0
        o=- 7 1 IN IP4 127.0.0.1
        s=-
        t=0 0
        a=ice-lite
        a=group:BUNDLE 0 1
        a=msid-semantic: WMS *
        m=video 9 UDP/TLS/RTP/SAVPF 108 109
        c=IN IP4 0.0.0.0
        a=ice-ufrag:srvU
        a=ice-pwd:serverPasswordOf24Chars0
        a=fingerprint:%1$s
        a=setup:passive
        a=candidate:1 1 udp 2130706431 127.0.0.1 8000 typ host
        a=end-of-candidates
        a=mid:0
        a=extmap:4 http://www.ietf.org/id/draft-holmer-rmcat-transport-wide-cc-extensions-01
        a=extmap:9 urn:ietf:params:rtp-hdrext:sdes:mid
        a=sendonly
        a=msid:program video
        a=rtcp-mux
        a=rtcp-rsize
        a=rtcp-xr:rcvr-rtt=all
        a=rtpmap:108 H264/90000
        a=rtcp-fb:108 ccm fir
        a=rtcp-fb:108 goog-remb
        a=rtcp-fb:108 nack
        a=rtcp-fb:108 nack pli
        a=rtcp-fb:108 transport-cc
        a=fmtp:108 level-asymmetry-allowed=1;packetization-mode=1;profile-level-id=42e01f
        a=rtpmap:109 rtx/90000
        a=fmtp:109 apt=108
        a=ssrc-group:FID 1111 2222
        a=ssrc:1111 cname:croupier
        a=ssrc:1111 msid:program video
        a=ssrc:2222 cname:croupier
        a=ssrc:2222 msid:program video
        m=audio 9 UDP/TLS/RTP/SAVPF 111
        c=IN IP4 0.0.0.0
        a=ice-ufrag:srvU
        a=ice-pwd:serverPasswordOf24Chars0
        a=fingerprint:%1$s
        a=setup:passive
        a=candidate:1 1 udp 2130706431 127.0.0.1 8000 typ host
        a=end-of-candidates
        a=mid:1
        a=extmap:4 http://www.ietf.org/id/draft-holmer-rmcat-transport-wide-cc-extensions-01
        a=extmap:9 urn:ietf:params:rtp-hdrext:sdes:mid
        a=sendonly
        a=msid:program audio
        a=rtcp-mux
        a=rtcp-rsize
        a=rtcp-xr:rcvr-rtt=all
        a=rtpmap:111 opus/48000/2
        a=rtcp-fb:111 transport-cc
        a=fmtp:111 minptime=10;stereo=1;useinbandfec=1
        a=ssrc:4000000000 cname:croupier
        a=ssrc:4000000000 msid:program audio
        """
            .formatted(fingerprint)
            .replace("\n", "\r\n"),
        agreed.local());
    assertEquals(
        new SdpStream(
            Codec.H264,
            "0",
            108,
            109,
            1_111,
            2_222,
            "42e01f",
            "",
            4,
            0,
            9,
            Set.of("ccm fir", "goog-remb", "nack", "nack pli", "transport-cc")),
        agreed.video());
    assertTrue(agreed.video().nack() && agreed.video().pli());
    assertTrue(agreed.video().transportFeedback() && agreed.video().remb());
    assertEquals(111, agreed.audio().payloadType());
    assertEquals(4_000_000_000L, agreed.audio().ssrc());
    assertEquals("aMsF", agreed.remote().ufrag());
    assertEquals("5ZOelcHLCvzAVa3TDJSmiQ56", agreed.remote().password());
    assertEquals("actpass", agreed.remoteSetup());
  }

  @ParameterizedTest(name = "a {0} program goes out as payload type {1}")
  @CsvSource({
    "42e01f, 108",
    "42c01f, 108",
    "42001f, 102",
    "4d001f, 116",
    "4d401f, 116",
    "64001f, 41",
    "640c1f, 41",
    "f4001f, 41",
    "6e0028, 41"
  })
  void theBestLabelOfChromiumIsChosenForEachProfile(String profile, int payloadType) {
    SdpNegotiated agreed =
        parsed(
            SdpAnswers.toViewer(
                offer(SdpOffersAtHand.CHROMIUM_VIEWER), LOCAL, sending(profile), 1));
    assertEquals(payloadType, agreed.video().payloadType());
    assertEquals(payloadType == 41 ? 42 : payloadType + 1, agreed.video().rtxPayloadType());
  }

  @Test
  void aHighProgramGoesToAViewerWhoOffersOnlyBaseline() {
    SdpNegotiated agreed =
        parsed(
            SdpAnswers.toViewer(
                offer(SdpOffersAtHand.FIREFOX_VIEWER), LOCAL, sending("64001f"), 1));
    assertEquals(126, agreed.video().payloadType());
    assertEquals(127, agreed.video().rtxPayloadType());
    assertEquals(7, agreed.video().transportSequenceId());
    assertEquals(109, agreed.audio().payloadType());
    assertEquals(0, agreed.audio().transportSequenceId());
    assertEquals("7e6c3a55", agreed.remote().ufrag());
  }

  @Test
  void theSectionsStayInTheOffersOrderAndUnderItsNames() {
    SdpNegotiated aiortc =
        parsed(SdpAnswers.toViewer(offer(SdpOffersAtHand.AIORTC_VIEWER), LOCAL, SENDING, 1));
    assertTrue(aiortc.local().indexOf("m=audio 9") < aiortc.local().indexOf("m=video 9"));
    assertEquals(101, aiortc.video().payloadType());
    assertEquals("YP9q", aiortc.remote().ufrag(), "the bundle's first section carries");
    assertFalse(aiortc.video().transportFeedback());
    SdpNegotiated gstreamer =
        parsed(SdpAnswers.toViewer(offer(SdpOffersAtHand.GSTREAMER_VIEWER), LOCAL, SENDING, 1));
    assertTrue(gstreamer.local().contains("a=group:BUNDLE video0 audio1\r\n"));
    assertEquals(98, gstreamer.audio().payloadType(), "bundle-only sections have port 0");
  }

  @Test
  void captureTimeIsAgreedWhereItIsOffered() {
    String offer =
        text(SdpOffersAtHand.CHROMIUM_VIEWER)
            .replaceFirst(
                "a=extmap:1 urn:ietf:params:rtp-hdrext:toffset",
                "a=extmap:12 " + SdpExtension.CAPTURE_TIME);
    SdpNegotiated agreed =
        parsed(SdpAnswers.toViewer(parsed(SdpParser.parse(offer)), LOCAL, SENDING, 1));
    assertEquals(12, agreed.video().captureTimeId());
    assertTrue(
        section(agreed.local(), "video").contains("a=extmap:12 " + SdpExtension.CAPTURE_TIME));
  }

  @Test
  void aViewerWithoutH264IsRefusedByName() {
    String onlyVp8 = text(SdpOffersAtHand.CHROMIUM_VIEWER).replace("H264/90000", "VP9/90000");
    assertEquals(SdpAnswers.NO_COMMON_CODEC, refusal(onlyVp8));
    String modeZero =
        text(SdpOffersAtHand.CHROMIUM_VIEWER)
            .replace("packetization-mode=1", "packetization-mode=0");
    assertEquals(SdpAnswers.NO_COMMON_CODEC, refusal(modeZero));
  }

  @Test
  void aViewerWithoutOpusOrWithoutAudioGetsThePictures() {
    String noOpus = text(SdpOffersAtHand.CHROMIUM_VIEWER).replace("opus/48000/2", "L16/48000/2");
    SdpNegotiated agreed =
        parsed(SdpAnswers.toViewer(parsed(SdpParser.parse(noOpus)), LOCAL, SENDING, 1));
    assertNull(agreed.audio());
    assertTrue(agreed.local().contains("a=group:BUNDLE 0\r\n"));
    assertTrue(section(agreed.local(), "audio").contains("a=inactive"));
    assertEquals("m=audio 0 UDP/TLS/RTP/SAVPF 111", section(agreed.local(), "audio").getFirst());
    String all = text(SdpOffersAtHand.CHROMIUM_VIEWER);
    String pictures = all.substring(0, all.indexOf("m=audio")).replace("BUNDLE 0 1", "BUNDLE 0");
    assertNull(
        parsed(SdpAnswers.toViewer(parsed(SdpParser.parse(pictures)), LOCAL, SENDING, 1)).audio());
  }

  @Test
  void aSecondVideoAndADataChannelAreRejectedInPlace() {
    String offer =
        text(SdpOffersAtHand.CHROMIUM_VIEWER).replace("BUNDLE 0 1", "BUNDLE 0 1 2 3")
            + "m=application 9 UDP/DTLS/SCTP webrtc-datachannel\r\na=mid:2\r\n"
            + "m=video 9 UDP/TLS/RTP/SAVPF 108\r\na=mid:3\r\na=recvonly\r\n";
    SdpNegotiated agreed =
        parsed(SdpAnswers.toViewer(parsed(SdpParser.parse(offer)), LOCAL, SENDING, 1));
    assertTrue(agreed.local().contains("m=application 0 UDP/DTLS/SCTP webrtc-datachannel\r\n"));
    assertTrue(agreed.local().contains("m=video 0 UDP/TLS/RTP/SAVPF 108\r\n"));
    assertTrue(agreed.local().contains("a=group:BUNDLE 0 1\r\n"));
  }

  @Test
  void offersThatCannotWorkAreRefusedByName() {
    String good = text(SdpOffersAtHand.CHROMIUM_VIEWER);
    assertEquals("no_usable_section", refusal(good.replace("a=recvonly", "a=sendonly")));
    assertEquals("no_bundle", refusal(good.replace("a=group:BUNDLE 0 1\r\n", "")));
    assertEquals("no_rtcp_mux", refusal(good.replace("a=rtcp-mux\r\n", "")));
    assertEquals("bad_setup", refusal(good.replace("setup:actpass", "setup:passive")));
    assertEquals("no_ice_credentials", refusal(good.replace("a=ice-pwd:", "a=x-pwd:")));
    assertEquals("two_lite_agents", refusal(good.replace("s=-", "s=-\r\na=ice-lite")));
    assertEquals(
        "no_sha256_fingerprint",
        refusal(good.replace("a=fingerprint:sha-256", "a=fingerprint:sha-1")));
  }

  @Test
  void aChromiumPublisherIsAskedForConstrainedBaseline() {
    SdpNegotiated agreed =
        parsed(
            SdpAnswers.toPublisher(
                offer(SdpOffersAtHand.CHROMIUM_PUBLISHER),
                LOCAL,
                List.of(Codec.H264),
                BASELINE,
                true,
                1));
    assertEquals("42e01f", agreed.video().profileLevelId());
    assertEquals(2_469_400_806L, agreed.video().ssrc());
    assertEquals(3_087_362_262L, agreed.video().rtxSsrc());
    assertEquals(3, agreed.video().transportSequenceId());
    assertEquals(4_124_258_932L, agreed.audio().ssrc());
    List<String> video = section(agreed.local(), "video");
    assertTrue(video.contains("a=recvonly"));
    assertTrue(video.stream().noneMatch(line -> line.startsWith("a=ssrc")));
    assertTrue(video.contains("a=setup:passive"));
  }

  @Test
  void withoutTransportFeedbackRembAloneSteersAPublisher() {
    SdpNegotiated agreed =
        parsed(
            SdpAnswers.toPublisher(
                offer(SdpOffersAtHand.CHROMIUM_PUBLISHER),
                LOCAL,
                List.of(Codec.H264),
                BASELINE,
                false,
                1));
    assertFalse(agreed.video().transportFeedback());
    assertTrue(agreed.video().remb());
    assertFalse(agreed.local().contains("transport"));
  }

  @Test
  void aPublisherWithoutH264MayBeTakenWithVp8() {
    String offer = text(SdpOffersAtHand.AIORTC_PUBLISHER).replace("H264/90000", "AV1/90000");
    SdpDescription parsed = parsed(SdpParser.parse(offer));
    assertEquals(
        SdpAnswers.NO_COMMON_CODEC,
        SdpAnswers.toPublisher(parsed, LOCAL, List.of(Codec.H264), BASELINE, true, 1).reason());
    SdpNegotiated agreed =
        parsed(
            SdpAnswers.toPublisher(
                parsed, LOCAL, List.of(Codec.H264, Codec.VP8), BASELINE, true, 1));
    assertEquals(Codec.VP8, agreed.video().codec());
    assertEquals(97, agreed.video().payloadType());
    assertEquals("", agreed.video().profileLevelId());
  }

  @Test
  void aPublishersParameterSetsAreHandedOn() {
    String offer =
        text(SdpOffersAtHand.AIORTC_PUBLISHER)
            .replace(
                "profile-level-id=42e01f", "profile-level-id=42e01f;sprop-parameter-sets=Z0,aM==");
    SdpNegotiated agreed =
        parsed(
            SdpAnswers.toPublisher(
                parsed(SdpParser.parse(offer)), LOCAL, List.of(Codec.H264), BASELINE, true, 1));
    assertEquals("Z0,aM==", agreed.video().parameterSets());
    assertFalse(agreed.local().contains("sprop"));
  }

  private static String refusal(String offer) {
    return SdpAnswers.toViewer(parsed(SdpParser.parse(offer)), LOCAL, SENDING, 1).reason();
  }
}
