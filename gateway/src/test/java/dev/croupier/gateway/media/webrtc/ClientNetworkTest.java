package dev.croupier.gateway.media.webrtc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import java.net.Inet6Address;
import java.net.InetAddress;
import org.junit.jupiter.api.Test;

/** What counts as one client. */
final class ClientNetworkTest {
  @Test
  void anIpv6NetworkOf64BitsIsOne() {
    assertEquals(of("2001:db8:1:2::1"), of("2001:db8:1:2:ffff:ffff:ffff:ffff"));
    assertNotEquals(of("2001:db8:1:2::1"), of("2001:db8:1:3::1"));
    assertEquals(of("fe80::1%1"), of("fe80::2"), "whatever interface it is seen by");
  }

  @Test
  void eachIpv4AddressIsOneMappedOrNot() throws Exception {
    assertNotEquals(of("192.0.2.1"), of("192.0.2.2"));
    assertEquals(of("192.0.2.1"), ClientNetwork.of(mapped(192, 0, 2, 1)));
    assertNotEquals(ClientNetwork.of(mapped(192, 0, 2, 1)), ClientNetwork.of(mapped(192, 0, 2, 2)));
    assertNotEquals(of("::1"), ClientNetwork.of(mapped(0, 0, 0, 1)));
  }

  private static String of(String literal) {
    return ClientNetwork.of(InetAddress.ofLiteral(literal));
  }

  /** As a system call may give it: an object of IPv6 that holds an address of IPv4. */
  private static InetAddress mapped(int a, int b, int c, int d) throws Exception {
    byte[] bytes = {
      0, 0, 0, 0, 0, 0, 0, 0, 0, 0, (byte) 0xFF, (byte) 0xFF, (byte) a, (byte) b, (byte) c, (byte) d
    };
    return Inet6Address.getByAddress(null, bytes, -1);
  }
}
