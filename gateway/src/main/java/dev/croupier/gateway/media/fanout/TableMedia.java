package dev.croupier.gateway.media.fanout;

import dev.croupier.gateway.ids.SignalName;
import dev.croupier.gateway.ids.TableId;
import dev.croupier.gateway.media.codec.Codec;
import dev.croupier.gateway.media.codec.CodedFrame;
import dev.croupier.gateway.media.ingest.FrameListener;
import dev.croupier.gateway.media.ingest.KeyframeRequester;
import dev.croupier.gateway.media.program.PacketHistory;
import dev.croupier.gateway.media.program.Program;
import dev.croupier.gateway.media.program.ProgramClock;
import dev.croupier.gateway.media.program.Slate;
import dev.croupier.gateway.media.track.Signal;
import dev.croupier.gateway.media.track.SignalState;
import dev.croupier.gateway.media.track.SignalStatus;
import dev.croupier.time.clock.TableClock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;

/**
 * All media of one table: its signals, its program, the previews of its signals. The owner thread
 * is the table's event loop; public methods may be called from any thread and hop onto it.
 */
public final class TableMedia {
  /** Signals a table may have; a name beyond is refused. */
  public static final int MAX_SIGNALS = 8;

  private static final long TICK_MILLIS = 10;

  /** A cut is given up if the target has no keyframe for this long: a GOP of 2 s and 500 ms. */
  private static final long CUT_DEADLINE_MICROS = 2_500_000;

  private final TableId table;
  private final TableClock clock;
  private final ScheduledExecutorService loop;
  private final RandomGenerator random;
  private final Supplier<String> ids;
  private final Map<SignalName, Signal> signals = new ConcurrentSkipListMap<>();
  private final Map<SignalName, Output> previews = new ConcurrentSkipListMap<>();
  private final Map<SignalName, Publish> publishes = new ConcurrentSkipListMap<>();
  private final Output program;
  private final AtomicInteger packagers = new AtomicInteger();
  private final List<Runnable> listeners = new CopyOnWriteArrayList<>();
  private final ScheduledFuture<?> ticks;
  private int shown;
  private volatile Air air;

  /** What is on air, and since when in table time. */
  public record Air(String signal, long sinceMicros) {}

  /** A second publisher on a signal whose first one is alive. */
  public static final class SignalTakenException extends Exception {
    SignalTakenException(String message) {
      super(message, null, false, false);
    }
  }

  /**
   * The media of a table, running.
   *
   * @param names the signals it is known to have; more may come by publishing
   * @param first the signal to show as soon as it is there, or null
   * @param slateAfterMicros silence after which the slate is shown
   * @param ids makes program ids
   */
  public TableMedia(
      TableId table,
      List<SignalName> names,
      SignalName first,
      long slateAfterMicros,
      TableClock clock,
      ScheduledExecutorService loop,
      RandomGenerator random,
      Supplier<String> ids) {
    this.table = table;
    this.clock = clock;
    this.loop = loop;
    this.random = random;
    this.ids = ids;
    names.forEach(name -> signals.put(name, new Signal(name)));
    this.program =
        new Output(table.value(), first == null ? null : first.value(), slateAfterMicros);
    this.air = new Air(Slate.NAME, clock.nowMicros());
    this.ticks =
        loop.scheduleAtFixedRate(this::tick, TICK_MILLIS, TICK_MILLIS, TimeUnit.MILLISECONDS);
  }

  /** The table. */
  public TableId table() {
    return table;
  }

  /** The table's program. */
  public Show program() {
    return program;
  }

  /** How many watch the program. */
  public int viewers() {
    return program.fanout.size() - packagers.get();
  }

  /** Has the program packaged: it is a viewer that is not counted. */
  public void packageFor(Viewer packager) {
    packagers.incrementAndGet();
    program.fanout.add(packager);
  }

  /** What is on air. */
  public Air air() {
    return air;
  }

  /** The signals, in the order of their names. */
  public List<SignalStatus> signals() {
    return signals.values().stream().map(Signal::status).toList();
  }

  /** One signal. */
  public Optional<SignalStatus> signal(SignalName name) {
    return Optional.ofNullable(signals.get(name)).map(Signal::status);
  }

  /** Gives the program its slate. */
  public void slate(Slate slate) {
    onLoop(() -> program.program.slate(slate, clock.nowMicros()));
  }

  /** The preview of a signal; empty for one that is not known. */
  public Optional<Show> preview(SignalName name) {
    return signals.containsKey(name)
        ? Optional.of(
            previews.computeIfAbsent(
                name, n -> new Output(table + "/" + n, n.value(), Long.MAX_VALUE / 2)))
        : Optional.empty();
  }

  /**
   * Lets a publisher in. The future fails with {@link SignalTakenException} while another one is
   * alive.
   *
   * @param takeover push the present one out
   * @param evicted called on the loop when a later publisher pushes this one out
   */
  public CompletableFuture<FrameListener> publish(
      SignalName name, boolean takeover, KeyframeRequester requester, Runnable evicted) {
    CompletableFuture<FrameListener> answer = new CompletableFuture<>();
    onLoop(
        () -> {
          Signal signal = signals.get(name);
          if (signal == null && signals.size() < MAX_SIGNALS) {
            signal = new Signal(name);
            signals.put(name, signal);
          }
          if (signal == null || (signal.taken(clock.nowMicros()) && !takeover)) {
            answer.completeExceptionally(
                new SignalTakenException(
                    signal == null
                        ? table + " has " + MAX_SIGNALS + " signals already"
                        : table + "/" + name + " is being published"));
            return;
          }
          Publish publish = new Publish(signal, name.value(), evicted);
          Publish before = publishes.put(name, publish);
          signal.begin(publish, requester, clock.nowMicros());
          // Its pictures have nothing to do with its predecessor's: nothing before its keyframe.
          broken(name);
          if (before != null) {
            before.evicted.run();
          }
          answer.complete(publish);
        });
    return answer;
  }

  /** A publish is over; ignored if it was pushed out already. */
  public void unpublish(FrameListener publish, String reason) {
    onLoop(
        () -> {
          Publish ended = (Publish) publish;
          boolean refused = ended.refusal != null;
          ended.signal.end(
              ended,
              refused ? SignalState.REFUSED : SignalState.LOST,
              refused ? ended.refusal : reason);
          publishes.remove(ended.signal.status().name(), ended);
        });
  }

  /**
   * Cuts the program to a signal at its next keyframe.
   *
   * @return the agreed frame's capture in table time; fails with {@link IllegalStateException}
   *     whose message is a code: {@code not_ready}, {@code no_keyframe}, {@code replaced}
   */
  public CompletableFuture<Long> cut(SignalName target) {
    CompletableFuture<Long> done = new CompletableFuture<>();
    onLoop(
        () -> {
          long now = clock.nowMicros();
          Signal signal = signals.get(target);
          if (signal == null || signal.status().state() != SignalState.LIVE) {
            done.completeExceptionally(new IllegalStateException("not_ready"));
            return;
          }
          if (target.value().equals(program.program.onAir())) {
            done.complete(program.program.sinceMicros());
            return;
          }
          program.program.cut(
              target.value(),
              now,
              now + CUT_DEADLINE_MICROS,
              new Program.CutListener() {
                @Override
                public void switched(long agreedCaptureMicros) {
                  done.complete(agreedCaptureMicros);
                }

                @Override
                public void aborted(String reason) {
                  done.completeExceptionally(new IllegalStateException(reason));
                }
              });
          signal.wantKeyframe(now);
        });
    return done;
  }

  /**
   * Has changes told of: another signal on air, a signal's state or size. Called on the table's
   * event loop.
   */
  public void onChange(Runnable listener) {
    listeners.add(listener);
  }

  /** Ends all: viewers are told, the loop is left to its owner. */
  public void close() {
    ticks.cancel(false);
    onLoop(
        () -> {
          program.fanout.end();
          previews.values().forEach(preview -> preview.fanout.end());
        });
  }

  /** What follows of a signal cannot be decoded until its next keyframe. */
  private void broken(SignalName name) {
    program.program.broken(name.value());
    Output preview = previews.get(name);
    if (preview != null) {
      preview.program.broken(name.value());
    }
  }

  private void onLoop(Runnable task) {
    try {
      loop.execute(task);
    } catch (RejectedExecutionException _) {
      // The table has closed; what would still come has nowhere to go.
    }
  }

  private void tick() {
    long now = clock.nowMicros();
    program.program.tick(now);
    noteAir();
    previews.values().forEach(preview -> preview.program.tick(now));
    signals.values().forEach(signal -> signal.tick(now));
    tellChanges();
  }

  private void tellChanges() {
    int now = air.signal().hashCode();
    for (Signal signal : signals.values()) {
      SignalStatus status = signal.status();
      now = 31 * now + status.state().hashCode();
      now = 31 * now + status.width();
    }
    if (now != shown) {
      shown = now;
      listeners.forEach(Runnable::run);
    }
  }

  private void noteAir() {
    String onAir = program.program.onAir();
    if (!onAir.equals(air.signal())) {
      air = new Air(onAir, program.program.sinceMicros());
    }
  }

  private final class Output implements Show {
    private final String name;
    private final Fanout fanout = new Fanout();
    private final Program program;

    private Output(String name, String wanted, long slateAfter) {
      this.name = name;
      long now = clock.nowMicros();
      ProgramClock programClock =
          new ProgramClock(
              ids.get(),
              now,
              Integer.toUnsignedLong(random.nextInt()),
              Integer.toUnsignedLong(random.nextInt()));
      this.program =
          new Program(programClock, wanted, slateAfter, random.nextInt(1 << 15), now, fanout::send);
    }

    @Override
    public String name() {
      return name;
    }

    @Override
    public ProgramClock clock() {
      return program.clock();
    }

    @Override
    public PacketHistory history(Codec codec) {
      return program.history(codec);
    }

    @Override
    public void requestKeyframe() {
      onLoop(
          () -> {
            String source = program.keyframeSource();
            Signal signal = source == null ? null : signals.get(new SignalName(source));
            if (signal != null) {
              signal.wantKeyframe(TableMedia.this.clock.nowMicros());
            }
          });
    }

    @Override
    public void add(Viewer viewer) {
      fanout.add(viewer);
    }

    @Override
    public void remove(Viewer viewer) {
      fanout.remove(viewer);
    }
  }

  /** One publish of a signal: hops from the publishing session's loop to the table's. */
  private final class Publish implements FrameListener {
    private final Signal signal;
    private final String source;
    private final Runnable evicted;
    private volatile String refusal;

    private Publish(Signal signal, String source, Runnable evicted) {
      this.signal = signal;
      this.source = source;
      this.evicted = evicted;
    }

    @Override
    public void frame(CodedFrame frame, long captureMicros) {
      onLoop(
          () -> {
            if (!signal.publishedBy(this)) {
              return;
            }
            long now = clock.nowMicros();
            Output preview = previews.get(signal.status().name());
            if (frame.codec().video()) {
              signal.onVideo(frame, now);
              program.program.video(source, frame, captureMicros, now);
              noteAir();
              if (preview != null && preview.fanout.size() > 0) {
                preview.program.video(source, frame, captureMicros, now);
              }
            } else {
              signal.onAudio(now);
              program.program.audio(source, frame, captureMicros, now);
              if (preview != null && preview.fanout.size() > 0) {
                preview.program.audio(source, frame, captureMicros, now);
              }
            }
          });
    }

    @Override
    public void broken() {
      onLoop(
          () -> {
            if (signal.publishedBy(this)) {
              TableMedia.this.broken(signal.status().name());
              signal.wantKeyframe(clock.nowMicros());
            }
          });
    }

    @Override
    public void parameters(int width, int height, String profile) {
      onLoop(() -> signal.parameters(width, height));
    }

    @Override
    public void refused(String reason) {
      refusal = reason;
    }
  }
}
