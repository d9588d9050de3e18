package dev.croupier.gateway.media.net;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import org.junit.jupiter.api.Test;

class IceCandidatesTest {
  @Test
  void nameTheBoundAddresses() {
    // RFC 8445 §5.1.2.1: 2^24·126 + 2^8·65535 + (256 − 1).
    assertEquals(
        List.of("1 1 udp 2130706431 127.0.0.1 8189 typ host"),
        IceCandidates.of(List.of(), List.of(address("127.0.0.1", 8189))));
  }

  @Test
  void namePublicAddressesInstead() {
    assertEquals(
        List.of(
            "1 1 udp 2130706431 203.0.113.9 8189 typ host",
            "2 1 udp 2130706175 2001:db8:0:0:0:0:0:1 30189 typ host"),
        IceCandidates.of(
            List.of(address("203.0.113.9", 0), address("2001:db8::1", 30_189)),
            List.of(address("10.0.0.1", 8189))));
  }

  @Test
  void aWildcardStandsForAllInterfacesLoopbackLast() {
    List<String> candidates = IceCandidates.of(List.of(), List.of(address("0.0.0.0", 8189)));
    assertTrue(candidates.stream().noneMatch(line -> line.contains("0.0.0.0")));
    assertTrue(candidates.getLast().contains(" 127.0.0.1 8189 typ host"), candidates::toString);
  }

  private static InetSocketAddress address(String literal, int port) {
    return new InetSocketAddress(InetAddress.ofLiteral(literal), port);
  }
}
