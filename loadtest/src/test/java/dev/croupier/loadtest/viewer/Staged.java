package dev.croupier.loadtest.viewer;

import dev.croupier.gateway.media.peer.ClientTransports;
import dev.croupier.loadtest.measure.Crowd;
import dev.croupier.loadtest.measure.Section;
import dev.croupier.loadtest.plan.Arrivals;
import dev.croupier.loadtest.plan.ViewerPlan;
import dev.croupier.loadtest.studio.VideoSettings;
import dev.croupier.time.clock.SystemTableClock;
import dev.croupier.time.clock.TableClock;
import java.io.IOException;
import java.net.InetAddress;
import java.net.http.HttpClient;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.locks.LockSupport;
import org.HdrHistogram.Histogram;

/** A {@link WhepStage} and crowds before it, on real sockets; all in this process. */
final class Staged implements AutoCloseable {
  static final VideoSettings SMALL =
      new VideoSettings(320, 180, 30, 300_000, 15, VideoSettings.Profile.CONSTRAINED_BASELINE);
  static final byte[] SOUND = {(byte) 0xF8, (byte) 0xFF, (byte) 0xFE};
  private static final long AWAIT_MICROS = 20_000_000;
  private static final long LONG_MICROS = 60_000_000;

  final TableClock clock = SystemTableClock.start(new SecureRandom());
  final WhepStage stage;
  private final ClientTransports transports =
      new ClientTransports(1, InetAddress.getLoopbackAddress(), clock, new SecureRandom());
  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private final List<Thread> threads = new ArrayList<>();

  Staged(WhepStage.Manners manners) throws Exception {
    stage = new WhepStage(manners, clock);
  }

  WhepTarget target(WhepTarget.Tokens tokens) {
    return new WhepTarget(stage.address(), tokens, true);
  }

  WhepViewers viewers(int full, int decoding, WhepTarget.Tokens tokens) {
    ViewerPlan plan = new ViewerPlan(full, 0, decoding, Arrivals.constant(1_000));
    return new WhepViewers(target(tokens), plan, http, transports, clock, new SplittableRandom(1));
  }

  WhepSinks sinks(int count) {
    ViewerPlan plan = new ViewerPlan(0, count, 0, Arrivals.constant(1_000));
    return new WhepSinks(
        target(WhepTarget.Tokens.NONE), plan, http, transports, clock, new SplittableRandom(2));
  }

  /** Lets crowds come, and waits until so many sessions are connected. */
  void begin(int sessions, Crowd... crowds) {
    for (Crowd crowd : crowds) {
      threads.add(
          Thread.ofVirtual()
              .start(
                  () -> {
                    try {
                      crowd.run(clock.nowMicros() + LONG_MICROS);
                    } catch (InterruptedException | IOException e) {
                      // Sent away; what it has seen is in its section.
                    }
                  }));
    }
    awaitSessions(sessions);
  }

  /** Waits until so many sessions have been connected. */
  void awaitSessions(int sessions) {
    long deadline = clock.nowMicros() + AWAIT_MICROS;
    while (stage.everConnected() < sessions) {
      if (clock.nowMicros() > deadline) {
        throw new AssertionError(stage.everConnected() + " of " + sessions + " connected");
      }
      LockSupport.parkNanos(5_000_000);
    }
    // The other end has its keys a moment later; what comes before is kept for it.
    LockSupport.parkNanos(50_000_000);
  }

  /** Plays frames at their pace, from now on; returns when the next one would be due. */
  long play(List<Recorded> frames, int from, int to, long nextMicros) {
    long at = nextMicros;
    for (int i = from; i < to; i++) {
      parkUntil(at);
      stage.frame(frames.get(i), at);
      stage.sound(SOUND, at);
      if (i % 10 == 0) {
        stage.report();
      }
      at += 1_000_000 / 30;
    }
    return at;
  }

  void parkUntil(long micros) {
    for (long left = micros - clock.nowMicros(); left > 0; left = micros - clock.nowMicros()) {
      LockSupport.parkNanos(left * 1_000);
    }
  }

  /** Sends the crowds away and waits until they have left. */
  void end() throws InterruptedException {
    awaitQuiet();
    for (Thread thread : threads) {
      thread.interrupt();
      thread.join();
    }
  }

  /** What was sent last is on its way: waits until nothing has come for 150 ms. */
  private void awaitQuiet() {
    long before = -1;
    long deadline = clock.nowMicros() + AWAIT_MICROS;
    while (before != transports.counters().packetsIn() && clock.nowMicros() < deadline) {
      before = transports.counters().packetsIn();
      LockSupport.parkNanos(150_000_000);
    }
  }

  /** A count of a section. */
  static long count(Section section, String key) {
    return section.counts().stream()
        .filter(count -> count.key().equals(key))
        .mapToLong(count -> Math.round(count.value()))
        .findFirst()
        .orElseThrow(() -> new AssertionError(key + " in " + section.counts()));
  }

  /** How many durations there are of a kind. */
  static long samples(Section section, String key) {
    return values(section, key).getTotalCount();
  }

  static Histogram values(Section section, String key) {
    return section.series().stream()
        .filter(named -> named.key().equals(key))
        .findFirst()
        .orElseThrow()
        .values();
  }

  @Override
  public void close() {
    http.shutdownNow();
    transports.close();
    stage.close();
  }
}
