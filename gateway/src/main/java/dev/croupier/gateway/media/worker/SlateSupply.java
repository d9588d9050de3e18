package dev.croupier.gateway.media.worker;

import dev.croupier.gateway.media.codec.Codec;
import dev.croupier.gateway.media.codec.CodedFrame;
import java.io.IOException;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Has a table's slates made, each codec's by itself, and made again where that fails: 1 s later,
 * then after twice as long each time, after 60 s at most, until it is there or the executor is shut
 * down. All is done on the executor's one thread, one slate at a time; {@link #has} may be asked by
 * any.
 */
public final class SlateSupply {
  /** Makes a slate's frames; may block. */
  public interface Maker {
    /**
     * The frames of a loop.
     *
     * @throws IOException when they could not be made this time
     */
    List<CodedFrame> make(Codec codec) throws IOException;
  }

  /** From the first failure to the next try: 1 s. */
  static final long FIRST_REST_SECONDS = 1;

  /** The same after many failures: 60 s. */
  static final long LONGEST_REST_SECONDS = 60;

  private static final Logger LOG = LoggerFactory.getLogger(SlateSupply.class);

  private final String table;
  private final Maker maker;
  private final BiConsumer<Codec, List<CodedFrame>> made;
  private final ScheduledExecutorService thread;
  private final Set<Codec> there = EnumSet.noneOf(Codec.class);

  /**
   * Nothing is made before {@link #start}.
   *
   * @param table whose they are, for the log
   * @param made takes a slate, once for each codec; where it throws, the slate is made again
   * @param thread of one thread that may block
   */
  public SlateSupply(
      String table,
      Maker maker,
      BiConsumer<Codec, List<CodedFrame>> made,
      ScheduledExecutorService thread) {
    this.table = table;
    this.maker = maker;
    this.made = made;
    this.thread = thread;
  }

  /** Has the slates made in these codecs, in this order. */
  public void start(List<Codec> codecs) {
    codecs.forEach(codec -> thread.execute(() -> attempt(codec, 1, FIRST_REST_SECONDS)));
  }

  /** Whether the slate in a codec is there. */
  public synchronized boolean has(Codec codec) {
    return there.contains(codec);
  }

  private void attempt(Codec codec, int number, long restSeconds) {
    try {
      made.accept(codec, maker.make(codec));
      synchronized (this) {
        there.add(codec);
      }
      if (number > 1) {
        LOG.info("{} has its slate in {} after {} tries", table, codec, number);
      }
    } catch (IOException | RuntimeException | OutOfMemoryError e) {
      // The last is thrown too where there is no thread to be had for a process's pipes.
      again(codec, number, restSeconds, e);
    }
  }

  private void again(Codec codec, int number, long restSeconds, Throwable reason) {
    long longer = Math.min(2 * restSeconds, LONGEST_REST_SECONDS);
    try {
      var unused =
          thread.schedule(() -> attempt(codec, number + 1, longer), restSeconds, TimeUnit.SECONDS);
      LOG.error(
          "{} has no slate in {}, it is tried again in {} s: {}",
          table,
          codec,
          restSeconds,
          reason.toString());
    } catch (RejectedExecutionException _) {
      // The gateway closes.
    }
  }
}
