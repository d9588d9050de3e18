package dev.croupier.gateway.control.session;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.croupier.gateway.control.FakeRounds;
import dev.croupier.gateway.control.ManualClock;
import dev.croupier.gateway.control.port.Bettor;
import dev.croupier.gateway.control.port.PlayerRef;
import dev.croupier.gateway.control.wire.CloseCode;
import dev.croupier.gateway.control.wire.ServerMessage;
import dev.croupier.gateway.ids.BuildId;
import dev.croupier.gateway.ids.PlayerId;
import dev.croupier.gateway.ids.RoundId;
import dev.croupier.gateway.ids.SessionId;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class SessionsTest {
  private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();
  private final AtomicInteger ids = new AtomicInteger();
  private final ManualClock clock = new ManualClock();
  private final BuildCatalog noBuilds =
      new BuildCatalog() {
        @Override
        public Optional<BuildRef> current(String game) {
          return Optional.empty();
        }

        @Override
        public Optional<BuildRef> find(String game, BuildId build) {
          return Optional.empty();
        }
      };

  @AfterEach
  void stop() {
    timer.shutdownNow();
  }

  @Test
  void thereAreOnlySoManyInAllAndPerPlayer() {
    Sessions sessions = sessions(Duration.ofSeconds(30));
    assertTrue(open(sessions, "ann").isPresent());
    PlayerSession second = open(sessions, "ann").orElseThrow();
    assertTrue(open(sessions, "ann").isEmpty(), "two per player");
    assertTrue(open(sessions, "bob").isPresent());
    assertTrue(open(sessions, "cem").isEmpty(), "three in all");
    second.end(CloseCode.GOING_AWAY);
    assertEquals(2, sessions.count());
    assertTrue(open(sessions, "cem").isPresent());
    assertTrue(open(sessions, "ann").isEmpty());
  }

  @Test
  void anEndedSessionIsFoundNowhereButItsBuildIsRemembered() {
    Sessions sessions = sessions(Duration.ofSeconds(30));
    PlayerSession session = open(sessions, "ann").orElseThrow();
    PlayerRef ann = session.profile().bettor().ref();
    assertTrue(sessions.belongs(session.id(), ann));
    session.execute(s -> s.pin(new RoundId("r-1"), new BuildId("roulette-1.0.0")));
    session.end(CloseCode.REPLACED);
    assertTrue(sessions.find(session.id()).isEmpty());
    assertTrue(sessions.of(ann).isEmpty());
    assertTrue(sessions.at(FakeRounds.ROULETTE).isEmpty());
    assertTrue(sessions.all().isEmpty());
    assertTrue(sessions.belongs(session.id(), ann));
    assertEquals(
        Optional.of(new BuildId("roulette-1.0.0")), sessions.lastPinned(session.id(), ann));
    PlayerRef bob = new PlayerRef(FakeRounds.HOUSE, new PlayerId("bob"));
    assertFalse(sessions.belongs(session.id(), bob));
    assertTrue(sessions.lastPinned(session.id(), bob).isEmpty());
    assertFalse(sessions.belongs(new SessionId("nobody"), ann));
  }

  @Test
  void aTaskForASessionThatIsOverIsToldSo() {
    Sessions sessions = sessions(Duration.ofSeconds(30));
    PlayerSession session = open(sessions, "ann").orElseThrow();
    session.end(CloseCode.GOING_AWAY);
    List<String> told = new ArrayList<>();
    session.execute(_ -> told.add("ran"), () -> told.add("over"));
    assertEquals(List.of("over"), told);
  }

  @Test
  void aSessionWithoutAConnectionEndsAfterAWhile() throws Exception {
    Sessions sessions = sessions(Duration.ofMillis(20));
    PlayerSession session = open(sessions, "ann").orElseThrow();
    Recorder outbox = new Recorder();
    session.execute(s -> s.welcome(outbox, welcome(s)));
    CountDownLatch gone = new CountDownLatch(1);
    var _ =
        timer.scheduleAtFixedRate(
            () -> {
              if (sessions.count() == 0) {
                gone.countDown();
              }
            },
            1,
            1,
            TimeUnit.MILLISECONDS);
    sessions.connectionLost(session, outbox);
    assertTrue(gone.await(10, TimeUnit.SECONDS));
  }

  @Test
  void anOldConnectionsLossDoesNotHurtTheNewOne() {
    Sessions sessions = sessions(Duration.ZERO);
    PlayerSession session = open(sessions, "ann").orElseThrow();
    Recorder old = new Recorder();
    Recorder now = new Recorder();
    session.execute(s -> s.welcome(old, welcome(s)));
    assertTrue(session.resume(now, 1, null, Long.MAX_VALUE));
    sessions.connectionLost(session, old);
    assertTrue(session.isConnected());
    assertEquals(List.of(CloseCode.REPLACED), old.closes);
    assertEquals(1, now.frames.size());
  }

  @Test
  void aSendThatFailsLeavesTheRestForTheResume() {
    Sessions sessions = sessions(Duration.ofSeconds(30));
    PlayerSession session = open(sessions, "ann").orElseThrow();
    Recorder broken = new Recorder();
    session.execute(s -> s.welcome(broken, welcome(s)));
    broken.ok = false;
    session.show(new ServerMessage.RoundClosed("r-1", 1));
    session.show(new ServerMessage.RoundClosed("r-2", 2));
    assertFalse(session.isConnected());
    Recorder now = new Recorder();
    assertTrue(session.resume(now, 1, null, Long.MAX_VALUE));
    assertEquals(3, now.frames.size());
    assertTrue(now.frames.get(1).contains("\"seq\":2,"));
    assertTrue(now.frames.get(2).contains("\"seq\":3,"));
  }

  @Test
  void withoutAReaderTheLimitEndsTheSession() {
    Sessions sessions = sessions(Duration.ofSeconds(30));
    PlayerSession session = open(sessions, "ann").orElseThrow();
    Recorder stuck = new Recorder();
    stuck.answers = false;
    session.execute(s -> s.welcome(stuck, welcome(s)));
    for (int i = 0; i < 8; i++) {
      session.show(new ServerMessage.RoundClosed("r-" + i, i));
    }
    for (int i = 0; i < 100; i++) {
      session.show(new ServerMessage.RoundClosed("late", i));
    }
    assertEquals(List.of(CloseCode.TOO_SLOW), stuck.closes);
    assertEquals(1, stuck.frames.size());
    assertEquals(0, sessions.count());
  }

  @Test
  void whatHappensBeforeTheWelcomeFollowsIt() {
    Sessions sessions = sessions(Duration.ofSeconds(30));
    PlayerSession session = open(sessions, "ann").orElseThrow();
    session.show(new ServerMessage.RoundClosed("r-1", 1));
    Recorder outbox = new Recorder();
    session.execute(s -> s.welcome(outbox, welcome(s)));
    assertTrue(outbox.frames.get(0).startsWith("{\"type\":\"welcome\""));
    assertTrue(outbox.frames.get(1).startsWith("{\"type\":\"round.closed\""));
  }

  private static ServerMessage.Welcome welcome(PlayerSession session) {
    return new ServerMessage.Welcome(session.id().value(), null, true, null);
  }

  private Optional<PlayerSession> open(Sessions sessions, String player) {
    Bettor bettor = new Bettor(new PlayerRef(FakeRounds.HOUSE, new PlayerId(player)), "EUR", null);
    return sessions.open(new Profile(bettor, FakeRounds.ROULETTE, "roulette", 1));
  }

  private Sessions sessions(Duration linger) {
    SessionLimits limits =
        new SessionLimits(3, 2, 8, 1_024, 8, 1_024, 4, 50, 2, Duration.ofSeconds(1), linger);
    SessionPorts ports = new SessionPorts(new FakeRounds(), noBuilds, ClientReports.NONE, clock);
    return new Sessions(limits, ports, Runnable::run, timer, () -> "s-" + ids.incrementAndGet());
  }

  /** A connection that takes everything at once, or fails, or never answers. */
  private static final class Recorder implements Outbox {
    final List<String> frames = new ArrayList<>();
    final List<CloseCode> closes = new ArrayList<>();
    boolean ok = true;
    boolean answers = true;

    @Override
    public void send(String frame, Sent sent) {
      if (ok) {
        frames.add(frame);
      }
      if (answers) {
        sent.done(ok);
      }
    }

    @Override
    public void close(CloseCode code) {
      closes.add(code);
    }
  }
}
