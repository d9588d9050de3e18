package dev.croupier.gateway.media.peer;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

class ClientTransportCandidatesTest {
  @Test
  void mostPreferredFirst() {
    assertEquals(
        List.of(address("192.0.2.2", 2), address("2001:db8::1", 3), address("192.0.2.1", 1)),
        ClientTransportCandidates.parse(
            List.of(
                "1 1 udp 100 192.0.2.1 1 typ host",
                "a=candidate:2 1 UDP 300 192.0.2.2 2 typ host generation 0",
                "candidate:3 1 udp 200 2001:db8::1 3 typ srflx raddr 10.0.0.1 rport 9")));
  }

  @Test
  void whatCannotBeUsedIsLeftOut() {
    assertEquals(
        List.of(),
        ClientTransportCandidates.parse(
            List.of(
                "",
                "1 1 udp",
                "1 2 udp 100 192.0.2.1 1 typ host",
                "1 1 tcp 100 192.0.2.1 9 typ host tcptype active",
                "1 1 udp 100 6b2d1c3e.local 1 typ host",
                "1 1 udp 100 example.com 1 typ host",
                "1 1 udp 100 192.0.2.1 0 typ host",
                "1 1 udp 100 192.0.2.1 65536 typ host",
                "1 1 udp 100 192.0.2.1 x typ host",
                "1 1 udp lots 192.0.2.1 1 typ host",
                "1 1 udp 100 192.0.2.999 1 typ host",
                "1 1 udp 100 192.0.2.1 1 type host")));
  }

  @Test
  void doublesCountOnceAndFloodsAreCut() {
    List<String> flood = Collections.nCopies(100_000, "1 1 udp 100 192.0.2.1 1 typ host");
    assertEquals(List.of(address("192.0.2.1", 1)), ClientTransportCandidates.parse(flood));
  }

  private static InetSocketAddress address(String literal, int port) {
    return new InetSocketAddress(InetAddress.ofLiteral(literal), port);
  }
}
