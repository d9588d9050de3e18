package dev.croupier.loadtest.bettor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.croupier.loadtest.check.Fault;
import dev.croupier.loadtest.check.Findings;
import dev.croupier.loadtest.fake.FakeCashier;
import dev.croupier.loadtest.fake.FakeGateway;
import dev.croupier.loadtest.fake.Plant;
import dev.croupier.loadtest.measure.Section;
import dev.croupier.loadtest.plan.Arrivals;
import dev.croupier.loadtest.plan.BettorPlan;
import dev.croupier.loadtest.plan.Figure;
import dev.croupier.time.clock.SystemTableClock;
import dev.croupier.time.clock.TableClock;
import java.net.URI;
import java.net.http.HttpClient;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.SplittableRandom;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * A server that is honest but for one planted fault: exactly that fault is found, exactly as often,
 * and of an honest one none is. All runs go side by side, as most of their time is waiting.
 */
final class PlantedFaultsTest {
  private static final long BETTING = 800;
  private static final long LIMIT_MICROS = 30_000_000;
  private static final TableClock CLOCK = SystemTableClock.start(new Random(1));

  /** What a run found, what was planted, and what must be found. */
  private record Ran(Findings money, Section section, boolean planted, Map<Fault, Long> expected) {}

  private record Case(String words, FakeGateway.Settings settings, BettorPlan plan, boolean cut) {}

  private static BettorPlan plan(
      int count, int rounds, List<String> spots, double repeats, double drops) {
    return new BettorPlan(
        count,
        100,
        new Arrivals(Arrivals.Model.STAMPEDE, 10, 60, 0.2),
        rounds,
        100,
        spots,
        repeats,
        drops);
  }

  /** What an objective names each fault by. */
  private static final Map<Fault, Figure> FIGURES =
      Map.ofEntries(
          Map.entry(Fault.UNANSWERED, Figure.UNANSWERED_BETS),
          Map.entry(Fault.LOST, Figure.LOST_BETS),
          Map.entry(Fault.LATE_ACCEPTED, Figure.LATE_ACCEPTED_BETS),
          Map.entry(Fault.DOUBLED, Figure.DOUBLED_BETS),
          Map.entry(Fault.WRONG_PAYOUT, Figure.WRONG_PAYOUTS),
          Map.entry(Fault.WRONG_BALANCE, Figure.WRONG_BALANCES),
          Map.entry(Fault.WRONG_WALLET, Figure.WRONG_WALLETS),
          Map.entry(Fault.CHANGED_ANSWER, Figure.CHANGED_ANSWERS),
          Map.entry(Fault.CHANGED_RESULT, Figure.CHANGED_RESULTS),
          Map.entry(Fault.IMPOSSIBLE_RESULT, Figure.IMPOSSIBLE_RESULTS),
          Map.entry(Fault.SEQUENCE_HOLE, Figure.SEQUENCE_HOLES),
          Map.entry(Fault.SEQUENCE_REPEAT, Figure.SEQUENCE_REPEATS));

  private static final List<String> WHEEL = List.of("red", "black", "straight:17");
  private static final List<String> CARDS = List.of("player", "banker", "tie");

  private static FakeGateway.Settings roulette(int players, Plant plant) {
    return new FakeGateway.Settings(players, false, BETTING, true, plant);
  }

  private static List<Case> honest() {
    return List.of(
        new Case(
            "honest roulette, every second slip twice",
            roulette(3, Plant.NOTHING),
            plan(3, 2, WHEEL, 0.5, 0),
            false),
        new Case(
            "honest baccarat",
            new FakeGateway.Settings(3, true, BETTING, true, Plant.NOTHING),
            plan(3, 2, CARDS, 0.5, 0),
            false),
        new Case(
            "honest, connections lost, sessions resumed",
            roulette(6, Plant.NOTHING),
            plan(6, 3, WHEEL, 0.3, 60),
            true),
        new Case(
            "honest, connections lost, sessions begun anew",
            new FakeGateway.Settings(6, false, BETTING, false, Plant.NOTHING),
            plan(6, 3, WHEEL, 0.3, 60),
            true));
  }

  private static Map<Plant, Fault> planted() {
    Map<Plant, Fault> planted = new LinkedHashMap<>();
    planted.put(Plant.LOST_BET, Fault.LOST);
    planted.put(Plant.LATE_BET, Fault.LATE_ACCEPTED);
    planted.put(Plant.SECOND_ANSWER, Fault.DOUBLED);
    planted.put(Plant.SECOND_DEBIT, Fault.DOUBLED);
    planted.put(Plant.SECOND_SETTLEMENT, Fault.DOUBLED);
    planted.put(Plant.BET_SETTLED_TWICE, Fault.DOUBLED);
    planted.put(Plant.PAYOUT, Fault.WRONG_PAYOUT);
    planted.put(Plant.BALANCE, Fault.WRONG_BALANCE);
    planted.put(Plant.WALLET, Fault.WRONG_WALLET);
    planted.put(Plant.ANOTHER_ANSWER, Fault.CHANGED_ANSWER);
    planted.put(Plant.HOLE, Fault.SEQUENCE_HOLE);
    planted.put(Plant.ECHO, Fault.SEQUENCE_REPEAT);
    planted.put(Plant.NO_ANSWER, Fault.UNANSWERED);
    return planted;
  }

  private static Ran run(Case run) throws Exception {
    try (FakeGateway gateway = FakeGateway.open(run.settings(), CLOCK);
        HttpClient http = HttpClient.newHttpClient();
        ExecutorService cutter = Executors.newVirtualThreadPerTaskExecutor()) {
      BettorRun bettors =
          new BettorRun(
              new BettorRun.Target(URI.create("ws://127.0.0.1:" + gateway.port() + "/ws"), "t"),
              run.plan(),
              new FakeCashier(http, gateway.port()),
              CLOCK,
              new SplittableRandom(7));
      CountDownLatch over = new CountDownLatch(1);
      Future<?> cut =
          cutter.submit(
              () -> {
                boolean ended = !run.cut() || over.await(900, TimeUnit.MILLISECONDS);
                // Only who was welcomed can lose a connection; a busy machine takes its time.
                while (!ended && welcomed(bettors) < run.plan().count()) {
                  ended = over.await(20, TimeUnit.MILLISECONDS);
                }
                if (!ended) {
                  bettors.reconnect();
                }
                return null;
              });
      bettors.run(CLOCK.nowMicros() + LIMIT_MICROS);
      over.countDown();
      cut.get();
      Map<Fault, Long> expected = new LinkedHashMap<>();
      switch (run.settings().plant()) {
        case NOTHING -> {}
        case ANOTHER_RESULT -> {
          expected.put(Fault.WRONG_PAYOUT, gateway.wrongPayouts());
          expected.put(Fault.CHANGED_RESULT, 1L);
        }
        case IMPOSSIBLE_RESULT -> {
          // By such cards nothing can be due.
          expected.put(Fault.WRONG_PAYOUT, bettors.findings().accepted());
          expected.put(Fault.IMPOSSIBLE_RESULT, 1L);
        }
        case SECOND_RESULT -> expected.put(Fault.CHANGED_RESULT, 1L);
        default -> expected.put(planted().get(run.settings().plant()), 1L);
      }
      return new Ran(bettors.findings(), bettors.section(), gateway.planted(), expected);
    }
  }

  @TestFactory
  Stream<DynamicTest> exactlyWhatIsPlantedIsFound() {
    List<Case> cases = new ArrayList<>(honest());
    for (Plant plant : planted().keySet()) {
      double repeats = plant == Plant.ANOTHER_ANSWER ? 0.5 : 0;
      cases.add(
          new Case("planted: " + plant, roulette(3, plant), plan(3, 1, WHEEL, repeats, 0), false));
    }
    for (Plant plant : List.of(Plant.ANOTHER_RESULT, Plant.SECOND_RESULT)) {
      cases.add(new Case("planted: " + plant, roulette(1, plant), plan(1, 1, WHEEL, 0, 0), false));
    }
    cases.add(
        new Case(
            "planted: " + Plant.IMPOSSIBLE_RESULT,
            new FakeGateway.Settings(1, true, BETTING, true, Plant.IMPOSSIBLE_RESULT),
            plan(1, 1, CARDS, 0, 0),
            false));
    ExecutorService side = Executors.newVirtualThreadPerTaskExecutor();
    List<Future<Ran>> ran = cases.stream().map(each -> side.submit(() -> run(each))).toList();
    return Stream.iterate(0, i -> i < cases.size(), i -> i + 1)
        .map(
            i ->
                DynamicTest.dynamicTest(
                    cases.get(i).words(), () -> judge(cases.get(i), ran.get(i).get())))
        .onClose(side::close);
  }

  private static void judge(Case was, Ran ran) {
    assertEquals(List.of(), ran.section().failures());
    assertEquals(ran.expected(), ran.money().faults(), ran.money().examples().toString());
    for (Fault fault : Fault.values()) {
      Figure figure = FIGURES.get(fault);
      assertEquals("bettors", figure.section());
      assertTrue(figure.atMost(), "an objective is an upper limit");
      assertEquals(
          ran.expected().getOrDefault(fault, 0L).doubleValue(),
          ran.section().figures().get(figure.key()),
          figure.key());
    }
    boolean wanted = was.settings().plant() != Plant.NOTHING;
    assertEquals(wanted, ran.planted(), "whether it was planted");
    assertTrue(ran.money().accepted() > 0, "bets were accepted");
    if (!was.cut()) {
      long all = (long) was.plan().count() * was.plan().rounds();
      assertEquals(all, ran.money().settledRounds(), "rounds settled");
    } else {
      double again = count(ran, "sessions_resumed") + count(ran, "sessions_anew");
      assertTrue(again >= was.plan().count(), "came again: " + again);
      assertEquals(0, count(ran, was.settings().resumes() ? "sessions_anew" : "sessions_resumed"));
    }
    if (was.plan().repeatShare() > 0) {
      assertTrue(count(ran, "repeats_sent") > 0, "slips were repeated");
    }
  }

  private static long welcomed(BettorRun bettors) {
    return bettors.section().series().stream()
        .filter(series -> series.key().equals("welcomed"))
        .mapToLong(series -> series.values().getTotalCount())
        .sum();
  }

  private static double count(Ran ran, String key) {
    return ran.section().counts().stream()
        .filter(count -> count.key().equals(key))
        .mapToDouble(Section.Count::value)
        .sum();
  }
}
