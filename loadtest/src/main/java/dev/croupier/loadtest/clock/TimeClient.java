package dev.croupier.loadtest.clock;

import dev.croupier.loadtest.socket.SocketClient;
import dev.croupier.time.estimate.TimeSample;
import dev.croupier.time.wire.TimeAnswer;
import dev.croupier.time.wire.TimeAsk;
import java.io.IOException;
import java.net.URI;
import java.nio.ByteBuffer;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.eclipse.jetty.websocket.api.Callback;
import org.eclipse.jetty.websocket.api.Session;

/**
 * One client of the binary exchange over WebSocket. Its virtual thread asks and blocks; answers are
 * heard on Jetty's threads, under its lock.
 */
final class TimeClient {
  private static final long MAX_SEQ = 0xffff_ffffL;

  /** Before a lost connection is tried again, µs. */
  private static final long AGAIN_MICROS = 500_000;

  private static final int TRIES = 5;

  private final Truth truth;
  private final ClockTally tally;
  private final ClockWatch watch;
  private Session session;
  private boolean pending;
  private long seq;
  private long askedMicros;
  private String clockId;
  private long epoch;

  TimeClient(Truth truth, ClockTally tally) {
    this.truth = truth;
    this.tally = tally;
    this.watch = new ClockWatch(truth, tally);
  }

  /** Asks until a moment of the local clock; comes again when the connection is lost. */
  void run(
      SocketClient client, URI address, double perSecond, long untilMicros, SplittableRandom random)
      throws IOException, InterruptedException {
    long interval = Math.round(1e6 / perSecond);
    long next = truth.now() + random.nextLong(interval + 1);
    try {
      while (truth.now() < untilMicros) {
        Session now = connected();
        if (now == null) {
          now = connect(client, address);
        }
        pause(Math.min(next, untilMicros) - truth.now());
        if (truth.now() < untilMicros) {
          ask(now);
        }
        next = Math.max(next + interval, truth.now() - interval);
      }
    } finally {
      Session now = connected();
      if (now != null) {
        now.close();
      }
    }
  }

  /** Whether there was any usable answer. */
  synchronized boolean answered() {
    return watch.answered();
  }

  /** Cuts the connection. Any thread. */
  void drop() {
    Session now = connected();
    if (now != null) {
      now.disconnect();
    }
  }

  private Session connect(SocketClient client, URI address)
      throws IOException, InterruptedException {
    for (int i = 1; ; i++) {
      try {
        Session opened = client.connect(new Ear(), address, null);
        synchronized (this) {
          session = opened.isOpen() ? opened : null;
          pending = false;
        }
        return opened;
      } catch (IOException e) {
        if (i == TRIES) {
          throw e;
        }
        pause(AGAIN_MICROS);
      }
    }
  }

  private synchronized Session connected() {
    return session;
  }

  private void ask(Session over) {
    ByteBuffer question = ByteBuffer.allocate(TimeAsk.LENGTH);
    synchronized (this) {
      if (pending) {
        tally.lost.increment();
      }
      pending = true;
      seq = (seq + 1) & MAX_SEQ;
      askedMicros = truth.now();
      new TimeAsk(seq, askedMicros).write(question);
    }
    over.sendBinary(question.flip(), Callback.NOOP);
  }

  private synchronized void take(ByteBuffer message, long t4) {
    if (!(TimeAnswer.parse(message) instanceof TimeAnswer.Parse.Parsed(TimeAnswer answer))
        || !pending
        || answer.seq() != seq
        || answer.t1() != askedMicros) {
      tally.unusable.increment();
      return;
    }
    pending = false;
    if (answer.clockId().equals(clockId) && answer.epoch() < epoch) {
      // One that was taken over and does not know it: its time is not table time any more.
      tally.unusable.increment();
      return;
    }
    if (clockId != null && !answer.clockId().equals(clockId)) {
      watch.reset();
    }
    clockId = answer.clockId();
    epoch = answer.epoch();
    watch.add(
        new TimeSample(
            answer.t1(), answer.t2(), answer.t3(), t4, answer.bound() + answer.rootDispersion()));
  }

  private synchronized void lost(Session gone) {
    if (session == gone) {
      session = null;
    }
  }

  private void pause(long micros) throws InterruptedException {
    long until = truth.now() + micros;
    for (long left = micros; left > 0; left = until - truth.now()) {
      LockSupport.parkNanos(TimeUnit.MICROSECONDS.toNanos(left));
      if (Thread.interrupted()) {
        throw new InterruptedException();
      }
    }
  }

  /** Jetty's callbacks; one at a time. */
  public final class Ear extends Session.Listener.AbstractAutoDemanding {
    @Override
    public void onWebSocketBinary(ByteBuffer payload, Callback callback) {
      take(payload, truth.now());
      callback.succeed();
    }

    @Override
    public void onWebSocketError(Throwable cause) {
      lost(getSession());
    }

    @Override
    public void onWebSocketClose(int code, String reason, Callback callback) {
      lost(getSession());
      callback.succeed();
    }
  }
}
