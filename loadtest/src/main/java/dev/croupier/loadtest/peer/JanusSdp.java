package dev.croupier.loadtest.peer;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Turns Janus's offer and a WHEP viewer's offer into the answers that each of them expects.
 *
 * <p>The streaming plugin of Debian's Janus (1.1.2) offers, and so does a WHEP viewer: this takes
 * the plugin's part of each section (formats, its ICE and DTLS names) as the viewer's answer, and
 * the viewer's ICE and DTLS names in the plugin's own sections as the plugin's answer. Header
 * extensions are left out on both sides, because their ids differ. The sections must come in the
 * same order with the same mids, for which the mountpoint's configuration sees. Pure, any thread.
 */
final class JanusSdp {
  private static final String CRLF = "\r\n";

  /**
   * Both answers.
   *
   * @param toViewer the viewer is the DTLS client
   * @param toJanus Janus is the DTLS server
   */
  record Answers(String toViewer, String toJanus) {}

  private JanusSdp() {}

  /** The answers, or empty if one of the offers lacks what is needed. */
  static Optional<Answers> answers(String janusOffer, String viewerOffer) {
    Optional<String> ufrag = attribute(viewerOffer, "ice-ufrag");
    Optional<String> password = attribute(viewerOffer, "ice-pwd");
    Optional<String> fingerprint = attribute(viewerOffer, "fingerprint");
    if (ufrag.isEmpty() || password.isEmpty() || fingerprint.isEmpty()) {
      return Optional.empty();
    }
    if (!mids(janusOffer).equals(mids(viewerOffer)) || mids(janusOffer).isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(
        new Answers(
            toViewer(janusOffer),
            toJanus(janusOffer, ufrag.get(), password.get(), fingerprint.get())));
  }

  private static String toViewer(String offer) {
    List<String> lines = new ArrayList<>();
    for (String line : offer.split("\r?\n", -1)) {
      if (line.startsWith("a=setup:")) {
        lines.add("a=setup:passive");
      } else if (!isExtension(line) && !line.isEmpty()) {
        lines.add(line);
      }
    }
    return String.join(CRLF, lines) + CRLF;
  }

  private static String toJanus(String offer, String ufrag, String password, String fingerprint) {
    List<String> lines = new ArrayList<>();
    boolean inMedia = false;
    for (String line : offer.split("\r?\n", -1)) {
      inMedia |= line.startsWith("m=");
      if (line.equals("a=sendonly")) {
        lines.add("a=recvonly");
      } else if (line.startsWith("a=setup:")) {
        lines.add("a=setup:active");
        lines.add("a=ice-ufrag:" + ufrag);
        lines.add("a=ice-pwd:" + password);
        lines.add("a=fingerprint:" + fingerprint);
      } else if (!isJanusOwn(line, inMedia)) {
        lines.add(line);
      }
    }
    return String.join(CRLF, lines) + CRLF;
  }

  private static boolean isJanusOwn(String line, boolean inMedia) {
    return line.isEmpty()
        || isExtension(line)
        || line.startsWith("a=ice-")
        || line.startsWith("a=fingerprint:")
        || line.startsWith("a=candidate:")
        || line.startsWith("a=end-of-candidates")
        || inMedia && (line.startsWith("a=ssrc") || line.startsWith("a=msid:"));
  }

  private static boolean isExtension(String line) {
    return line.startsWith("a=extmap");
  }

  private static Optional<String> attribute(String sdp, String name) {
    String start = "a=" + name + ":";
    return sdp.lines()
        .filter(line -> line.startsWith(start))
        .map(line -> line.substring(start.length()))
        .findFirst();
  }

  private static List<String> mids(String sdp) {
    return sdp.lines().filter(line -> line.startsWith("a=mid:")).toList();
  }
}
