package dev.croupier.gateway.rounds.bench;

import dev.croupier.gateway.ids.PlayerId;
import dev.croupier.gateway.ids.RoundId;
import dev.croupier.gateway.rounds.Fixtures;
import dev.croupier.gateway.rounds.event.Answer;
import dev.croupier.gateway.rounds.event.Command;
import dev.croupier.gateway.rounds.event.LimitSet;
import dev.croupier.gateway.rounds.event.Limits;
import dev.croupier.gateway.rounds.event.StakeRange;
import dev.croupier.gateway.rounds.feed.Feed;
import dev.croupier.gateway.rounds.shard.ShardWriter;
import dev.croupier.gateway.rounds.shard.Verifier;
import dev.croupier.gateway.rounds.store.SqliteStore;
import dev.croupier.time.clock.TableClock;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadInfo;
import java.lang.management.ThreadMXBean;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/**
 * Durable bets a second into SQLite with {@code synchronous=FULL}, open loop: a bet's latency
 * counts from when it was due, not from when there was room for it.
 *
 * <p>Arguments: folder, rate (bets/s; 0: as fast as 2,048 in flight go, seconds × 25,000 bets),
 * seconds, players.
 */
public final class BetBench {
  private BetBench() {}

  /** Runs it. */
  public static void main(String[] args) throws Exception {
    Path dir = args.length > 0 ? Path.of(args[0]) : Files.createTempDirectory("bet-bench");
    int rate = args.length > 1 ? Integer.parseInt(args[1]) : 25_000;
    int seconds = args.length > 2 ? Integer.parseInt(args[2]) : 10;
    int players = args.length > 3 ? Integer.parseInt(args[3]) : 10_000;
    try (SqliteStore store = SqliteStore.open(dir, Fixtures.SHARD, new Verifier(Fixtures.RULES))) {
      ShardWriter writer =
          ShardWriter.start(
              Fixtures.SHARD,
              store.journal(),
              wallClock(),
              Fixtures.RULES::find,
              new Feed(),
              status -> System.out.println("stopped: " + status));
      for (int i = 0; i < players; i += 1000) {
        CompletableFuture<?>[] some = new CompletableFuture<?>[Math.min(1000, players - i)];
        for (int k = 0; k < some.length; k++) {
          some[k] =
              writer.submit(
                  Fixtures.deposit("d" + (i + k), new PlayerId("p" + (i + k)), 1_000_000_000));
        }
        CompletableFuture.allOf(some).join();
      }
      System.out.println("warm-up");
      run(writer, rate / 2, 4, players, 1);
      run(writer, rate, seconds, players, 2);
      writer.close();
    }
  }

  private static void run(ShardWriter writer, int rate, int seconds, int players, int number) {
    RoundId round = open(writer);
    int total = (rate == 0 ? 25_000 : rate) * seconds;
    Semaphore inFlight = new Semaphore(2_048);
    long[] latencyNs = new long[total];
    AtomicInteger refused = new AtomicInteger();
    CountDownLatch done = new CountDownLatch(total);
    Random random = new Random(number);
    Command[] bets = new Command[total];
    String[] spots = {"red", "black", "straight:17", "dozen:1", "split:1-2", "even", "column:3"};
    for (int i = 0; i < total; i++) {
      bets[i] =
          Fixtures.bet(
              new UUID(random.nextLong(), random.nextLong()).toString(),
              new PlayerId("p" + random.nextInt(players)),
              round,
              spots[random.nextInt(spots.length)],
              100);
    }
    long writerCpu = writerCpuNs();
    long begin = System.nanoTime();
    for (int i = 0; i < total; i++) {
      if (rate == 0) {
        inFlight.acquireUninterruptibly();
      }
      long due = rate == 0 ? System.nanoTime() : begin + i * 1_000_000_000L / rate;
      while (System.nanoTime() < due) {
        LockSupport.parkNanos(50_000);
      }
      int at = i;
      var _ =
          writer
              .submit(bets[i])
              .whenComplete(
                  (Answer answer, Throwable failure) -> {
                    latencyNs[at] = System.nanoTime() - due;
                    if (failure != null || answer.status() != 201) {
                      refused.incrementAndGet();
                    }
                    inFlight.release();
                    done.countDown();
                  });
    }
    try {
      done.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    long took = System.nanoTime() - begin;
    Arrays.sort(latencyNs);
    System.out.printf(
        "%,d bets at %,d/s offered: %,.0f/s, refused %d, latency ms p50 %.2f p95 %.2f p99 %.2f"
            + " max %.2f%n",
        total,
        rate,
        total * 1e9 / took,
        refused.get(),
        latencyNs[total / 2] / 1e6,
        latencyNs[total * 95 / 100] / 1e6,
        latencyNs[total * 99 / 100] / 1e6,
        latencyNs[total - 1] / 1e6);
    System.out.printf("writer's CPU %.1f us a bet%n", (writerCpuNs() - writerCpu) / 1e3 / total);
    long end = System.nanoTime();
    writer.submit(Fixtures.close(UUID.randomUUID().toString(), round)).join();
    writer.submit(Fixtures.result(UUID.randomUUID().toString(), round, 17)).join();
    long settleFrom = System.nanoTime();
    Answer settled = writer.submit(Fixtures.settle(UUID.randomUUID().toString(), round)).join();
    System.out.printf(
        "settled %d: %.0f ms (%.0f ms since the last bet)%n",
        settled.status(), (System.nanoTime() - settleFrom) / 1e6, (System.nanoTime() - end) / 1e6);
  }

  private static long writerCpuNs() {
    ThreadMXBean threads = ManagementFactory.getThreadMXBean();
    for (long id : threads.getAllThreadIds()) {
      ThreadInfo info = threads.getThreadInfo(id);
      if (info != null && info.getThreadName().equals("shard-" + Fixtures.SHARD)) {
        return threads.getThreadCpuTime(id);
      }
    }
    return 0;
  }

  private static RoundId open(ShardWriter writer) {
    Limits limits =
        Limits.of(
            "bench",
            List.of(
                new LimitSet(
                    LimitSet.ANY,
                    LimitSet.ANY,
                    "EUR",
                    Map.of(LimitSet.ANY, new StakeRange(100, 1_000_000_000, 100)),
                    1_000_000_000,
                    Long.MAX_VALUE,
                    List.of(100L))));
    var rules = Fixtures.RULES.find("roulette-1.0.0").orElseThrow();
    Answer answer =
        writer
            .submit(
                new Command.RoundOpen(
                    Fixtures.LIC,
                    UUID.randomUUID().toString(),
                    Fixtures.TABLE,
                    600_000_000,
                    300_000,
                    rules.calcVer(),
                    rules.rulesHash(),
                    limits,
                    "bench"))
            .join();
    String text = answer.text();
    return new RoundId(text.substring(10, text.indexOf('"', 10)));
  }

  private static TableClock wallClock() {
    return new TableClock() {
      @Override
      public long nowMicros() {
        return System.currentTimeMillis() * 1000;
      }

      @Override
      public String clockId() {
        return "0".repeat(32);
      }

      @Override
      public long epoch() {
        return 1;
      }
    };
  }
}
