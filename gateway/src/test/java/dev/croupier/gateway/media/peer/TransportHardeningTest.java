package dev.croupier.gateway.media.peer;

import static dev.croupier.gateway.media.webrtc.DtlsRecords.CLIENT_HELLO;
import static dev.croupier.gateway.media.webrtc.DtlsRecords.datagram;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.croupier.gateway.media.net.Ice4jStunCodec;
import dev.croupier.gateway.media.net.MediaSocket;
import dev.croupier.gateway.media.net.MediaSocketConfig;
import dev.croupier.gateway.media.webrtc.DtlsRecords;
import dev.croupier.gateway.media.webrtc.ManualClock;
import dev.croupier.gateway.media.webrtc.Packets;
import dev.croupier.gateway.media.webrtc.RecordingListener;
import dev.croupier.gateway.media.webrtc.StunMessage;
import dev.croupier.gateway.media.webrtc.TransportFactory;
import dev.croupier.gateway.media.webrtc.TransportFactory.RemoteIce;
import dev.croupier.gateway.media.webrtc.TransportRefusal;
import dev.croupier.gateway.media.webrtc.TransportSession;
import java.io.IOException;
import java.io.InputStream;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Rows of the hardening table that a transport answers for, over real sockets. */
@Timeout(60)
class TransportHardeningTest {
  private static final InetAddress LOOPBACK = InetAddress.ofLiteral("127.0.0.1");
  private static final int SILENCE_MILLIS = 150;
  private static final int PATIENCE_MILLIS = 20_000;

  private final ManualClock clock = new ManualClock();
  private final SecureRandom random = new SecureRandom();
  private final Ice4jStunCodec stun = new Ice4jStunCodec();
  private MediaSocket socket;
  private ClientTransports clients;

  @BeforeEach
  void open() {
    // One loop and one socket: what is sent first is looked at first.
    socket = MediaSocket.open(MediaSocketConfig.loopback(0).withLoops(1), clock, random);
    clients = new ClientTransports(1, LOOPBACK, clock, random);
  }

  @AfterEach
  void close() {
    clients.close();
    socket.close();
  }

  @Test
  void row01_aClientHelloFromAnAddressThatIceHasNotValidatedIsDropped() throws Exception {
    Session session = new Session();
    try (Stranger stranger = new Stranger()) {
      for (byte[] part : chromiumHello()) {
        stranger.send(part);
      }
      stranger.hearsNothing();
    }
    assertEquals(2, socket.counters().refusals(TransportRefusal.DTLS_UNVALIDATED));

    session.connect(socket.candidates());
  }

  @Test
  void row02_aFragmentThatDeclaresAGiantMessageIsDropped() throws Exception {
    Session session = new Session();
    try (Stranger stranger = new Stranger()) {
      stranger.validate(session);
      for (int message = 0; message < 16; message++) {
        stranger.send(datagram(CLIENT_HELLO, 0xFFFFFF, message, 0, 1));
      }
      stranger.send(datagram(CLIENT_HELLO, 16 * 1024 + 1, 0, 0, 1));
      stranger.hearsNothing();
    }
    assertEquals(17, socket.counters().refusals(TransportRefusal.DTLS_MESSAGE_SIZE));

    session.connect(socket.candidates());
  }

  @Test
  void row02_manyMessagesAreDroppedBeyond64KiB() throws Exception {
    Session session = new Session();
    try (Stranger stranger = new Stranger()) {
      stranger.validate(session);
      for (int message = 0; message < 10; message++) {
        stranger.send(datagram(CLIENT_HELLO, 16 * 1024, message, 0, 1));
      }
      stranger.hearsNothing();
    }
    assertEquals(6, socket.counters().refusals(TransportRefusal.DTLS_HELD));
  }

  @Test
  void row03_aPeerWithAnotherCertificateGetsNoKeys() throws Exception {
    Session session = new Session("sha-256 " + "AB:".repeat(31) + "AB");
    session.start(socket.fingerprint(), socket.candidates());

    assertEquals("fingerprint", session.serverHears.awaitClosed());
    assertEquals("dtls_failed", session.clientHears.awaitClosed());
    assertFalse(session.serverHears.isConnected());
    assertFalse(session.clientHears.isConnected());
    assertEquals(0, socket.sessions());
  }

  @Test
  void row03_aServerWithAnotherCertificateGetsNoKeys() throws Exception {
    Session session = new Session();
    session.start("sha-256 " + "AB:".repeat(31) + "AB", socket.candidates());

    assertEquals("fingerprint", session.clientHears.awaitClosed());
    assertEquals("dtls_failed", session.serverHears.awaitClosed());
    assertFalse(session.serverHears.isConnected());
    assertFalse(session.clientHears.isConnected());
  }

  @Test
  void row04_nobodyGetsBackMoreThanHeSent() throws Exception {
    Session session = new Session();
    try (Stranger stranger = new Stranger()) {
      byte[] good = check(session, session.password());
      byte[] wrong = check(session, "x".repeat(24));
      for (byte[] request : List.of(good, wrong)) {
        stranger.send(request);
        byte[] answer = stranger.hears();
        assertTrue(answer.length <= request.length, answer.length + " > " + request.length);
      }
    }
    try (Stranger stranger = new Stranger()) {
      byte[] unknown =
          stun.request(new byte[12], "nobody:at", "x".repeat(24), 1, random.nextLong(), false);
      stranger.send(unknown);
      for (byte[] part : chromiumHello()) {
        stranger.send(part);
      }
      stranger.hearsNothing();
    }
  }

  @Test
  void row05_replayedAndForgedMediaIsCountedAndTheSessionLives() throws Exception {
    AtomicInteger media = new AtomicInteger();
    try (UdpRelay relay =
        new UdpRelay(
            server(),
            (bytes, toServer) -> {
              boolean isMedia = toServer && (bytes[0] & 0xC0) == 0x80;
              if (!isMedia) {
                return List.of(bytes);
              }
              media.incrementAndGet();
              byte[] forged = bytes.clone();
              forged[forged.length - 1] ^= 1;
              return List.of(forged, bytes, bytes);
            })) {
      Session session = new Session();
      session.connect(relay.candidates());
      for (int i = 0; i < 20; i++) {
        session.sendUp(Packets.rtp(3, i, 200));
        assertArrayEquals(Packets.rtp(3, i, 200), session.serverHears.awaitRtp());
      }
      session.sendUpReport(Packets.rtcp(3, 5));
      assertArrayEquals(Packets.rtcp(3, 5), session.serverHears.awaitRtcp());
      session.sendUp(Packets.rtp(3, 20, 200));
      assertArrayEquals(Packets.rtp(3, 20, 200), session.serverHears.awaitRtp());

      assertEquals(22, media.get());
      assertEquals(22, socket.counters().refusals(TransportRefusal.SRTP_AUTHENTICATION));
      assertTrue(socket.counters().refusals(TransportRefusal.SRTP_REPLAY) >= 21);
      assertEquals(0, session.serverHears.rtpWaiting());
      assertTrue(session.server.connected());
    }
  }

  @Test
  void row06_anAddressIsNeverLearnedFromMedia() throws Exception {
    Queue<byte[]> kept = new ConcurrentLinkedQueue<>();
    try (UdpRelay relay =
            new UdpRelay(
                server(),
                (bytes, toServer) -> {
                  if (toServer && (bytes[0] & 0xC0) == 0x80 && kept.isEmpty()) {
                    kept.add(bytes);
                    return List.of();
                  }
                  return List.of(bytes);
                });
        Stranger stranger = new Stranger()) {
      Session session = new Session();
      session.connect(relay.candidates());
      session.sendUp(Packets.rtp(3, 1, 200));
      session.sendUp(Packets.rtp(3, 2, 200));
      assertArrayEquals(Packets.rtp(3, 2, 200), session.serverHears.awaitRtp());

      stranger.send(kept.remove()); // authentic, from elsewhere
      stranger.hearsNothing();

      assertEquals(1, socket.counters().refusals(TransportRefusal.SRTP_UNVALIDATED));
      assertEquals(0, session.serverHears.rtpWaiting());
      assertEquals(relay.seenByServer(), session.selectedRemote());
    }
  }

  @Test
  void row08_malformedChecksAreCountedAndAnswerNothing() throws Exception {
    Session session = new Session();
    byte[] good = check(session, session.password());
    try (Stranger stranger = new Stranger()) {
      byte[] underflow = good.clone();
      underflow[22] = 0x7F; // USERNAME's length: far beyond the end
      stranger.send(underflow);
      byte[] truncated = Arrays.copyOf(good, good.length - 12);
      stranger.send(truncated);
      byte[] badChecksum = good.clone();
      badChecksum[good.length - 1] ^= 1;
      stranger.send(badChecksum);
      stranger.send(new byte[] {0});
      stranger.send(new byte[] {(byte) 200, 1, 2});
      stranger.hearsNothing();
    }
    assertTrue(
        socket.counters().refusals(TransportRefusal.STUN_MALFORMED)
                + socket.counters().refusals(TransportRefusal.STUN_USERNAME)
            >= 3);
    assertEquals(1, socket.counters().refusals(TransportRefusal.STUN_FINGERPRINT));
    assertEquals(1, socket.counters().refusals(TransportRefusal.DATAGRAM_UNKNOWN));
    session.connect(socket.candidates());
  }

  @Test
  void row24_chromiumsClientHelloInTwoDatagramsIsAnswered() throws Exception {
    Session session = new Session();
    try (Stranger stranger = new Stranger()) {
      stranger.validate(session);
      List<byte[]> hello = chromiumHello();
      assertTrue(hello.get(0).length + hello.get(1).length > 1400);
      stranger.send(hello.get(0));
      stranger.send(hello.get(1));

      byte[] answer = stranger.hears();
      assertEquals(22, answer[0], "a handshake record");
      assertEquals(2, answer[13], "ServerHello");
      assertEquals((byte) 0xFD, answer[26], "DTLS 1.2");
      String text = HexFormat.of().formatHex(answer);
      assertTrue(text.contains("000e00050002000700"), "use_srtp: AEAD_AES_128_GCM");
      assertTrue(text.contains("00170000"), "extended master secret");
    }
  }

  @Test
  void row24_aClientHelloCutInTwoByTheWayConnects() throws Exception {
    AtomicInteger cut = new AtomicInteger();
    try (UdpRelay relay =
        new UdpRelay(
            server(),
            (bytes, toServer) -> {
              boolean hello = toServer && bytes[0] == 22 && bytes[13] == CLIENT_HELLO;
              if (!hello) {
                return List.of(bytes);
              }
              cut.incrementAndGet();
              return halves(bytes);
            })) {
      new Session().connect(relay.candidates());
    }
    assertTrue(cut.get() >= 1);
  }

  @Test
  void aWrongPasswordIsRefused() throws Exception {
    Session session = new Session();
    try (Stranger stranger = new Stranger()) {
      stranger.send(check(session, "x".repeat(24)));
      byte[] answer = stranger.hears();
      StunMessage.Failure failure =
          assertInstanceOf(StunMessage.Failure.class, stun.decode(answer, 0, answer.length));
      assertEquals(401, failure.code());
      stranger.send(datagram(CLIENT_HELLO, 100, 0, 0, 100));
      stranger.hearsNothing();
    }
    assertEquals(1, socket.counters().refusals(TransportRefusal.STUN_INTEGRITY));
    assertEquals(1, socket.counters().refusals(TransportRefusal.DTLS_UNVALIDATED));
  }

  @Test
  void row23_handshakesThatNobodyEndsLeaveViewersAlone() throws Exception {
    Session viewer = new Session();
    viewer.connect(socket.candidates());
    byte[] hello = chromiumHello().getFirst();
    List<Stranger> crowd = new ArrayList<>();
    for (int i = 0; i < 200; i++) {
      Stranger each = new Stranger();
      each.validate(new Session());
      each.send(hello);
      crowd.add(each);
    }
    for (int i = 0; i < 50; i++) {
      viewer.sendUp(Packets.rtp(3, i, 200));
      assertArrayEquals(Packets.rtp(3, i, 200), viewer.serverHears.awaitRtp());
    }
    new Session().connect(socket.candidates());
    assertEquals(202, socket.sessions());
    for (Stranger each : crowd) {
      each.close();
    }
  }

  @Test
  void aForgedSourceTakesNobodysAddress() throws Exception {
    Session victim = new Session();
    Session thief = new Session();
    try (UdpRelay relay = new UdpRelay(server(), (bytes, toServer) -> List.of(bytes))) {
      victim.connect(relay.candidates());
      relay.inject(check(thief, thief.password()));
      victim.sendUp(Packets.rtp(3, 1, 200));
      assertArrayEquals(Packets.rtp(3, 1, 200), victim.serverHears.awaitRtp());
      assertEquals(1, socket.counters().refusals(TransportRefusal.STUN_ADDRESS_TAKEN));
    }
  }

  @Test
  void lostHandshakeDatagramsAreMadeGood() throws Exception {
    AtomicInteger seen = new AtomicInteger();
    try (UdpRelay relay =
        new UdpRelay(
            server(),
            (bytes, toServer) -> {
              boolean lost = bytes[0] >= 20 && bytes[0] < 64 && seen.incrementAndGet() % 4 == 2;
              return lost && seen.get() < 20 ? List.of() : List.of(bytes);
            })) {
      new Session().connect(relay.candidates());
    }
  }

  private byte[] check(Session session, String password) {
    byte[] transaction = new byte[12];
    random.nextBytes(transaction);
    return stun.request(
        transaction, session.username(), password, 1_862_270_975L, random.nextLong(), true);
  }

  private InetSocketAddress server() {
    return socket.boundAddresses().get(0);
  }

  private static List<byte[]> chromiumHello() throws IOException {
    try (InputStream in =
        TransportHardeningTest.class.getResourceAsStream(
            "/dev/croupier/gateway/media/chromium-client-hello.hex")) {
      return new String(in.readAllBytes(), StandardCharsets.US_ASCII)
          .lines()
          .filter(line -> !line.startsWith("#"))
          .map(line -> HexFormat.of().parseHex(line))
          .toList();
    }
  }

  /** The ClientHello of one datagram as two fragments in two datagrams. */
  private static List<byte[]> halves(byte[] record) {
    byte[] body = Arrays.copyOfRange(record, 25, record.length);
    int message = record[18];
    int half = body.length / 2;
    byte[] head = fragment(body, message, 0, half, record[10]);
    // A number that is still free, and near enough not to push the window past what follows.
    byte[] tail = fragment(body, message, half, body.length, record[10] + 40L);
    return List.of(head, tail);
  }

  private static byte[] fragment(byte[] body, int message, int from, int to, long sequence) {
    return DtlsRecords.record(
        22,
        0,
        sequence,
        DtlsRecords.fragment(
            CLIENT_HELLO, body.length, message, from, Arrays.copyOfRange(body, from, to)));
  }

  /** A session of the server and the client it was made for. */
  private final class Session {
    private final RecordingListener serverHears = new RecordingListener();
    private final RecordingListener clientHears = new RecordingListener();
    private final ClientTransport client;
    private final TransportFactory.Opened opened;
    private final TransportSession server;

    Session() throws IOException {
      this(clients.fingerprint());
    }

    Session(String expectedFingerprint) throws IOException {
      client = clients.create(clientHears);
      opened =
          socket.open(
              new RemoteIce(
                  client.localIce().ufrag(), client.localIce().password(), expectedFingerprint),
              serverHears);
      server = (TransportSession) opened.transport();
    }

    String username() {
      return opened.local().ufrag() + ":" + client.localIce().ufrag();
    }

    String password() {
      return opened.local().password();
    }

    void start(String fingerprint, List<String> candidates) {
      client.start(
          new RemoteIce(opened.local().ufrag(), opened.local().password(), fingerprint),
          "passive",
          candidates);
    }

    void connect(List<String> candidates) throws Exception {
      start(socket.fingerprint(), candidates);
      clientHears.awaitConnected();
      serverHears.awaitConnected();
    }

    void sendUp(byte[] packet) throws Exception {
      ClientTransportTest.on(
          client,
          () -> {
            client.sendRtp(Packets.withRoom(packet), 0, packet.length);
            return true;
          });
    }

    void sendUpReport(byte[] packet) throws Exception {
      ClientTransportTest.on(
          client,
          () -> {
            client.sendRtcp(Packets.withRoom(packet), 0, packet.length);
            return true;
          });
    }

    InetSocketAddress selectedRemote() throws Exception {
      return server
          .loop()
          .submit(() -> server.selectedRemote().orElseThrow())
          .get(5, TimeUnit.SECONDS);
    }
  }

  /** Somebody with a UDP socket. */
  private final class Stranger implements AutoCloseable {
    private final DatagramSocket own = new DatagramSocket(0, LOOPBACK);

    Stranger() throws IOException {}

    void send(byte[] bytes) throws IOException {
      own.send(new DatagramPacket(bytes, bytes.length, server()));
    }

    byte[] hears() throws IOException {
      own.setSoTimeout(PATIENCE_MILLIS);
      DatagramPacket packet = new DatagramPacket(new byte[2048], 2048);
      own.receive(packet);
      return Arrays.copyOf(packet.getData(), packet.getLength());
    }

    /** Everything sent so far has been looked at, and no answer came. */
    void hearsNothing() throws IOException {
      try (Stranger barrier = new Stranger()) {
        barrier.validate(new Session());
      }
      own.setSoTimeout(SILENCE_MILLIS);
      DatagramPacket packet = new DatagramPacket(new byte[2048], 2048);
      assertThrows(SocketTimeoutException.class, () -> own.receive(packet));
    }

    /** Has its address validated with the session's credentials. */
    void validate(Session session) throws IOException {
      send(check(session, session.password()));
      byte[] answer = hears();
      assertInstanceOf(StunMessage.Success.class, stun.decode(answer, 0, answer.length));
    }

    @Override
    public void close() {
      own.close();
    }
  }
}
