package dev.croupier.gateway.media.net;

import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;

import dev.croupier.gateway.media.webrtc.ManualClock;
import dev.croupier.gateway.media.webrtc.TransportCounters;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.nio.NioSocketChannel;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Who has places for connections that have proven nothing. */
final class TcpPortTest {
  private final TransportCounters counters = new TransportCounters();
  private final TcpPort port =
      new TcpPort(
          new MediaSessions(10, counters), new Ice4jStunCodec(), counters, new ManualClock());
  private final SocketChannel channel = new NioSocketChannel();
  private final List<TcpConnection> placed = new ArrayList<>();

  @AfterEach
  void close() {
    channel.unsafe().closeForcibly();
  }

  @Test
  void row23_anIpv6NetworkOf64BitsHasThePlacesOfOneAddress() {
    for (int host = 1; host <= 8; host++) {
      take("2001:db8:1:2::" + host, 4);
    }
    assertNull(place("2001:db8:1:2:ffff::9"), "a ninth address of the same network");
    assertNotNull(place("2001:db8:1:3::1"), "the network beside it");
    assertNotNull(place("192.0.2.1"));
  }

  @Test
  void row23_anIpv4AddressHasPlacesOfItsOwn() {
    take("192.0.2.1", 32);
    assertNull(place("192.0.2.1"));
    assertNotNull(place("192.0.2.2"));
  }

  @Test
  void row23_thePlacesOfAllNetworksAreFew() {
    for (int network = 0; network < 8; network++) {
      take("2001:db8:0:" + network + "::1", 32);
    }
    assertNull(place("2001:db8:0:8::1"));
    port.closed(placed.getFirst());
    assertNotNull(place("2001:db8:0:8::1"), "in the place of one that has closed");
  }

  @Test
  void aPlaceIsFreeAgainOnceAConnectionHasProvenItselfOrClosed() {
    take("2001:db8::1", 32);
    port.proven(placed.getFirst());
    assertNotNull(place("2001:db8::2"));
    assertNull(place("2001:db8::2"));
    port.closed(placed.get(1));
    assertNotNull(place("2001:db8::3"));
    assertNull(place("2001:db8::3"));
  }

  private void take(String address, int places) {
    for (int i = 0; i < places; i++) {
      assertNotNull(place(address), address);
    }
  }

  private TcpConnection place(String address) {
    TcpConnection connection = port.place(channel, InetAddress.ofLiteral(address));
    if (connection != null) {
      placed.add(connection);
    }
    return connection;
  }
}
