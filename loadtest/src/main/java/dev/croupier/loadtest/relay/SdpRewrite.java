package dev.croupier.loadtest.relay;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * Session descriptions on their way through a relay (RFC 8866, RFC 8839). Lines that it does not
 * know stay as they are. Immutable; any thread.
 */
final class SdpRewrite {
  private static final String CANDIDATE = "a=candidate:";

  /** As long as {@link #CANDIDATE}, and nothing that anybody knows. */
  private static final String HIDDEN = "a=x-removed:";

  /** {@code foundation component transport priority address port typ type}. */
  private static final int FIELDS = 8;

  /** More candidates than this are not looked at. */
  private static final int MAX_CANDIDATES = 64;

  /** Ports that mean nothing: rejected, and to be said by ICE (RFC 8840 §4.1.1). */
  private static final Set<String> NO_PORTS = Set.of("0", "9");

  private static final Set<String> NO_ADDRESSES = Set.of("0.0.0.0", "::");

  private final InetAddress host;

  /**
   * @param sdp what the client gets to see
   * @param server the server's UDP address, if the description named one
   */
  record Rewritten(byte[] sdp, Optional<InetSocketAddress> server) {}

  private record Candidate(InetSocketAddress address, long priority) {}

  /** For a server of this host, whose candidates on it are taken before others. */
  SdpRewrite(InetAddress host) {
    this.host = host;
  }

  /**
   * An answer in which the relay stands for the server: in each section one UDP candidate of
   * component 1, the relay's; no TCP candidates, which would go around it; {@code c=}, {@code
   * a=rtcp:} and {@code m=} name the relay where they named anybody.
   */
  Rewritten answer(byte[] body, InetSocketAddress relay) {
    String text = new String(body, StandardCharsets.UTF_8);
    StringBuilder out = new StringBuilder(text.length());
    Candidate best = null;
    int candidates = 0;
    Set<String> shown = new HashSet<>();
    for (String each : text.split("(?<=\n)")) {
      String line = each.stripTrailing();
      String end = each.substring(line.length());
      if (line.startsWith("m=")) {
        shown.clear();
      }
      if (line.startsWith(CANDIDATE)) {
        Optional<Candidate> candidate =
            candidates++ < MAX_CANDIDATES ? candidate(line) : Optional.empty();
        if (candidate.isPresent()) {
          best = better(best, candidate.get());
          if (shown.add(CANDIDATE)) {
            out.append(relayed(line, relay)).append(end);
          }
        }
      } else {
        out.append(addressed(line, relay)).append(end);
      }
    }
    return new Rewritten(
        out.toString().getBytes(StandardCharsets.UTF_8),
        Optional.ofNullable(best).map(Candidate::address));
  }

  /**
   * Makes the candidates of an offer unreadable, in place: a server that is not lite would send to
   * them directly. It learns the relay's addresses from the checks that arrive (RFC 8445 §7.3.1.3).
   */
  static void hideCandidates(byte[] body) {
    for (int i = 0; i + CANDIDATE.length() <= body.length; i++) {
      if ((i == 0 || body[i - 1] == '\n') && startsAt(body, i)) {
        for (int j = 0; j < HIDDEN.length(); j++) {
          body[i + j] = (byte) HIDDEN.charAt(j);
        }
      }
    }
  }

  private static boolean startsAt(byte[] body, int at) {
    for (int j = 0; j < CANDIDATE.length(); j++) {
      if (body[at + j] != CANDIDATE.charAt(j)) {
        return false;
      }
    }
    return true;
  }

  private Candidate better(Candidate best, Candidate candidate) {
    if (best == null) {
      return candidate;
    }
    boolean isHost = candidate.address().getAddress().equals(host);
    boolean bestIsHost = best.address().getAddress().equals(host);
    boolean wins = isHost == bestIsHost ? candidate.priority() > best.priority() : isHost;
    return wins ? candidate : best;
  }

  /** A UDP candidate of component 1 with a literal address; nothing is ever resolved. */
  private static Optional<Candidate> candidate(String line) {
    String[] fields = line.substring(CANDIDATE.length()).strip().split("\\s+");
    if (fields.length < FIELDS
        || !fields[1].equals("1")
        || !fields[2].toLowerCase(Locale.ROOT).equals("udp")) {
      return Optional.empty();
    }
    try {
      int port = Integer.parseInt(fields[5]);
      InetSocketAddress address = new InetSocketAddress(InetAddress.ofLiteral(fields[4]), port);
      return port < 1
          ? Optional.empty()
          : Optional.of(new Candidate(address, Long.parseLong(fields[3])));
    } catch (IllegalArgumentException _) {
      return Optional.empty();
    }
  }

  private static String relayed(String line, InetSocketAddress relay) {
    String[] fields = line.split("\\s+");
    fields[4] = relay.getAddress().getHostAddress();
    fields[5] = Integer.toString(relay.getPort());
    for (int i = FIELDS; i + 1 < fields.length; i += 2) {
      if (fields[i].equals("raddr")) {
        fields[i + 1] = fields[4];
      } else if (fields[i].equals("rport")) {
        fields[i + 1] = fields[5];
      }
    }
    return String.join(" ", fields);
  }

  private static String addressed(String line, InetSocketAddress relay) {
    String[] fields = line.split(" ", -1);
    String port = Integer.toString(relay.getPort());
    if (line.startsWith("c=IN IP") && fields.length == 3 && !NO_ADDRESSES.contains(fields[2])) {
      return "c=" + address(relay);
    }
    if (line.startsWith("m=") && fields.length > 3 && !NO_PORTS.contains(fields[1])) {
      fields[1] = port;
      return String.join(" ", fields);
    }
    if (line.startsWith("a=rtcp:") && !NO_PORTS.contains(fields[0].substring(7))) {
      return "a=rtcp:" + port + (fields.length > 1 ? " " + address(relay) : "");
    }
    return line;
  }

  private static String address(InetSocketAddress relay) {
    String family = relay.getAddress() instanceof Inet6Address ? "IP6 " : "IP4 ";
    return "IN " + family + relay.getAddress().getHostAddress();
  }
}
