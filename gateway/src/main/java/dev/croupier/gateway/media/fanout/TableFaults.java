package dev.croupier.gateway.media.fanout;

import dev.croupier.gateway.ids.TableId;
import dev.croupier.time.clock.TableClock;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Exceptions in a table's own work and in what it calls, each a bug of ours: the table goes on, and
 * they are counted and now and then logged. The table's event loop, but for {@link #count}.
 */
final class TableFaults implements Consumer<RuntimeException> {
  /** One is logged in this time, as most would come a hundred times a second: 10 s. */
  static final long LOG_MICROS = 10_000_000;

  private static final Logger LOG = LoggerFactory.getLogger(TableFaults.class);

  private final TableId table;
  private final TableClock clock;
  private final AtomicLong count = new AtomicLong();
  private long loggedMicros = Long.MIN_VALUE / 2;
  private long logged;

  TableFaults(TableId table, TableClock clock) {
    this.table = table;
    this.clock = clock;
  }

  /** Runs a task whose exceptions are to go no further. */
  void guard(Runnable task) {
    new Guarded(task, this).run();
  }

  @Override
  public void accept(RuntimeException fault) {
    long all = count.incrementAndGet();
    long now = clock.nowMicros();
    if (now - loggedMicros >= LOG_MICROS) {
      LOG.error("{} goes on after {} more exceptions, as this one", table, all - logged, fault);
      loggedMicros = now;
      logged = all;
    }
  }

  /** How many there were; any thread. */
  long count() {
    return count.get();
  }
}
