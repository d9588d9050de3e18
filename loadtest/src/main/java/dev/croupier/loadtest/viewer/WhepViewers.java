package dev.croupier.loadtest.viewer;

import dev.croupier.gateway.media.peer.ClientTransports;
import dev.croupier.gateway.media.peer.WhepPlayer;
import dev.croupier.loadtest.measure.Crowd;
import dev.croupier.loadtest.measure.Section;
import dev.croupier.loadtest.plan.ViewerPlan;
import dev.croupier.time.clock.TableClock;
import java.io.IOException;
import java.net.http.HttpClient;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Full WHEP viewers of one program, section {@code viewers}: they decrypt, order and depacketise
 * all that comes, and some of them decode. Each has a virtual thread beside its event loop, which
 * takes stock once a second; packets take no lock.
 */
public final class WhepViewers implements Crowd {
  private static final long CONNECT_SECONDS = 15;
  private static final long END_SECONDS = 10;

  private final WhepTarget target;
  private final ViewerPlan plan;
  private final HttpClient http;
  private final ClientTransports transports;
  private final TableClock clock;
  private final SplittableRandom random;
  private final ViewerMeters meters = new ViewerMeters();
  private final WhepViewer.Shared shared;
  private final Coming coming;
  private final Set<WhepViewer> watching = new HashSet<>();
  private final AtomicLong sessions = new AtomicLong();
  private ViewerTally ended = ViewerTally.NONE;

  /**
   * Viewers that have not come yet.
   *
   * @param plan {@code full}, {@code decoding} and {@code arrivals} are looked at
   * @param clock the clock of {@code transports}; where the target's clock is shared, that one too
   */
  public WhepViewers(
      WhepTarget target,
      ViewerPlan plan,
      HttpClient http,
      ClientTransports transports,
      TableClock clock,
      SplittableRandom random) {
    this(target, plan, http, transports, clock, random, Origins.NONE);
  }

  /**
   * The same where something is known of the publisher.
   *
   * @param origins of the program's frames
   */
  public WhepViewers(
      WhepTarget target,
      ViewerPlan plan,
      HttpClient http,
      ClientTransports transports,
      TableClock clock,
      SplittableRandom random,
      Origins origins) {
    this.target = target;
    this.plan = plan;
    this.http = http;
    this.transports = transports;
    this.clock = clock;
    this.random = random;
    this.shared =
        new WhepViewer.Shared(meters, clock, target.sharedClock(), plan.decoding() > 0, origins);
    this.coming = new Coming("viewer", clock);
  }

  @Override
  public void run(long untilMicros) throws InterruptedException {
    try {
      coming.run(
          plan.full(),
          plan.arrivals(),
          random,
          untilMicros,
          (number, intended, own) -> watch(number, intended, untilMicros, own));
    } finally {
      meters.arrivals.finish();
      meters.pictures.finish();
    }
  }

  @Override
  public void reconnect() {
    coming.callAgain();
  }

  @Override
  public Section section() {
    ViewerTally tally = tally();
    List<Section.Count> counts = new ArrayList<>(tally.counts());
    counts.add(new Section.Count("sessions", "sessions", sessions.get(), ""));
    counts.add(new Section.Count("new_signals", "new signals", meters.signals.size(), ""));
    counts.add(
        new Section.Count("new_signal_views", "times a viewer saw one", meters.signals.seen(), ""));
    counts.add(
        new Section.Count(
            "new_signal_exact", "of these, from its first frame on", meters.signals.exact(), ""));
    return new Section(
        "viewers",
        "WHEP viewers",
        coming.asked(),
        coming.failed(),
        coming.reasons(),
        meters.series(),
        counts,
        meters.figures(coming.failed(), tally),
        meters.signals.marks());
  }

  private ViewerTally tally() {
    synchronized (watching) {
      ViewerTally all = ended;
      for (WhepViewer viewer : watching) {
        all = all.plus(viewer.tally());
      }
      return all;
    }
  }

  private void watch(int number, long intended, long until, SplittableRandom own)
      throws InterruptedException {
    // The decoding ones are spread over those who come early and late.
    String decoder = decodes(number, plan.full(), plan.decoding()) ? "decoder-" + number : "";
    coming.stay(
        intended,
        until,
        (from, call) -> {
          WhepViewer viewer = new WhepViewer(shared, from, decoder);
          try {
            return session(viewer, number, until, own, call);
          } finally {
            viewer.finish();
          }
        });
  }

  /** One session; true if it ended because all were called to come again. */
  private boolean session(
      WhepViewer viewer, int number, long until, SplittableRandom own, CompletableFuture<Void> call)
      throws IOException, InterruptedException, ExecutionException, TimeoutException {
    String token = target.tokens().token("viewer", number);
    WhepPlayer player =
        WhepPlayer.play(target.whep(), token, "", http, transports, clock, own, viewer);
    sessions.incrementAndGet();
    synchronized (watching) {
      watching.add(viewer);
    }
    try {
      player.ready().get(CONNECT_SECONDS, TimeUnit.SECONDS);
      coming.watch(
          until,
          call,
          viewer.closed(),
          () -> player.read(viewer::sample).get(END_SECONDS, TimeUnit.SECONDS));
    } finally {
      end(viewer, player, call.isDone());
    }
    if (viewer.tally().get(ViewerTally.Kind.KEYFRAMES) == 0) {
      throw new IOException("connected, but no complete keyframe came");
    }
    return call.isDone();
  }

  private void end(WhepViewer viewer, WhepPlayer player, boolean dropped) {
    long leftAt = clock.nowMicros();
    if (dropped) {
      player.abandon();
    } else {
      player.close();
    }
    viewer.finish();
    // Behind the end in its event loop's queue: nothing changes any more.
    ViewerTally last =
        player
            .read(figures -> viewer.sample(figures, leftAt))
            .completeOnTimeout(viewer.tally(), END_SECONDS, TimeUnit.SECONDS)
            .join();
    synchronized (watching) {
      watching.remove(viewer);
      ended = ended.plus(last);
    }
  }

  private static boolean decodes(int number, int of, int decoding) {
    return (long) (number + 1) * decoding / of > (long) number * decoding / of;
  }
}
