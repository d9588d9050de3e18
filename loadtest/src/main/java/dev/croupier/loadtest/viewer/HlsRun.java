package dev.croupier.loadtest.viewer;

import dev.croupier.loadtest.measure.Crowd;
import dev.croupier.loadtest.measure.Section;
import dev.croupier.loadtest.plan.HlsPlan;
import dev.croupier.time.clock.TableClock;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Native LL-HLS viewers of one stream: they come at a steady pace, whatever the server does, fetch
 * what a player would, and leave together. They decode nothing; a buffer that is played at the pace
 * of time says what would stall.
 *
 * <p>Where the server holds reloads they are blocking ones and the hinted part is asked for ahead;
 * where it does not, the playlist is asked for at the pace of RFC 8216 section 6.3.4. A few virtual
 * threads for each; {@link #run} blocks.
 */
public final class HlsRun implements Crowd {
  /**
   * Where to.
   *
   * @param playlist a multivariant or a media playlist; a signed path needs nothing else
   * @param cookie sent as it is with every request; empty for none
   * @param sharedClock whether dates and times in playlists are this process's table time
   */
  public record Target(URI playlist, String cookie, boolean sharedClock) {
    /** One without a cookie. */
    public Target(URI playlist, boolean sharedClock) {
      this(playlist, "", sharedClock);
    }
  }

  private final Target target;
  private final HlsPlan plan;
  private final People people;
  private final HttpClient http;
  private final TableClock clock;
  private final HlsTally tally;
  private final CountDownLatch never = new CountDownLatch(1);
  private final Map<Integer, Future<?>> watching = new ConcurrentHashMap<>();

  /**
   * Viewers that have not come yet.
   *
   * @param people gives each its token; an empty one is not sent
   * @param http with HTTP/2 or 1.1, and redirects followed, as its maker decides
   */
  public HlsRun(Target target, HlsPlan plan, People people, HttpClient http, TableClock clock) {
    this.target = target;
    this.plan = plan;
    this.people = people;
    this.http = http;
    this.clock = clock;
    this.tally = new HlsTally(plan.count(), target.sharedClock(), clock);
  }

  @Override
  public void run(long untilMicros) throws InterruptedException {
    long start = clock.nowMicros();
    try (ExecutorService sessions = threads("hls-");
        ExecutorService persons = threads("hls-person-")) {
      for (int i = 0; i < plan.count(); i++) {
        int number = i;
        long intended = start + Math.round(i * 1e6 / plan.startsPerSecond());
        persons.execute(() -> person(sessions, number, intended, untilMicros));
      }
    }
    if (Thread.interrupted()) {
      throw new InterruptedException();
    }
  }

  @Override
  public Section section() {
    return tally.section();
  }

  @Override
  public void reconnect() {
    watching.values().forEach(session -> session.cancel(true));
  }

  private void person(ExecutorService sessions, int number, long intended, long untilMicros) {
    try {
      String token = people.token(people.subject("hls", number));
      boolean _ = never.await(intended - clock.nowMicros(), TimeUnit.MICROSECONDS);
      HlsDoor door = new HlsDoor(http, clock, token, target.cookie());
      long came = intended;
      while (clock.nowMicros() < untilMicros) {
        HlsTally.Viewer viewer = tally.viewer(number, came);
        HlsViewer session = new HlsViewer(target.playlist(), door, tally, viewer, clock);
        if (!cutOff(number, sessions.submit(() -> watch(session)), untilMicros)) {
          return;
        }
        came = clock.nowMicros();
      }
    } catch (IOException e) {
      tally.viewer(number, intended).fail(e.getMessage());
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  private static Void watch(HlsViewer session) throws InterruptedException {
    session.watch();
    return null;
  }

  /** Waits for the end of a session; whether it was cut off, and not over. */
  private boolean cutOff(int number, Future<?> session, long untilMicros)
      throws InterruptedException {
    watching.put(number, session);
    try {
      session.get(untilMicros - clock.nowMicros(), TimeUnit.MICROSECONDS);
      return false;
    } catch (TimeoutException _) {
      return false;
    } catch (CancellationException _) {
      return true;
    } catch (ExecutionException e) {
      throw new IllegalStateException("a viewer has a bug", e.getCause());
    } finally {
      session.cancel(true);
      watching.remove(number);
    }
  }

  private static ExecutorService threads(String name) {
    return Executors.newThreadPerTaskExecutor(Thread.ofVirtual().name(name, 0).factory());
  }
}
