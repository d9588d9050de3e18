package dev.croupier.gateway.media.peer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.croupier.gateway.media.net.MediaSocket;
import dev.croupier.gateway.media.net.MediaSocketConfig;
import dev.croupier.gateway.media.peer.ClientTransportTest.Pair;
import dev.croupier.gateway.media.webrtc.ManualClock;
import dev.croupier.gateway.media.webrtc.TransportFactory.LocalIce;
import dev.croupier.gateway.media.webrtc.TransportFactory.RemoteIce;
import dev.croupier.gateway.media.webrtc.TransportRefusal;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.security.SecureRandom;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** New credentials and shared ports of NATs, over real sockets. */
@Timeout(60)
class IceRestartTest {
  private static final long SECOND = 1_000_000;

  private final ManualClock clock = new ManualClock();
  private final SecureRandom random = new SecureRandom();
  private MediaSocket socket;
  private ClientTransports clients;
  private InetSocketAddress server;

  @BeforeEach
  void open() {
    socket = MediaSocket.open(MediaSocketConfig.loopback(0), clock, random);
    clients = new ClientTransports(1, InetAddress.ofLiteral("127.0.0.1"), clock, random);
    server = socket.boundAddresses().getFirst();
  }

  @AfterEach
  void close() {
    clients.close();
    socket.close();
  }

  @Test
  void mediaMovesToTheNewPathAndKeysStay() throws Exception {
    try (UdpRelay first = relay();
        UdpRelay second = relay()) {
      Pair pair = ClientTransportTest.connect(socket, clients, first.candidates());
      pair.exchange(1);
      String oldName = pair.server().localUfrag();

      LocalIce own = pair.client().nextIce();
      LocalIce ours =
          socket
              .restart(pair.server(), new RemoteIce(own.ufrag(), own.password(), ""))
              .orElseThrow();
      assertNotEquals(oldName, ours.ufrag());
      pair.exchange(2);
      assertEquals(first.seenByServer(), remoteOf(pair), "nothing is proven yet");

      pair.client()
          .restart(own, new RemoteIce(ours.ufrag(), ours.password(), ""), second.candidates());
      for (int i = 3; !second.seenByServer().equals(remoteOf(pair)); i++) {
        pair.exchange(i);
      }
      pair.exchange(60_000);
      assertEquals(ours.ufrag(), pair.server().localUfrag());
      assertEquals(1, socket.sessions());
      assertEquals(0, socket.counters().refusals(TransportRefusal.DTLS_REHANDSHAKE));
    }
  }

  @Test
  void anEndedSessionIsNotRestarted() throws Exception {
    Pair pair = ClientTransportTest.connect(socket, clients);
    pair.client().close();
    pair.serverHears().awaitClosed();
    assertTrue(socket.restart(pair.server(), new RemoteIce("name", "password", "")).isEmpty());
  }

  @Test
  void aPortThatANatGivesToAnotherViewerServesTheOther() throws Exception {
    try (UdpRelay nat = relay()) {
      Pair gone = ClientTransportTest.connect(socket, clients, nat.candidates());
      gone.exchange(1);
      gone.client().abandon();
      gone.clientHears().awaitClosed();

      // Within seconds of its latest check an address is not given away: it might be a forgery.
      Pair next = ClientTransportTest.begin(socket, clients, nat.candidates());
      while (socket.counters().refusals(TransportRefusal.STUN_ADDRESS_TAKEN) == 0) {
        Thread.onSpinWait();
      }
      clock.advance(7 * SECOND);
      next.awaitConnected();
      next.exchange(2);
      assertEquals(nat.seenByServer(), remoteOf(next));
    }
  }

  private UdpRelay relay() throws Exception {
    return new UdpRelay(server, (bytes, toServer) -> List.of(bytes));
  }

  private static InetSocketAddress remoteOf(Pair pair) throws Exception {
    return ClientTransportTest.on(
        pair.server(), () -> pair.server().selectedRemote().orElseThrow());
  }
}
