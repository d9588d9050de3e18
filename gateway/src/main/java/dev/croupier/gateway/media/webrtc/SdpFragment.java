package dev.croupier.gateway.media.webrtc;

import dev.croupier.gateway.media.rtp.Parse;
import java.util.List;

/**
 * A fragment with ICE parameters: {@code application/trickle-ice-sdpfrag}, the body of PATCH in
 * WHIP and WHEP (RFC 8840 section 9, RFC 9725 section 4.3). All sections are bundled, so whose
 * candidates they are does not matter.
 *
 * @param ufrag of the ICE generation, or empty
 * @param password of the ICE generation, or empty
 * @param candidates values of {@code a=candidate:}, at most 100
 */
public record SdpFragment(
    String ufrag, String password, List<String> candidates, boolean endOfCandidates) {
  /** Longest fragment taken, in characters. */
  public static final int MAX_LENGTH = 16 << 10;

  private static final String HEAD = "v=0\r\no=- 0 0 IN IP4 0.0.0.0\r\ns=-\r\nt=0 0\r\n";
  private static final String SECTION = "m=video 9 UDP/TLS/RTP/SAVPF 0\r\n";

  /** Copies the list. */
  public SdpFragment {
    candidates = List.copyOf(candidates);
  }

  /** The fragment, or why it is none: the reasons of {@link SdpParser}. */
  public static Parse<SdpFragment> parse(String text) {
    if (text.length() > MAX_LENGTH) {
      return Parse.rejected("too_long");
    }
    // A fragment is a description without its head and perhaps without a section; mids may repeat.
    StringBuilder sdp = new StringBuilder(HEAD).append(SECTION);
    text.lines()
        .filter(line -> !line.startsWith("m=") && !line.startsWith("a=mid:"))
        .forEach(line -> sdp.append(line).append("\r\n"));
    return switch (SdpParser.parse(sdp.toString())) {
      case Parse.Rejected<SdpDescription>(String reason) -> Parse.rejected(reason);
      case Parse.Parsed<SdpDescription>(SdpDescription d) -> {
        SdpMedia media = d.media().getFirst();
        yield Parse.of(
            new SdpFragment(
                media.ufrag(), media.password(), media.candidates(), media.endOfCandidates()));
      }
    };
  }

  /** The fragment as text, its candidates under the section {@code mid}. */
  public String text(String mid) {
    StringBuilder out = new StringBuilder();
    if (!ufrag.isEmpty()) {
      out.append("a=ice-ufrag:").append(ufrag).append("\r\n");
      out.append("a=ice-pwd:").append(password).append("\r\n");
    }
    out.append(SECTION).append("a=mid:").append(mid).append("\r\n");
    for (String candidate : candidates) {
      out.append("a=candidate:").append(candidate).append("\r\n");
    }
    if (endOfCandidates) {
      out.append("a=end-of-candidates\r\n");
    }
    return out.toString();
  }
}
