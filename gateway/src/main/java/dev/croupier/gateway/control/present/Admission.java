package dev.croupier.gateway.control.present;

import dev.croupier.gateway.control.port.Bettor;
import dev.croupier.gateway.control.port.MediaPlane;
import dev.croupier.gateway.control.port.PlayerView;
import dev.croupier.gateway.control.port.RoundPlane;
import dev.croupier.gateway.control.port.RoundView;
import dev.croupier.gateway.control.port.TableInfo;
import dev.croupier.gateway.control.session.BuildCatalog;
import dev.croupier.gateway.control.session.BuildRef;
import dev.croupier.gateway.control.session.Outbox;
import dev.croupier.gateway.control.session.PlayerSession;
import dev.croupier.gateway.control.session.Profile;
import dev.croupier.gateway.control.session.Sessions;
import dev.croupier.gateway.control.wire.ClientMessage;
import dev.croupier.gateway.control.wire.CloseCode;
import dev.croupier.gateway.control.wire.Contract;
import dev.croupier.gateway.control.wire.ServerMessage;
import dev.croupier.gateway.ids.BuildId;
import dev.croupier.gateway.ids.TableId;
import java.util.Optional;
import java.util.OptionalInt;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Turns a hello into a session with its welcome: a resumed one, or a new one with its snapshot.
 *
 * <p>Any thread; the snapshot is made by the session's owner.
 */
public final class Admission {
  private static final Logger LOG = LoggerFactory.getLogger(Admission.class);

  /** Results shown beside the table. */
  private static final int LAST_RESULTS = 20;

  /** What a page says that has no build on screen yet: it will load the one it is told. */
  private static final BuildId NO_BUILD = new BuildId("none");

  private final Sessions sessions;
  private final RoundPlane rounds;
  private final MediaPlane media;
  private final BuildCatalog builds;

  /** What a hello is checked against. */
  public Admission(Sessions sessions, RoundPlane rounds, MediaPlane media, BuildCatalog builds) {
    this.sessions = sessions;
    this.rounds = rounds;
    this.media = media;
    this.builds = builds;
  }

  /** What becomes of a hello; exactly one of the two is called, on any thread. */
  public interface Outcome {
    /** The session is there; its welcome is on its way or follows. */
    void admitted(PlayerSession session);

    /** No session. */
    void refused(CloseCode code, String reason);
  }

  /**
   * Admits a player whose token was verified.
   *
   * @param tokenEndsAtMicros when the token expires, table time
   */
  public void admit(
      ClientMessage.Hello hello,
      Bettor bettor,
      long tokenEndsAtMicros,
      Outbox outbox,
      Outcome outcome) {
    OptionalInt contractVer = Contract.agree(hello.contractVers());
    Optional<TableInfo> table = tableOf(hello.table());
    if (contractVer.isEmpty()) {
      outcome.refused(CloseCode.CONTRACT_RETIRED, CloseCode.CONTRACT_RETIRED.reason());
      return;
    }
    if (table.isEmpty()) {
      outcome.refused(CloseCode.BAD_HELLO, "unknown_table");
      return;
    }
    Profile profile =
        new Profile(bettor, hello.table(), table.get().game(), contractVer.getAsInt());
    Runnable anew = () -> begin(hello, profile, tokenEndsAtMicros, outbox, outcome);
    PlayerSession old =
        hello.resume() == null ? null : sessions.find(hello.resume().session()).orElse(null);
    if (old == null || !old.profile().equals(profile)) {
      anew.run();
      return;
    }
    old.execute(
        s -> {
          if (s.resume(outbox, hello.resume().lastSeq(), running(hello), tokenEndsAtMicros)) {
            outcome.admitted(s);
          } else {
            s.end(CloseCode.REPLACED);
            anew.run();
          }
        },
        anew);
  }

  private void begin(
      ClientMessage.Hello hello,
      Profile profile,
      long tokenEndsAtMicros,
      Outbox outbox,
      Outcome outcome) {
    Optional<PlayerSession> opened = sessions.open(profile);
    if (opened.isEmpty()) {
      outcome.refused(CloseCode.OVERLOADED, "too_many_sessions");
      return;
    }
    PlayerSession session = opened.get();
    session.execute(s -> s.begin(running(hello), tokenEndsAtMicros));
    outcome.admitted(session);
    var _ =
        rounds
            .player(profile.bettor(), profile.table())
            .whenComplete(
                (view, bug) ->
                    session.execute(
                        s -> {
                          if (bug != null) {
                            LOG.error("no snapshot for {}", profile.bettor().ref(), bug);
                            outbox.close(CloseCode.OVERLOADED);
                            s.end(CloseCode.OVERLOADED);
                          } else {
                            welcome(s, hello, tokenEndsAtMicros, outbox, view);
                          }
                        }));
  }

  private void welcome(
      PlayerSession session,
      ClientMessage.Hello hello,
      long tokenEndsAtMicros,
      Outbox outbox,
      PlayerView view) {
    Profile profile = session.profile();
    pinOpenRounds(session, hello, view);
    BuildRef current = builds.current(profile.game()).orElse(null);
    BuildRef told =
        session.pinnedBuild() == null
            ? current
            : builds.find(profile.game(), session.pinnedBuild()).orElse(current);
    BuildId running = running(hello) != null || told == null ? running(hello) : told.build();
    session.begin(running, tokenEndsAtMicros);
    if (running != null) {
      media.qosLabel(session.id(), builds.label(profile.game(), running));
    }
    session.welcome(
        outbox,
        new ServerMessage.Welcome(
            session.id().value(),
            told == null ? null : told.build().value(),
            false,
            snapshot(profile.table(), view)));
    media
        .table(profile.table())
        .ifPresent(m -> session.show(FactMessages.status(profile.table(), m)));
    if (current != null && !current.equals(told)) {
      session.tellPinned();
      session.offer(current, false);
    }
  }

  /**
   * Pins the rounds with own bets: to the session's own build if it is known, else to the one that
   * the player's latest bet was made with.
   */
  private void pinOpenRounds(PlayerSession session, ClientMessage.Hello hello, PlayerView view) {
    Optional<BuildId> own =
        hello.resume() == null
            ? Optional.empty()
            : sessions.lastPinned(hello.resume().session(), session.profile().bettor().ref());
    OpenBets.pins(view.openBetsJson())
        .forEach((round, build) -> session.pin(round, own.orElse(build.orElse(running(hello)))));
  }

  private ServerMessage.Snapshot snapshot(TableId table, PlayerView view) {
    return new ServerMessage.Snapshot(
        table.value(),
        rounds.currentRound(table).map(RoundView::json).orElse(null),
        view.openBetsJson(),
        view.wallet().balanceMinor(),
        view.wallet().currency(),
        view.wallet().exponent(),
        view.limitsJson(),
        view.chipsMinor(),
        rounds.lastResults(table, LAST_RESULTS),
        FactMessages.anchor(media.anchor(table).orElse(null)));
  }

  /** What the page runs, or null. */
  private static BuildId running(ClientMessage.Hello hello) {
    return NO_BUILD.equals(hello.build()) ? null : hello.build();
  }

  private Optional<TableInfo> tableOf(TableId table) {
    return rounds.tables().stream().filter(info -> info.table().equals(table)).findFirst();
  }
}
