package dev.croupier.gateway.media.net;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.croupier.gateway.media.webrtc.RecordingListener;
import dev.croupier.gateway.media.webrtc.TransportCounters;
import dev.croupier.gateway.media.webrtc.TransportFactory.LocalIce;
import dev.croupier.gateway.media.webrtc.TransportFactory.RemoteIce;
import dev.croupier.gateway.media.webrtc.TransportFactory.TooManySessionsException;
import dev.croupier.gateway.media.webrtc.TransportRefusal;
import dev.croupier.gateway.media.webrtc.TransportSession;
import io.netty.channel.DefaultEventLoop;
import io.netty.channel.EventLoop;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class MediaSessionsTest {
  private static final long START = 1_000_000_000;
  private static final InetSocketAddress HOME =
      new InetSocketAddress(InetAddress.ofLiteral("192.0.2.1"), 4000);

  private final EventLoop loop = new DefaultEventLoop();
  private final TransportCounters counters = new TransportCounters();
  private final MediaSessions sessions = new MediaSessions(3, counters);
  private final BcDtlsEngine dtls =
      new BcDtlsEngine(
          DtlsIdentity.generate(new SecureRandom(), Instant.EPOCH),
          DtlsSettings.standard(),
          new SecureRandom());

  @AfterEach
  void stop() {
    boolean unused = loop.shutdownGracefully(0, 1, TimeUnit.SECONDS).awaitUninterruptibly(2000);
  }

  @Test
  void findsBySessionAndByClaimedAddress() {
    MediaSessions.Entry one = add("one");
    assertSame(one, sessions.byUfrag("one"));
    assertNull(sessions.byAddress(HOME));
    assertTrue(sessions.claim(HOME, session(one), START));
    assertSame(one, sessions.byAddress(HOME));
    sessions.release(HOME, session(one));
    assertNull(sessions.byAddress(HOME));
    sessions.ended(session(one));
    assertNull(sessions.byUfrag("one"));
    assertEquals(0, sessions.size());
  }

  @Test
  void aLiveAddressCannotBeTakenAway() {
    MediaSessions.Entry one = add("one");
    MediaSessions.Entry two = add("two");
    assertTrue(sessions.claim(HOME, session(one), START));
    assertFalse(sessions.claim(HOME, session(two), START + 2_650_000));
    assertTrue(sessions.claim(HOME, session(one), START + 2_650_000));
    assertFalse(sessions.claim(HOME, session(two), START + 8_000_000));
    assertTrue(sessions.claim(HOME, session(two), START + 8_650_001));
    assertSame(two, sessions.byAddress(HOME));
    sessions.release(HOME, session(one));
    assertSame(two, sessions.byAddress(HOME), "only its holder gives it back");
  }

  @Test
  void theCapHoldsAndPlacesComeBack() {
    add("one");
    MediaSessions.Entry two = add("two");
    add("three");
    assertThrows(TooManySessionsException.class, () -> add("four"));
    assertEquals(1, counters.refusals(TransportRefusal.SESSION_LIMIT));
    sessions.ended(session(two));
    sessions.ended(session(two));
    assertEquals(2, sessions.size());
    add("five");
  }

  @Test
  void anEndedSessionClaimsNothing() {
    MediaSessions.Entry one = add("one");
    TransportSession session = session(one);
    sessions.ended(session);
    assertFalse(sessions.claim(HOME, session, START));
    assertEquals(0, sessions.addresses());
  }

  @Test
  void theWayBetweenLoopsIsBounded() throws Exception {
    MediaSessions.Entry one = add("one");
    CompletableFuture<Void> hold = new CompletableFuture<>();
    loop.execute(hold::join);
    for (int i = 0; i < 600; i++) {
      one.run(counters, session -> {});
    }
    assertEquals(600 - 512, counters.refusals(TransportRefusal.DATAGRAM_QUEUE_FULL));
    hold.complete(null);
    loop.submit(() -> {}).get(5, TimeUnit.SECONDS);
    CompletableFuture<Void> ran = new CompletableFuture<>();
    one.run(counters, session -> ran.complete(null));
    ran.get(5, TimeUnit.SECONDS);
  }

  @Test
  void theEndOfAConnectionIsToldHoweverManyDatagramsWait() throws Exception {
    MediaSessions.Entry one = add("one");
    CompletableFuture<Void> hold = new CompletableFuture<>();
    loop.execute(hold::join);
    for (int i = 0; i < 512; i++) {
      one.run(counters, session -> {});
    }
    CompletableFuture<Void> told = new CompletableFuture<>();
    one.tell(session -> told.complete(null));
    hold.complete(null);
    told.get(5, TimeUnit.SECONDS);
    assertEquals(0, counters.refusals(TransportRefusal.DATAGRAM_QUEUE_FULL));
  }

  @Test
  void aBugEndsItsSessionOnly() throws Exception {
    RecordingListener heard = new RecordingListener();
    MediaSessions.Entry one = add("one", heard);
    MediaSessions.Entry two = add("two");
    one.run(
        counters,
        session -> {
          throw new IllegalStateException("a bug");
        });
    assertEquals("internal_error", heard.awaitClosed());
    loop.submit(() -> {}).get(5, TimeUnit.SECONDS);
    assertNull(sessions.byUfrag("one"));
    assertSame(two, sessions.byUfrag("two"));
  }

  private MediaSessions.Entry add(String ufrag) {
    return add(ufrag, new RecordingListener());
  }

  private MediaSessions.Entry add(String ufrag, RecordingListener heard) {
    TransportSession session =
        new TransportSession(
            new TransportSession.Parts(loop, new Ice4jStunCodec(), dtls, sessions, counters),
            new LocalIce(ufrag, "password"),
            new RemoteIce("them", "unused", dtls.fingerprint()),
            heard,
            START);
    MediaSessions.Entry entry = new MediaSessions.Entry(session, loop, 0);
    sessions.add(entry);
    return entry;
  }

  private static TransportSession session(MediaSessions.Entry entry) {
    return entry.session();
  }
}
