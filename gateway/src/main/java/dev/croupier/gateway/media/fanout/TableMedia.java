package dev.croupier.gateway.media.fanout;

import dev.croupier.gateway.ids.SignalName;
import dev.croupier.gateway.ids.TableId;
import dev.croupier.gateway.media.codec.Codec;
import dev.croupier.gateway.media.ingest.FrameListener;
import dev.croupier.gateway.media.ingest.KeyframeRequester;
import dev.croupier.gateway.media.ingest.SourceClock;
import dev.croupier.gateway.media.program.AudioChoice;
import dev.croupier.gateway.media.program.Program;
import dev.croupier.gateway.media.program.Slate;
import dev.croupier.gateway.media.track.CutCheck;
import dev.croupier.gateway.media.track.ProgramTerms;
import dev.croupier.gateway.media.track.RecentPictures;
import dev.croupier.gateway.media.track.Signal;
import dev.croupier.gateway.media.track.SignalStatus;
import dev.croupier.time.clock.TableClock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentSkipListMap;
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

  private final TableId table;
  private final TableTiming timing;
  private final TableClock clock;
  private final ScheduledExecutorService loop;
  private final ShowStart shows;
  private final Map<SignalName, Signal> signals = new ConcurrentSkipListMap<>();
  private final KeyframeSources keyframes = new KeyframeSources(signals);
  private final Map<SignalName, TableShow> previews = new ConcurrentSkipListMap<>();
  private final Map<SignalName, TablePublish> publishes = new ConcurrentSkipListMap<>();
  private final List<Codec> codecs;
  private final TablePrograms programs;
  private final AtomicInteger packagers = new AtomicInteger();
  private final TableFaults faults;
  private final TableChanges changes;
  private final ScheduledFuture<?> ticks;

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
    this.codecs = rules.terms().stream().map(ProgramTerms::codec).toList();
    names.forEach(name -> signals.put(name, new Signal(name, codecs)));
    this.faults = new TableFaults(table, clock);
    this.changes = new TableChanges(faults);
    this.shows =
        new ShowStart(
            timing, clock, loop, random, ids, this::requestKeyframe, this::noteAir, faults);
    this.programs = TablePrograms.begin(table, rules, first, shows, signals);
    this.ticks =
        loop.scheduleAtFixedRate(
            new Guarded(this::tick, faults),
            TableCuts.TICK_MICROS,
            TableCuts.TICK_MICROS,
            TimeUnit.MICROSECONDS);
  }

  /** The table. */
  public TableId table() {
    return table;
  }

  /** The table's own program. */
  public Show program() {
    return programs.first().show();
  }

  /** The programs in all codecs the table is offered in, on one clock; its own is the first. */
  public List<Show> programs() {
    return List.copyOf(programs.shows());
  }

  /** The codec a signal is wanted in: that its name ends with, as {@code ~vp8}, or the first. */
  public Codec wanted(SignalName name) {
    return programs.wanted(name);
  }

  /** How many watch them. */
  public int viewers() {
    return programs.shows().stream().mapToInt(show -> show.fanout().size()).sum() - packagers.get();
  }

  /** Has a program packaged: it is a viewer that is not counted. */
  public void packageFor(Show program, Viewer packager) {
    packagers.incrementAndGet();
    program.add(packager);
  }

  /** What is on air in the table's own program. */
  public Air air() {
    return programs.first().air();
  }

  /** Whether a signal is on air in any program. */
  public boolean onAir(SignalName name) {
    return programs.onAir(name);
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

  /** Gives the program in the slate's codec its slate. */
  public void slate(Slate slate) {
    Program program =
        programs
            .in(slate.codec())
            .orElseThrow(() -> new IllegalArgumentException("no program in " + slate.codec()))
            .show()
            .program();
    onLoop(() -> program.slate(slate, clock.nowMicros()));
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
                    name, n -> shows.preview(table + "/" + n, signal.codec(), n.value())));
  }

  /**
   * Lets a publisher in. The future fails with {@link SignalTakenException} while another one is
   * alive; who cancels it before it is complete is not let in.
   *
   * @param codec of its pictures, null for sound alone
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
            signal = new Signal(name, codecs);
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
          TablePublish publish =
              new TablePublish(stage(codec), signal, new SourceClock(timing.clock(name)), evicted);
          // It hears of its first frame in a later turn. Who has given up pushes nobody out.
          if (!answer.complete(publish)) {
            return;
          }
          endShown(name);
          TablePublish before = publishes.put(name, publish);
          signal.begin(publish, codec, requester, clock.nowMicros());
          if (before != null) {
            before.evict();
          }
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
    return programs.first().latencyMicros();
  }

  /** What a cut to a signal would be now. */
  public CutCheck check(SignalStatus target) {
    return programs.of(target.codec()).check(target);
  }

  /**
   * Cuts the program to a signal at its first keyframe captured at or after a moment. Where it is
   * on air already only the sound changes.
   *
   * @param fromMicros table time; one that has passed means now
   * @param audio whose sound is heard from then on
   * @return the agreed frame; fails with {@link IllegalStateException} whose message is a code:
   *     {@code not_ready} (nothing comes of it, or no sound of the signal to be heard), {@code
   *     incompatible} ({@link #check} says why; both also when a later moment has come), {@code
   *     no_keyframe}, {@code too_slow}, {@code replaced}, {@code cancelled}
   */
  public CompletableFuture<Switched> cut(SignalName target, long fromMicros, AudioChoice audio) {
    CompletableFuture<Switched> done = new CompletableFuture<>();
    onLoop(
        () -> {
          Signal signal = signals.get(target);
          Codec codec = signal == null ? codecs.getFirst() : signal.codec();
          programs.cut(target, codec, fromMicros, audio, clock.nowMicros(), done);
        });
    return done;
  }

  /** Gives a cut up. The answer is false if it has its frame, or is over. */
  public CompletableFuture<Boolean> cancel(CompletableFuture<Switched> cut) {
    CompletableFuture<Boolean> cancelled = new CompletableFuture<>();
    onLoop(() -> cancelled.complete(programs.cancel(cut)));
    return cancelled;
  }

  /** Has cuts told of that nobody asked for, as they begin. Called on the table's event loop. */
  public void onUnplanned(Consumer<Unplanned> listener) {
    Consumer<Unplanned> guarded = cut -> faults.guard(() -> listener.accept(cut));
    programs.all().forEach(program -> program.cuts().onUnplanned(guarded));
  }

  /**
   * Has changes told of: another signal on air, a signal's state or size. Called on the table's
   * event loop.
   */
  public void onChange(Runnable listener) {
    changes.add(listener);
  }

  /** How many exceptions its work went on after, each a bug. Any thread. */
  public long faults() {
    return faults.count();
  }

  /** Ends all: viewers are told, the loop is left to its owner. */
  public void close() {
    ticks.cancel(false);
    onLoop(
        () -> {
          programs.shows().forEach(show -> show.fanout().end());
          previews.values().forEach(preview -> preview.fanout().end());
        });
  }

  private void onLoop(Runnable task) {
    try {
      loop.execute(new Guarded(task, faults));
    } catch (RejectedExecutionException _) {
      // The table has closed; what would still come has nowhere to go.
    }
  }

  private void tick() {
    long now = clock.nowMicros();
    publishes.values().forEach(publish -> faults.guard(publish::tick));
    programs.all().forEach(program -> faults.guard(() -> program.tick(now)));
    previews.forEach((name, preview) -> faults.guard(() -> endInOtherCodec(name, preview)));
    previews.values().forEach(preview -> faults.guard(() -> preview.tick(now)));
    signals.values().forEach(signal -> faults.guard(() -> signal.tick(now)));
    programs.shows().forEach(show -> faults.guard(() -> keyframes.note(show)));
    previews.values().forEach(preview -> faults.guard(() -> keyframes.note(preview)));
    changes.look(programs.all(), signals.values());
  }

  /** A publish is over or gives way: what comes next under its name begins with a keyframe. */
  private void endShown(SignalName name) {
    programs.shows().forEach(show -> end(show, name));
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
    programs.all().forEach(program -> program.note(clock.nowMicros()));
  }

  /** Where a publish goes: its pictures to the program in their codec, its sound to all. */
  private TablePublish.Stage stage(Codec codec) {
    TableProgram program = programs.in(codec).orElse(programs.first());
    return new TablePublish.Stage(
        program.show(),
        programs.others(program),
        previews::get,
        clock,
        this::onLoop,
        this::noteAir,
        timing.cutThrough());
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
