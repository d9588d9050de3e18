package dev.croupier.gateway.media.peer;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

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
import dev.croupier.gateway.media.webrtc.TransportFactory.LocalIce;
import dev.croupier.gateway.media.webrtc.TransportFactory.RemoteIce;
import dev.croupier.gateway.media.webrtc.TransportRefusal;
import dev.croupier.gateway.media.webrtc.TransportSession;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Sessions by TCP (RFC 6544, RFC 4571), and what strangers do to the TCP port. */
@Timeout(60)
class IceTcpTest {
  private static final InetAddress LOOPBACK = InetAddress.ofLiteral("127.0.0.1");
  private static final long SECOND = 1_000_000;
  private static final int PATIENCE_MILLIS = 10_000;

  private final ManualClock clock = new ManualClock();
  private final SecureRandom random = new SecureRandom();
  private final List<AutoCloseable> opened = new ArrayList<>();
  private MediaSocket socket;

  @BeforeEach
  void open() {
    socket =
        MediaSocket.open(MediaSocketConfig.loopback(0).withLoops(2).withTcp(true), clock, random);
    opened.add(socket);
  }

  @AfterEach
  void close() throws Exception {
    for (AutoCloseable each : opened.reversed()) {
      each.close();
    }
  }

  @Test
  void candidatesOfTcpComeAfterThoseOfUdpAndAreLessPreferred() {
    List<SdpCandidate> lines =
        socket.candidates().stream().map(line -> SdpCandidate.parse(line).orNull()).toList();
    assertEquals(List.of("udp", "tcp"), lines.stream().map(SdpCandidate::transport).toList());
    assertTrue(lines.get(0).priority() > lines.get(1).priority());
    assertTrue(socket.candidates().get(1).endsWith(" typ host tcptype passive"));
    MediaSocket without = MediaSocket.open(MediaSocketConfig.loopback(0), clock, random);
    opened.add(without);
    assertEquals(1, without.candidates().size());
  }

  @Test
  void carriesMediaBothWaysForSessionsOfAllLoops() throws Exception {
    ClientTransports clients = clients(true);
    List<Pair> pairs = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      pairs.add(ClientTransportTest.connect(socket, clients));
    }
    for (int sequence = 0; sequence < 50; sequence++) {
      for (Pair pair : pairs) {
        pair.exchange(sequence);
      }
    }
    assertEquals(4, socket.connections());
    assertEquals(4, socket.sessions());
  }

  @Test
  void aPictureOfManyPacketsArrivesWhole() throws Exception {
    Pair pair = ClientTransportTest.connect(socket, clients(true));
    ClientTransportTest.on(
        pair.server(),
        () -> {
          for (int i = 0; i < 150; i++) {
            byte[] packet = Packets.rtp(5, i, 1100);
            pair.server().sendRtp(Packets.withRoom(packet), 0, packet.length);
          }
          return null;
        });
    for (int i = 0; i < 150; i++) {
      assertArrayEquals(Packets.rtp(5, i, 1100), pair.clientHears().awaitRtp());
    }
  }

  @Test
  void endsAreHeardAndConnectionsClosed() throws Exception {
    Pair one = ClientTransportTest.connect(socket, clients(true));
    one.server().close();
    assertEquals("peer_closed", one.clientHears().awaitClosed());
    Pair two = ClientTransportTest.connect(socket, clients(true));
    two.client().close();
    assertEquals("peer_closed", two.serverHears().awaitClosed());
    awaitConnections(0);
    assertEquals(0, socket.sessions());
  }

  @Test
  void aPeerWhoseConnectionBreaksComesBackByAnother() throws Exception {
    Session session = new Session(clients(false));
    session.client.start(session.remote(), "passive", socket.candidates());
    session.clientHears.awaitConnected();
    session.serverHears.awaitConnected();
    try (Stranger phone = new Stranger()) {
      phone.check(session, true);
      phone.hears();
      assertEquals(phone.localPort(), session.selectedPort());
    }
    awaitConnections(0);
    assertEquals(session.client.localAddress().getPort(), session.selectedPort());
    session.down(Packets.rtp(9, 1, 500));
    assertArrayEquals(Packets.rtp(9, 1, 500), session.clientHears.awaitRtp());
  }

  @Test
  void aPeerThatReadsNothingLosesItsConnectionAndHoldsLittle() throws Exception {
    Pair healthy = ClientTransportTest.connect(socket, clients(true));
    Session session = new Session(clients(false));
    session.client.start(session.remote(), "passive", socket.candidates());
    session.clientHears.awaitConnected();
    session.serverHears.awaitConnected();
    try (Stranger stalled = new Stranger()) {
      stalled.check(session, true);
      stalled.hears();
      for (int i = 0; socket.counters().refusals(TransportRefusal.SEND_QUEUE_FULL) == 0; i++) {
        assertTrue(i < 20_000, "22 MB for one that reads nothing");
        session.down(Packets.rtp(5, i, 1100));
      }
      healthy.exchange(1);
      clock.advance(11 * SECOND);
      awaitConnections(1);
      assertEquals(1, socket.counters().refusals(TransportRefusal.TCP_SLOW));
    }
    healthy.exchange(2);
  }

  @Test
  void row08_badFramesAndStrangePacketsEndTheConnection() throws Exception {
    Pair healthy = ClientTransportTest.connect(socket, clients(true));
    Session session = new Session(clients(false));
    for (byte[] bytes :
        List.of(
            new byte[] {0, 0},
            new byte[] {(byte) 0xFF, (byte) 0xFF, 1, 2},
            new byte[] {8, 0, 1, 2},
            new byte[] {0, 1, 0},
            new byte[] {0, 3, 22, 1, 2},
            new byte[] {0, 3, (byte) 0x80, 1, 2},
            new byte[] {0, 3, 100, 1, 2})) {
      try (Stranger stranger = new Stranger()) {
        stranger.raw(bytes);
        stranger.isCutOff();
      }
    }
    try (Stranger stranger = new Stranger()) {
      stranger.check(new Session(clients(false)), false);
      stranger.check(session, true); // belongs to the one that it named first
      stranger.isCutOff();
    }
    assertEquals(3, socket.counters().refusals(TransportRefusal.TCP_FRAMING));
    assertEquals(1, socket.counters().refusals(TransportRefusal.DTLS_UNVALIDATED));
    assertEquals(1, socket.counters().refusals(TransportRefusal.SRTP_UNVALIDATED));
    assertEquals(1, socket.counters().refusals(TransportRefusal.STUN_ADDRESS_TAKEN));
    healthy.exchange(1);
    awaitConnections(1);
  }

  @Test
  void row23_connectionsThatProveNothingAreFewAndShort() throws Exception {
    Pair healthy = ClientTransportTest.connect(socket, clients(true));
    List<Stranger> crowd = new ArrayList<>();
    for (int i = 0; i < 60; i++) {
      crowd.add(new Stranger());
    }
    for (int i = 0; socket.counters().refusals(TransportRefusal.TCP_LIMIT) < 60 - 32; i++) {
      healthy.exchange(100 + i);
    }
    assertEquals(33, socket.connections());
    for (Stranger each : crowd.subList(0, 10)) {
      each.raw(new byte[] {0}); // a byte now and then keeps nothing open
    }
    clock.advance(11 * SECOND);
    awaitConnections(1);
    assertEquals(32, socket.counters().refusals(TransportRefusal.TCP_UNPROVEN));
    healthy.exchange(20_000);
    Pair next = ClientTransportTest.connect(socket, clients(true));
    next.exchange(3);
    for (Stranger each : crowd) {
      each.close();
    }
  }

  private void awaitConnections(int count) throws Exception {
    for (int i = 0; i < 200 && socket.connections() != count; i++) {
      boolean _ = new CountDownLatch(1).await(20, TimeUnit.MILLISECONDS);
    }
    assertEquals(count, socket.connections());
  }

  private ClientTransports clients(boolean tcp) {
    ClientTransports clients = new ClientTransports(1, LOOPBACK, clock, random);
    opened.add(clients);
    return tcp ? clients.useTcp() : clients;
  }

  /** A session of the server, and a client of it by UDP. */
  private final class Session {
    private final RecordingListener serverHears = new RecordingListener();
    private final RecordingListener clientHears = new RecordingListener();
    private final ClientTransport client;
    private final TransportFactory.Opened server;

    Session(ClientTransports clients) throws IOException {
      client = clients.create(clientHears);
      LocalIce own = client.localIce();
      server =
          socket.open(
              new RemoteIce(own.ufrag(), own.password(), clients.fingerprint()), serverHears);
    }

    RemoteIce remote() {
      return new RemoteIce(server.local().ufrag(), server.local().password(), socket.fingerprint());
    }

    int selectedPort() throws Exception {
      TransportSession session = (TransportSession) server.transport();
      return ClientTransportTest.on(session, () -> session.selectedRemote().orElseThrow())
          .getPort();
    }

    void down(byte[] packet) throws Exception {
      ClientTransportTest.on(
          server.transport(),
          () -> {
            server.transport().sendRtp(Packets.withRoom(packet), 0, packet.length);
            return null;
          });
    }
  }

  /** Somebody with a TCP connection. */
  private final class Stranger implements AutoCloseable {
    private final Ice4jStunCodec stun = new Ice4jStunCodec();
    private final Socket own = new Socket();

    Stranger() throws IOException {
      SdpCandidate tcp = SdpCandidate.parse(socket.candidates().getLast()).orNull();
      own.setReceiveBufferSize(16 * 1024);
      own.setSoTimeout(PATIENCE_MILLIS);
      own.connect(new InetSocketAddress(LOOPBACK, tcp.port()), PATIENCE_MILLIS);
    }

    int localPort() {
      return own.getLocalPort();
    }

    void raw(byte[] bytes) throws IOException {
      own.getOutputStream().write(bytes);
    }

    /** A check of the session, nominating, with the right password or a wrong one. */
    void check(Session session, boolean right) throws IOException {
      byte[] transaction = new byte[12];
      random.nextBytes(transaction);
      LocalIce ours = session.server.local();
      byte[] request =
          stun.request(
              transaction,
              ours.ufrag() + ":" + session.client.localIce().ufrag(),
              right ? ours.password() : "wrongwrongwrongwrongwrong",
              1,
              7,
              true);
      DataOutputStream out = new DataOutputStream(own.getOutputStream());
      out.writeShort(request.length);
      out.write(request);
    }

    /** The server says yes. */
    void hears() throws IOException {
      DataInputStream in = new DataInputStream(own.getInputStream());
      byte[] answer = new byte[in.readUnsignedShort()];
      in.readFully(answer);
      assertTrue(stun.decode(answer, 0, answer.length) instanceof StunMessage.Success);
    }

    /** The server ends the connection, whatever it said before. */
    void isCutOff() throws IOException {
      try {
        while (own.getInputStream().read() >= 0) {
          // what it had to say
        }
      } catch (SocketTimeoutException e) {
        throw new AssertionError("still open", e);
      } catch (IOException _) {
        // a reset is an end too
      }
    }

    @Override
    public void close() throws IOException {
      own.close();
    }
  }
}
