package dev.croupier.gateway.media.peer;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.croupier.gateway.media.net.DtlsSettings;
import dev.croupier.gateway.media.net.MediaSocket;
import dev.croupier.gateway.media.net.MediaSocketConfig;
import dev.croupier.gateway.media.webrtc.ManualClock;
import dev.croupier.gateway.media.webrtc.Packets;
import dev.croupier.gateway.media.webrtc.PeerTransport;
import dev.croupier.gateway.media.webrtc.RecordingListener;
import dev.croupier.gateway.media.webrtc.SdpCandidate;
import dev.croupier.gateway.media.webrtc.SrtpProfile;
import dev.croupier.gateway.media.webrtc.TransportFactory;
import dev.croupier.gateway.media.webrtc.TransportFactory.RemoteIce;
import dev.croupier.gateway.media.webrtc.TransportRefusal;
import dev.croupier.gateway.media.webrtc.TransportSession;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Client and server over real sockets on loopback. */
@Timeout(60)
class ClientTransportTest {
  private final ManualClock clock = new ManualClock();
  private final SecureRandom random = new SecureRandom();
  private final List<AutoCloseable> opened = new ArrayList<>();

  @AfterEach
  void close() throws Exception {
    for (AutoCloseable each : opened.reversed()) {
      each.close();
    }
  }

  @Test
  void connectsAndChoosesGcm() throws Exception {
    Pair pair = connect(socket(MediaSocketConfig.loopback(0)), clients(DtlsSettings.standard()));

    assertTrue(pair.server.connected());
    assertTrue(pair.client.connected());
    assertEquals(SrtpProfile.AEAD_AES_128_GCM, pair.serverProfile());
    assertEquals(SrtpProfile.AEAD_AES_128_GCM, pair.clientProfile());
    assertTrue(pair.client.stunRttMicros() > 0 && pair.client.stunRttMicros() < 5_000_000);
    assertEquals(-1, pair.server.stunRttMicros());
  }

  @Test
  void speaksSha1WithAPeerThatOffersNothingElse() throws Exception {
    DtlsSettings onlySha1 =
        DtlsSettings.standard().withProfiles(List.of(SrtpProfile.AES128_CM_SHA1_80));
    Pair pair = connect(socket(MediaSocketConfig.loopback(0)), clients(onlySha1));

    assertEquals(SrtpProfile.AES128_CM_SHA1_80, pair.serverProfile());
    pair.exchange(7);
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void connectsByIpv6(boolean tcp) throws Exception {
    InetSocketAddress v4 = new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 0);
    InetSocketAddress v6 = new InetSocketAddress(InetAddress.ofLiteral("::1"), 0);
    MediaSocket socket =
        socket(MediaSocketConfig.loopback(0).withBind(List.of(v4, v6)).withTcp(tcp));
    ClientTransports clients = new ClientTransports(1, v6.getAddress(), clock, random);
    opened.add(clients);
    Pair pair = connect(socket, tcp ? clients.useTcp() : clients, only(socket, v6));
    pair.exchange(1);
    assertEquals(
        v6.getAddress(),
        on(pair.server, () -> pair.server.selectedRemote().orElseThrow()).getAddress());

    ClientTransports others = clients(DtlsSettings.standard());
    connect(socket, tcp ? others.useTcp() : others, only(socket, v4)).exchange(2);
    assertEquals(tcp ? 4 : 2, socket.candidates().size());
    assertEquals(2, socket.sessions());
  }

  /** The candidates with this address. */
  private static List<String> only(MediaSocket socket, InetSocketAddress address) {
    return socket.candidates().stream()
        .filter(line -> line.contains(" " + address.getAddress().getHostAddress() + " "))
        .toList();
  }

  @Test
  void peersAreToldThePublicAddressesInstead() throws Exception {
    InetSocketAddress mapped = new InetSocketAddress(InetAddress.ofLiteral("192.0.2.7"), 0);
    InetSocketAddress forwarded = new InetSocketAddress(InetAddress.ofLiteral("2001:db8::7"), 443);
    MediaSocket socket =
        socket(
            MediaSocketConfig.loopback(0)
                .withTcp(true)
                .withPublicAddresses(List.of(mapped, forwarded)));
    int port = socket.boundAddresses().getFirst().getPort();
    List<SdpCandidate> told =
        socket.candidates().stream().map(line -> SdpCandidate.parse(line).orNull()).toList();
    assertEquals(
        List.of(
            "udp 192.0.2.7",
            "udp 2001:db8:0:0:0:0:0:7",
            "tcp 192.0.2.7",
            "tcp 2001:db8:0:0:0:0:0:7"),
        told.stream().map(each -> each.transport() + " " + each.address()).toList());
    assertEquals(port, told.get(0).port());
    assertEquals(443, told.get(1).port());
    assertEquals(443, told.get(3).port());
    // The translation of the NAT, by hand: to the address that the peer is not told.
    List<String> inside = List.of("1 1 udp 1 127.0.0.1 " + port + " typ host");
    connect(socket, clients(DtlsSettings.standard()), inside).exchange(1);
  }

  @Test
  void carriesRtpAndRtcpBothWays() throws Exception {
    Pair pair = connect(socket(MediaSocketConfig.loopback(0)), clients(DtlsSettings.standard()));

    for (int sequence = 65_530; sequence < 65_545; sequence++) {
      pair.exchange(sequence & 0xFFFF);
    }
  }

  @Test
  void sendsAFrameOfEqualPacketsInOneGo() throws Exception {
    Pair pair = connect(socket(MediaSocketConfig.loopback(0)), clients(DtlsSettings.standard()));
    int packets = 150;

    on(
        pair.server,
        () -> {
          for (int i = 0; i < packets; i++) {
            byte[] packet = Packets.withRoom(Packets.rtp(5, i, i % 60 == 59 ? 700 : 1100));
            pair.server.sendRtp(packet, 0, packet.length - Packets.ROOM);
          }
          return null;
        });

    for (int i = 0; i < packets; i++) {
      assertArrayEquals(Packets.rtp(5, i, i % 60 == 59 ? 700 : 1100), pair.clientHears.awaitRtp());
    }
  }

  @Test
  void twoSessionsBehindOneSocketStayApart() throws Exception {
    MediaSocket socket = socket(MediaSocketConfig.loopback(0).withLoops(2));
    ClientTransports clients = clients(DtlsSettings.standard());
    Pair one = connect(socket, clients);
    Pair two = connect(socket, clients);
    Pair three = connect(socket, clients);

    one.exchange(1);
    two.exchange(2);
    three.exchange(3);

    assertEquals(3, socket.sessions());
    assertEquals(0, one.serverHears.rtpWaiting() + two.serverHears.rtpWaiting());
  }

  @Test
  void aCloseOfTheServerReachesTheClient() throws Exception {
    MediaSocket socket = socket(MediaSocketConfig.loopback(0));
    Pair pair = connect(socket, clients(DtlsSettings.standard()));

    pair.server.close();

    assertEquals("closed", pair.serverHears.awaitClosed());
    assertEquals("peer_closed", pair.clientHears.awaitClosed());
    assertFalse(pair.server.connected());
    assertEquals(0, socket.sessions());
  }

  @Test
  void aCloseOfTheClientReachesTheServer() throws Exception {
    MediaSocket socket = socket(MediaSocketConfig.loopback(0));
    Pair pair = connect(socket, clients(DtlsSettings.standard()));

    pair.client.close();
    pair.client.close();

    assertEquals("closed", pair.clientHears.awaitClosed());
    assertEquals("peer_closed", pair.serverHears.awaitClosed());
    assertEquals(0, socket.sessions());
  }

  @Test
  void sessionsBeyondTheCapAreRefused() {
    MediaSocket socket = socket(MediaSocketConfig.loopback(0).withMaxSessions(2));
    RemoteIce remote = new RemoteIce("abcd", "p".repeat(22), "sha-256 00");
    socket.open(remote, new RecordingListener());
    socket.open(remote, new RecordingListener());

    assertThrows(
        TransportFactory.TooManySessionsException.class,
        () -> socket.open(remote, new RecordingListener()));
    assertEquals(2, socket.sessions());
    assertEquals(1, socket.counters().refusals(TransportRefusal.SESSION_LIMIT));
  }

  @Test
  void aPortInUseIsRefused() {
    MediaSocket socket = socket(MediaSocketConfig.loopback(0).withLoops(2));
    int port = socket.boundAddresses().get(0).getPort();

    assertThrows(
        UncheckedIOException.class, () -> socket(MediaSocketConfig.loopback(port).withLoops(2)));
  }

  @Test
  void oneSocketMayHaveSeveralAddresses() throws Exception {
    List<InetSocketAddress> both =
        List.of(
            new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 0),
            new InetSocketAddress(InetAddress.ofLiteral("127.0.0.2"), 0));
    MediaSocket socket = socket(MediaSocketConfig.loopback(0).withBind(both).withLoops(2));
    int port = socket.boundAddresses().get(0).getPort();
    assertEquals(
        List.of(
            "1 1 udp 2130706431 127.0.0.1 " + port + " typ host",
            "2 1 udp 2130706175 127.0.0.2 " + port + " typ host"),
        socket.candidates());

    ClientTransports clients = clients(DtlsSettings.standard());
    Pair second = connect(socket, clients, socket.candidates().subList(1, 2));
    second.exchange(9);
    assertEquals(
        second.client.localAddress().getPort(),
        on(second.server, () -> second.server.selectedRemote().orElseThrow().getPort()));
  }

  /** Two clients against each other: one answered {@code active} is the DTLS server. */
  @Test
  void takesEitherDtlsRole() throws Exception {
    ClientTransports shared = clients(DtlsSettings.standard());
    RecordingListener oneHears = new RecordingListener();
    RecordingListener twoHears = new RecordingListener();
    ClientTransport one = shared.create(oneHears);
    ClientTransport two = shared.create(twoHears);
    one.start(remote(two, shared), "passive", candidates(two));
    two.start(remote(one, shared), "active", candidates(one));
    oneHears.awaitConnected();
    twoHears.awaitConnected();

    byte[] packet = Packets.rtp(1, 2, 3);
    on(
        two,
        () -> {
          two.sendRtp(Packets.withRoom(packet), 0, packet.length);
          return true;
        });
    assertArrayEquals(packet, oneHears.awaitRtp());
    one.close();
    assertEquals("peer_closed", twoHears.awaitClosed());
  }

  @Test
  void manyClientsShareOneLoop() throws Exception {
    MediaSocket socket = socket(MediaSocketConfig.loopback(0));
    ClientTransports clients = clients(DtlsSettings.standard());
    List<Pair> pairs = new ArrayList<>();
    for (int i = 0; i < 40; i++) {
      pairs.add(begin(socket, clients, socket.candidates()));
    }
    for (int i = 0; i < pairs.size(); i++) {
      pairs.get(i).awaitConnected();
      pairs.get(i).exchange(i);
    }
    assertEquals(40, socket.sessions());
  }

  @Test
  void aClientWithoutUsableCandidatesSaysSo() throws Exception {
    ClientTransports clients = clients(DtlsSettings.standard());
    RecordingListener hears = new RecordingListener();
    clients
        .create(hears)
        .start(
            new RemoteIce("abcd", "p".repeat(22), "sha-256 00"),
            "passive",
            List.of("1 1 udp 1 x.local 9 typ host"));
    assertEquals("no_candidates", hears.awaitClosed());
  }

  @Test
  void aClientNoticesThatItsServerIsGone() throws Exception {
    ManualClock clientClock = new ManualClock();
    ClientTransports clients = clients(DtlsSettings.standard(), clientClock);
    RecordingListener hears = new RecordingListener();
    ClientTransport client = clients.create(hears);
    client.start(
        new RemoteIce("abcd", "p".repeat(22), "sha-256 00"),
        "passive",
        List.of("1 1 udp 1 127.0.0.1 9 typ host"));
    on(client, () -> true); // it has begun
    clientClock.advance(30_100_000);
    assertEquals("ice_failed", hears.awaitClosed());
  }

  @Test
  void warmsItselfUp() {
    MediaSocket socket = socket(MediaSocketConfig.loopback(0));
    assertTrue(socket.warmUp());
    assertTrue(socket.warmUp());
  }

  @Test
  void consentExpiresWhenThePeerFallsSilent() throws Exception {
    MediaSocket socket = socket(MediaSocketConfig.loopback(0));
    ManualClock clientClock = new ManualClock();
    ClientTransports clients = clients(DtlsSettings.standard(), clientClock);
    Pair pair = connect(socket, clients);

    clock.advance(30_100_000);

    assertEquals("consent_expired", pair.serverHears.awaitClosed());
    assertEquals(0, socket.sessions());
  }

  MediaSocket socket(MediaSocketConfig config) {
    MediaSocket socket = MediaSocket.open(config, clock, random);
    opened.add(socket);
    return socket;
  }

  ClientTransports clients(DtlsSettings settings) {
    return clients(settings, clock);
  }

  ClientTransports clients(DtlsSettings settings, ManualClock time) {
    ClientTransports clients =
        new ClientTransports(1, InetAddress.ofLiteral("127.0.0.1"), false, settings, time, random);
    opened.add(clients);
    return clients;
  }

  static Pair connect(MediaSocket socket, ClientTransports clients) throws Exception {
    return connect(socket, clients, socket.candidates());
  }

  private static RemoteIce remote(ClientTransport peer, ClientTransports shared) {
    return new RemoteIce(peer.localIce().ufrag(), peer.localIce().password(), shared.fingerprint());
  }

  private static List<String> candidates(ClientTransport peer) {
    return List.of("1 1 udp 1 127.0.0.1 " + peer.localAddress().getPort() + " typ host");
  }

  static Pair connect(MediaSocket socket, ClientTransports clients, List<String> candidates)
      throws Exception {
    Pair pair = begin(socket, clients, candidates);
    pair.awaitConnected();
    return pair;
  }

  static Pair begin(MediaSocket socket, ClientTransports clients, List<String> candidates)
      throws Exception {
    RecordingListener serverHears = new RecordingListener();
    RecordingListener clientHears = new RecordingListener();
    ClientTransport client = clients.create(clientHears);
    TransportFactory.Opened server =
        socket.open(
            new RemoteIce(
                client.localIce().ufrag(), client.localIce().password(), clients.fingerprint()),
            serverHears);
    client.start(
        new RemoteIce(server.local().ufrag(), server.local().password(), socket.fingerprint()),
        "passive",
        candidates);
    return new Pair((TransportSession) server.transport(), client, serverHears, clientHears);
  }

  static <T> T on(PeerTransport transport, Callable<T> task) throws Exception {
    return transport.loop().submit(task).get(10, TimeUnit.SECONDS);
  }

  record Pair(
      TransportSession server,
      ClientTransport client,
      RecordingListener serverHears,
      RecordingListener clientHears) {
    void awaitConnected() throws Exception {
      clientHears.awaitConnected();
      serverHears.awaitConnected();
    }

    SrtpProfile serverProfile() throws Exception {
      return on(server, () -> server.srtpProfile().orElseThrow());
    }

    SrtpProfile clientProfile() throws Exception {
      return on(client, () -> client.srtpProfile().orElseThrow());
    }

    /** One RTP and one RTCP packet each way. */
    void exchange(int sequence) throws Exception {
      byte[] up = Packets.rtp(0x11223344, sequence, 300);
      byte[] down = Packets.rtp(0x55667788, sequence, 1100);
      byte[] report = Packets.rtcp(0x0A0B0C0D, 6);
      send(client, up, report);
      assertArrayEquals(up, serverHears.awaitRtp());
      assertArrayEquals(report, serverHears.awaitRtcp());
      send(server, down, report);
      assertArrayEquals(down, clientHears.awaitRtp());
      assertArrayEquals(report, clientHears.awaitRtcp());
    }

    private static void send(PeerTransport from, byte[] rtp, byte[] rtcp) throws Exception {
      on(
          from,
          () -> {
            from.sendRtp(Packets.withRoom(rtp), 0, rtp.length);
            from.sendRtcp(Packets.withRoom(rtcp), 0, rtcp.length);
            return null;
          });
    }
  }
}
