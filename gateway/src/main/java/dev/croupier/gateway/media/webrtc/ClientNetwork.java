package dev.croupier.gateway.media.webrtc;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.util.Arrays;
import java.util.HexFormat;

/**
 * What counts as one client where limits go by address: an IPv4 address, mapped into IPv6 (RFC 4291
 * section 2.5.5.2) or not, or an IPv6 network of 64 bits, for that is what a client gets.
 */
public final class ClientNetwork {
  private static final int IPV6_NETWORK_BYTES = 8;

  /** What an IPv4 address mapped into IPv6 begins with. */
  private static final byte[] MAPPED = {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, (byte) 0xFF, (byte) 0xFF};

  private ClientNetwork() {}

  /** The network's key: hexadecimal digits, the same for all its addresses. */
  public static String of(InetAddress address) {
    byte[] bytes = address.getAddress();
    if (address instanceof Inet6Address) {
      bytes =
          Arrays.equals(bytes, 0, MAPPED.length, MAPPED, 0, MAPPED.length)
              ? Arrays.copyOfRange(bytes, MAPPED.length, bytes.length)
              : Arrays.copyOf(bytes, IPV6_NETWORK_BYTES);
    }
    return HexFormat.of().formatHex(bytes);
  }
}
