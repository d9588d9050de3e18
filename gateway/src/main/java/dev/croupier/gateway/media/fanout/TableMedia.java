package dev.croupier.gateway.media.fanout;

import dev.croupier.gateway.ids.SignalName;
import dev.croupier.gateway.ids.TableId;
import dev.croupier.gateway.media.codec.Codec;
import dev.croupier.gateway.media.ingest.FrameListener;
import dev.croupier.gateway.media.ingest.KeyframeRequester;
import dev.croupier.gateway.media.ingest.SourceClock;
import dev.croupier.gateway.media.program.AudioChoice;
import dev.croupier.gateway.media.program.Program;
import dev.croupier.gateway.media.program.ProgramClock;
import dev.croupier.gateway.media.program.Slate;
import dev.croupier.gateway.media.track.CutCheck;
import dev.croupier.gateway.media.track.RecentPictures;
import dev.croupier.gateway.media.track.Signal;
import dev.croupier.gateway.media.track.SignalStatus;
import dev.croupier.time.clock.TableClock;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
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

  private final TableId table;
  private final TableTiming timing;
  private final TableClock clock;
  private final ScheduledExecutorService loop;
  private final RandomGenerator random;
  private final Supplier<String> ids;
  private final Map<SignalName, Signal> signals = new ConcurrentSkipListMap<>();
  private final KeyframeSources keyframes = new KeyframeSources(signals);
  private final Map<SignalName, TableShow> previews = new ConcurrentSkipListMap<>();
  private final Map<SignalName, TablePublish> publishes = new ConcurrentSkipListMap<>();
  private final TableShow program;
  private final TablePublish.Stage stage;
  private final TableCuts cuts;
  private final AtomicInteger packagers = new AtomicInteger();
  private final List<Runnable> listeners = new CopyOnWriteArrayList<>();
  private final ScheduledFuture<?> ticks;
  private int shown;
  private volatile Air air;
  private volatile long latencyMicros;

  /**
   * What is on air.
   *
   * @param sinceMicros since when, in table time
   * @param heard the signal that is heard, or null for silence
   */
  public record Air(String signal, long sinceMicros, String heard) {}

  /** A second publisher on a signal whose first one is alive. */
  public static final class SignalTakenException extends Exception {
    SignalTakenException(String message) {
      super(message, null, false, false);
    }
  }

  /**
   * The media of a table, running.
   *
   * @param rules what it may show
   * @param names the signals it is known to have; more may come by publishing
   * @param first the signal to show as soon as it is there, or null
   * @param timing what is configured of its time
   * @param ids makes program ids
   */
  public TableMedia(
      TableId table,
      TableRules rules,
      List<SignalName> names,
      SignalName first,
      TableTiming timing,
      TableClock clock,
      ScheduledExecutorService loop,
      RandomGenerator random,
      Supplier<String> ids) {
    this.table = table;
    this.timing = timing;
    this.clock = clock;
    this.loop = loop;
    this.random = random;
    this.ids = ids;
    Codec codec = rules.terms().codec();
    names.forEach(name -> signals.put(name, new Signal(name, codec)));
    this.program =
        show(table.value(), codec, first == null ? null : first.value(), timing.slateAfterMicros());
    this.stage =
        new TablePublish.Stage(
            program, previews::get, clock, this::onLoop, this::noteAir, timing.cutThrough());
    Failover failover = new Failover(rules.standby(), rules.returns());
    this.cuts = new TableCuts(program.program(), signals, rules, failover);
    this.air = new Air(Slate.NAME, clock.nowMicros(), null);
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
    return program.fanout().size() - packagers.get();
  }

  /** Has the program packaged: it is a viewer that is not counted. */
  public void packageFor(Viewer packager) {
    packagers.incrementAndGet();
    program.fanout().add(packager);
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

  /** A signal's pictures as they came. */
  public Optional<RecentPictures> pictures(SignalName name) {
    return Optional.ofNullable(signals.get(name)).map(Signal::pictures);
  }

  /** Gives the program its slate, which is in its codec. */
  public void slate(Slate slate) {
    if (slate.codec() != program.codec()) {
      throw new IllegalArgumentException("a slate in " + slate.codec() + " cannot be shown");
    }
    onLoop(() -> program.program().slate(slate, clock.nowMicros()));
  }

  /**
   * The preview of a signal, in the codec it is published in, or the program's before it is; empty
   * for a signal that is not known.
   */
  public Optional<Show> preview(SignalName name) {
    return Optional.ofNullable(signals.get(name))
        .map(
            signal ->
                previews.computeIfAbsent(
                    name,
                    n -> show(table + "/" + n, signal.codec(), n.value(), Long.MAX_VALUE / 2)));
  }

  /**
   * Lets a publisher in. The future fails with {@link SignalTakenException} while another one is
   * alive.
   *
   * @param codec of its pictures
   * @param takeover push the present one out
   * @param evicted called on the loop when a later publisher pushes this one out
   */
  public CompletableFuture<FrameListener> publish(
      SignalName name,
      Codec codec,
      boolean takeover,
      KeyframeRequester requester,
      Runnable evicted) {
    CompletableFuture<FrameListener> answer = new CompletableFuture<>();
    onLoop(
        () -> {
          Signal signal = signals.get(name);
          if (signal == null && signals.size() < MAX_SIGNALS) {
            signal = new Signal(name, program.codec());
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
          endShown(name);
          TablePublish publish =
              new TablePublish(stage, signal, new SourceClock(timing.clock(name)), evicted);
          TablePublish before = publishes.put(name, publish);
          signal.begin(publish, codec, requester, clock.nowMicros());
          if (before != null) {
            before.evict();
          }
          answer.complete(publish);
        });
    return answer;
  }

  /** A publish is over; ignored if it was pushed out already. */
  public void unpublish(FrameListener publish, String reason) {
    onLoop(
        () -> {
          TablePublish ended = (TablePublish) publish;
          ended.end(reason);
          SignalName name = ended.signal().status().name();
          if (publishes.remove(name, ended)) {
            endShown(name);
          }
        });
  }

  /** How long the slowest frame in a thousand takes from capture to leaving, of any signal. */
  public long latencyMicros() {
    return latencyMicros;
  }

  /** What a cut to a signal would be now. */
  public CutCheck check(SignalStatus target) {
    return cuts.check(target, air.signal());
  }

  /**
   * Cuts the program to a signal at its next keyframe, sound and all.
   *
   * @return as {@link #cut(SignalName, long, AudioChoice)}
   */
  public CompletableFuture<Switched> cut(SignalName target) {
    return cut(target, Long.MIN_VALUE, AudioChoice.FOLLOW);
  }

  /**
   * Cuts the program to a signal at its first keyframe captured at or after a moment. Where it is
   * on air already only the sound changes.
   *
   * @param fromMicros table time; one that has passed means now
   * @param audio whose sound is heard from then on
   * @return the agreed frame; fails with {@link IllegalStateException} whose message is a code:
   *     {@code not_ready} (nothing comes of it, or no sound of the signal to be heard), {@code
   *     incompatible} ({@link #check} says why), {@code no_keyframe}, {@code too_slow}, {@code
   *     replaced}
   */
  public CompletableFuture<Switched> cut(SignalName target, long fromMicros, AudioChoice audio) {
    CompletableFuture<Switched> done = new CompletableFuture<>();
    onLoop(() -> cuts.cut(target, fromMicros, audio, clock.nowMicros(), done));
    return done;
  }

  /** Has cuts told of that nobody asked for, as they begin. Called on the table's event loop. */
  public void onUnplanned(Consumer<Unplanned> listener) {
    cuts.onUnplanned(listener);
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
          program.fanout().end();
          previews.values().forEach(preview -> preview.fanout().end());
        });
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
    program.program().tick(now);
    cuts.tick(now);
    program.wakeInTime(now);
    noteAir();
    previews.forEach(this::endInOtherCodec);
    previews
        .values()
        .forEach(
            preview -> {
              preview.program().tick(now);
              preview.wakeInTime(now);
            });
    signals.values().forEach(signal -> signal.tick(now));
    keyframes.note(program);
    previews.values().forEach(keyframes::note);
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

  /** A publish is over or gives way: what comes next under its name begins with a keyframe. */
  private void endShown(SignalName name) {
    end(program, name);
    TableShow preview = previews.get(name);
    if (preview != null) {
      end(preview, name);
    }
  }

  /** The next publisher's pictures have nothing to do with these: none before its keyframe. */
  private static void end(TableShow show, SignalName name) {
    show.program().end(name.value());
    show.program().broken(name.value());
  }

  /** A preview's viewers agreed on the codec of an earlier publish: they come and agree anew. */
  private void endInOtherCodec(SignalName name, TableShow preview) {
    Codec codec = signals.get(name).codec();
    if (codec != preview.codec() && previews.remove(name, preview)) {
      preview.fanout().end();
    }
  }

  private void noteAir() {
    latencyMicros = program.program().latencyMicros();
    String onAir = program.program().onAir();
    String heard = program.program().heard(clock.nowMicros());
    if (!onAir.equals(air.signal()) || !Objects.equals(heard, air.heard())) {
      air = new Air(onAir, program.program().sinceMicros(), heard);
    }
  }

  private TableShow show(String name, Codec codec, String wanted, long slateAfter) {
    long now = clock.nowMicros();
    ProgramClock programClock =
        new ProgramClock(
            ids.get(),
            now,
            Integer.toUnsignedLong(random.nextInt()),
            Integer.toUnsignedLong(random.nextInt()));
    Fanout fanout = new Fanout();
    Joins joins = new Joins();
    Program made =
        new Program(
            programClock,
            codec,
            wanted,
            slateAfter,
            timing.maxLatencyMicros(),
            random.nextInt(1 << 15),
            now,
            joins.before(fanout::send, clock));
    return new TableShow(
        name, made, fanout, joins, clock, loop, this::requestKeyframe, this::noteAir);
  }

  private void requestKeyframe(TableShow show) {
    onLoop(
        () -> {
          Signal signal = keyframes.of(show);
          if (signal != null) {
            signal.wantKeyframe(clock.nowMicros());
          }
        });
  }
}
