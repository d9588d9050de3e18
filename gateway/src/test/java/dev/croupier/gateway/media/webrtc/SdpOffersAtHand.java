package dev.croupier.gateway.media.webrtc;

import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import dev.croupier.gateway.media.codec.Codec;
import dev.croupier.gateway.media.codec.ProfileLevelId;
import dev.croupier.gateway.media.rtp.Parse;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Descriptions other agents made, kept as they came, and terms the tests answer them with. */
final class SdpOffersAtHand {
  static final String CHROMIUM_VIEWER = "chromium-recvonly-offer.sdp";
  static final String CHROMIUM_PUBLISHER = "chromium-sendonly-offer.sdp";
  static final String AIORTC_VIEWER = "aiortc-recvonly-offer.sdp";
  static final String AIORTC_PUBLISHER = "aiortc-sendrecv-offer.sdp";
  static final String GSTREAMER_VIEWER = "gstreamer-recvonly-offer.sdp";
  static final String FIREFOX_VIEWER = "firefox-recvonly-offer.sdp";

  static final List<String> ALL =
      List.of(
          CHROMIUM_VIEWER,
          CHROMIUM_PUBLISHER,
          AIORTC_VIEWER,
          AIORTC_PUBLISHER,
          GSTREAMER_VIEWER,
          FIREFOX_VIEWER);

  static final SdpLocal LOCAL =
      new SdpLocal(
          "srvU",
          "serverPasswordOf24Chars0",
          "sha-256 " + "AB:".repeat(31) + "CD",
          List.of("1 1 udp 2130706431 127.0.0.1 8000 typ host"));

  static final SdpSending SENDING = sending("42e01f");

  private SdpOffersAtHand() {}

  static SdpSending sending(String profile) {
    return new SdpSending(
        Codec.H264,
        ProfileLevelId.parse(profile).orNull(),
        1_111,
        2_222,
        4_000_000_000L,
        "croupier",
        "program");
  }

  static String text(String name) {
    try (InputStream in = SdpOffersAtHand.class.getResourceAsStream(name)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static SdpDescription offer(String name) {
    return parsed(SdpParser.parse(text(name)));
  }

  static <T> T parsed(Parse<T> parse) {
    assertInstanceOf(Parse.Parsed.class, parse, parse::toString);
    return parse.orNull();
  }

  /** The lines of the section of this kind, without line ends. */
  static List<String> section(String sdp, String kind) {
    int start = sdp.indexOf("m=" + kind);
    int end = sdp.indexOf("m=", start + 2);
    return sdp.substring(start, end < 0 ? sdp.length() : end).lines().toList();
  }
}
