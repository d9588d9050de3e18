package dev.croupier.gateway.control.present;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.croupier.gateway.control.FakeMedia;
import dev.croupier.gateway.control.FakeRounds;
import dev.croupier.gateway.control.ManualClock;
import dev.croupier.gateway.control.port.Bettor;
import dev.croupier.gateway.control.port.PlayerRef;
import dev.croupier.gateway.control.port.RoundFact;
import dev.croupier.gateway.control.session.BuildCatalog;
import dev.croupier.gateway.control.session.BuildRef;
import dev.croupier.gateway.control.session.ClientReports;
import dev.croupier.gateway.control.session.Outbox;
import dev.croupier.gateway.control.session.PlayerSession;
import dev.croupier.gateway.control.session.SessionLimits;
import dev.croupier.gateway.control.session.SessionPorts;
import dev.croupier.gateway.control.session.Sessions;
import dev.croupier.gateway.control.wire.ClientMessage;
import dev.croupier.gateway.control.wire.CloseCode;
import dev.croupier.gateway.control.wire.ServerFrame;
import dev.croupier.gateway.ids.BuildId;
import dev.croupier.gateway.ids.PlayerId;
import dev.croupier.gateway.ids.SessionId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Everything on the caller's thread: facts and hellos in the order they are written here. */
final class AdmissionTest {
  private static final Bettor ANN =
      new Bettor(new PlayerRef(FakeRounds.HOUSE, new PlayerId("ann")), "EUR", null);
  private static final BuildId ONE = new BuildId("roulette-1.0.0");
  private static final BuildId TWO = new BuildId("roulette-2.0.0");
  private static final BuildId THREE = new BuildId("roulette-3.0.0");

  private final FakeRounds rounds = new FakeRounds();
  private final FakeMedia media = new FakeMedia();
  private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();
  private final AtomicInteger ids = new AtomicInteger();
  private final BuildCatalog builds =
      new BuildCatalog() {
        @Override
        public Optional<BuildRef> current(String game) {
          return find(game, THREE);
        }

        @Override
        public Optional<BuildRef> find(String game, BuildId build) {
          return List.of(ONE, TWO, THREE).contains(build)
              ? Optional.of(new BuildRef(build, "/assets/" + build + ".js", "sha384-x"))
              : Optional.empty();
        }
      };
  private final Sessions sessions =
      new Sessions(
          SessionLimits.DEFAULT,
          new SessionPorts(rounds, builds, ClientReports.NONE, new ManualClock()),
          Runnable::run,
          timer,
          () -> "s-" + ids.incrementAndGet());
  private final Presenter presenter = new Presenter(sessions, rounds, media);
  private final Admission admission = new Admission(sessions, rounds, media, builds);

  @AfterEach
  void stop() {
    presenter.close();
    timer.shutdownNow();
  }

  @Test
  void aPageWithoutABuildGetsTheCurrentOne() {
    Wire wire = admit("none", null);
    assertEquals("roulette-3.0.0", wire.frames.getFirst().body().path("build").textValue());
    assertEquals(THREE, wire.session.build());
    assertEquals("roulette-3.0.0", media.labels.get(wire.session.id()));
    assertEquals(List.of("welcome", "table.status"), wire.types());
  }

  @Test
  void aNativeClientsOwnNameStands() {
    assertEquals(new BuildId("native-1.0"), admit("native-1.0", null).session.build());
  }

  @Test
  void inARoundWithOwnBetsAnotherDeviceGetsThePlayersLatestBuild() {
    rounds.openBets =
        "[{\"round\":\"r-1\",\"clientBuild\":\"roulette-1.0.0\"},"
            + "{\"round\":\"r-1\",\"clientBuild\":\"roulette-2.0.0\"}]";
    Wire wire = admit("none", null);
    assertEquals("roulette-2.0.0", wire.frames.getFirst().body().path("build").textValue());
    assertEquals(
        List.of("welcome", "table.status", "build.pinned", "build.available"), wire.types());
    assertEquals("/assets/roulette-2.0.0.js", wire.frames.get(2).body().path("entry").textValue());
    assertEquals("r-1", wire.frames.get(3).body().path("after").textValue());
  }

  @Test
  void aSessionThatComesBackTooLateGetsItsOwnBuildAllTheSame() {
    Wire first = admit("roulette-1.0.0", null);
    first.session.pin(FakeRounds.ROUND, ONE);
    first.session.end(CloseCode.TOO_SLOW);
    rounds.openBets =
        "[{\"round\":\"r-1\",\"clientBuild\":\"roulette-1.0.0\"},"
            + "{\"round\":\"r-1\",\"clientBuild\":\"roulette-2.0.0\"}]";
    Wire back = admit("none", new ClientMessage.Resume(first.session.id(), 3));
    assertEquals("roulette-1.0.0", back.frames.getFirst().body().path("build").textValue());
  }

  @Test
  void aPinnedBuildThatIsGoneGivesWayToTheCurrentOne() {
    rounds.openBets = "[{\"round\":\"r-1\",\"clientBuild\":\"roulette-0.0.1\"}]";
    Wire wire = admit("none", null);
    assertEquals("roulette-3.0.0", wire.frames.getFirst().body().path("build").textValue());
  }

  @Test
  void aResumeToldOfANewBuildRemembersIt() {
    Wire first = admit("roulette-1.0.0", null);
    Wire back = admit("roulette-2.0.0", new ClientMessage.Resume(first.session.id(), 2));
    assertEquals(List.of("welcome"), back.types());
    assertTrue(back.frames.getFirst().body().path("resumed").booleanValue());
    assertEquals(2, back.frames.getFirst().seq());
    assertEquals(TWO, back.session.build());
    assertEquals(List.of(CloseCode.REPLACED), first.closes);
  }

  @Test
  void aVoidedRoundGivesOwnBetsBackAndFreesThePin() {
    Wire wire = admit("roulette-1.0.0", null);
    wire.session.pin(FakeRounds.ROUND, ONE);
    rounds.publish(
        new RoundFact.RoundVoided(
            FakeRounds.ROULETTE,
            FakeRounds.ROUND,
            "misdeal",
            Map.of(ANN.ref(), new RoundFact.Refund(FakeRounds.utf8("[{\"bet\":\"b\"}]"), 5))));
    ServerFrame last = wire.frames.getLast();
    assertEquals("round.voided", last.type());
    assertEquals("b", last.body().path("refunds").get(0).path("bet").textValue());
    presenter.announce("roulette", builds.current("roulette").orElseThrow(), false);
    assertTrue(wire.frames.getLast().body().path("after").isMissingNode());
    presenter.announce("baccarat", builds.current("roulette").orElseThrow(), false);
    assertEquals("build.available", wire.frames.getLast().type());
    assertEquals(5, wire.frames.size(), "another game's build is no news: " + wire.types());
  }

  @Test
  void aBalanceInAnotherCurrencyIsNotShown() {
    Wire wire = admit("none", null);
    int before = wire.frames.size();
    rounds.publish(new RoundFact.BalanceChanged(ANN.ref(), 1, 0, 0, "JPY", "bet"));
    assertEquals(before, wire.frames.size());
  }

  @Test
  void afterTheEndNothingIsHeard() {
    Wire wire = admit("none", null);
    presenter.close();
    int before = wire.frames.size();
    rounds.publish(new RoundFact.RoundClosed(FakeRounds.ROULETTE, FakeRounds.ROUND, 1));
    media.show(null);
    assertEquals(before, wire.frames.size());
  }

  private Wire admit(String build, ClientMessage.Resume resume) {
    Wire wire = new Wire();
    admission.admit(
        new ClientMessage.Hello("t", FakeRounds.ROULETTE, new BuildId(build), List.of(1), resume),
        ANN,
        Long.MAX_VALUE,
        wire,
        wire);
    assertNotNull(wire.session);
    assertTrue(sessions.belongs(new SessionId(wire.session.id().value()), ANN.ref()));
    return wire;
  }

  /** A connection that takes everything at once. */
  private static final class Wire implements Outbox, Admission.Outcome {
    final List<ServerFrame> frames = new ArrayList<>();
    final List<CloseCode> closes = new ArrayList<>();
    PlayerSession session;

    List<String> types() {
      return frames.stream().map(ServerFrame::type).toList();
    }

    @Override
    public void send(String frame, Sent sent) {
      frames.add(ServerFrame.parse(frame).orElseThrow());
      sent.done(true);
    }

    @Override
    public void close(CloseCode code) {
      closes.add(code);
    }

    @Override
    public void admitted(PlayerSession admitted) {
      session = admitted;
    }

    @Override
    public void refused(CloseCode code, String reason) {
      closes.add(code);
    }
  }
}
