package dev.croupier.gateway.app;

import dev.croupier.gateway.control.port.BetCommand;
import dev.croupier.gateway.control.port.Bettor;
import dev.croupier.gateway.control.port.PlayerRef;
import dev.croupier.gateway.control.port.PlayerView;
import dev.croupier.gateway.control.port.PortAnswer;
import dev.croupier.gateway.control.port.Reader;
import dev.croupier.gateway.control.port.RoundCommand;
import dev.croupier.gateway.control.port.RoundFact;
import dev.croupier.gateway.control.port.RoundPlane;
import dev.croupier.gateway.control.port.RoundView;
import dev.croupier.gateway.control.port.Subscription;
import dev.croupier.gateway.control.port.TableInfo;
import dev.croupier.gateway.control.port.WalletView;
import dev.croupier.gateway.ids.LicenseeId;
import dev.croupier.gateway.ids.PlayerId;
import dev.croupier.gateway.ids.RoundId;
import dev.croupier.gateway.ids.TableId;
import dev.croupier.gateway.rounds.event.Answer;
import dev.croupier.gateway.rounds.event.Answers;
import dev.croupier.gateway.rounds.event.Card;
import dev.croupier.gateway.rounds.event.Fact;
import dev.croupier.gateway.rounds.event.ProgressKind;
import dev.croupier.gateway.rounds.event.Refusal;
import dev.croupier.gateway.rounds.event.Result;
import dev.croupier.gateway.rounds.event.ResultSource;
import dev.croupier.gateway.rounds.event.Round;
import dev.croupier.gateway.rounds.event.SlipItem;
import dev.croupier.gateway.rounds.event.Views;
import dev.croupier.gateway.rounds.event.VoidReason;
import dev.croupier.gateway.rounds.event.Wallet;
import dev.croupier.gateway.rounds.rules.Ruleset;
import dev.croupier.gateway.rounds.table.Rounds;
import dev.croupier.gateway.rounds.table.Seat;
import dev.croupier.gateway.rounds.table.Staff;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The rounds plane as control's port sees it. Stored answers pass through untouched. Any thread.
 */
final class RoundsAdapter implements RoundPlane {
  private static final Logger LOG = LoggerFactory.getLogger(RoundsAdapter.class);

  private final Rounds rounds;

  RoundsAdapter(Rounds rounds) {
    this.rounds = rounds;
  }

  @Override
  public CompletableFuture<PortAnswer> bet(BetCommand command) {
    String key = command.idempotencyKey();
    return answer(
        switch (command) {
          case BetCommand.Place place ->
              rounds.place(
                  bettor(place.bettor(), place.clientBuild(), place.contractVer()),
                  key,
                  place.round(),
                  place.items().stream()
                      .map(item -> new SlipItem(item.spot(), item.stakeMinor()))
                      .toList());
          case BetCommand.Cancel cancel ->
              rounds.cancel(bettor(cancel.bettor(), null, 1), key, cancel.bet());
          case BetCommand.CancelByKey cancel ->
              rounds.cancelByKey(bettor(cancel.bettor(), null, 1), key, cancel.placeKey());
        });
  }

  @Override
  public Optional<PortAnswer> betByKey(PlayerRef player, String idempotencyKey) {
    return rounds
        .byKey(player.licensee(), player.player(), idempotencyKey)
        .map(RoundsAdapter::port);
  }

  @Override
  public CompletableFuture<PortAnswer> round(RoundCommand command) {
    Staff by = new Staff(command.by().licensee(), command.by().subject());
    String key = command.idempotencyKey();
    return answer(
        switch (command) {
          case RoundCommand.Open open -> rounds.open(by, key, open.table(), open.bettingMs());
          case RoundCommand.Close close -> rounds.close(by, key, close.round());
          case RoundCommand.Progress progress -> progress(by, progress);
          case RoundCommand.Result result -> result(by, result);
          case RoundCommand.Settle settle -> rounds.settle(by, key, settle.round());
          case RoundCommand.Respin respin -> rounds.respin(by, key, respin.round());
          case RoundCommand.Confirm confirm ->
              read(
                  key,
                  confirm.resultJson(),
                  result -> rounds.confirm(by, key, confirm.round(), result, null));
          case RoundCommand.VoidRound voided ->
              VoidReason.parse(voided.reason())
                  .map(reason -> rounds.voidRound(by, key, voided.round(), reason))
                  .orElseGet(() -> malformed(key, "reason: one of the list of reasons"));
        });
  }

  @Override
  public List<TableInfo> tables() {
    return rounds.tables().stream()
        .map(
            table -> {
              Ruleset ruleset = rounds.ruleset(table).orElseThrow();
              return new TableInfo(table, ruleset.engine().game(), ruleset.calcVer());
            })
        .toList();
  }

  @Override
  public Optional<RoundView> currentRound(TableId table) {
    return rounds
        .current(table)
        .map(round -> new RoundView(round.id(), round.state().wire(), Views.round(round)));
  }

  @Override
  public byte[] lastResults(TableId table, int atMost) {
    return Views.results(rounds.lastResults(table, atMost));
  }

  @Override
  public CompletableFuture<PlayerView> player(Bettor bettor, TableId table) {
    return rounds
        .sit(bettor(bettor, null, 1), table)
        .thenApply(
            seat ->
                new PlayerView(
                    view(seat.wallet()),
                    Views.bets(seat.openBets()),
                    limits(seat),
                    seat.limits() == null ? List.of() : seat.limits().chipsMinor()));
  }

  @Override
  public Optional<WalletView> wallet(LicenseeId licensee, PlayerId player) {
    return rounds.wallet(licensee, player).map(RoundsAdapter::view);
  }

  @Override
  public Optional<byte[]> roundJson(RoundId round, Reader reader) {
    return rounds.round(reader(reader), round);
  }

  @Override
  public Optional<byte[]> reproduction(RoundId round, Reader reader) {
    return rounds.reproduction(reader(reader), round);
  }

  @Override
  public byte[] history(PlayerRef player, long fromMicros, long toMicros, int atMost) {
    return rounds.history(player.licensee(), player.player(), fromMicros, toMicros, atMost);
  }

  @Override
  public Optional<byte[]> ruleset(String calcVer) {
    return rounds
        .ruleset(calcVer)
        .map(
            ruleset -> {
              String canonical = ruleset.canonicalJson();
              String withHash =
                  "{\"rulesHash\":\"" + ruleset.rulesHash() + "\"," + canonical.substring(1);
              return withHash.getBytes(StandardCharsets.UTF_8);
            });
  }

  @Override
  public Subscription subscribe(Consumer<RoundFact> consumer) {
    var subscription =
        rounds.subscribe(
            fact -> map(fact).ifPresent(consumer),
            () -> LOG.error("control fell behind the rounds plane's facts and hears no more"));
    return subscription::close;
  }

  private CompletableFuture<Answer> progress(Staff by, RoundCommand.Progress command) {
    String key = command.idempotencyKey();
    Optional<ProgressKind> kind = ProgressKind.parse(command.kind());
    Optional<Card> card = command.card() == null ? Optional.empty() : Card.parse(command.card());
    if (kind.isEmpty() || (command.card() != null && card.isEmpty())) {
      return malformed(key, "kind: ball_launched or card; card: for example 7H");
    }
    return rounds.progress(
        by, key, command.round(), kind.get(), card.orElse(null), command.to(), command.frame());
  }

  private CompletableFuture<Answer> result(Staff by, RoundCommand.Result command) {
    String key = command.idempotencyKey();
    Optional<ResultSource> source = ResultSource.parse(command.source());
    if (source.isEmpty()) {
      return malformed(key, "source: dealer, sensor or supervisor");
    }
    return read(
        key,
        command.resultJson(),
        result -> rounds.result(by, key, command.round(), result, source.get(), command.frame()));
  }

  private static CompletableFuture<Answer> read(
      String key, byte[] json, Function<Result, CompletableFuture<Answer>> then) {
    return switch (Result.parse(new String(json, StandardCharsets.UTF_8))) {
      case Result.Read(Result result) -> then.apply(result);
      case Result.Unreadable(String code, String detail) ->
          malformed(key, "result: " + code + ", " + detail);
    };
  }

  private static CompletableFuture<Answer> malformed(String key, String detail) {
    return CompletableFuture.completedFuture(Answers.refused(key, Refusal.MALFORMED, detail));
  }

  private static CompletableFuture<PortAnswer> answer(CompletableFuture<Answer> answer) {
    return answer.thenApply(RoundsAdapter::port);
  }

  private static PortAnswer port(Answer answer) {
    return new PortAnswer(answer.status(), answer.type(), answer.body());
  }

  private static dev.croupier.gateway.rounds.table.Bettor bettor(
      Bettor bettor, String clientBuild, int contractVer) {
    return new dev.croupier.gateway.rounds.table.Bettor(
        bettor.ref().licensee(),
        bettor.ref().player(),
        bettor.currency(),
        bettor.limitGroup(),
        clientBuild,
        contractVer);
  }

  private static dev.croupier.gateway.rounds.table.Reader reader(Reader reader) {
    return switch (reader) {
      case Reader.Own(PlayerRef ref) ->
          new dev.croupier.gateway.rounds.table.Reader(ref.licensee(), ref.player());
      case Reader.All(LicenseeId licensee) ->
          new dev.croupier.gateway.rounds.table.Reader(licensee, null);
    };
  }

  private static WalletView view(Wallet wallet) {
    return new WalletView(
        new PlayerRef(wallet.licensee(), wallet.player()),
        wallet.currency(),
        wallet.exponent(),
        wallet.balanceMinor(),
        wallet.bonusMinor(),
        wallet.openStakesMinor());
  }

  private static byte[] limits(Seat seat) {
    return seat.limits() == null
        ? "null".getBytes(StandardCharsets.UTF_8)
        : Views.limits(seat.limitsVer(), seat.limits());
  }

  private static Optional<RoundFact> map(Fact fact) {
    return switch (fact) {
      case Fact.RoundOpened(_, Round round) ->
          Optional.of(
              new RoundFact.RoundOpened(
                  round.table(),
                  round.id(),
                  round.calcVer(),
                  round.rulesHash(),
                  round.limitsVer(),
                  round.openedAt(),
                  round.closesAt(),
                  round.displayClosesAt()));
      case Fact.RoundClosed(_, Round round) ->
          Optional.of(new RoundFact.RoundClosed(round.table(), round.id(), round.bettingEndedAt()));
      case Fact.RoundHeld(_, Round round, String reason) ->
          Optional.of(new RoundFact.RoundHeld(round.table(), round.id(), reason));
      case Fact.RoundParked(_, Round round, String reason) ->
          Optional.of(new RoundFact.RoundHeld(round.table(), round.id(), reason));
      case Fact.RoundProgressed(_, Round round, var kind, Card card, String to, long frame) ->
          Optional.of(
              new RoundFact.RoundProgress(
                  round.table(),
                  round.id(),
                  kind.wire(),
                  card == null ? null : card.toString(),
                  to,
                  frame));
      case Fact.RoundResulted(_, Round round) ->
          Optional.of(
              new RoundFact.RoundResult(
                  round.table(), round.id(), round.result().canonicalBytes(), round.resultFrame()));
      case Fact.RoundSettled(_, Round round, var players) ->
          Optional.of(
              new RoundFact.RoundSettled(
                  round.table(),
                  round.id(),
                  round.calcVer(),
                  round.rulesHash(),
                  settlements(players)));
      case Fact.RoundVoided(_, Round round, String reason, var players) ->
          Optional.of(
              new RoundFact.RoundVoided(round.table(), round.id(), reason, refunds(players)));
      case Fact.BetDecided decided ->
          decided.table() == null
              ? Optional.empty()
              : Optional.of(
                  new RoundFact.BetDecided(
                      new PlayerRef(decided.licensee(), decided.player()),
                      decided.table(),
                      decided.round(),
                      decided.key(),
                      port(decided.answer())));
      case Fact.BalanceChanged(_, Wallet wallet, String because) ->
          Optional.of(
              new RoundFact.BalanceChanged(
                  new PlayerRef(wallet.licensee(), wallet.player()),
                  wallet.balanceMinor(),
                  wallet.bonusMinor(),
                  wallet.openStakesMinor(),
                  wallet.currency(),
                  because));
      case Fact.RoundRespun _, Fact.Alert _ -> Optional.empty();
    };
  }

  private static Map<PlayerRef, RoundFact.Settlement> settlements(
      List<Fact.PlayerOutcome> players) {
    Map<PlayerRef, RoundFact.Settlement> all = new HashMap<>();
    for (Fact.PlayerOutcome player : players) {
      all.put(
          new PlayerRef(player.licensee(), player.player()),
          new RoundFact.Settlement(
              Views.bets(player.bets()), player.netMinor(), player.balanceMinor()));
    }
    return all;
  }

  private static Map<PlayerRef, RoundFact.Refund> refunds(List<Fact.PlayerOutcome> players) {
    Map<PlayerRef, RoundFact.Refund> all = new HashMap<>();
    for (Fact.PlayerOutcome player : players) {
      all.put(
          new PlayerRef(player.licensee(), player.player()),
          new RoundFact.Refund(Views.bets(player.bets()), player.balanceMinor()));
    }
    return all;
  }
}
