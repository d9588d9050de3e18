package dev.croupier.gateway.media.peer;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Reads the candidates of a server's description (RFC 8839 §5.1). Any thread. */
final class ClientTransportCandidates {
  /** More lines than this are not looked at. */
  private static final int MAX_LINES = 64;

  private static final int FIELDS = 8;

  private record Ranked(long priority, InetSocketAddress address) {}

  private ClientTransportCandidates() {}

  /**
   * The UDP addresses of component 1, most preferred first. Lines with names (mDNS), TCP or
   * nonsense are left out: nothing is ever resolved.
   *
   * @param lines with or without {@code candidate:} or {@code a=candidate:}
   */
  static List<InetSocketAddress> parse(List<String> lines) {
    return parse(lines, "udp");
  }

  /** The same for TCP; only what a server listens on is of use (RFC 6544 §4.5). */
  static List<InetSocketAddress> parseTcp(List<String> lines) {
    return parse(lines.stream().filter(line -> line.contains(" tcptype passive")).toList(), "tcp");
  }

  private static List<InetSocketAddress> parse(List<String> lines, String transport) {
    List<Ranked> ranked = new ArrayList<>();
    for (String line : lines.subList(0, Math.min(lines.size(), MAX_LINES))) {
      one(line, transport).ifPresent(ranked::add);
    }
    ranked.sort(Comparator.comparingLong(Ranked::priority).reversed());
    return ranked.stream().map(Ranked::address).distinct().toList();
  }

  private static Optional<Ranked> one(String line, String transport) {
    String text = line.strip();
    int colon = text.indexOf("candidate:");
    String[] fields = (colon < 0 ? text : text.substring(colon + 10)).strip().split("\\s+");
    if (fields.length < FIELDS
        || !fields[1].equals("1")
        || !fields[2].toLowerCase(Locale.ROOT).equals(transport)
        || !fields[6].equals("typ")) {
      return Optional.empty();
    }
    try {
      int port = Integer.parseInt(fields[5]);
      if (port < 1 || port > 65_535) {
        return Optional.empty();
      }
      InetAddress address = InetAddress.ofLiteral(fields[4]);
      return Optional.of(
          new Ranked(Long.parseLong(fields[3]), new InetSocketAddress(address, port)));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }
}
