package dev.croupier.loadtest.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.croupier.loadtest.measure.Crowd;
import dev.croupier.loadtest.measure.Section;
import dev.croupier.loadtest.measure.Series;
import dev.croupier.loadtest.plan.Event;
import dev.croupier.loadtest.plan.ScenarioException;
import dev.croupier.loadtest.report.Report.Happened;
import dev.croupier.time.clock.SystemTableClock;
import dev.croupier.time.clock.TableClock;
import java.io.IOException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

final class ConductorTest {
  private final TableClock clock = SystemTableClock.start(new SecureRandom());
  private final ConcurrentLinkedQueue<String> told = new ConcurrentLinkedQueue<>();

  /** Stays until its time is over. */
  private final class Standing implements Crowd {
    private final String key;
    private final Series series = new Series();
    private final CountDownLatch never = new CountDownLatch(1);

    private Standing(String key) {
      this.key = key;
    }

    @Override
    public void run(long untilMicros) throws IOException, InterruptedException {
      series.record(1_000);
      boolean _ = never.await(untilMicros - clock.nowMicros(), TimeUnit.MICROSECONDS);
    }

    @Override
    public Section section() {
      return new Section(
          key,
          key,
          1,
          0,
          List.of(),
          List.of(series.named("s", "s")),
          List.of(),
          Map.of(),
          List.of());
    }

    @Override
    public void reconnect() {
      told.add("reconnect " + key);
    }
  }

  private final class Telling implements Stage {
    @Override
    public void camera(String signal, List<String> faults) {
      told.add("camera " + signal + " " + faults);
    }

    @Override
    public void network(String up, String down) {
      throw new ScenarioException("no such word");
    }

    @Override
    public void handover(String to) throws IOException {
      throw new IOException("refused: 422\nand more");
    }

    @Override
    public void swap(String build) {
      told.add("swap " + build);
    }
  }

  private Conductor conductor(List<Conductor.Cast> cast, List<Event> events) {
    return new Conductor(
        cast,
        List.of(() -> new Standing("studio").section()),
        events,
        new Telling(),
        clock,
        (tag, from, to, values) -> {},
        (at, sections, happened) -> {});
  }

  private List<Conductor.Cast> all(int seconds) {
    return List.of("viewers", "sinks", "bettors").stream()
        .map(key -> new Conductor.Cast(key, new Standing(key), seconds))
        .toList();
  }

  @Test
  void eventsHappenInTheirOrderAndWhatFailsIsKeptInOneLine() throws Exception {
    Conductor.Played played =
        conductor(
                all(1),
                List.of(
                    new Event.Camera(0.1, "cam-a", List.of("freeze")),
                    new Event.Relay(0.2, null, "x"),
                    new Event.Handover(0.3, "cam-b"),
                    new Event.Reconnect(0.4, Event.Who.VIEWERS),
                    new Event.Swap(0.5, "build")))
            .play();
    assertEquals(
        List.of("camera cam-a [freeze]", "reconnect viewers", "reconnect sinks", "swap build"),
        List.copyOf(told));
    assertEquals(
        Arrays.asList(null, "no such word", "refused: 422", null, null),
        played.events().stream().map(Happened::failure).toList());
    for (int i = 0; i < 5; i++) {
      assertTrue(played.events().get(i).atSeconds() >= 0.1 * (i + 1) - 0.001);
    }
  }

  @Test
  void allSectionsAreThereAndTheGeneratorIsNoneOfThem() throws Exception {
    Conductor.Played played = conductor(all(1), List.of()).play();
    assertEquals(
        List.of("viewers", "sinks", "bettors", "studio"),
        played.sections().stream().map(Section::key).toList());
    assertTrue(played.durationMs() >= 990, played.durationMs() + " ms");
    assertTrue(
        played.timeline().lanes().stream().anyMatch(lane -> lane.section().equals("generator")));
  }

  @Test
  void aCrowdThatCannotWorkSendsTheOthersAwayAtOnce() {
    Crowd broken =
        new Crowd() {
          @Override
          public void run(long untilMicros) throws IOException {
            throw new IOException("no browser here");
          }

          @Override
          public Section section() {
            return new Standing("browsers").section();
          }
        };
    List<Conductor.Cast> cast =
        List.of(
            new Conductor.Cast("viewers", new Standing("viewers"), 3_600),
            new Conductor.Cast("browsers", broken, 3_600));
    assertEquals(
        "no browser here",
        assertThrows(IOException.class, () -> conductor(cast, List.of()).play()).getMessage());
  }

  @Test
  void eventsAfterEverybodyHasLeftDoNotHappen() throws Exception {
    Conductor.Played played = conductor(all(0), List.of(new Event.Swap(3_600, "build"))).play();
    assertEquals(List.of(), played.events());
    assertTrue(told.isEmpty());
  }
}
