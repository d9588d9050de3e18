package dev.croupier.gateway.rounds.shard;

import dev.croupier.gateway.ids.RoundId;
import dev.croupier.gateway.rounds.event.Answer;
import dev.croupier.gateway.rounds.event.Answers;
import dev.croupier.gateway.rounds.event.BaccaratResult;
import dev.croupier.gateway.rounds.event.Command;
import dev.croupier.gateway.rounds.event.Fact;
import dev.croupier.gateway.rounds.event.Refusal;
import dev.croupier.gateway.rounds.event.Result;
import dev.croupier.gateway.rounds.event.Round;
import dev.croupier.gateway.rounds.event.RoundState;
import dev.croupier.gateway.rounds.event.RoundTrigger;
import dev.croupier.gateway.rounds.event.Stamp;
import dev.croupier.gateway.rounds.event.Wallet;
import dev.croupier.gateway.rounds.ledger.Change;
import dev.croupier.gateway.rounds.ledger.Entry;
import dev.croupier.gateway.rounds.rules.Engine;
import dev.croupier.gateway.rounds.rules.Ruleset;
import dev.croupier.gateway.rounds.settle.Settlement;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** Decides what happens to a round. Pure: reads the view, changes nothing. */
final class RoundDecider {
  private final ShardView view;
  private final Function<String, Optional<Ruleset>> rules;

  /**
   * A decider over a view.
   *
   * @param rules by {@code calcVer}
   */
  RoundDecider(ShardView view, Function<String, Optional<Ruleset>> rules) {
    this.view = view;
    this.rules = rules;
  }

  Decision open(Command.RoundOpen open, Stamp at) {
    Round current = view.current(open.table());
    if (current != null) {
      return Decision.only(
          Answers.refused(open.key(), Refusal.BUSY, current.id() + " is not finished"));
    }
    if (rules
        .apply(open.calcVer())
        .filter(ruleset -> ruleset.rulesHash().equals(open.rulesHash()))
        .isEmpty()) {
      return Decision.only(
              Answers.refused(
                  open.key(), Refusal.NOT_READY, "the rules " + open.calcVer() + " are unknown"))
          .withRulesMissing();
    }
    long counter = view.counter(open.table()) + 1;
    long closesAt = Math.addExact(at.ts(), open.bettingUs());
    Round round =
        new Round(
                new RoundId(open.table() + "-" + counter),
                open.table(),
                Round.SHARED,
                counter,
                RoundState.OPENING,
                open.calcVer(),
                open.rulesHash(),
                open.limits().limitsVer(),
                at.ts(),
                closesAt,
                Math.max(at.ts(), closesAt - open.displayGraceUs()),
                null,
                null,
                null,
                null,
                at.seq())
            .on(RoundTrigger.OPENED);
    return new Decision(
        Answers.round(201, round),
        null,
        List.of(),
        List.of(new Change.RoundNew(round, open.limits())),
        List.of(new Fact.RoundOpened(at, round)),
        false);
  }

  Decision decide(Command.OfRound command, Stamp at) {
    Round round = view.round(command.round());
    if (round == null) {
      return Decision.only(
          Answers.refused(
              command.key(), Refusal.UNKNOWN_ROUND, "there is no round " + command.round()));
    }
    Step step = new Step(command, at, round);
    // A close that is due has happened, whether or not its command has come yet.
    if (!(command instanceof Command.RoundProgress)
        && round.state() == RoundState.BETTING
        && at.ts() >= round.closesAt()) {
      step.close();
    }
    return switch (command) {
      case Command.RoundClose _ -> close(step);
      case Command.RoundProgress c -> progress(step, c);
      case Command.RoundResult c -> result(step, c);
      case Command.RoundConfirm c -> confirm(step, c);
      case Command.RoundSettle _ -> settle(step);
      case Command.RoundVoid c -> voided(step, c);
      case Command.RoundRespin _ -> respin(step);
    };
  }

  private Decision close(Step step) {
    if (step.round.state() == RoundState.BETTING) {
      step.close();
    }
    return step.done();
  }

  private Decision progress(Step step, Command.RoundProgress command) {
    RoundState state = step.round.state();
    if (state != RoundState.BETTING && state != RoundState.CLOSED) {
      return step.refused(Refusal.NOT_READY, "the round is " + state.wire());
    }
    long frame = command.frame() == null ? step.at.ts() : command.frame();
    step.facts.add(
        new Fact.RoundProgressed(
            step.at, step.round, command.progress(), command.card(), command.to(), frame));
    return step.done();
  }

  private Decision result(Step step, Command.RoundResult command) {
    Round round = step.round;
    return switch (round.state()) {
      case BETTING, OPENING ->
          step.refused(Refusal.NOT_READY, "betting is open until " + round.closesAt());
      case CLOSED -> firstResult(step, command);
      case RESULT -> {
        if (!command.result().equals(round.result())) {
          step.hold("sources_disagree");
        }
        yield step.done();
      }
      // Kept in the journal for the supervisor; the round is his.
      case HELD, PARKED -> step.done();
      case SETTLED -> afterTheEnd(step, command.result());
      case VOID -> step.refused(Refusal.NOT_READY, "the round is void");
    };
  }

  private Decision firstResult(Step step, Command.RoundResult command) {
    Optional<Engine> engine = BetDecider.pinned(rules, step.round).map(Ruleset::engine);
    if (engine.isEmpty()) {
      return step.park().withRulesMissing();
    }
    long frame = command.frame() == null ? step.at.ts() : command.frame();
    Optional<String> doubt =
        frame <= step.round.bettingEndedAt()
            ? Optional.of("frame_before_close")
            : impossible(step.round, engine.get(), command.result());
    if (doubt.isPresent()) {
      step.hold(doubt.get());
    } else {
      step.result(RoundTrigger.RESULT, command.result(), frame);
    }
    return step.done();
  }

  private Decision afterTheEnd(Step step, Result result) {
    if (result.equals(step.round.result())) {
      return step.done();
    }
    String detail = step.round.id() + " is settled with " + step.round.result().canonicalJson();
    step.facts.add(new Fact.Alert(step.at, step.round, "result_conflict", detail));
    return step.refused(Refusal.RESULT_CONFLICT, detail);
  }

  private Decision confirm(Step step, Command.RoundConfirm command) {
    Round round = step.round;
    return switch (round.state()) {
      case HELD, PARKED -> {
        Optional<Engine> engine = BetDecider.pinned(rules, round).map(Ruleset::engine);
        if (engine.isEmpty()) {
          yield step.refused(Refusal.NOT_READY, "the rules " + round.calcVer() + " are unknown")
              .withRulesMissing();
        }
        // The shoe is not asked: a supervisor has counted the cards himself.
        Optional<String> impossible = engine.get().check(command.result());
        if (impossible.isPresent()) {
          yield step.refused(Refusal.IMPOSSIBLE_RESULT, impossible.get());
        }
        step.result(
            RoundTrigger.CONFIRM,
            command.result(),
            command.frame() == null ? step.at.ts() : command.frame());
        yield step.done();
      }
      case RESULT, SETTLED -> afterTheEnd(step, command.result());
      case OPENING, BETTING, CLOSED, VOID ->
          step.refused(Refusal.NOT_READY, "the round is " + round.state().wire());
    };
  }

  private Optional<String> impossible(Round round, Engine engine, Result result) {
    Optional<String> rule = engine.check(result);
    if (rule.isPresent() || !(result instanceof BaccaratResult coup)) {
      return rule;
    }
    return view.shoe(round.table(), coup.shoe()).check(coup);
  }

  private Decision settle(Step step) {
    Round round = step.round;
    if (round.state() == RoundState.SETTLED) {
      return step.done();
    }
    if (round.state() != RoundState.RESULT) {
      return step.refused(Refusal.NOT_READY, "the round is " + round.state().wire());
    }
    Optional<Engine> engine = BetDecider.pinned(rules, round).map(Ruleset::engine);
    if (engine.isEmpty()) {
      return step.park().withRulesMissing();
    }
    Settlement settlement =
        Settlement.pay(view.open(round.id()).accepted(), round.result(), engine.get());
    step.round = round.on(RoundTrigger.SETTLE);
    List<Fact.PlayerOutcome> players = step.pay(settlement, "settled");
    step.facts.addFirst(new Fact.RoundSettled(step.at, step.round, players));
    return step.done();
  }

  private Decision voided(Step step, Command.RoundVoid command) {
    if (step.round.state() == RoundState.VOID) {
      return step.done();
    }
    Optional<RoundState> next = step.round.state().on(RoundTrigger.VOID);
    if (next.isEmpty()) {
      return step.refused(Refusal.NOT_READY, "the round is " + step.round.state().wire());
    }
    String reason = command.reason().wire();
    Round before = step.round;
    step.round = before.on(RoundTrigger.VOID).with(before.result(), before.resultFrame(), reason);
    int facts = step.facts.size();
    List<Fact.PlayerOutcome> players =
        step.pay(Settlement.refund(view.open(before.id()).accepted()), "void");
    step.facts.add(facts, new Fact.RoundVoided(step.at, step.round, reason, players));
    return step.done();
  }

  private Decision respin(Step step) {
    if (step.round.state().on(RoundTrigger.RESPIN).isEmpty()) {
      return step.refused(Refusal.NOT_READY, "the round is " + step.round.state().wire());
    }
    step.round = step.round.on(RoundTrigger.RESPIN);
    step.facts.add(new Fact.RoundRespun(step.at, step.round));
    return step.done();
  }

  /** One command's way through its round. */
  private final class Step {
    private final Command.OfRound command;
    private final Stamp at;
    private final Round before;
    private final List<Fact> facts = new ArrayList<>();
    private final List<Change> changes = new ArrayList<>();
    private List<Entry> entries = List.of();
    private Round round;

    Step(Command.OfRound command, Stamp at, Round round) {
      this.command = command;
      this.at = at;
      this.before = round;
      this.round = round;
    }

    void close() {
      round = round.on(RoundTrigger.CLOSE).closed(at.ts());
      facts.add(new Fact.RoundClosed(at, round));
    }

    void result(RoundTrigger trigger, Result result, long frame) {
      round = round.on(trigger).with(result, frame, null);
      facts.add(new Fact.RoundResulted(at, round));
    }

    void hold(String reason) {
      round = round.on(RoundTrigger.DOUBT).with(null, null, reason);
      facts.add(new Fact.RoundHeld(at, round, reason));
    }

    Decision park() {
      round = round.on(RoundTrigger.PARK).with(null, null, "unknown_calc_ver");
      facts.add(new Fact.RoundParked(at, round, "unknown_calc_ver"));
      return done();
    }

    /** Books a settlement; returns each player's outcome. */
    List<Fact.PlayerOutcome> pay(Settlement settlement, String because) {
      entries = settlement.entries();
      settlement.bets().forEach(bet -> changes.add(new Change.BetIs(bet)));
      List<Fact.PlayerOutcome> players = new ArrayList<>(settlement.players().size());
      for (Settlement.PlayerPart part : settlement.players()) {
        var first = part.bets().getFirst();
        Wallet wallet =
            view.wallet(first.licensee(), first.player())
                .plus(part.creditMinor(), -part.stakeMinor());
        changes.add(new Change.WalletIs(wallet));
        players.add(
            new Fact.PlayerOutcome(
                first.licensee(),
                first.player(),
                first.clientBuild(),
                part.bets(),
                part.netMinor(),
                wallet.balanceMinor()));
        facts.add(new Fact.BalanceChanged(at, wallet, because));
      }
      return List.copyOf(players);
    }

    /** The answer is the round. */
    Decision done() {
      return answered(Answers.round(200, round));
    }

    /** The command is refused; a close that was due stays. */
    Decision refused(Refusal refusal, String detail) {
      return answered(Answers.refused(command.key(), refusal, detail));
    }

    private Decision answered(Answer answer) {
      if (!round.equals(before)) {
        changes.add(new Change.RoundIs(round));
      }
      return new Decision(answer, null, entries, List.copyOf(changes), List.copyOf(facts), false);
    }
  }
}
