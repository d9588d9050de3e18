package dev.croupier.gateway.control;

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
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

/**
 * A rounds plane that answers at once: every slip is accepted but those on the spot {@code
 * nowhere}; a key is answered with its first bytes for ever. One licensee, {@code house}, has the
 * round {@code r-1}.
 */
public final class FakeRounds implements RoundPlane {
  public static final LicenseeId HOUSE = new LicenseeId("house");
  public static final TableId ROULETTE = new TableId("roulette-1");
  public static final RoundId ROUND = new RoundId("r-1");

  public final List<BetCommand> bets = new CopyOnWriteArrayList<>();
  public final List<RoundCommand> commands = new CopyOnWriteArrayList<>();
  public volatile String openBets = "[]";

  /** While set, bets are answered when it says so. */
  public volatile CompletableFuture<Void> gate = CompletableFuture.completedFuture(null);

  private final List<Consumer<RoundFact>> consumers = new CopyOnWriteArrayList<>();
  private final Map<String, PortAnswer> answers = new ConcurrentHashMap<>();

  /** Says that a fact was committed. */
  public void publish(RoundFact fact) {
    consumers.forEach(c -> c.accept(fact));
  }

  public static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  @Override
  public CompletableFuture<PortAnswer> bet(BetCommand command) {
    bets.add(command);
    PortAnswer answer = answers.computeIfAbsent(command.idempotencyKey(), _ -> decide(command));
    return gate.thenApply(_ -> answer);
  }

  @Override
  public Optional<PortAnswer> betByKey(PlayerRef player, String idempotencyKey) {
    return Optional.ofNullable(answers.get(idempotencyKey));
  }

  @Override
  public CompletableFuture<PortAnswer> round(RoundCommand command) {
    commands.add(command);
    return CompletableFuture.completedFuture(
        command instanceof RoundCommand.Settle
            ? new PortAnswer(
                409, PortAnswer.ERROR, utf8("{\"code\":\"busy\",\"detail\":\"not now\"}"))
            : new PortAnswer(200, "round", utf8("{\"round\":\"r-1\",\"state\":\"closed\"}")));
  }

  @Override
  public List<TableInfo> tables() {
    return List.of(
        new TableInfo(ROULETTE, "roulette", "roulette-1.0.0"),
        new TableInfo(new TableId("baccarat-1"), "baccarat", "baccarat-1.0.0"));
  }

  @Override
  public Optional<RoundView> currentRound(TableId table) {
    return table.equals(ROULETTE)
        ? Optional.of(new RoundView(ROUND, "betting", utf8("{\"round\":\"r-1\",\"closesAt\":9}")))
        : Optional.empty();
  }

  @Override
  public byte[] lastResults(TableId table, int atMost) {
    return utf8("[{\"round\":\"r-0\",\"result\":{\"pocket\":17},\"frame\":5}]");
  }

  @Override
  public CompletableFuture<PlayerView> player(Bettor bettor, TableId table) {
    return CompletableFuture.completedFuture(
        new PlayerView(
            new WalletView(bettor.ref(), bettor.currency(), 2, 100_000, 0, 0),
            utf8(openBets),
            utf8("{\"minMinor\":100}"),
            List.of(100L, 500L)));
  }

  @Override
  public Optional<WalletView> wallet(LicenseeId licensee, PlayerId player) {
    return licensee.equals(HOUSE)
        ? Optional.of(new WalletView(new PlayerRef(licensee, player), "EUR", 2, 99_000, 0, 1_000))
        : Optional.empty();
  }

  @Override
  public Optional<byte[]> roundJson(RoundId round, Reader reader) {
    if (!round.equals(ROUND) || !reader.licensee().equals(HOUSE)) {
      return Optional.empty();
    }
    return Optional.of(
        utf8(
            switch (reader) {
              case Reader.Own own ->
                  "{\"round\":\"r-1\",\"bets\":\"of " + own.ref().player() + "\"}";
              case Reader.All _ -> "{\"round\":\"r-1\",\"bets\":\"all\"}";
            }));
  }

  @Override
  public Optional<byte[]> reproduction(RoundId round, Reader reader) {
    return roundJson(round, reader);
  }

  @Override
  public byte[] history(PlayerRef player, long fromMicros, long toMicros, int atMost) {
    return utf8("[\"" + player.player() + " " + fromMicros + " " + toMicros + "\"]");
  }

  @Override
  public Optional<byte[]> ruleset(String calcVer) {
    return calcVer.equals("roulette-1.0.0")
        ? Optional.of(utf8("{\"calcVer\":\"roulette-1.0.0\"}"))
        : Optional.empty();
  }

  @Override
  public Subscription subscribe(Consumer<RoundFact> consumer) {
    consumers.add(consumer);
    return () -> consumers.remove(consumer);
  }

  private PortAnswer decide(BetCommand command) {
    String key = "\"idempotencyKey\":\"" + command.idempotencyKey() + "\"";
    return switch (command) {
      case BetCommand.Place place when place.items().getFirst().spot().equals("nowhere") ->
          new PortAnswer(
              422, "bet.rejected", utf8("{" + key + ",\"code\":\"unknown_spot\",\"n\":1.50}"));
      case BetCommand.Place place when place.items().getFirst().spot().equals("mismatch") ->
          new PortAnswer(
              422, PortAnswer.ERROR, utf8("{" + key + ",\"code\":\"idempotency_mismatch\"}"));
      case BetCommand.Place place ->
          new PortAnswer(
              201,
              "bet.accepted",
              utf8(
                  "{"
                      + key
                      + ",\"bet\":\"b-"
                      + bets.size()
                      + "\",\"round\":\""
                      + place.round()
                      + "\", \"state\" : \"accepted\"}"));
      case BetCommand.Cancel _, BetCommand.CancelByKey _ ->
          new PortAnswer(200, "bet.cancelled", utf8("{" + key + ",\"state\":\"cancelled\"}"));
    };
  }
}
