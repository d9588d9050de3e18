package dev.croupier.loadtest.bettor;

import dev.croupier.gateway.control.wire.ClientEncoder;
import dev.croupier.gateway.control.wire.ClientMessage;
import dev.croupier.gateway.control.wire.Contract;
import dev.croupier.gateway.ids.RoundId;
import dev.croupier.gateway.ids.SessionId;
import dev.croupier.gateway.ids.TableId;
import dev.croupier.loadtest.check.Findings;
import dev.croupier.loadtest.plan.BettorPlan;
import dev.croupier.loadtest.viewer.People;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * One player at the socket: says hello, places slips at moments drawn beforehand while betting is
 * open, sends some of them twice, loses its connection and comes again, and keeps its books. One
 * virtual thread, which blocks.
 *
 * <p>A slip's latency counts from the moment it was meant to go out, so that a bettor held up by
 * the server or by itself does not hide it.
 */
final class Bettor {
  private static final long SECOND = 1_000_000;
  private static final long WELCOME_MICROS = 10 * SECOND;

  /** How long a network is away at most, at the first try to come again. */
  private static final long AWAY_MICROS = SECOND;

  private static final int TRIES = 5;

  /** Half of all repeats go out so much later, the others at once. */
  private static final long REPEAT_MICROS = 300_000;

  /** Answers still on their way at the end get so much. */
  private static final long LAST_ANSWERS_MICROS = 2 * SECOND;

  /** What comes twice comes soon: after its last round it still listens for so long. */
  private static final long AFTER_MICROS = 300_000;

  /** Facts of the last settlement may still be on their way when the wallet is read. */
  private static final long WALLET_MICROS = SECOND / 2;

  private static final int WALLET_TRIES = 5;

  private record Repeat(long atMicros, String key, String text) {}

  private final String subject;
  private final BettorRun.Shared shared;
  private final BettorPlan plan;
  private final SplittableRandom random;
  private final Seat seat;
  private final Deque<Repeat> repeats = new ArrayDeque<>();

  /** Slips as they went out, of those that may have to go out again. */
  private final Map<String, String> texts = new HashMap<>();

  private volatile BetSocket socket;
  private volatile Findings findings = Findings.NONE;
  private String token;
  private String bettingIn = "";
  private SlipTimes times;
  private long nextSlipMicros = Long.MAX_VALUE;
  private long nextDropMicros = Long.MAX_VALUE;
  private int slips;

  Bettor(String subject, BettorRun.Shared shared, SplittableRandom random) {
    this.subject = subject;
    this.shared = shared;
    this.plan = shared.plan();
    this.random = random;
    this.seat = new Seat(subject, plan.rounds(), shared.tally());
  }

  /**
   * Comes at a moment, or as soon as it has its token; bets until its rounds or the time are over.
   */
  void run(long intendedMicros, long untilMicros) throws IOException, InterruptedException {
    token = shared.atDoor(() -> shared.cashier().token(subject));
    pause(intendedMicros - now());
    try {
      long asked = Math.max(intendedMicros, now());
      connect();
      shared.tally().welcomed.record(now() - asked);
      drawDrop();
      play(untilMicros);
      finish();
    } finally {
      if (socket != null) {
        socket.close();
      }
      report();
    }
  }

  /** Loses its connection, if it has one. Any thread. */
  void drop() {
    BetSocket now = socket;
    if (now != null) {
      shared.tally().drops.increment();
      now.drop();
    }
  }

  /**
   * What its books found when they were last looked at: after each round and at the end. Any
   * thread.
   */
  Findings findings() {
    return findings;
  }

  private void play(long untilMicros) throws IOException, InterruptedException {
    long now = now();
    while (now < untilMicros && !seat.done()) {
      if (now >= nextSlipMicros) {
        place(now);
      } else if (!repeats.isEmpty() && now >= repeats.getFirst().atMicros()) {
        Repeat due = repeats.removeFirst();
        repeat(due.key(), due.text());
      } else if (now >= nextDropMicros) {
        drop();
        drawDrop();
      } else {
        hear(Math.min(next(), untilMicros) - now);
      }
      now = now();
    }
  }

  private long next() {
    long next = Math.min(nextSlipMicros, nextDropMicros);
    return repeats.isEmpty() ? next : Math.min(next, repeats.getFirst().atMicros());
  }

  /** Listens for a while; a lost connection is made again. */
  private void hear(long waitMicros) throws IOException, InterruptedException {
    BetSocket.Heard heard = socket.next(waitMicros);
    if (heard == null) {
      return;
    }
    if (heard.text() == null) {
      comeAgain(heard);
      return;
    }
    int unfinished = seat.unfinished().size();
    seat.take(frame(heard), heard.atMicros());
    noteRound();
    if (seat.unfinished().size() != unfinished) {
      report();
    }
  }

  private static Frame frame(BetSocket.Heard heard) throws IOException {
    return Frame.read(heard.text())
        .orElseThrow(() -> new IOException("a message that is none: no type, body or JSON"));
  }

  /** Says hello and hears the welcome; true if the session goes on. */
  private boolean connect() throws IOException, InterruptedException {
    BetSocket opened =
        BetSocket.connect(shared.client(), shared.target().socket(), shared.clock()::nowMicros);
    socket = opened;
    ClientMessage.Resume resume =
        seat.session() == null
            ? null
            : new ClientMessage.Resume(
                new SessionId(seat.session()), seat.books().sequence().last());
    opened.send(
        ClientEncoder.encode(
            new ClientMessage.Hello(
                token,
                new TableId(shared.target().table()),
                null,
                List.of(Contract.NEWEST),
                resume)));
    long deadline = now() + WELCOME_MICROS;
    while (true) {
      BetSocket.Heard heard = opened.next(deadline - now());
      if (heard == null) {
        throw new IOException("no welcome in time");
      }
      if (heard.text() == null) {
        throw new IOException("not welcomed: " + heard.end());
      }
      Frame frame = frame(heard);
      if (frame.type().equals("welcome")) {
        boolean resumed = seat.welcome(frame, heard.atMicros());
        noteRound();
        return resumed;
      }
      if (frame.type().equals("error") || frame.type().equals("session.ended")) {
        throw new IOException("not welcomed: " + frame.tree().path("code").asText());
      }
    }
  }

  private void comeAgain(BetSocket.Heard end) throws IOException, InterruptedException {
    if (!end.end().equals(BetSocket.CUT)) {
      shared.tally().losses.increment();
    }
    socket.close();
    seat.cut();
    long lostMicros = now();
    boolean resumed = false;
    for (int i = 1; ; i++) {
      pause(random.nextLong(AWAY_MICROS * i));
      try {
        resumed = connect();
        break;
      } catch (IOException e) {
        if (i == TRIES) {
          throw new IOException("lost (" + end.end() + ") and could not come again", e);
        }
      }
    }
    shared.tally().again.record(now() - lostMicros);
    (resumed ? shared.tally().resumed : shared.tally().anew).increment();
    for (String key : seat.books().open()) {
      askAgain(key);
    }
    if (!resumed) {
      for (String round : seat.unfinished()) {
        seat.found(shared.atDoor(() -> shared.cashier().round(round, token)));
      }
      report();
    }
  }

  /** An unanswered slip: asks for its answer by its key, or simply sends it once more. */
  private void askAgain(String key) throws IOException, InterruptedException {
    if (random.nextBoolean() && askByKey(key)) {
      return;
    }
    repeat(key, texts.get(key));
  }

  private boolean askByKey(String key) throws IOException, InterruptedException {
    var stored = shared.atDoor(() -> shared.cashier().stored(key, token));
    stored.ifPresent(
        answer -> {
          shared.tally().byKey.increment();
          seat.found(key, answer);
        });
    return stored.isPresent();
  }

  private void noteRound() {
    Seat.Betting betting = seat.betting();
    if (betting != null && !betting.round().equals(bettingIn)) {
      bettingIn = betting.round();
      texts.keySet().retainAll(seat.books().open());
      long now = now();
      long closes = now + betting.closesAt() - seat.serverTime().atLeast(now);
      times = new SlipTimes(plan.slips(), shared.fromMicros(), closes, random);
      nextSlipMicros = times.after(now);
    }
  }

  private void place(long nowMicros) throws IOException {
    String key = subject + "-" + slips++;
    String spot = plan.spots().get(random.nextInt(plan.spots().size()));
    if (!seat.betting().table().knows(spot)) {
      throw new IOException("there is no spot '" + spot + "' at this table");
    }
    String text =
        ClientEncoder.encode(
            new ClientMessage.BetPlace(
                key,
                new RoundId(seat.betting().round()),
                List.of(new ClientMessage.Item(spot, plan.stakeMinor()))));
    seat.place(key, spot, plan.stakeMinor(), nextSlipMicros, nowMicros);
    texts.put(key, text);
    socket.send(text);
    if (random.nextDouble() < plan.repeatShare()) {
      if (random.nextBoolean()) {
        repeat(key, text);
      } else {
        repeats.addLast(new Repeat(nowMicros + REPEAT_MICROS, key, text));
      }
    }
    nextSlipMicros = times.after(nextSlipMicros);
  }

  private void repeat(String key, String text) {
    shared.tally().repeats.increment();
    seat.books().repeated(key);
    socket.send(text);
  }

  private void drawDrop() {
    if (plan.dropsPerMinute() > 0) {
      double seconds = -Math.log(1 - random.nextDouble()) * 60 / plan.dropsPerMinute();
      nextDropMicros = now() + Math.round(seconds * SECOND);
    }
  }

  /** Waits for the last answers, asks for those that did not come, and compares the wallet. */
  private void finish() throws IOException, InterruptedException {
    long deadline = now() + LAST_ANSWERS_MICROS;
    while (!seat.books().open().isEmpty() && now() < deadline) {
      hear(deadline - now());
    }
    for (String key : seat.books().open()) {
      boolean _ = askByKey(key);
    }
    listen(AFTER_MICROS);
    People.Wallet wallet = wallet();
    for (int i = 1; i < WALLET_TRIES && !agrees(wallet); i++) {
      listen(WALLET_MICROS);
      wallet = wallet();
    }
    seat.books().wallet(wallet.balanceMinor(), wallet.openStakesMinor());
  }

  private void listen(long micros) throws IOException, InterruptedException {
    long until = now() + micros;
    while (now() < until) {
      hear(until - now());
    }
  }

  private People.Wallet wallet() throws IOException, InterruptedException {
    return shared.atDoor(() -> shared.cashier().wallet(subject, token));
  }

  private boolean agrees(People.Wallet wallet) {
    return seat.books().agrees(wallet.balanceMinor(), wallet.openStakesMinor());
  }

  private void report() {
    if (seat.books() != null) {
      findings = seat.books().findings();
    }
  }

  private long now() {
    return shared.clock().nowMicros();
  }

  private void pause(long micros) throws InterruptedException {
    long until = now() + micros;
    for (long left = micros; left > 0; left = until - now()) {
      LockSupport.parkNanos(TimeUnit.MICROSECONDS.toNanos(left));
      if (Thread.interrupted()) {
        throw new InterruptedException();
      }
    }
  }
}
