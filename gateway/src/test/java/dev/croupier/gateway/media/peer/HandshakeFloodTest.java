package dev.croupier.gateway.media.peer;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.croupier.gateway.media.net.DtlsSettings;
import dev.croupier.gateway.media.net.MediaSocket;
import dev.croupier.gateway.media.net.MediaSocketConfig;
import dev.croupier.gateway.media.peer.ClientTransportTest.Pair;
import dev.croupier.gateway.media.webrtc.ManualClock;
import java.net.InetAddress;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Row 23: handshakes that are begun and never ended, over real sockets. */
@Timeout(60)
final class HandshakeFloodTest {
  private static final InetAddress CROWDED = InetAddress.ofLiteral("127.0.0.1");
  private static final InetAddress ELSEWHERE = InetAddress.ofLiteral("127.0.0.2");
  private static final int PLACES = 4;
  private static final int OF_AN_ADDRESS = 3;
  private static final int STRANGERS = 12;

  private final ManualClock clock = new ManualClock();
  private final SecureRandom random = new SecureRandom();
  private final Deque<AutoCloseable> opened = new ArrayDeque<>();

  @AfterEach
  void close() throws Exception {
    for (AutoCloseable each : opened) {
      each.close();
    }
  }

  @Test
  void row23_handshakesOfOneAddressKeepNobodyElseWaitingAndViewersGoOn() throws Exception {
    // Places are held for longer than any client here waits.
    DtlsSettings settings =
        DtlsSettings.standard()
            .withConcurrent(PLACES)
            .withPerNetwork(OF_AN_ADDRESS)
            .withDeadline(Duration.ofSeconds(60));
    MediaSocket socket =
        MediaSocket.open(MediaSocketConfig.loopback(0).withDtls(settings), clock, random);
    opened.push(socket);
    ClientTransports crowd = clients(CROWDED);
    Pair before = ClientTransportTest.connect(socket, crowd);

    List<Pair> strangers = new ArrayList<>();
    CountDownLatch begun = new CountDownLatch(STRANGERS);
    for (int i = 0; i < STRANGERS; i++) {
      boolean[] seen = new boolean[1];
      UdpRelay silent =
          new UdpRelay(
              socket.boundAddresses().getFirst(),
              (bytes, toServer) -> {
                boolean handshake = bytes[0] >= 20 && bytes[0] < 64;
                if (handshake && toServer && !seen[0]) {
                  seen[0] = true;
                  begun.countDown();
                }
                return handshake && !toServer ? List.of() : List.of(bytes);
              });
      opened.push(silent);
      strangers.add(ClientTransportTest.begin(socket, crowd, silent.candidates()));
    }
    assertTrue(begun.await(20, TimeUnit.SECONDS));
    before.exchange(1);

    // One place is left that the crowded address cannot have; several use it after each other.
    ClientTransports elsewhere = clients(ELSEWHERE);
    for (int i = 0; i < 3; i++) {
      ClientTransportTest.connect(socket, elsewhere).exchange(1);
    }
    Pair waiting = ClientTransportTest.begin(socket, crowd, socket.candidates());
    for (int i = 2; i < 50; i++) {
      before.exchange(i);
    }
    assertFalse(waiting.serverHears().isConnected(), "its address has its places");

    strangers.forEach(stranger -> stranger.server().close());
    waiting.awaitConnected();
    waiting.exchange(1);
  }

  private ClientTransports clients(InetAddress from) {
    ClientTransports clients = new ClientTransports(1, from, clock, random);
    opened.push(clients);
    return clients;
  }
}
