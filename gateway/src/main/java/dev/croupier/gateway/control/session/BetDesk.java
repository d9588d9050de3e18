package dev.croupier.gateway.control.session;

import dev.croupier.gateway.control.port.BetCommand;
import dev.croupier.gateway.control.port.Bettor;
import dev.croupier.gateway.control.port.PortAnswer;
import dev.croupier.gateway.control.port.RoundPlane;
import dev.croupier.gateway.control.wire.ClientMessage;
import dev.croupier.gateway.control.wire.ServerMessage;
import dev.croupier.gateway.ids.BuildId;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.function.Consumer;

/**
 * A session's bets on their way to the rounds plane and its answers on their way back, their bytes
 * untouched. Owned by the session.
 */
final class BetDesk {
  /** Keys whose answers came to this session by itself, so that the fact is no news. */
  private static final int MAX_ASKED = 512;

  private final PlayerSession session;
  private final RoundPlane rounds;
  private final Traffic traffic;
  private final int maxInFlight;
  private final Set<String> asked = new LinkedHashSet<>();
  private int inFlight;

  BetDesk(PlayerSession session, RoundPlane rounds, Traffic traffic, int maxInFlight) {
    this.session = session;
    this.rounds = rounds;
    this.traffic = traffic;
    this.maxInFlight = maxInFlight;
  }

  /** Places a slip with a build, which may be null; its round is pinned once a slip stands. */
  void place(ClientMessage.BetPlace place, BuildId with) {
    var command =
        new BetCommand.Place(
            bettor(),
            place.idempotencyKey(),
            place.round(),
            place.items().stream().map(i -> new BetCommand.Item(i.spot(), i.stakeMinor())).toList(),
            with == null ? null : with.value(),
            session.profile().contractVer());
    ask(
        command,
        answer -> {
          if (!answer.refused()) {
            session.pin(place.round(), with);
          }
        });
  }

  /** Takes a slip back. */
  void cancel(ClientMessage.BetCancel cancel) {
    BetCommand command =
        cancel.bet() != null
            ? new BetCommand.Cancel(bettor(), cancel.idempotencyKey(), cancel.bet())
            : new BetCommand.CancelByKey(bettor(), cancel.idempotencyKey(), cancel.placeKey());
    ask(command, _ -> {});
  }

  /** Whether this session itself asked under a key, lately. */
  boolean asked(String key) {
    return asked.contains(key);
  }

  private void ask(BetCommand command, Consumer<PortAnswer> then) {
    String key = command.idempotencyKey();
    if (inFlight >= maxInFlight) {
      session.refuse("overloaded", "too many bets without an answer yet", key);
      return;
    }
    inFlight++;
    remember(key);
    var _ =
        rounds
            .bet(command)
            .whenComplete((answer, bug) -> session.execute(_ -> answered(key, answer, bug, then)));
  }

  private void answered(String key, PortAnswer answer, Throwable bug, Consumer<PortAnswer> then) {
    inFlight--;
    if (bug != null) {
      session.refuse("internal", "ask for the bet by its key", key);
      return;
    }
    if (answer.type().equals(PortAnswer.ERROR)) {
      traffic.refused("by_rounds");
      session.show(new ServerMessage.RawRefusal(answer.body()));
    } else {
      session.show(new ServerMessage.BetDecided(answer.type(), answer.body()));
    }
    then.accept(answer);
  }

  private void remember(String key) {
    asked.remove(key);
    asked.add(key);
    if (asked.size() > MAX_ASKED) {
      asked.remove(asked.iterator().next());
    }
  }

  private Bettor bettor() {
    return session.profile().bettor();
  }
}
