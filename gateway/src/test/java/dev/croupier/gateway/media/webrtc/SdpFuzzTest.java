package dev.croupier.gateway.media.webrtc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.croupier.gateway.media.codec.Codec;
import dev.croupier.gateway.media.rtp.Parse;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.MethodSource;

/** Descriptions from anybody: understood or refused by a word, within their limits. */
final class SdpFuzzTest {
  /** What is understood is written so that it is understood the same. */
  @FuzzTest
  @MethodSource("descriptions")
  void aDescriptionSurvivesBeingWritten(byte[] text) {
    Parse<SdpDescription> parsed = SdpParser.parse(new String(text, StandardCharsets.UTF_8));
    SdpDescription description = parsed.orNull();
    if (description == null) {
      assertTrue(parsed.reason().matches("[a-z0-9_]+"), parsed.reason());
      return;
    }
    assertTrue(description.media().size() <= SdpParser.MAX_MEDIA);
    for (SdpMedia media : description.media()) {
      assertTrue(media.candidates().size() <= SdpParser.MAX_CANDIDATES);
    }
    assertEquals(description, SdpParser.parse(SdpWriter.write(description)).orNull());
  }

  /** An offer is answered or refused. */
  @FuzzTest
  @MethodSource("descriptions")
  void anOfferIsAnsweredOrRefused(byte[] text) {
    SdpDescription offer = SdpParser.parse(new String(text, StandardCharsets.UTF_8)).orNull();
    if (offer != null) {
      assertNotNull(SdpAnswers.toViewer(offer, SdpOffersAtHand.LOCAL, SdpOffersAtHand.SENDING, 1));
      assertNotNull(
          SdpAnswers.toPublisher(
              offer,
              SdpOffersAtHand.LOCAL,
              List.of(Codec.H264, Codec.VP8),
              SdpOffersAtHand.SENDING.profile(),
              true,
              1));
    }
  }

  @FuzzTest
  @MethodSource("fragments")
  void aFragmentIsUnderstoodOrRefused(byte[] text) {
    Parse<SdpFragment> parsed = SdpFragment.parse(new String(text, StandardCharsets.UTF_8));
    if (parsed.orNull() == null) {
      assertTrue(parsed.reason().matches("[a-z0-9_]+"), parsed.reason());
    }
  }

  @FuzzTest
  @MethodSource("plain")
  void aDescriptionOfPlainRtpIsUnderstoodOrRefused(byte[] text) {
    try {
      assertNotNull(RtpOffer.parse(new String(text, StandardCharsets.UTF_8)));
    } catch (MediaRefusal refusal) {
      assertNotNull(refusal.getMessage());
    }
  }

  /** Offers of all agents at hand. */
  static Stream<byte[]> descriptions() {
    return SdpOffersAtHand.ALL.stream()
        .map(SdpOffersAtHand::text)
        .map(text -> text.getBytes(StandardCharsets.UTF_8));
  }

  static Stream<byte[]> fragments() {
    return Stream.of(
            """
            a=ice-ufrag:EsAw\r
            a=ice-pwd:P2uYro0UCOQ4zxjKXaWCBui1\r
            m=audio 9 RTP/AVP 0\r
            a=mid:0\r
            a=candidate:1387637174 1 udp 2122260223 192.0.2.1 61764 typ host generation 0\r
            a=end-of-candidates\r
            """,
            "a=end-of-candidates\r\n",
            "m=video 9 UDP/TLS/RTP/SAVPF 96\r\na=mid:v\r\na=candidate:1 1 tcp 1 ::1 9 typ host\r\n")
        .map(text -> text.getBytes(StandardCharsets.UTF_8));
  }

  /** What ffmpeg writes beside {@code -f rtp}. */
  static Stream<byte[]> plain() {
    return Stream.of(
            """
            v=0\r
            o=- 0 0 IN IP4 127.0.0.1\r
            s=No Name\r
            c=IN IP4 127.0.0.1\r
            t=0 0\r
            m=video 5004 RTP/AVP 96\r
            b=AS:2500\r
            a=rtpmap:96 H264/90000\r
            a=fmtp:96 packetization-mode=1; \
            sprop-parameter-sets=Z0LAHtkDxWhAAAADAEAAAAwDxYuS,aMuMsg==; profile-level-id=42C01E\r
            m=audio 5006 RTP/AVP 97\r
            a=rtpmap:97 opus/48000/2\r
            """)
        .map(text -> text.getBytes(StandardCharsets.UTF_8));
  }
}
