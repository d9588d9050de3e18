package dev.croupier.loadtest.viewer;

import dev.croupier.gateway.media.peer.ClientTransports;
import dev.croupier.gateway.media.peer.ReceivedFrame;
import dev.croupier.gateway.media.peer.WhepPlayer;
import dev.croupier.gateway.media.peer.WhepPlayerFigures;
import dev.croupier.loadtest.measure.Crowd;
import dev.croupier.loadtest.measure.Section;
import dev.croupier.loadtest.measure.Series;
import dev.croupier.loadtest.plan.ViewerPlan;
import dev.croupier.time.clock.TableClock;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Native WHEP viewers of one program: they come at a steady pace, whatever the server does, watch,
 * and leave together. A virtual thread each beside its event loop; {@link #run} blocks.
 */
public final class ViewerRun implements Crowd {
  private static final long SAMPLE_MICROS = 1_000_000;
  private static final long CONNECT_SECONDS = 15;
  private static final int MAX_FAILURES = 5;

  /**
   * Where to.
   *
   * @param whep the address that is played
   * @param sharedClock whether the server's table time is this process's
   */
  public record Target(URI whep, boolean sharedClock) {}

  private final Target target;
  private final People people;
  private final HttpClient http;
  private final ClientTransports transports;
  private final TableClock clock;
  private final ViewerPlan plan;
  private final SplittableRandom random;
  private final CountDownLatch stopped = new CountDownLatch(1);
  private final Series answered = new Series();
  private final Series connected = new Series();
  private final Series firstPacket = new Series();
  private final Series firstFrame = new Series();
  private final Series rtt = new Series();
  private final Series jitter = new Series();
  private final Series age = new Series();
  private final List<String> failures = new ArrayList<>();
  private final List<Ended> ended = new ArrayList<>();

  /** What one viewer had at its end. */
  private record Ended(WhepPlayerFigures player, FrameWatch.Counts frames) {}

  /** Viewers that have not come yet. */
  public ViewerRun(
      Target target,
      People people,
      HttpClient http,
      ClientTransports transports,
      TableClock clock,
      ViewerPlan plan,
      SplittableRandom random) {
    this.plan = plan;
    this.random = random;
    this.target = target;
    this.people = people;
    this.http = http;
    this.transports = transports;
    this.clock = clock;
  }

  /** They come, watch until the time is over, and leave. */
  @Override
  public void run(long untilMicros) throws InterruptedException {
    long start = clock.nowMicros();
    try (ExecutorService threads =
        Executors.newThreadPerTaskExecutor(Thread.ofVirtual().name("viewer-", 0).factory())) {
      for (int i = 0; i < plan.full(); i++) {
        int number = i;
        long intended = start + Math.round(i * 1_000_000 / plan.arrivals().perSecond());
        SplittableRandom own = random.split();
        threads.execute(() -> watch(number, intended, untilMicros, own));
      }
      threads.shutdown();
      if (!threads.awaitTermination(Long.MAX_VALUE, TimeUnit.NANOSECONDS)) {
        throw new IllegalStateException("the end of time");
      }
    }
  }

  @Override
  public Section section() {
    ViewerFigures seen;
    synchronized (ended) {
      seen = figures(plan.full());
    }
    java.util.Map<String, Double> figures = new java.util.LinkedHashMap<>();
    figures.put("failed_joins", (double) seen.failed());
    figures.put("connected_p95_ms", seen.connected().p95());
    figures.put("first_frame_p95_ms", seen.firstFrame().p95());
    figures.put("webrtc_rtt_p95_ms", seen.rtt().p95());
    figures.put("frames_shown", (double) seen.frames().shown());
    figures.put("dropped_frames", (double) seen.frames().dropped());
    figures.put("dropped_frames_share", (double) seen.frames().dropped() / Math.max(1, seen.frames().shown() + seen.frames().dropped()));
    figures.put("frozen_share", (double) seen.frames().frozenMs() / Math.max(1, seen.frames().watchedMs()));
    return new Section("viewers", "Viewers", plan.full(), seen.failed(), seen.failures(),
        List.of(connected.named("connected", "join: connected"), firstFrame.named("first_frame", "join: first frame"), rtt.named("rtt", "webrtc rtt"), jitter.named("jitter", "jitter"), age.named("capture_to_arrival", "capture to arrival")),
        List.of(new Section.Count("frames_shown", "frames shown", seen.frames().shown(), ""), new Section.Count("dropped_frames", "dropped", seen.frames().dropped(), "")),
        figures, List.of());
  }

  /** Sends all away now; any thread. */
  public void stop() {
    stopped.countDown();
  }

  private void watch(int number, long intended, long untilMicros, SplittableRandom random) {
    try {
      String token = people.token(people.subject("viewer", number));
      if (!pauseUntil(intended)) {
        return;
      }
      Watching watching = new Watching(new FrameWatch(age, target.sharedClock()));
      WhepPlayer player =
          WhepPlayer.play(target.whep(), token, "", http, transports, clock, random, watching);
      try {
        player.ready().get(CONNECT_SECONDS, TimeUnit.SECONDS);
        sample(player, untilMicros);
        join(intended, player.figures().get());
      } finally {
        player.close();
      }
      end(player, watching);
    } catch (IOException | TimeoutException e) {
      fail(e.getMessage() == null ? "not connected in time" : e.getMessage());
    } catch (ExecutionException e) {
      fail(e.getCause().getMessage());
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  private void sample(WhepPlayer player, long untilMicros)
      throws InterruptedException, ExecutionException {
    long next = clock.nowMicros() + SAMPLE_MICROS;
    while (next < untilMicros && pauseUntil(next)) {
      WhepPlayerFigures now = player.figures().get();
      if (now.rttMicros() >= 0) {
        rtt.record(now.rttMicros());
      }
      if (now.video().packets() > 0) {
        jitter.record(now.video().jitterMicros());
      }
      next += SAMPLE_MICROS;
    }
    boolean _ = pauseUntil(untilMicros);
  }

  private void join(long intended, WhepPlayerFigures player) {
    answered.record(player.answeredAt() - intended);
    connected.record(player.connectedAt() - intended);
    if (player.firstPacketAt() != WhepPlayerFigures.NEVER) {
      firstPacket.record(player.firstPacketAt() - intended);
    }
    if (player.firstFrameAt() != WhepPlayerFigures.NEVER) {
      firstFrame.record(player.firstFrameAt() - intended);
    } else {
      fail("connected, but no complete keyframe came");
    }
  }

  private void end(WhepPlayer player, Watching watching)
      throws InterruptedException, ExecutionException, TimeoutException {
    // The watch is its event loop's: it is read there, by the last thing that the player says.
    FrameWatch.Counts counts = watching.counts(CONNECT_SECONDS);
    WhepPlayerFigures figures = player.figures().get();
    synchronized (ended) {
      ended.add(new Ended(figures, counts));
    }
  }

  private void fail(String reason) {
    synchronized (failures) {
      failures.add(reason);
    }
  }

  private boolean pauseUntil(long micros) throws InterruptedException {
    long left = micros - clock.nowMicros();
    return left <= 0 ? stopped.getCount() > 0 : !stopped.await(left, TimeUnit.MICROSECONDS);
  }

  private ViewerFigures figures(int asked) {
    List<Ended> all = ended;
    return new ViewerFigures(
        asked,
        failures.size(),
        failures.stream().distinct().limit(MAX_FAILURES).toList(),
        answered.summary(),
        connected.summary(),
        firstPacket.summary(),
        firstFrame.summary(),
        rtt.summary(),
        jitter.summary(),
        age.summary(),
        new ViewerFigures.Frames(
            all.stream().mapToLong(each -> each.frames().shown()).sum(),
            all.stream().mapToLong(each -> each.frames().dropped()).sum(),
            all.stream().mapToLong(each -> each.frames().skipped()).sum(),
            all.stream().mapToLong(each -> each.player().keyframes()).sum(),
            all.stream().mapToLong(each -> each.player().incompleteFrames()).sum(),
            all.stream().mapToLong(each -> each.player().audioPackets()).sum(),
            all.stream().mapToLong(each -> each.frames().freezes()).sum(),
            all.stream().mapToLong(each -> each.frames().frozenMicros()).sum() / 1_000,
            all.stream().mapToLong(each -> each.frames().watchedMicros()).sum() / 1_000),
        new ViewerFigures.Packets(
            all.stream().mapToLong(each -> each.player().packets()).sum(),
            all.stream().mapToLong(each -> each.player().bytes()).sum(),
            all.stream().mapToLong(each -> lost(each.player())).sum(),
            all.stream().mapToLong(each -> givenUp(each.player())).sum(),
            all.stream().mapToLong(each -> each.player().video().nacked()).sum(),
            all.stream().mapToLong(each -> each.player().keyframeRequests()).sum()));
  }

  private static long lost(WhepPlayerFigures player) {
    return player.video().lost() + player.audio().lost();
  }

  private static long givenUp(WhepPlayerFigures player) {
    return player.video().givenUp() + player.audio().givenUp();
  }

  /** One viewer's ears; its event loop. */
  private final class Watching implements WhepPlayer.Listener {
    private final FrameWatch watch;
    private final CompletableFuture<FrameWatch.Counts> counts = new CompletableFuture<>();

    private Watching(FrameWatch watch) {
      this.watch = watch;
    }

    @Override
    public void frame(ReceivedFrame frame) {
      watch.frame(frame);
    }

    @Override
    public void closed(String reason) {
      counts.complete(watch.counts(clock.nowMicros()));
    }

    private FrameWatch.Counts counts(long seconds)
        throws InterruptedException, ExecutionException, TimeoutException {
      return counts.get(seconds, TimeUnit.SECONDS);
    }
  }
}
