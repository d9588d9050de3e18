package dev.croupier.gateway.media.fanout;

import dev.croupier.gateway.media.codec.Codec;
import dev.croupier.gateway.media.program.PacketHistory;
import dev.croupier.gateway.media.program.Program;
import dev.croupier.gateway.media.program.ProgramClock;
import dev.croupier.time.clock.TableClock;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * A program with its viewers: the table's, or a preview of one signal. Wakes the program when a
 * frame that waits is due. The table's event loop, but for what {@link Show} says.
 */
final class TableShow implements Show {
  private final String name;
  private final Fanout fanout;
  private final Joins joins;
  private final Program program;
  private final TableClock tableClock;
  private final ScheduledExecutorService loop;
  private final Consumer<TableShow> keyframeWanted;
  private final Runnable released;
  private final Consumer<RuntimeException> faults;
  private ScheduledFuture<?> wake;
  private long wakeMicros;

  /**
   * A show without viewers.
   *
   * @param fanout where the program's frames go
   * @param joins hears of each before that
   * @param keyframeWanted called on any thread
   * @param released called on the loop after frames have left by themselves
   * @param faults told exceptions on the loop
   */
  TableShow(
      String name,
      Program program,
      Fanout fanout,
      Joins joins,
      TableClock tableClock,
      ScheduledExecutorService loop,
      Consumer<TableShow> keyframeWanted,
      Runnable released,
      Consumer<RuntimeException> faults) {
    this.name = name;
    this.program = program;
    this.fanout = fanout;
    this.joins = joins;
    this.tableClock = tableClock;
    this.loop = loop;
    this.keyframeWanted = keyframeWanted;
    this.released = released;
    this.faults = faults;
  }

  /** What it shows. */
  Program program() {
    return program;
  }

  /** Who watches. */
  Fanout fanout() {
    return fanout;
  }

  /** Time has passed. */
  void tick(long nowMicros) {
    program.tick(nowMicros);
    wakeInTime(nowMicros);
  }

  /** Sees to it that the next frame that waits leaves in its time. */
  void wakeInTime(long nowMicros) {
    long due = program.dueMicros(nowMicros);
    if (due == Long.MAX_VALUE || (wake != null && wakeMicros <= due)) {
      return;
    }
    if (wake != null) {
      wake.cancel(false);
    }
    wakeMicros = due;
    try {
      Runnable task = new Guarded(this::wake, faults);
      wake = loop.schedule(task, Math.max(0, due - nowMicros), TimeUnit.MICROSECONDS);
    } catch (RejectedExecutionException _) {
      // The table has closed; what waits has nowhere to go.
    }
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public Codec codec() {
    return program.codec();
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
  public Joins joins() {
    return joins;
  }

  @Override
  public void requestKeyframe() {
    keyframeWanted.accept(this);
  }

  @Override
  public void add(Viewer viewer) {
    fanout.add(viewer);
  }

  @Override
  public void remove(Viewer viewer) {
    fanout.remove(viewer);
  }

  private void wake() {
    wake = null;
    long now = tableClock.nowMicros();
    program.release(now);
    released.run();
    wakeInTime(now);
  }
}
