package dev.croupier.loadtest.viewer;

import dev.croupier.loadtest.check.Findings;
import dev.croupier.loadtest.measure.Crowd;
import dev.croupier.loadtest.measure.Section;
import dev.croupier.loadtest.measure.Series;
import dev.croupier.loadtest.plan.BettorPlan;
import dev.croupier.time.clock.TableClock;
import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.websocket.client.WebSocketClient;

/**
 * WebSocket bettors at one table. A virtual thread each; {@link #run} blocks until their rounds are
 * over or the time is.
 */
public final class BettorRun implements Crowd {
  private static final int MAX_FAILURES = 5;
  private static final int MAX_MESSAGE_BYTES = 1 << 20;

  /** Facts of the last settlement may still be on their way when the wallet is read, 1 s. */
  private static final long WALLET_MICROS = 1_000_000;

  private static final int WALLET_TRIES = 5;

  private final URI socket;
  private final String table;
  private final People people;
  private final TableClock clock;
  private final BettorPlan plan;
  private final SplittableRandom random;
  private final Series welcomed = new Series();
  private final Series answered = new Series();
  private final ConcurrentSkipListSet<String> refusals = new ConcurrentSkipListSet<>();
  private final List<String> failures = new ArrayList<>();
  private Findings money = Findings.NONE;

  /**
   * Bettors that have not come yet.
   *
   * @param socket {@code ws://…/ws}
   */
  public BettorRun(
      URI socket,
      String table,
      People people,
      TableClock clock,
      BettorPlan plan,
      SplittableRandom random) {
    this.plan = plan;
    this.random = random;
    this.socket = socket;
    this.table = table;
    this.people = people;
    this.clock = clock;
  }

  /** They come, bet in their rounds, and compare their wallets. */
  @Override
  public void run(long untilMicros) throws IOException, InterruptedException {
    WebSocketClient client = new WebSocketClient();
    client.setMaxTextMessageSize(MAX_MESSAGE_BYTES);
    try {
      client.start();
    } catch (Exception e) {
      throw new IOException("the WebSocket client did not start: " + e.getMessage(), e);
    }
    try (client;
        ExecutorService threads =
            Executors.newThreadPerTaskExecutor(Thread.ofVirtual().name("bettor-", 0).factory())) {
      for (int i = 0; i < plan.count(); i++) {
        int number = i;
        SplittableRandom own = random.split();
        threads.execute(() -> bet(client, number, plan, untilMicros, own));
      }
      threads.shutdown();
      if (!threads.awaitTermination(Long.MAX_VALUE, TimeUnit.NANOSECONDS)) {
        throw new IllegalStateException("the end of time");
      }
    } catch (IOException | InterruptedException | RuntimeException e) {
      throw e;
    } catch (Exception e) {
      throw new IOException("the WebSocket client did not stop: " + e.getMessage(), e);
    }
  }

  @Override
  public synchronized Section section() {
    java.util.Map<String, Double> figures = new java.util.LinkedHashMap<>();
    figures.put("failed_hellos", (double) failures.size());
    figures.put("accepted_bets", (double) money.accepted());
    figures.put("bet_p50_ms", answered.percentileMs(50));
    figures.put("bet_p95_ms", answered.percentileMs(95));
    figures.put("bet_p99_ms", answered.percentileMs(99));
    figures.put("unanswered_bets", (double) money.unanswered());
    figures.put("settled_rounds", (double) money.settledRounds());
    figures.put("aborted_rounds", (double) money.voidRounds());
    figures.put("lost_bets", (double) money.lost());
    figures.put("doubled_bets", (double) money.doubled());
    figures.put("wrong_payouts", (double) money.wrongPayouts());
    figures.put("wrong_wallets", (double) money.wrongWallets());
    return new Section("bettors", "Bettors", plan.count(), failures.size(), failures.stream().distinct().limit(MAX_FAILURES).toList(),
        List.of(welcomed.named("welcome", "welcome"), answered.named("bet", "bet to accepted")),
        List.of(new Section.Count("accepted", "bets accepted", money.accepted(), ""), new Section.Count("lost", "lost", money.lost(), "")),
        figures, List.of());
  }

  private void bet(
      WebSocketClient client,
      int number,
      BettorPlan plan,
      long untilMicros,
      SplittableRandom random) {
    String subject = people.subject("bettor", number);
    Bettor bettor = null;
    try {
      String token = people.token(subject);
      long intended = clock.nowMicros();
      try (BetSocket own = BetSocket.connect(client, socket, clock::nowMicros)) {
        bettor =
            new Bettor(
                subject,
                own,
                plan,
                clock::nowMicros,
                random,
                new Bettor.Shared(welcomed, answered, refusals));
        bettor.enter(table, token, intended);
        bettor.play(untilMicros);
        compareWallet(bettor, subject, token);
      }
    } catch (IOException e) {
      fail(e.getMessage());
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
    if (bettor != null && bettor.books() != null) {
      add(bettor.books().findings());
    }
  }

  private void compareWallet(Bettor bettor, String subject, String token)
      throws IOException, InterruptedException {
    People.Wallet wallet = people.wallet(subject, token);
    for (int i = 1; i < WALLET_TRIES && !agrees(bettor, wallet); i++) {
      bettor.hear(WALLET_MICROS);
      wallet = people.wallet(subject, token);
    }
    bettor.books().wallet(wallet.balanceMinor(), wallet.openStakesMinor());
  }

  private static boolean agrees(Bettor bettor, People.Wallet wallet) {
    return bettor.books().agrees(wallet.balanceMinor(), wallet.openStakesMinor());
  }

  private void fail(String reason) {
    synchronized (failures) {
      failures.add(reason);
    }
  }

  private synchronized void add(Findings findings) {
    money = money.plus(findings);
  }
}
