package dev.croupier.gateway.media.worker;

import dev.croupier.gateway.media.codec.CodedFrame;
import dev.croupier.time.clock.TableClock;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Has pictures decoded in one process of its own, one after the other. The process is started when
 * the first picture is asked for; when it dies, or takes too long and is ended, the next picture
 * has it started again, more and more rarely if it dies each time.
 *
 * <p>Any thread may ask; one thread speaks with the process.
 */
public final class PictureMaker implements AutoCloseable {
  /** Of a picture; decoding one takes some 20 ms, a whole group of pictures some 200. */
  public static final Duration USUAL_DEADLINE = Duration.ofSeconds(3);

  /** More than that for the first one of a process: its start takes a second on a busy machine. */
  static final Duration START = Duration.ofSeconds(10);

  /** A process is started so long after the one before at the earliest: 250 ms. */
  static final long FIRST_REST_MICROS = 250_000;

  /** The same after many died: 30 s. */
  static final long LONGEST_REST_MICROS = 30_000_000;

  private static final int MAX_WAITING = 64;
  private static final Logger LOG = LoggerFactory.getLogger(PictureMaker.class);
  private static final List<String> COMMAND =
      WorkerCommand.of(
          PictureWorker.class,
          List.of(
              "-Xmx128m",
              // What it dies of is a publisher's doing, and told by its exit code.
              "-XX:+SuppressFatalErrorMessage",
              "-XX:-CreateCoredumpOnCrash"));

  /** A process and its pipes. */
  private record Worker(Process process, DataOutputStream out, DataInputStream in) {}

  private final TableClock clock;
  private final Duration deadline;
  private final ThreadPoolExecutor thread;
  private final ScheduledExecutorService watch;
  private volatile Worker worker;
  private volatile boolean closed;
  private boolean starting;
  private long restMicros = FIRST_REST_MICROS;
  private long startedMicros = Long.MIN_VALUE / 2;

  /**
   * A maker whose process is not there yet.
   *
   * @param deadline of one picture; then the process is ended
   */
  public PictureMaker(TableClock clock, Duration deadline) {
    this.clock = clock;
    this.deadline = deadline;
    this.thread =
        new ThreadPoolExecutor(
            1,
            1,
            0,
            TimeUnit.SECONDS,
            new ArrayBlockingQueue<>(MAX_WAITING),
            Thread.ofPlatform().name("pictures").daemon().factory());
    this.watch =
        Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().name("pictures' deadline").daemon().factory());
  }

  /**
   * Makes a picture of the last of some frames; blocks, on a virtual thread at best.
   *
   * @param frames as they came, of one codec, the first a keyframe; 4 MB at most
   */
  public PictureAnswer make(List<CodedFrame> frames) throws InterruptedException {
    if (!PictureWire.fits(frames)) {
      return new PictureAnswer.None(PictureAnswer.Why.UNREADABLE);
    }
    List<CodedFrame> asked = List.copyOf(frames);
    Future<PictureAnswer> answer;
    try {
      answer = thread.submit(() -> ask(asked));
    } catch (RejectedExecutionException _) {
      return new PictureAnswer.None(closed ? PictureAnswer.Why.NO_WORKER : PictureAnswer.Why.BUSY);
    }
    try {
      return answer.get(START.plus(deadline.multipliedBy(2)).toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException _) {
      answer.cancel(false);
      return new PictureAnswer.None(PictureAnswer.Why.BUSY);
    } catch (ExecutionException e) {
      throw new IllegalStateException(e.getCause());
    }
  }

  /** The process, where there is one. */
  OptionalLong pid() {
    Worker now = worker;
    return now == null ? OptionalLong.empty() : OptionalLong.of(now.process().pid());
  }

  /** Ends the process; those who wait are told that there is none. */
  @Override
  public void close() {
    closed = true;
    Worker last = worker;
    if (last != null) {
      last.process().destroyForcibly();
    }
    thread.shutdown();
    watch.shutdownNow();
  }

  private PictureAnswer ask(List<CodedFrame> frames) {
    Worker with = running();
    if (with == null) {
      return new PictureAnswer.None(PictureAnswer.Why.NO_WORKER);
    }
    Duration limit = starting ? START.plus(deadline) : deadline;
    Future<?> end = null;
    try {
      end =
          watch.schedule(
              () -> with.process().destroyForcibly(), limit.toMillis(), TimeUnit.MILLISECONDS);
      PictureWire.ask(with.out(), frames);
      Picture picture = PictureWire.answered(with.in());
      starting = false;
      restMicros = FIRST_REST_MICROS;
      return picture == null
          ? new PictureAnswer.None(PictureAnswer.Why.UNREADABLE)
          : new PictureAnswer.Made(picture);
    } catch (IOException | RejectedExecutionException _) {
      lost(with);
      return new PictureAnswer.None(
          closed ? PictureAnswer.Why.NO_WORKER : PictureAnswer.Why.WORKER_LOST);
    } finally {
      if (end != null) {
        end.cancel(false);
      }
    }
  }

  /** The process, started if need be; null while it rests, or where it does not start. */
  private Worker running() {
    Worker now = worker;
    if (now != null && now.process().isAlive()) {
      return now;
    }
    if (now != null) {
      lost(now);
    }
    long micros = clock.nowMicros();
    if (closed || micros - startedMicros < restMicros) {
      return null;
    }
    startedMicros = micros;
    try {
      Process process =
          new ProcessBuilder(COMMAND).redirectError(ProcessBuilder.Redirect.DISCARD).start();
      Worker begun =
          new Worker(
              process,
              new DataOutputStream(new BufferedOutputStream(process.getOutputStream(), 1 << 16)),
              new DataInputStream(new BufferedInputStream(process.getInputStream(), 1 << 16)));
      worker = begun;
      starting = true;
      if (closed) {
        process.destroyForcibly();
        return null;
      }
      return begun;
    } catch (IOException e) {
      LOG.warn("the picture worker does not start: {}", e.getMessage());
      restMicros = Math.min(LONGEST_REST_MICROS, 2 * restMicros);
      return null;
    }
  }

  private void lost(Worker gone) {
    worker = null;
    gone.process().destroyForcibly();
    restMicros = Math.min(LONGEST_REST_MICROS, 2 * restMicros);
    if (!closed) {
      LOG.warn("the picture worker is gone; another one is started when a picture is asked for");
    }
  }
}
