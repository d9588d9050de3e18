package dev.croupier.gateway.media.webrtc;

import static dev.croupier.gateway.media.webrtc.SdpOffersAtHand.LOCAL;
import static dev.croupier.gateway.media.webrtc.SdpOffersAtHand.SENDING;
import static dev.croupier.gateway.media.webrtc.SdpOffersAtHand.parsed;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.croupier.gateway.media.codec.Codec;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The client's offers against the server's answers: both ends agree on the same streams. */
class SdpOffersTest {
  private static final SdpLocal CLIENT =
      new SdpLocal("cliU", "clientPasswordOf24Chars0", LOCAL.fingerprint(), List.of());

  @Test
  void aPublishersOfferIsAnsweredAndTakenIn() {
    SdpDescription offer = SdpOffers.toPublish(CLIENT, SENDING, 5);
    SdpNegotiated server =
        parsed(
            SdpAnswers.toPublisher(
                parsed(SdpParser.parse(SdpWriter.write(offer))),
                LOCAL,
                List.of(Codec.H264),
                SENDING.profile(),
                true,
                6));
    SdpNegotiated client = parsed(SdpOffers.accept(offer, parsed(SdpParser.parse(server.local()))));
    assertEquals(server.video(), client.video());
    assertEquals(server.audio(), client.audio());
    assertEquals(1_111, client.video().ssrc());
    assertEquals(2_222, client.video().rtxSsrc());
    assertEquals(3, client.video().captureTimeId());
    assertEquals("srvU", client.remote().ufrag());
    assertEquals("cliU", server.remote().ufrag());
    assertEquals("passive", client.remoteSetup());
    assertEquals(8_000, parsed(SdpCandidate.parse(client.remoteCandidates().getFirst())).port());
  }

  @Test
  void aPublisherWithoutSoundOffersNone() {
    SdpSending silent =
        new SdpSending(
            Codec.H264, SENDING.profile(), 1_111, 2_222, SdpSending.NO_AUDIO, "cam", "camera");
    SdpDescription offer = SdpOffers.toPublish(CLIENT, silent, 5);
    assertEquals(List.of("video"), offer.media().stream().map(SdpMedia::kind).toList());
    SdpNegotiated server =
        parsed(
            SdpAnswers.toPublisher(
                parsed(SdpParser.parse(SdpWriter.write(offer))),
                LOCAL,
                List.of(Codec.H264),
                SENDING.profile(),
                true,
                6));
    SdpNegotiated client = parsed(SdpOffers.accept(offer, parsed(SdpParser.parse(server.local()))));
    assertEquals(1_111, client.video().ssrc());
    assertNull(client.audio());
    assertNull(server.audio());
  }

  @Test
  void aViewersOfferIsAnsweredAndTakenIn() {
    SdpDescription offer = SdpOffers.toView(CLIENT, 5);
    SdpNegotiated server =
        parsed(
            SdpAnswers.toViewer(
                parsed(SdpParser.parse(SdpWriter.write(offer))), LOCAL, SENDING, 6));
    SdpNegotiated client = parsed(SdpOffers.accept(offer, parsed(SdpParser.parse(server.local()))));
    assertEquals(server.video(), client.video());
    assertEquals(server.audio(), client.audio());
    assertEquals(108, client.video().payloadType());
    assertTrue(client.video().transportFeedback());
    assertEquals(4_000_000_000L, client.audio().ssrc());
  }

  @Test
  void answersThatDoNotFitTheOfferAreRefusedByName() {
    SdpDescription offer = SdpOffers.toView(CLIENT, 5);
    String answer = parsed(SdpAnswers.toViewer(offer, LOCAL, SENDING, 6)).local();
    assertEquals(
        "sections_differ",
        refusal(
            offer,
            answer.substring(0, answer.indexOf("m=audio")).replace("BUNDLE 0 1", "BUNDLE 0")));
    assertEquals("sections_differ", refusal(offer, answer.replace("m=audio", "m=text")));
    assertEquals("bad_setup", refusal(offer, answer.replace("setup:passive", "setup:actpass")));
    assertEquals("format_not_offered", refusal(offer, answer.replace("H264/", "H265/")));
    assertEquals(
        SdpAnswers.NO_COMMON_CODEC,
        refusal(offer, answer.replace("m=audio 9", "m=audio 0").replace("m=video 9", "m=video 0")));
    assertEquals("no_ice_credentials", refusal(offer, answer.replace("a=ice-ufrag:", "a=x:")));
  }

  @Test
  void candidatesReadAndWrite() {
    String line = "842163049 1 udp 1677729535 2001:db8::7 61764 typ srflx";
    SdpCandidate candidate =
        parsed(SdpCandidate.parse(line + " raddr 0.0.0.0 rport 0 generation 0"));
    assertEquals("2001:db8::7", candidate.address());
    assertEquals("srflx", candidate.type());
    assertEquals(line, candidate.line());
    for (String bad :
        List.of(
            "",
            "1 1 udp 1 1.1.1.1 1",
            "1 1 udp 1 1.1.1.1 65536 typ host",
            "1 0 udp 1 1.1.1.1 1 typ host",
            "1 1 udp 4294967296 1.1.1.1 1 typ host",
            "1 1 udp 1  1 typ host")) {
      assertEquals("bad_candidate", SdpCandidate.parse(bad).reason(), bad);
    }
  }

  private static String refusal(SdpDescription offer, String answer) {
    return SdpOffers.accept(offer, parsed(SdpParser.parse(answer))).reason();
  }
}
