package dev.croupier.gateway.media.peer;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.croupier.gateway.media.net.DtlsSettings;
import dev.croupier.gateway.media.net.Ice4jStunCodec;
import dev.croupier.gateway.media.net.MediaSocket;
import dev.croupier.gateway.media.net.MediaSocketConfig;
import dev.croupier.gateway.media.peer.ClientTransportTest.Pair;
import dev.croupier.gateway.media.webrtc.ManualClock;
import dev.croupier.gateway.media.webrtc.Packets;
import dev.croupier.gateway.media.webrtc.RecordingListener;
import dev.croupier.gateway.media.webrtc.SdpCandidate;
import dev.croupier.gateway.media.webrtc.StunMessage;
import dev.croupier.gateway.media.webrtc.TransportFactory;
import dev.croupier.gateway.media.webrtc.TransportFactory.RemoteIce;
import dev.croupier.gateway.media.webrtc.TransportRefusal;
import java.io.UncheckedIOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** One media port at {@code ::}, for peers of IPv4 and IPv6. */
@Timeout(60)
final class DualStackTest {
  private static final InetAddress V4 = InetAddress.ofLiteral("127.0.0.1");
  private static final InetAddress V6 = InetAddress.ofLiteral("::1");
  private static final int PATIENCE_MILLIS = 10_000;

  private final ManualClock clock = new ManualClock();
  private final SecureRandom random = new SecureRandom();
  private final List<AutoCloseable> opened = new ArrayList<>();
  private MediaSocket socket;

  @BeforeEach
  void open() {
    socket =
        MediaSocket.open(
            MediaSocketConfig.loopback(0)
                .withBind(List.of(new InetSocketAddress(InetAddress.ofLiteral("::"), 0)))
                .withTcp(true)
                .withLoops(2)
                .withDtls(DtlsSettings.standard().withPerNetwork(1)),
            clock,
            random);
    opened.add(socket);
  }

  @AfterEach
  void close() throws Exception {
    for (AutoCloseable each : opened.reversed()) {
      each.close();
    }
  }

  @Test
  void candidatesNameAddressesOfBothFamiliesAndNoWildcard() {
    List<SdpCandidate> lines =
        socket.candidates().stream().map(line -> SdpCandidate.parse(line).orNull()).toList();
    for (String transport : List.of("udp", "tcp")) {
      List<String> addresses =
          lines.stream()
              .filter(line -> line.transport().equals(transport))
              .map(SdpCandidate::address)
              .toList();
      assertTrue(addresses.contains("127.0.0.1"), addresses::toString);
      assertTrue(addresses.contains("0:0:0:0:0:0:0:1"), addresses::toString);
      for (String address : addresses) {
        assertFalse(InetAddress.ofLiteral(address).isAnyLocalAddress(), address);
        assertFalse(address.contains("ffff:"), "not an IPv4 address in IPv6's clothes: " + address);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void peersOfBothFamiliesConnectAndAreKnownByTheirOwnAddresses(boolean tcp) throws Exception {
    for (InetAddress from : List.of(V4, V6)) {
      // More than there are loops: what comes in by another loop's socket finds its session too.
      for (int i = 0; i < 3; i++) {
        Pair pair = ClientTransportTest.connect(socket, clients(from, tcp), only(from));
        pair.exchange(i);
        InetSocketAddress known =
            ClientTransportTest.on(
                pair.server(), () -> pair.server().selectedRemote().orElseThrow());
        assertEquals(from, known.getAddress());
        assertEquals(from instanceof Inet4Address, known.getAddress() instanceof Inet4Address);
      }
    }
    assertEquals(6, socket.sessions());
    assertEquals(0, socket.counters().refusals(TransportRefusal.DTLS_UNVALIDATED));
    assertEquals(0, socket.counters().refusals(TransportRefusal.SEND_FAILED));
  }

  @Test
  void aCheckFromAnIpv4PeerIsAnsweredWithItsIpv4Address() throws Exception {
    Ice4jStunCodec stun = new Ice4jStunCodec();
    for (InetAddress from : List.of(V4, V6)) {
      TransportFactory.Opened session =
          socket.open(new RemoteIce("abcd", "p".repeat(22), "sha-256 00"), new RecordingListener());
      byte[] transaction = new byte[12];
      random.nextBytes(transaction);
      byte[] check =
          stun.request(
              transaction,
              session.local().ufrag() + ":abcd",
              session.local().password(),
              1,
              7,
              true);
      try (DatagramSocket peer = new DatagramSocket(0, from)) {
        peer.setSoTimeout(PATIENCE_MILLIS);
        peer.send(new DatagramPacket(check, check.length, from, port()));
        DatagramPacket answer = new DatagramPacket(new byte[1_500], 1_500);
        peer.receive(answer);
        StunMessage.Success success =
            assertInstanceOf(
                StunMessage.Success.class, stun.decode(answer.getData(), 0, answer.getLength()));
        assertEquals(new InetSocketAddress(from, peer.getLocalPort()), success.mapped());
        assertEquals(from, answer.getAddress(), "from where it was sent to");
      }
    }
  }

  /** Segmentation offload over a socket of IPv6 to an address of IPv4. */
  @Test
  void aPictureOfManyPacketsArrivesWholeAtAnIpv4Peer() throws Exception {
    Pair pair = ClientTransportTest.connect(socket, clients(V4, false), only(V4));
    ClientTransportTest.on(
        pair.server(),
        () -> {
          for (int i = 0; i < 150; i++) {
            byte[] packet = Packets.rtp(5, i, i % 60 == 59 ? 700 : 1_100);
            pair.server().sendRtp(Packets.withRoom(packet), 0, packet.length);
          }
          return null;
        });
    for (int i = 0; i < 150; i++) {
      assertArrayEquals(
          Packets.rtp(5, i, i % 60 == 59 ? 700 : 1_100), pair.clientHears().awaitRtp());
    }
  }

  @Test
  void row23_ipv4PeersAreLimitedEachByItself() throws Exception {
    // All of ::ffff:0:0/96 in one network would let 32 connections in from all of IPv4.
    List<Socket> crowd = new ArrayList<>();
    try {
      for (String from : List.of("127.0.0.2", "127.0.0.3")) {
        for (int i = 0; i < 33; i++) {
          Socket stranger = new Socket();
          crowd.add(stranger);
          stranger.bind(new InetSocketAddress(InetAddress.ofLiteral(from), 0));
          stranger.connect(new InetSocketAddress(V4, tcpPort()), PATIENCE_MILLIS);
        }
      }
      for (int i = 0; socket.connections() < 64 || tcpLimit() < 2; i++) {
        assertTrue(i < 500, socket.connections() + " connections, refused " + tcpLimit());
        boolean _ = new CountDownLatch(1).await(20, TimeUnit.MILLISECONDS);
      }
      assertEquals(64, socket.connections());
      assertEquals(2, tcpLimit());
    } finally {
      for (Socket each : crowd) {
        each.close();
      }
    }
  }

  @Test
  void warmsItselfUp() {
    assertTrue(socket.warmUp());
  }

  @Test
  void aPortThatIsInUseInEitherFamilyIsRefused() throws Exception {
    try (DatagramSocket taken = new DatagramSocket(0, V4)) {
      var config =
          MediaSocketConfig.loopback(0)
              .withBind(
                  List.of(
                      new InetSocketAddress(InetAddress.ofLiteral("::"), taken.getLocalPort())));
      assertThrows(UncheckedIOException.class, () -> MediaSocket.open(config, clock, random));
    }
  }

  private long tcpLimit() {
    return socket.counters().refusals(TransportRefusal.TCP_LIMIT);
  }

  private int port() {
    return socket.boundAddresses().getFirst().getPort();
  }

  private int tcpPort() {
    return SdpCandidate.parse(socket.candidates().getLast()).orNull().port();
  }

  /** The candidates with this address. */
  private List<String> only(InetAddress address) {
    return socket.candidates().stream()
        .filter(line -> line.contains(" " + address.getHostAddress() + " "))
        .toList();
  }

  private ClientTransports clients(InetAddress from, boolean tcp) {
    ClientTransports clients = new ClientTransports(1, from, clock, random);
    opened.add(clients);
    return tcp ? clients.useTcp() : clients;
  }
}
