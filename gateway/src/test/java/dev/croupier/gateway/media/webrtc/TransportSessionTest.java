package dev.croupier.gateway.media.webrtc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The session as a core: time and datagrams go in by hand. */
class TransportSessionTest {
  private static final long START = 1_000_000_000;
  private static final long SECOND = 1_000_000;

  private final ScheduledExecutorService loop = Executors.newSingleThreadScheduledExecutor();
  private final FakeDtls dtls = new FakeDtls();
  private final Host host = new Host();
  private final TransportCounters counters = new TransportCounters();
  private final RecordingListener heard = new RecordingListener();
  private final List<String> sent = new ArrayList<>();
  private final PacketSink socket =
      (to, buffer, offset, length) -> sent.add(to.getPort() + ":" + (buffer[offset] & 0xFF));
  private final TransportSession session =
      new TransportSession(
          new TransportSession.Parts(loop, new FakeStun(), dtls, host, counters),
          new TransportFactory.LocalIce("ours", "secret"),
          new TransportFactory.RemoteIce("theirs", "unused", "sha-256 00"),
          heard,
          START);
  private final SrtpSession peer = new SrtpSession(FakeDtls.keys(true, 1), 4);

  @AfterEach
  void stop() {
    loop.shutdownNow();
  }

  @Test
  void answersAndSendsOnTheFirstValidPair() {
    check(1, true, START);
    assertEquals(List.of("1:200"), sent);
    assertEquals(Optional.of(remote(1)), session.selectedRemote());
    assertEquals(Set.of(remote(1)), host.claimed);
  }

  @Test
  void refusesChecksByReason() {
    stun(1, request("someone", 5, false, 0));
    stun(1, request("theirs", 4, false, 0));
    stun(1, request("theirs", -1, false, 0));
    stun(1, request("theirs", 5, true, 0));
    stun(1, request("theirs", 5, false, 0x77));
    assertEquals(List.of("1:145", "1:145", "1:144", "1:231", "1:164"), sent);
    assertEquals(1, counters.refusals(TransportRefusal.STUN_USERNAME));
    assertEquals(2, counters.refusals(TransportRefusal.STUN_INTEGRITY));
    assertEquals(1, counters.refusals(TransportRefusal.STUN_ROLE_CONFLICT));
    assertEquals(1, counters.refusals(TransportRefusal.STUN_UNKNOWN_ATTRIBUTE));
    assertEquals(Optional.empty(), session.selectedRemote());
  }

  @Test
  void doesNotAnswerOnAnAddressOfSomebodyElse() {
    host.refuse = true;
    check(1, true, START);
    assertEquals(List.of(), sent);
    assertEquals(1, counters.refusals(TransportRefusal.STUN_ADDRESS_TAKEN));
  }

  @Test
  void giveUpAddressesOfEvictedPairs() {
    for (int i = 0; i < IceLite.MAX_PAIRS + 4; i++) {
      check(i, false, START + i);
    }
    assertEquals(IceLite.MAX_PAIRS, host.claimed.size());
    assertTrue(host.claimed.contains(remote(0)), "the selected pair stays");
  }

  @Test
  void expiresInSimulatedTime() throws Exception {
    connect();
    for (long second = 1; second <= 60; second++) {
      check(1, false, START + second * SECOND);
      session.tick(START + second * SECOND);
    }
    assertTrue(session.connected());
    session.tick(START + 90 * SECOND);
    assertTrue(session.connected());
    session.tick(START + 90 * SECOND + 1);

    assertEquals("consent_expired", heard.awaitClosed());
    assertFalse(session.connected());
    assertEquals(Set.of(), host.claimed);
    assertEquals(1, host.ended);
    assertEquals(1, dtls.closed);
  }

  @Test
  void givesUpOnAPeerThatChecksButNeverShakesHands() throws Exception {
    for (long second = 0; second <= 30; second++) {
      check(1, false, START + second * SECOND);
      session.tick(START + second * SECOND);
    }
    assertFalse(heard.isClosed());
    session.tick(START + 30 * SECOND + 1);
    assertEquals("connect_timeout", heard.awaitClosed());
  }

  @Test
  void givesUpOnAPeerThatNeverComes() throws Exception {
    session.tick(START + 30 * SECOND + 1);
    assertEquals("consent_expired", heard.awaitClosed());
  }

  @Test
  void sendsNothingBeforeTheKeysAndAfterTheEnd() throws Exception {
    byte[] packet = Packets.withRoom(Packets.rtp(9, 1, 20));
    session.sendRtp(packet, 0, 32);
    session.sendRtcp(packet, 0, 32);
    assertEquals(List.of(), sent);
    connect();
    sent.clear();
    session.sendRtp(packet, 0, 32);
    assertEquals(List.of("1:128"), sent);
    session.close();
    session.close();
    loop.submit(() -> {}).get(5, TimeUnit.SECONDS);
    sent.clear();
    session.sendRtp(packet, 0, 32);
    check(1, true, START);
    assertEquals(List.of(), sent);
    assertEquals("closed", heard.awaitClosed());
    assertEquals(1, host.ended);
  }

  @Test
  void movesWithAuthenticMediaOnlyBetweenValidPairs() throws Exception {
    connect();
    byte[] forged = Packets.withRoom(Packets.rtp(5, 1, 30));
    check(2, false, START + SECOND);
    session.receive(socket, remote(2), forged, 0, forged.length, START);
    assertEquals(Optional.of(remote(1)), session.selectedRemote());

    byte[] good = Packets.withRoom(Packets.rtp(5, 2, 30));
    int size = peer.protectRtp(good, 0, 42);
    session.receive(socket, remote(3), good.clone(), 0, size, START);
    assertEquals(Optional.of(remote(1)), session.selectedRemote());
    assertEquals(1, counters.refusals(TransportRefusal.SRTP_UNVALIDATED));

    session.receive(socket, remote(2), good, 0, size, START);
    assertEquals(Optional.of(remote(2)), session.selectedRemote());
  }

  private void connect() {
    check(1, false, START);
    byte[] hello = DtlsRecords.datagram(DtlsRecords.CLIENT_HELLO, 60, 0, 0, 60);
    session.receive(socket, remote(1), hello, 0, hello.length, START);
    dtls.listeners.get(0).keys(FakeDtls.keys(false, 1));
    assertTrue(heard.isConnected());
  }

  @Test
  void anExceptionWhenTheKeysAreAgreedEndsTheSession() throws Exception {
    heard.fail();
    check(1, false, START);
    byte[] hello = DtlsRecords.datagram(DtlsRecords.CLIENT_HELLO, 60, 0, 0, 60);
    session.receive(socket, remote(1), hello, 0, hello.length, START);
    dtls.owners.getFirst().execute(() -> dtls.listeners.getFirst().keys(FakeDtls.keys(false, 1)));
    assertEquals("internal_error", heard.awaitClosed());
    assertEquals(1, counters.faults());
    assertEquals(1, host.ended);
  }

  @Test
  void mediaStaysOnTheOldPairUntilTheNewCredentialsAreProven() {
    check(1, true, START);
    assertTrue(session.restart(local("second"), remoteIce("peer2")));
    assertEquals(Set.of("ours", "second"), host.names);

    check(1, true, START + SECOND);
    stun(2, named("second", "theirs"));
    assertEquals(Optional.of(remote(1)), session.selectedRemote(), "half old, half new is nothing");
    assertEquals("ours", session.localUfrag());

    stun(2, named("second", "peer2"));
    assertEquals(Optional.of(remote(2)), session.selectedRemote());
    assertEquals(Set.of("second"), host.names);
    assertEquals("second", session.localUfrag());

    int answers = sent.size();
    check(1, true, START + 2 * SECOND);
    assertEquals(answers, sent.size(), "the old credentials are over");
    assertEquals(Optional.of(remote(2)), session.selectedRemote());
  }

  @Test
  void aSecondRestartReplacesOneThatWasNeverProven() {
    check(1, true, START);
    assertTrue(session.restart(local("second"), remoteIce("peer2")));
    assertTrue(session.restart(local("third"), remoteIce("peer3")));
    assertEquals(Set.of("ours", "third"), host.names);
    stun(2, named("second", "peer2"));
    assertEquals(Optional.of(remote(1)), session.selectedRemote());
    session.fail("over");
    assertEquals(Set.of("ours"), host.names, "its current name goes with the session itself");
    assertFalse(session.restart(local("fourth"), remoteIce("peer4")));
  }

  private static TransportFactory.LocalIce local(String ufrag) {
    return new TransportFactory.LocalIce(ufrag, "secret");
  }

  private static TransportFactory.RemoteIce remoteIce(String ufrag) {
    return new TransportFactory.RemoteIce(ufrag, "unused", "");
  }

  private static StunMessage.Request named(String recipient, String sender) {
    return new StunMessage.Request(
        new byte[12], recipient, sender, false, false, 0, new byte[0], 5);
  }

  private void check(int peerPort, boolean nominate, long now) {
    StunMessage.Request request =
        new StunMessage.Request(new byte[12], "ours", "theirs", nominate, false, 0, new byte[0], 5);
    session.stun(socket, remote(peerPort), request, now);
  }

  private void stun(int peerPort, StunMessage.Request request) {
    session.stun(socket, remote(peerPort), request, START);
  }

  private static StunMessage.Request request(
      String sender, int integrityAt, boolean controlled, int unknown) {
    return new StunMessage.Request(
        new byte[12], "ours", sender, false, controlled, unknown, new byte[0], integrityAt);
  }

  private static InetSocketAddress remote(int port) {
    return new InetSocketAddress(InetAddress.ofLiteral("192.0.2.1"), port);
  }

  /** Takes 5 for a good signature; answers with one byte: 200, or the code's lowest eight bits. */
  private static final class FakeStun implements StunCodec {
    @Override
    public StunMessage decode(byte[] buffer, int offset, int length) {
      throw new AssertionError("a session gets decoded checks");
    }

    @Override
    public boolean authentic(StunMessage.Signed message, String password) {
      return message.integrityAt() == 5 && password.equals("secret");
    }

    @Override
    public byte[] success(StunMessage.Request request, InetSocketAddress mapped, String password) {
      return new byte[] {(byte) 200};
    }

    @Override
    public byte[] failure(StunMessage.Request request, int code, String password) {
      return new byte[] {(byte) code};
    }

    @Override
    public byte[] request(
        byte[] transaction,
        String username,
        String password,
        long priority,
        long tieBreaker,
        boolean useCandidate) {
      throw new AssertionError("a lite agent asks nothing");
    }
  }

  private static final class Host implements TransportHost {
    @Override
    public void named(String ufrag, TransportSession session) {
      names.add(ufrag);
    }

    @Override
    public void forget(String ufrag, TransportSession session) {
      names.remove(ufrag);
    }

    private final Set<InetSocketAddress> claimed = new HashSet<>();
    private final Set<String> names = new HashSet<>(Set.of("ours"));
    private boolean refuse;
    private int ended;

    @Override
    public boolean claim(InetSocketAddress remote, TransportSession session, long nowMicros) {
      return !refuse && (claimed.add(remote) || claimed.contains(remote));
    }

    @Override
    public void release(InetSocketAddress remote, TransportSession session) {
      claimed.remove(remote);
    }

    @Override
    public void ended(TransportSession session) {
      ended++;
    }
  }
}
