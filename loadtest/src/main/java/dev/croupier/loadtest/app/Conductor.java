package dev.croupier.loadtest.app;

import dev.croupier.loadtest.measure.Crowd;
import dev.croupier.loadtest.measure.GeneratorHealth;
import dev.croupier.loadtest.measure.Recorder;
import dev.croupier.loadtest.measure.Section;
import dev.croupier.loadtest.measure.Timeline;
import dev.croupier.loadtest.plan.Event;
import dev.croupier.loadtest.plan.ScenarioException;
import dev.croupier.loadtest.report.Report;
import dev.croupier.loadtest.report.Report.Happened;
import dev.croupier.time.clock.TableClock;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionService;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorCompletionService;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * Runs all crowds of a scenario side by side, lets its events happen, and looks at everybody once a
 * second. {@link #play} blocks; a virtual thread for each crowd, one for the events, a platform
 * thread that looks.
 */
final class Conductor {
  private static final long LOOK_MICROS = 1_000_000;

  /**
   * A crowd and when it leaves.
   *
   * @param key of its section
   * @param seconds from the start
   */
  record Cast(String key, Crowd crowd, int seconds) {}

  /** Sees what was seen, once a second. */
  @FunctionalInterface
  interface Watcher {
    /** Called by the thread that looks. */
    void look(double atSeconds, List<Section> sections, List<Happened> events);
  }

  /** What came of it. */
  record Played(
      long startedAt,
      long durationMs,
      List<Section> sections,
      Timeline timeline,
      List<Happened> events,
      GeneratorHealth.Health health) {}

  private final List<Cast> cast;
  private final List<Supplier<Section>> others;
  private final List<Event> events;
  private final Stage stage;
  private final TableClock clock;
  private final Recorder.Intervals intervals;
  private final Watcher watcher;
  private final List<Happened> happened = new ArrayList<>();
  private final CountDownLatch over = new CountDownLatch(1);
  private long start;

  /**
   * A run that has not begun.
   *
   * @param others sections of whoever is there beside the crowds: studio, relay
   */
  Conductor(
      List<Cast> cast,
      List<Supplier<Section>> others,
      List<Event> events,
      Stage stage,
      TableClock clock,
      Recorder.Intervals intervals,
      Watcher watcher) {
    this.cast = List.copyOf(cast);
    this.others = List.copyOf(others);
    this.events = List.copyOf(events);
    this.stage = stage;
    this.clock = clock;
    this.intervals = intervals;
    this.watcher = watcher;
  }

  /**
   * Plays the scenario to its end.
   *
   * @throws IOException if a whole crowd could not work, in one line; the others are sent away
   */
  Played play() throws IOException, InterruptedException {
    start = clock.nowMicros();
    int longest = cast.stream().mapToInt(Cast::seconds).max().orElse(1);
    try (GeneratorHealth health = GeneratorHealth.watch(clock::nowMicros);
        ScheduledExecutorService looking =
            Executors.newSingleThreadScheduledExecutor(
                Thread.ofPlatform().name("recorder").daemon().factory())) {
      List<Supplier<Section>> sources = new ArrayList<>();
      cast.forEach(each -> sources.add(each.crowd()::section));
      sources.addAll(others);
      sources.add(health::section);
      Recorder recorder = new Recorder(sources, start, longest, intervals);
      ScheduledFuture<?> looks =
          looking.scheduleAtFixedRate(
              () -> look(recorder), LOOK_MICROS, LOOK_MICROS, TimeUnit.MICROSECONDS);
      try {
        runAll();
      } finally {
        looks.cancel(false);
        looking.shutdown();
        boolean _ = looking.awaitTermination(1, TimeUnit.MINUTES);
      }
      long end = clock.nowMicros();
      GeneratorHealth.Health healthy = health.finish();
      List<Section> sections =
          recorder.finish(end).stream()
              .filter(section -> !section.key().equals(GeneratorHealth.KEY))
              .toList();
      return new Played(
          start, (end - start) / 1_000, sections, recorder.timeline(), happenings(), healthy);
    }
  }

  private void look(Recorder recorder) {
    long now = clock.nowMicros();
    List<Section> sections = recorder.look(now);
    watcher.look((now - start) / 1e6, sections, happenings());
  }

  private void runAll() throws IOException, InterruptedException {
    try (ExecutorService threads =
        Executors.newThreadPerTaskExecutor(Thread.ofVirtual().name("crowd-", 0).factory())) {
      CompletionService<Void> ended = new ExecutorCompletionService<>(threads);
      for (Cast each : cast) {
        ended.submit(
            () -> {
              each.crowd().run(start + each.seconds() * 1_000_000L);
              return null;
            });
      }
      threads.execute(this::letHappen);
      try {
        for (int i = 0; i < cast.size(); i++) {
          ended.take().get();
        }
      } catch (ExecutionException e) {
        threads.shutdownNow();
        throw e.getCause() instanceof IOException io
            ? io
            : new IOException(String.valueOf(e.getCause().getMessage()), e.getCause());
      } finally {
        over.countDown();
      }
    }
  }

  private void letHappen() {
    try {
      for (Event event : events) {
        long due = start + Math.round(event.atSeconds() * 1e6);
        // Whoever was to see it has left already.
        if (over.await(Math.max(0, due - clock.nowMicros()), TimeUnit.MICROSECONDS)) {
          return;
        }
        add(happen(event));
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  private Happened happen(Event event) throws InterruptedException {
    String failure = null;
    double at = (clock.nowMicros() - start) / 1e6;
    try {
      switch (event) {
        case Event.Camera camera -> stage.camera(camera.camera(), camera.faults());
        case Event.Relay relay -> stage.network(relay.up(), relay.down());
        case Event.Reconnect reconnect -> reconnect(reconnect.who());
        case Event.Handover handover -> stage.handover(handover.to());
        case Event.Swap swap -> stage.swap(swap.build());
      }
    } catch (IOException | ScenarioException e) {
      failure = String.valueOf(e.getMessage()).lines().findFirst().orElse("it failed");
    }
    return new Happened(at, kind(event), event.label(), failure);
  }

  private void reconnect(Event.Who who) {
    for (Cast each : cast) {
      boolean meant =
          switch (who) {
            case ALL -> true;
            case VIEWERS -> each.key().equals("viewers") || each.key().equals("sinks");
            case BETTORS -> each.key().equals("bettors");
            case HLS -> each.key().equals("hls");
            case BROWSERS -> each.key().equals("browsers");
            case CLOCKS -> each.key().equals("clocks");
          };
      if (meant) {
        each.crowd().reconnect();
      }
    }
  }

  private static Report.Kind kind(Event event) {
    return switch (event) {
      case Event.Camera _ -> Report.Kind.CAMERA;
      case Event.Relay _ -> Report.Kind.NETWORK;
      case Event.Reconnect _ -> Report.Kind.RECONNECT;
      case Event.Handover _ -> Report.Kind.HANDOVER;
      case Event.Swap _ -> Report.Kind.SWAP;
    };
  }

  private void add(Happened event) {
    synchronized (happened) {
      happened.add(event);
    }
  }

  private List<Happened> happenings() {
    synchronized (happened) {
      return List.copyOf(happened);
    }
  }
}
