package dev.croupier.gateway.media.fanout;

import dev.croupier.gateway.media.codec.Codec;
import dev.croupier.gateway.media.program.Program;
import dev.croupier.gateway.media.program.ProgramClock;
import dev.croupier.time.clock.TableClock;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;

/**
 * How a table's shows begin. Any thread.
 *
 * @param ids makes program ids
 * @param keyframeWanted called on any thread
 * @param released called on the loop after frames have left by themselves
 * @param faults told exceptions on the loop
 */
record ShowStart(
    TableTiming timing,
    TableClock tableClock,
    ScheduledExecutorService loop,
    RandomGenerator random,
    Supplier<String> ids,
    Consumer<TableShow> keyframeWanted,
    Runnable released,
    Consumer<RuntimeException> faults) {
  /** A preview has no slate: what was shown last stays. */
  private static final long NEVER_MICROS = Long.MAX_VALUE / 2;

  /** A clock that begins now, with RTP times that nobody can guess. */
  ProgramClock clock() {
    return new ProgramClock(
        ids.get(),
        tableClock.nowMicros(),
        Integer.toUnsignedLong(random.nextInt()),
        Integer.toUnsignedLong(random.nextInt()));
  }

  /**
   * A program of the table.
   *
   * @param wanted the signal to show as soon as it is there; null: the first one that is
   */
  TableShow program(String name, Codec codec, String wanted, ProgramClock clock) {
    return show(name, codec, wanted, timing.slateAfterMicros(), clock);
  }

  /** The preview of a signal. */
  TableShow preview(String name, Codec codec, String signal) {
    return show(name, codec, signal, NEVER_MICROS, clock());
  }

  private TableShow show(
      String name, Codec codec, String wanted, long slateAfterMicros, ProgramClock clock) {
    Fanout fanout = new Fanout(faults);
    Joins joins = new Joins();
    Program made =
        new Program(
            clock,
            codec,
            wanted,
            slateAfterMicros,
            timing.maxLatencyMicros(),
            random.nextInt(1 << 15),
            tableClock.nowMicros(),
            joins.before(fanout::send, tableClock));
    return new TableShow(
        name, made, fanout, joins, tableClock, loop, keyframeWanted, released, faults);
  }
}
