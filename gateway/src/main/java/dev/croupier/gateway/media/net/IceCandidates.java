package dev.croupier.gateway.media.net;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** The host candidates of a server's answers (RFC 8445 §5.1, RFC 8839 §5.1). Any thread. */
final class IceCandidates {
  /** Type preference of host candidates (RFC 8445 §5.1.2.2). */
  private static final long HOST_PREFERENCE = 126L << 24;

  /** Below those of UDP (RFC 6544 §4.2). */
  private static final long TCP_PREFERENCE = 90L << 24;

  /** Direction preference 4 of passive host candidates, in the upper three of 16 bits. */
  private static final long PASSIVE_PREFERENCE = 4L << 13;

  private static final long MAX_OTHER_PREFERENCE = (1L << 13) - 1;

  private static final long COMPONENT_RTP = 1;
  private static final int MAX_LOCAL_PREFERENCE = 65_535;

  private IceCandidates() {}

  /**
   * {@code foundation 1 udp priority address port typ host} for each address, most preferred first:
   * the public ones if there are any, else the bound ones, a wildcard standing for those of all
   * interfaces.
   */
  static List<String> of(List<InetSocketAddress> publicAddresses, List<InetSocketAddress> bound) {
    List<String> lines = new ArrayList<>();
    for (InetSocketAddress address : shown(publicAddresses, bound)) {
      int rank = lines.size();
      long priority =
          HOST_PREFERENCE + ((long) (MAX_LOCAL_PREFERENCE - rank) << 8) + (256 - COMPONENT_RTP);
      lines.add(
          "%d 1 udp %d %s %d typ host"
              .formatted(rank + 1, priority, literal(address.getAddress()), address.getPort()));
    }
    return List.copyOf(lines);
  }

  /**
   * The same for the TCP port: {@code … tcp … typ host tcptype passive} (RFC 6544 §4.5), all less
   * preferred than any of UDP.
   */
  static List<String> passive(
      List<InetSocketAddress> publicAddresses, List<InetSocketAddress> bound) {
    List<String> lines = new ArrayList<>();
    for (InetSocketAddress address : shown(publicAddresses, bound)) {
      int rank = lines.size();
      long local = PASSIVE_PREFERENCE + MAX_OTHER_PREFERENCE - rank;
      lines.add(
          "tcp%d 1 tcp %d %s %d typ host tcptype passive"
              .formatted(
                  rank + 1,
                  TCP_PREFERENCE + (local << 8) + (256 - COMPONENT_RTP),
                  literal(address.getAddress()),
                  address.getPort()));
    }
    return List.copyOf(lines);
  }

  private static Set<InetSocketAddress> shown(
      List<InetSocketAddress> publicAddresses, List<InetSocketAddress> bound) {
    Set<InetSocketAddress> all = new LinkedHashSet<>();
    int port = bound.get(0).getPort();
    for (InetSocketAddress address : publicAddresses) {
      all.add(address.getPort() == 0 ? new InetSocketAddress(address.getAddress(), port) : address);
    }
    if (publicAddresses.isEmpty()) {
      for (InetSocketAddress address : bound) {
        if (address.getAddress().isAnyLocalAddress()) {
          boolean ipv4Only = address.getAddress() instanceof Inet4Address;
          interfaces(ipv4Only).forEach(a -> all.add(new InetSocketAddress(a, port)));
        } else {
          all.add(address);
        }
      }
    }
    return all;
  }

  /** Addresses of all interfaces that are up; loopback last, link-local ones of IPv6 never. */
  static List<InetAddress> interfaces(boolean ipv4Only) {
    List<InetAddress> found = new ArrayList<>();
    List<InetAddress> loopback = new ArrayList<>();
    try {
      for (NetworkInterface each : NetworkInterface.networkInterfaces().toList()) {
        if (each.isUp()) {
          for (InetAddress address : each.inetAddresses().toList()) {
            boolean usable = !ipv4Only || address instanceof Inet4Address;
            if (usable && address.isLoopbackAddress()) {
              loopback.add(address);
            } else if (usable && !address.isLinkLocalAddress()) {
              found.add(address);
            }
          }
        }
      }
    } catch (SocketException e) {
      throw new IllegalStateException("the network interfaces cannot be listed", e);
    }
    found.addAll(loopback);
    return found;
  }

  private static String literal(InetAddress address) {
    String text = address.getHostAddress();
    int scope = text.indexOf('%');
    return scope < 0 ? text : text.substring(0, scope);
  }
}
