package dev.croupier.gateway.rounds.event;

import static dev.croupier.gateway.rounds.event.RoundTrigger.CLOSE;
import static dev.croupier.gateway.rounds.event.RoundTrigger.CONFIRM;
import static dev.croupier.gateway.rounds.event.RoundTrigger.DOUBT;
import static dev.croupier.gateway.rounds.event.RoundTrigger.OPENED;
import static dev.croupier.gateway.rounds.event.RoundTrigger.PARK;
import static dev.croupier.gateway.rounds.event.RoundTrigger.RESPIN;
import static dev.croupier.gateway.rounds.event.RoundTrigger.SETTLE;

import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Where a round stands. */
public enum RoundState {
  /** Decided but not yet committed. In: the open. Out: to BETTING, by the same commit. */
  OPENING,
  /** Bets are taken until {@code closesAt}. In: opened. Out: closed, voided. */
  BETTING,
  /** No more bets. In: closed, respun. Out: a result, a doubtful one, an unknown ruleset, void. */
  CLOSED,
  /** The result is known, bets are not yet paid. Out: settled, doubted, parked, void. */
  RESULT,
  /** Somebody has to look. In: a doubtful result. Out: only by a supervisor, confirm or void. */
  HELD,
  /** Nobody knows the rules. In: unknown {@code calcVer}. Out: by a supervisor. */
  PARKED,
  /** Paid; never changes again. */
  SETTLED,
  /** Refunded; never changes again. */
  VOID;

  /** One permitted step. */
  public record Transition(RoundState from, RoundTrigger trigger, RoundState to) {}

  private static final List<Transition> TRANSITIONS =
      List.of(
          new Transition(OPENING, OPENED, BETTING),
          new Transition(BETTING, CLOSE, CLOSED),
          new Transition(BETTING, RoundTrigger.VOID, VOID),
          new Transition(CLOSED, RoundTrigger.RESULT, RESULT),
          new Transition(CLOSED, DOUBT, HELD),
          new Transition(CLOSED, PARK, PARKED),
          new Transition(CLOSED, RESPIN, CLOSED),
          new Transition(CLOSED, RoundTrigger.VOID, VOID),
          new Transition(RESULT, SETTLE, SETTLED),
          new Transition(RESULT, DOUBT, HELD),
          new Transition(RESULT, PARK, PARKED),
          new Transition(RESULT, RoundTrigger.VOID, VOID),
          new Transition(HELD, CONFIRM, RESULT),
          new Transition(HELD, RoundTrigger.VOID, VOID),
          new Transition(PARKED, CONFIRM, RESULT),
          new Transition(PARKED, RoundTrigger.VOID, VOID));

  private static final Map<RoundState, Map<RoundTrigger, RoundState>> NEXT = table();

  /** All permitted steps. */
  public static List<Transition> transitions() {
    return TRANSITIONS;
  }

  /** The state a trigger leads to, or empty if it means nothing here. */
  public Optional<RoundState> on(RoundTrigger trigger) {
    return Optional.ofNullable(NEXT.get(this).get(trigger));
  }

  /** Whether nothing can change any more. */
  public boolean isTerminal() {
    return this == SETTLED || this == VOID;
  }

  /** The name on the wire. */
  public String wire() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The state of a wire name. */
  public static RoundState ofWire(String wire) {
    return valueOf(wire.toUpperCase(Locale.ROOT));
  }

  private static Map<RoundState, Map<RoundTrigger, RoundState>> table() {
    Map<RoundState, Map<RoundTrigger, RoundState>> next = new EnumMap<>(RoundState.class);
    for (RoundState state : values()) {
      next.put(state, new EnumMap<>(RoundTrigger.class));
    }
    for (Transition step : TRANSITIONS) {
      next.get(step.from).put(step.trigger, step.to);
    }
    return next;
  }
}
