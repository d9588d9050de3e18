package dev.croupier.loadtest.fake;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.croupier.time.clock.TableClock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.eclipse.jetty.websocket.api.Session;

/**
 * A gateway with one table that plays round after round, honestly but for one planted fault. Its
 * table time is an hour ahead of everybody's clock, so that nobody can rely on theirs.
 */
public final class FakeGateway implements AutoCloseable {
  /**
   * How it plays.
   *
   * @param players rounds begin when so many have come
   * @param baccarat else roulette
   * @param bettingMillis of each round
   * @param resumes whether sessions can be resumed
   */
  public record Settings(
      int players, boolean baccarat, long bettingMillis, boolean resumes, Plant plant) {}

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final long AHEAD_MICROS = 3_600_000_000L;
  private static final long RESULT_MILLIS = 130;
  private static final long SETTLE_MILLIS = 20;
  private static final long PAUSE_MILLIS = 50;

  /** So long after the close a slip was surely sent after it, too. */
  private static final long SURELY_LATE_MICROS = 60_000;

  private final Settings settings;
  private final TableClock clock;
  private final FakeDoors doors;
  private final CountDownLatch stopped = new CountDownLatch(1);
  private final Map<String, FakePlayer> players = new HashMap<>();
  private final Thread script;
  private boolean planted;
  private long wrongPayouts;
  private int rounds;
  private String round = "";
  private String state = "settled";
  private String calcVer;
  private long closesAt;
  private String result = "null";

  private FakeGateway(Settings settings, TableClock clock) throws Exception {
    this.settings = settings;
    this.clock = clock;
    this.calcVer = settings.baccarat() ? "baccarat-1.0.0" : "roulette-1.0.0";
    this.doors = FakeDoors.open(this);
    this.script = Thread.ofVirtual().name("fake-rounds").start(this::play);
  }

  /** Opens on a free port of the loopback. */
  public static FakeGateway open(Settings settings, TableClock clock) throws Exception {
    return new FakeGateway(settings, clock);
  }

  /** Its port. */
  public int port() {
    return doors.port();
  }

  /** Bets that were paid otherwise than by the announced result. */
  public synchronized long wrongPayouts() {
    return wrongPayouts;
  }

  /** Whether the fault was planted. */
  public synchronized boolean planted() {
    return planted;
  }

  /** Rounds begun. */
  public synchronized int rounds() {
    return rounds;
  }

  @Override
  public void close() throws Exception {
    stopped.countDown();
    script.join();
    doors.close();
  }

  synchronized void heard(Session over, String text) {
    JsonNode message;
    try {
      message = JSON.readTree(text);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(text, e);
    }
    JsonNode body = message.path("body");
    switch (message.path("type").asText()) {
      case "hello" -> hello(over, body);
      case "bet.place" -> place(player(doors.nameOf(over)), body);
      default -> throw new IllegalArgumentException(text);
    }
  }

  synchronized void gone(Session over) {
    String name = doors.nameOf(over);
    if (name != null) {
      player(name).gone(over);
    }
  }

  synchronized String wallet(String name) {
    FakePlayer player = player(name);
    long shown = player.balance + (plants(Plant.WALLET) ? 1 : 0);
    if (settings.plant() == Plant.WALLET) {
      player.balance = shown;
    }
    return "{\"player\":\"%s\",\"currency\":\"EUR\",\"exponent\":2,\"balanceMinor\":%d,\"bonusMinor\":0,\"openStakesMinor\":%d}"
        .formatted(name, shown, player.openStakes());
  }

  /** What was stored under a key: its bytes and whether it was accepted. */
  synchronized Optional<Map.Entry<Boolean, String>> stored(String key) {
    return players.values().stream()
        .map(player -> player.bets.get(key))
        .filter(bet -> bet != null)
        .findFirst()
        .map(bet -> Map.entry(bet.type.equals("bet.accepted"), bet.body));
  }

  synchronized String round(String id, String name) {
    boolean now = id.equals(round);
    return roundFields(id, now ? state : "settled", now ? result : outcome())
        + ",\"bets\":"
        + bets(player(name), id)
        + "}";
  }

  private FakePlayer player(String name) {
    return players.computeIfAbsent(name, FakePlayer::new);
  }

  private void hello(Session over, JsonNode body) {
    // The token of a fake player is its name.
    String name = body.path("token").asText();
    doors.name(over, name);
    FakePlayer player = player(name);
    JsonNode resume = body.path("resume");
    if (settings.resumes()
        && resume.isObject()
        && resume.path("session").asText().equals(player.session)) {
      player.resume(over, resume.path("lastSeq").asLong(), now());
      return;
    }
    player.begin(
        over,
        now(),
        "{\"table\":\"t\",\"round\":"
            + (round.isEmpty() ? "null" : roundFields(round, state, result) + "}")
            + ",\"openBets\":[],\"balanceMinor\":"
            + player.balance
            + ",\"currency\":\"EUR\",\"exponent\":2}");
  }

  private void place(FakePlayer player, JsonNode body) {
    String key = body.path("idempotencyKey").asText();
    FakePlayer.Bet known = player.bets.get(key);
    if (known != null) {
      boolean other = plants(Plant.ANOTHER_ANSWER);
      player.send(
          known.type,
          now(),
          other ? known.body.replace("\"player\":", "\"player\": ") : known.body);
      return;
    }
    JsonNode item = body.path("items").path(0);
    FakePlayer.Bet bet =
        new FakePlayer.Bet(
            key,
            body.path("round").asText(),
            item.path("spot").asText(),
            item.path("stakeMinor").asLong());
    player.bets.put(key, bet);
    boolean closed = !bet.round.equals(round) || !state.equals("betting") || now() >= closesAt;
    boolean tooLate = bet.round.equals(round) && now() >= closesAt + SURELY_LATE_MICROS;
    if (closed && !(tooLate && result.equals("null") && plants(Plant.LATE_BET))) {
      bet.state = "refused";
      bet.type = "bet.rejected";
      bet.body =
          bet.json(player.name)
              + ",\"balanceMinor\":"
              + player.balance
              + ",\"code\":\"betting_closed\",\"detail\":\"closed\"}";
    } else {
      bet.state = "accepted";
      bet.type = "bet.accepted";
      player.balance -= plants(Plant.SECOND_DEBIT) ? 2 * bet.stake : bet.stake;
      bet.body = bet.json(player.name) + ",\"balanceMinor\":" + player.balance + "}";
      if (plants(Plant.NO_ANSWER)) {
        return;
      }
    }
    player.send(bet.type, now(), bet.body);
    if (bet.type.equals("bet.accepted")) {
      if (plants(Plant.SECOND_ANSWER)) {
        player.send(bet.type, now(), bet.body);
      }
      balance(player);
      if (plants(Plant.HOLE)) {
        player.skip();
      }
      if (plants(Plant.ECHO)) {
        player.echo();
      }
    }
  }

  private void play() {
    try {
      if (!awaitPlayers()) {
        return;
      }
      while (!stopped.await(PAUSE_MILLIS, TimeUnit.MILLISECONDS)) {
        openRound();
        if (stopped.await(settings.bettingMillis(), TimeUnit.MILLISECONDS)) {
          return;
        }
        closeRound();
        if (stopped.await(RESULT_MILLIS, TimeUnit.MILLISECONDS)) {
          return;
        }
        endRound();
        if (stopped.await(SETTLE_MILLIS, TimeUnit.MILLISECONDS)) {
          return;
        }
        settle();
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  private boolean awaitPlayers() throws InterruptedException {
    while (!stopped.await(PAUSE_MILLIS, TimeUnit.MILLISECONDS)) {
      synchronized (this) {
        if (players.size() >= settings.players()) {
          return true;
        }
      }
    }
    return false;
  }

  private synchronized void openRound() {
    round = "r-" + ++rounds;
    state = "betting";
    result = "null";
    closesAt = now() + settings.bettingMillis() * 1_000;
    all("round.opened", roundFields(round, state, result) + "}");
  }

  private synchronized void closeRound() {
    state = "closed";
    all("round.closed", "{\"round\":\"" + round + "\",\"at\":" + now() + "}");
  }

  private synchronized void endRound() {
    state = "result";
    result = outcome();
    if (plants(Plant.IMPOSSIBLE_RESULT)) {
      result = "{\"player\":[\"9H\",\"KD\",\"KS\"],\"banker\":[\"2C\",\"5S\"],\"shoe\":\"x\"}";
    }
    if (plants(Plant.SECOND_RESULT)) {
      all("round.result", "{\"round\":\"" + round + "\",\"result\":{\"pocket\":0},\"frame\":1}");
    }
    all("round.result", "{\"round\":\"" + round + "\",\"result\":" + result + ",\"frame\":1}");
  }

  private synchronized void settle() {
    state = "settled";
    boolean other = settings.plant() == Plant.ANOTHER_RESULT && rounds == 1;
    players.values().forEach(player -> settle(player, other));
  }

  private void settle(FakePlayer player, boolean other) {
    List<FakePlayer.Bet> own =
        player.bets.values().stream()
            .filter(bet -> bet.round.equals(round) && bet.state.equals("accepted"))
            .collect(Collectors.toCollection(ArrayList::new));
    if (!own.isEmpty() && plants(Plant.LOST_BET)) {
      own.removeFirst().state = "forgotten";
    }
    long net = 0;
    for (FakePlayer.Bet bet : own) {
      long due = credit(bet.spot, bet.stake, false);
      bet.credit = credit(bet.spot, bet.stake, other) + (plants(Plant.PAYOUT) ? 1 : 0);
      wrongPayouts += bet.credit == due ? 0 : 1;
      planted |= other;
      bet.state = "settled";
      player.balance += bet.credit;
      net += bet.credit - bet.stake;
    }
    String bets = bets(player, round);
    if (!own.isEmpty() && plants(Plant.BET_SETTLED_TWICE)) {
      bets = bets.replaceFirst("]$", "," + own.getFirst().json(player.name) + "}]");
    }
    // As the gateway does: the wallet's message goes before the settlement's.
    balance(player);
    String body =
        "{\"round\":\""
            + round
            + "\",\"calcVer\":\""
            + calcVer
            + "\",\"rulesHash\":\"h\",\"clientBuild\":null"
            + (own.isEmpty()
                ? ""
                : ",\"bets\":"
                    + bets
                    + ",\"netMinor\":"
                    + net
                    + ",\"balanceMinor\":"
                    + (player.balance + (plants(Plant.BALANCE) ? 1 : 0)))
            + "}";
    player.send("round.settled", now(), body);
    if (!own.isEmpty() && plants(Plant.SECOND_SETTLEMENT)) {
      player.send("round.settled", now(), body);
    }
  }

  /** Pocket 17 is black; of the cards the player wins. The other result is red, or the banker's. */
  private long credit(String spot, long stake, boolean other) {
    return switch (spot) {
      case "straight:17" -> other ? 0 : 36 * stake;
      case "black" -> other ? 0 : 2 * stake;
      case "red" -> other ? 2 * stake : 0;
      case "player" -> other ? 0 : 2 * stake;
      case "banker" -> other ? stake + stake * 95 / 100 : 0;
      case "tie" -> 0;
      default -> throw new IllegalArgumentException(spot);
    };
  }

  private String outcome() {
    return settings.baccarat()
        ? "{\"player\":[\"9H\",\"KD\"],\"banker\":[\"2C\",\"5S\"],\"shoe\":\"x\"}"
        : "{\"pocket\":17}";
  }

  private static String bets(FakePlayer player, String round) {
    return player.bets.values().stream()
        .filter(bet -> bet.round.equals(round) && bet.state.equals("settled"))
        .map(bet -> bet.json(player.name) + "}")
        .collect(Collectors.joining(",", "[", "]"));
  }

  private String roundFields(String id, String as, String with) {
    return "{\"round\":\"%s\",\"table\":\"t\",\"state\":\"%s\",\"calcVer\":\"%s\",\"closesAt\":%d,\"result\":%s"
        .formatted(id, as, calcVer, closesAt, with);
  }

  private void balance(FakePlayer player) {
    player.send(
        "balance",
        now(),
        "{\"balanceMinor\":%d,\"bonusMinor\":0,\"openStakesMinor\":%d,\"currency\":\"EUR\",\"because\":\"bet\"}"
            .formatted(player.balance, player.openStakes()));
  }

  private void all(String type, String body) {
    players.values().forEach(player -> player.send(type, now(), body));
  }

  private boolean plants(Plant wanted) {
    boolean now = settings.plant() == wanted && !planted;
    planted |= now;
    return now;
  }

  private long now() {
    return clock.nowMicros() + AHEAD_MICROS;
  }
}
