package dev.croupier.gateway.media.webrtc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.croupier.gateway.media.codec.Codec;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** SDP files of senders, and what they are answered. */
final class RtpOfferTest {
  /** As ffmpeg 5.1 writes it for two outputs, one of them with {@code -flags +global_header}. */
  private static final String FFMPEG =
      """
      v=0
      o=- 0 0 IN IP4 127.0.0.1
      s=No Name
      t=0 0
      a=tool:libavformat LIBAVFORMAT_VERSION
      m=video 45000 RTP/AVP 96
      c=IN IP4 127.0.0.1
      a=rtpmap:96 H264/90000
      a=fmtp:96 packetization-mode=1; sprop-parameter-sets=Z2QADayyAoM/PgIgAAADACAAAAeB4oVJ,aOvDyyLA; profile-level-id=64000D
      m=audio 45002 RTP/AVP 97
      c=IN IP4 127.0.0.1
      b=AS:96
      a=rtpmap:97 opus/48000/2
      a=fmtp:97 sprop-stereo=1
      """
          .replace("\n", "\r\n");

  private static final String ENCODER =
      """
      v=0
      o=enc 3790 1 IN IP6 2001:db8::9
      s=Camera 2
      c=IN IP6 2001:db8::1
      t=0 0
      a=source-filter: incl IN IP6 * 2001:db8::9 2001:db8::a
      m=application 0 RTP/AVP 107
      a=rtpmap:107 vnd.onvif.metadata/90000
      m=audio 0 RTP/AVP 0 8
      a=rtpmap:0 PCMU/8000
      m=video 0 RTP/AVPF 26 97
      a=rtpmap:26 JPEG/90000
      a=rtpmap:97 h264/90000
      a=fmtp:97 profile-level-id=4d0028
      a=rtcp-fb:97 nack
      a=rtcp-fb:97 nack pli
      a=rtcp-mux
      a=ssrc:4026531841 cname:cam
      """;

  @Test
  void ffmpegsFileIsUnderstood() throws Exception {
    RtpOffer offer = RtpOffer.parse(FFMPEG);
    assertEquals(2, offer.tracks().size());
    RtpOffer.Track video = offer.tracks().getFirst();
    assertEquals(Codec.H264, video.codec());
    assertEquals(96, video.format().payloadType());
    assertEquals(2, video.parameterSets().size());
    assertEquals(SdpStream.UNKNOWN_SSRC, video.ssrc());
    assertEquals(false, video.pli());
    assertEquals(
        List.of(new RtpPorts.Wanted(45_000, false), new RtpPorts.Wanted(45_002, false)),
        offer.wanted());
    assertEquals(Set.of(), offer.sources());
  }

  @Test
  void anEncodersFileIsUnderstood() throws Exception {
    RtpOffer offer = RtpOffer.parse(ENCODER);
    assertEquals(1, offer.tracks().size());
    RtpOffer.Track video = offer.tracks().getFirst();
    assertEquals(97, video.format().payloadType());
    assertTrue(video.nack() && video.pli() && video.mux());
    assertEquals(4_026_531_841L, video.ssrc());
    assertEquals(
        Set.of(InetAddress.ofLiteral("2001:db8::9"), InetAddress.ofLiteral("2001:db8::a")),
        offer.sources());
  }

  @Test
  void theAnswerSaysWhereToSendInTheOffersOrder() throws Exception {
    String answer =
        RtpOffer.parse(FFMPEG).answer(List.of(at("192.0.2.5", 40_000), at("192.0.2.5", 40_002)), 7);
    assertEquals(
        """
        v=0
        o=- 7 1 IN IP4 192.0.2.5
        s=-
        c=IN IP4 192.0.2.5
        t=0 0
        m=video 40000 RTP/AVP 96
        a=rtpmap:96 H264/90000
        a=fmtp:96 packetization-mode=1
        a=rtcp:40001
        a=recvonly
        m=audio 40002 RTP/AVP 97
        a=rtpmap:97 opus/48000/2
        a=rtcp:40003
        a=recvonly
        """
            .replace("\n", "\r\n"),
        answer);
    String second = RtpOffer.parse(ENCODER).answer(List.of(at("2001:db8::1", 40_000)), 7);
    assertTrue(second.contains("c=IN IP6 2001:db8:0:0:0:0:0:1\r\n"), second);
    assertTrue(second.contains("m=application 0 RTP/AVP 0\r\nm=audio 0 "), second);
    assertTrue(second.contains("m=video 40000 RTP/AVPF 97\r\n"), second);
    assertTrue(second.contains("a=rtcp-fb:97 nack pli\r\na=rtcp-mux\r\n"), second);
  }

  @Test
  void vp8IsTakenAndAnsweredWithoutAFormat() throws Exception {
    RtpOffer offer =
        RtpOffer.parse(
            FFMPEG.replaceAll("a=rtpmap:96 .*\r\na=fmtp:96 .*\r\n", "a=rtpmap:96 VP8/90000\r\n"));
    assertEquals(Codec.VP8, offer.tracks().getFirst().codec());
    String answer = offer.answer(List.of(at("192.0.2.5", 40_000), at("192.0.2.5", 40_002)), 7);
    assertTrue(answer.contains("RTP/AVP 96\r\na=rtpmap:96 VP8/90000\r\na=rtcp:40001\r\n"), answer);
  }

  @Test
  void portsThatAreLeftToUsAreFilledInAndOthersStay() throws Exception {
    assertEquals(
        List.of(new RtpPorts.Wanted(50_000, true)),
        RtpOffer.parse(ENCODER).withPorts(List.of(50_000, 50_002)).wanted());
    assertEquals(
        45_000, RtpOffer.parse(FFMPEG).withPorts(List.of(1, 2)).wanted().getFirst().port());
  }

  @ParameterizedTest(name = "{2}: {0} → {1}")
  @CsvSource({
    "RTP/AVP 96,                      RTP/SAVP 96,                      no_common_codec",
    "H264/90000,                      H265/90000,                       no_common_codec",
    "packetization-mode=1,            packetization-mode=2,             no_common_codec",
    "a=rtpmap:96,                     a=recvonly\u2424a=rtpmap:96,      no_common_codec",
    "c=IN IP4 127.0.0.1,              c=IN IP4 239.1.2.3/127,           multicast",
    "t=0 0,                           a=source-filter: excl IN IP4 * 192.0.2.1, bad_sdp",
    "t=0 0,                           a=source-filter: incl IN IP4 *,   bad_sdp",
    "t=0 0,                           a=source-filter: incl IN IP4 * camera.example, bad_sdp",
    "m=video 45000,                   m=video 70000,                    bad_sdp",
    "m=video 45000 RTP/AVP 96,        m=video,                          bad_sdp",
    "m=video 45000 RTP/AVP 96,        m=video 45000 RTP/AVP 96 96,      bad_sdp",
    "v=0,                             v=1,                              bad_sdp",
  })
  void whatCannotBeTakenIsRefusedByType(String text, String instead, String code) {
    String sdp = FFMPEG.replace(text, instead.replace("\u2424", "\r\n"));
    assertEquals(code, assertThrows(MediaRefusal.class, () -> RtpOffer.parse(sdp)).code());
  }

  @Test
  void unreadableParameterSetsAreLeftOut() throws Exception {
    for (String sets : List.of("", ",", "!!!", "Z0LA", "aMqDyyA=", ",,,,,,,,,,", "AAAA,AAAA")) {
      String sdp = FFMPEG.replaceAll("sets=[^;]*;", "sets=" + sets + ";");
      assertEquals(
          List.of(), RtpOffer.parse(sdp).tracks().getFirst().parameterSets(), "'" + sets + "'");
    }
  }

  /** hardening.md row 9. */
  @Test
  void row09_hostileFilesAreRefusedInBoundedTime() {
    Random random = new Random(9);
    assertTimeoutPreemptively(
        Duration.ofSeconds(20),
        () -> {
          for (int i = 0; i < 3_000; i++) {
            StringBuilder sdp = new StringBuilder(i % 2 == 0 ? FFMPEG : ENCODER);
            for (int turned = 0; turned <= random.nextInt(6); turned++) {
              sdp.setCharAt(random.nextInt(sdp.length()), (char) random.nextInt(256));
            }
            tryToParse(sdp.toString());
          }
          tryToParse(FFMPEG + "m=video 0 RTP/AVP 96\r\n".repeat(2_000));
          tryToParse(FFMPEG + "a=source-filter: incl IN IP4 * 192.0.2.1\r\n".repeat(1_000));
          tryToParse(FFMPEG + "a=source-filter: incl IN IP4 *" + " 192.0.2.1".repeat(400));
          tryToParse("c=IN IP4 1\r\n".repeat(5_000));
        });
  }

  private static void tryToParse(String sdp) {
    try {
      assertTrue(RtpOffer.parse(sdp).tracks().size() <= 2);
    } catch (MediaRefusal refusal) {
      assertTrue(
          Set.of("bad_sdp", "no_common_codec", "multicast").contains(refusal.code()),
          refusal.code());
    }
  }

  private static InetSocketAddress at(String host, int port) {
    return new InetSocketAddress(InetAddress.ofLiteral(host), port);
  }
}
