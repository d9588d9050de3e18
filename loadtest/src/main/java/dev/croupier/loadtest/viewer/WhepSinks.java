package dev.croupier.loadtest.viewer;

import dev.croupier.gateway.media.peer.ClientTransports;
import dev.croupier.gateway.media.peer.WhepPlayerFigures;
import dev.croupier.gateway.media.peer.WhepSink;
import dev.croupier.loadtest.measure.Crowd;
import dev.croupier.loadtest.measure.Section;
import dev.croupier.loadtest.plan.ViewerPlan;
import dev.croupier.time.clock.TableClock;
import java.io.IOException;
import java.net.http.HttpClient;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Light WHEP viewers, section {@code sinks}: load for a server beyond what the generator could
 * decrypt. They make the whole handshake and report like others, but open one packet in twenty and
 * look at the headers of the rest. A virtual thread each beside its event loop.
 */
public final class WhepSinks implements Crowd {
  private static final long CONNECT_SECONDS = 15;
  private static final long END_SECONDS = 10;
  private static final WhepSink.Figures NOTHING =
      new WhepSink.Figures(0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0);

  private final WhepTarget target;
  private final ViewerPlan plan;
  private final HttpClient http;
  private final ClientTransports transports;
  private final TableClock clock;
  private final SplittableRandom random;
  private final JoinSeries join = new JoinSeries();
  private final Coming coming;
  private final Map<WhepSink, WhepSink.Figures> open = new HashMap<>();
  private WhepSink.Figures ended = NOTHING;

  /**
   * Sinks that have not come yet.
   *
   * @param plan {@code sinks} and {@code arrivals} are looked at
   */
  public WhepSinks(
      WhepTarget target,
      ViewerPlan plan,
      HttpClient http,
      ClientTransports transports,
      TableClock clock,
      SplittableRandom random) {
    this.target = target;
    this.plan = plan;
    this.http = http;
    this.transports = transports;
    this.clock = clock;
    this.random = random;
    this.coming = new Coming("sink", clock);
  }

  @Override
  public void run(long untilMicros) throws InterruptedException {
    coming.run(
        plan.sinks(),
        plan.arrivals(),
        random,
        untilMicros,
        (number, intended, own) ->
            coming.stay(
                intended,
                untilMicros,
                (from, call) -> session(number, from, untilMicros, own, call)));
  }

  @Override
  public void reconnect() {
    coming.callAgain();
  }

  @Override
  public Section section() {
    WhepSink.Figures all = figures();
    Map<String, Double> figures = new LinkedHashMap<>();
    figures.put("failed_sinks", (double) coming.failed());
    join.figures(figures, "sink_connected_p95_ms", "");
    figures.put("sink_packets", (double) all.packets());
    long expected = all.packets() + all.lost();
    figures.put("sink_loss_share", expected == 0 ? 1 : (double) all.lost() / expected);
    double openedShare = all.packets() == 0 ? 0 : (double) all.opened() / all.packets();
    return new Section(
        "sinks",
        "WHEP sinks",
        coming.asked(),
        coming.failed(),
        coming.reasons(),
        join.named(),
        List.of(
            new Section.Count("packets", "packets", all.packets(), ""),
            new Section.Count("bytes", "bytes", all.bytes(), ""),
            new Section.Count("lost", "packets lost", all.lost(), ""),
            new Section.Count("opened", "packets authenticated", all.opened(), ""),
            new Section.Count("opened_share", "their share", openedShare, ""),
            new Section.Count("duplicate_packets", "packets that came twice", all.duplicates(), ""),
            new Section.Count("unknown", "packets of no agreed stream", all.unknown(), "")),
        figures,
        List.of());
  }

  private WhepSink.Figures figures() {
    synchronized (open) {
      WhepSink.Figures sum = ended;
      for (WhepSink.Figures each : open.values()) {
        sum = sum(sum, each);
      }
      return sum;
    }
  }

  /** One session; true if it ended because all were called to come again. */
  private boolean session(
      int number, long from, long until, SplittableRandom own, CompletableFuture<Void> call)
      throws IOException, InterruptedException, ExecutionException, TimeoutException {
    String token = target.tokens().token("sink", number);
    WhepSink sink = WhepSink.play(target.whep(), token, http, transports, clock, own);
    synchronized (open) {
      open.put(sink, NOTHING);
    }
    try {
      sink.ready().get(CONNECT_SECONDS, TimeUnit.SECONDS);
      WhepSink.Figures now = sink.figures().get(END_SECONDS, TimeUnit.SECONDS);
      join.connected(from, now.answeredAt(), now.checkedAt(), now.connectedAt());
      coming.watch(
          until,
          call,
          sink.ended(),
          () -> {
            WhepSink.Figures figures = sink.figures().get(END_SECONDS, TimeUnit.SECONDS);
            synchronized (open) {
              open.replace(sink, figures);
            }
          });
    } finally {
      end(sink, from, call.isDone());
    }
    return call.isDone();
  }

  private void end(WhepSink sink, long from, boolean dropped) {
    if (dropped) {
      sink.abandon();
    } else {
      sink.close();
    }
    WhepSink.Figures last =
        sink.figures().completeOnTimeout(NOTHING, END_SECONDS, TimeUnit.SECONDS).join();
    if (last.connectedAt() > 0) {
      join.firstPacket(from, last.firstPacketAt());
    }
    synchronized (open) {
      open.remove(sink);
      ended = sum(ended, last);
    }
  }

  /** Of what is counted; the moments mean nothing in a sum. */
  private static WhepSink.Figures sum(WhepSink.Figures a, WhepSink.Figures b) {
    return new WhepSink.Figures(
        WhepPlayerFigures.NEVER,
        WhepPlayerFigures.NEVER,
        WhepPlayerFigures.NEVER,
        WhepPlayerFigures.NEVER,
        WhepPlayerFigures.NEVER,
        a.packets() + b.packets(),
        a.bytes() + b.bytes(),
        a.lost() + b.lost(),
        a.opened() + b.opened(),
        a.duplicates() + b.duplicates(),
        a.unknown() + b.unknown());
  }
}
