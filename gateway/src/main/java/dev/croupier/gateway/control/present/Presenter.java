package dev.croupier.gateway.control.present;

import dev.croupier.gateway.control.port.Anchor;
import dev.croupier.gateway.control.port.CatchUp;
import dev.croupier.gateway.control.port.MediaPlane;
import dev.croupier.gateway.control.port.PortAnswer;
import dev.croupier.gateway.control.port.RoundFact;
import dev.croupier.gateway.control.port.RoundPlane;
import dev.croupier.gateway.control.port.Subscription;
import dev.croupier.gateway.control.port.TableMedia;
import dev.croupier.gateway.control.session.BuildRef;
import dev.croupier.gateway.control.session.PlayerSession;
import dev.croupier.gateway.control.session.Prepared;
import dev.croupier.gateway.control.session.Sessions;
import dev.croupier.gateway.control.wire.ServerMessage;
import dev.croupier.gateway.ids.BuildId;
import dev.croupier.gateway.ids.TableId;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Hears the planes' facts and shows them to the sessions they concern.
 *
 * <p>Called on the planes' own threads; only hands tasks to the sessions' owners, so that it never
 * blocks. A body that is the same for all is written once.
 */
public final class Presenter implements AutoCloseable {
  private final Sessions sessions;
  private final MediaPlane media;
  private final Subscription facts;
  private final Subscription pictures;
  private final Subscription catchUps;
  private final Map<TableId, Shown> shown = new ConcurrentHashMap<>();

  private record Shown(Anchor anchor, ServerMessage.TableStatus status) {}

  /** Begins to listen. */
  public Presenter(Sessions sessions, RoundPlane rounds, MediaPlane media) {
    this.sessions = sessions;
    this.media = media;
    for (var info : rounds.tables()) {
      shown.put(info.table(), look(info.table()));
    }
    facts = rounds.subscribe(this::onFact);
    pictures = media.onChange(this::onPictures);
    catchUps = media.onCatchUp(this::onCatchUp);
  }

  /** Tells every session of a game which build to take; {@code back}: an older one, again. */
  public void announce(String game, BuildRef ref, boolean back) {
    for (PlayerSession session : sessions.all()) {
      if (session.profile().game().equals(game)) {
        session.execute(s -> s.offer(ref, back));
      }
    }
  }

  /** Stops listening. */
  @Override
  public void close() {
    facts.close();
    pictures.close();
    catchUps.close();
  }

  private void onFact(RoundFact fact) {
    switch (fact) {
      case RoundFact.RoundSettled settled -> onSettled(settled);
      case RoundFact.RoundVoided voided -> onVoided(voided);
      case RoundFact.OfTable ofTable -> toTable(ofTable.table(), FactMessages.toAll(fact));
      case RoundFact.BalanceChanged balance -> {
        Prepared message = Prepared.of(FactMessages.toAll(balance));
        for (PlayerSession session : sessions.of(balance.player())) {
          if (hasCurrency(session, balance.currency())) {
            session.execute(s -> s.show(message));
          }
        }
      }
      case RoundFact.BetDecided bet -> onBet(bet);
    }
  }

  private void onBet(RoundFact.BetDecided bet) {
    PortAnswer answer = bet.answer();
    boolean counts = answer.type().equals("bet.accepted") || answer.type().equals("bet.pending");
    for (PlayerSession session : sessions.of(bet.player())) {
      if (bet.table() == null || session.profile().table().equals(bet.table())) {
        session.execute(s -> s.decidedElsewhere(bet.round(), bet.idempotencyKey(), answer, counts));
      }
    }
  }

  private void onSettled(RoundFact.RoundSettled fact) {
    Prepared toOthers = Prepared.of(FactMessages.toAll(fact));
    for (PlayerSession session : sessions.at(fact.table())) {
      RoundFact.Settlement own = fact.players().get(session.profile().bettor().ref());
      session.execute(
          s -> {
            BuildId pinned = s.release(fact.round());
            if (own == null && pinned == null) {
              s.show(toOthers);
            } else {
              String build = pinned == null ? null : pinned.value();
              s.show(FactMessages.settled(fact, build, own));
            }
          });
    }
  }

  private void onVoided(RoundFact.RoundVoided fact) {
    Prepared toOthers = Prepared.of(FactMessages.toAll(fact));
    for (PlayerSession session : sessions.at(fact.table())) {
      RoundFact.Refund own = fact.players().get(session.profile().bettor().ref());
      session.execute(
          s -> {
            s.release(fact.round());
            if (own == null) {
              s.show(toOthers);
            } else {
              s.show(
                  new ServerMessage.RoundVoided(
                      fact.round().value(), fact.reason(), own.refundsJson()));
            }
          });
    }
  }

  private void onPictures(TableId table) {
    Shown now = look(table);
    Shown before = shown.put(table, now);
    if (now.anchor() != null && (before == null || !now.anchor().equals(before.anchor()))) {
      toTable(table, FactMessages.anchor(now.anchor()));
    }
    if (now.status() != null && (before == null || !now.status().equals(before.status()))) {
      toTable(table, now.status());
    }
  }

  /** A viewer names its session itself: only one of the same player is told. */
  private void onCatchUp(CatchUp catchUp) {
    sessions
        .find(catchUp.session())
        .filter(session -> session.profile().bettor().ref().equals(catchUp.player()))
        .ifPresent(
            session ->
                session.execute(s -> s.show(new ServerMessage.MediaCatchup(catchUp.untilRtp()))));
  }

  private Shown look(TableId table) {
    TableMedia now = media.table(table).orElse(null);
    return new Shown(
        media.anchor(table).orElse(null), now == null ? null : FactMessages.status(table, now));
  }

  private void toTable(TableId table, ServerMessage message) {
    Prepared prepared = Prepared.of(message);
    for (PlayerSession session : sessions.at(table)) {
      session.execute(s -> s.show(prepared));
    }
  }

  private static boolean hasCurrency(PlayerSession session, String currency) {
    return session.profile().bettor().currency().equals(currency);
  }
}
