package dev.croupier.gateway.media.webrtc;

import dev.croupier.gateway.media.rtp.Parse;
import java.util.Locale;

/**
 * An ICE candidate (RFC 8839 section 5.1), as far as a controlling client needs it.
 *
 * @param foundation groups candidates of one origin
 * @param component 1 for RTP and RTCP on one port
 * @param transport {@code udp} or {@code tcp}, lower case
 * @param priority 0 to 2^32 - 1
 * @param address an IP address or a name; not resolved here
 * @param port 0 to 65,535
 * @param type {@code host}, {@code srflx}, {@code prflx} or {@code relay}
 */
public record SdpCandidate(
    String foundation,
    int component,
    String transport,
    long priority,
    String address,
    int port,
    String type) {
  private static final int MAX_ADDRESS = 255;

  /** Parses the value of {@code a=candidate:} (without that prefix); extensions are skipped. */
  public static Parse<SdpCandidate> parse(String value) {
    String[] fields = value.split(" ", 9);
    if (fields.length < 8 || !fields[6].equals("typ")) {
      return Parse.rejected("bad_candidate");
    }
    long component = SdpParser.number(fields[1]);
    long priority = SdpParser.number(fields[3]);
    long port = SdpParser.number(fields[5]);
    boolean sound =
        component >= 1
            && component <= 256
            && priority >= 0
            && priority <= 0xFFFF_FFFFL
            && port >= 0
            && port <= 65_535
            && !fields[4].isEmpty()
            && fields[4].length() <= MAX_ADDRESS;
    if (!sound) {
      return Parse.rejected("bad_candidate");
    }
    return Parse.of(
        new SdpCandidate(
            fields[0],
            (int) component,
            fields[2].toLowerCase(Locale.ROOT),
            priority,
            fields[4],
            (int) port,
            fields[7]));
  }

  /** The value of {@code a=candidate:}. */
  public String line() {
    return String.join(
        " ",
        foundation,
        Integer.toString(component),
        transport,
        Long.toString(priority),
        address,
        Integer.toString(port),
        "typ",
        type);
  }
}
