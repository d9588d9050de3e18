package dev.croupier.loadtest.bettor;

import dev.croupier.gateway.control.wire.Contract;
import dev.croupier.loadtest.socket.SocketClient;
import java.io.IOException;
import java.net.URI;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.eclipse.jetty.websocket.api.Callback;
import org.eclipse.jetty.websocket.api.Session;

/**
 * One connection of a bettor: what arrives is stamped at once and waits in a bounded queue for the
 * bettor's own thread.
 */
final class BetSocket implements AutoCloseable {
  /** Messages a bettor may be behind; beyond that its socket counts as lost. */
  private static final int MAX_QUEUED = 4_096;

  /** The end that one's own {@link #drop} makes. */
  static final String CUT = "cut";

  /** Something heard: a text, or, with {@code text} null, the end and its reason. */
  record Heard(long atMicros, String text, String end) {}

  private final BlockingQueue<Heard> heard = new LinkedBlockingQueue<>(MAX_QUEUED);
  private final LongSupplier micros;
  private final Session session;
  private volatile Heard end;

  private BetSocket(SocketClient client, URI address, LongSupplier micros)
      throws IOException, InterruptedException {
    this.micros = micros;
    session = client.connect(new Ear(), address, Contract.SUBPROTOCOL);
  }

  /** Connects; blocks. */
  static BetSocket connect(SocketClient client, URI address, LongSupplier micros)
      throws IOException, InterruptedException {
    return new BetSocket(client, address, micros);
  }

  /** Sends without waiting for it to be on the wire. */
  void send(String text) {
    session.sendText(text, Callback.NOOP);
  }

  /** What was heard next, or null when nothing came in this time; the end comes last. */
  Heard next(long waitMicros) throws InterruptedException {
    Heard next = heard.poll();
    if (next == null && end == null) {
      next = heard.poll(Math.max(0, waitMicros), TimeUnit.MICROSECONDS);
    }
    return next == null ? end : next;
  }

  /** Cuts the connection without a word, as a network does. Any thread. */
  void drop() {
    ended(CUT);
    session.disconnect();
  }

  @Override
  public void close() {
    session.close();
  }

  private void ended(String reason) {
    if (end == null) {
      Heard last = new Heard(micros.getAsLong(), null, reason);
      end = last;
      // Wakes who waits; if the queue is full nobody does.
      boolean _ = heard.offer(last);
    }
  }

  /** Jetty's callbacks; one at a time. */
  public final class Ear extends Session.Listener.AbstractAutoDemanding {
    @Override
    public void onWebSocketText(String text) {
      if (end == null && !heard.offer(new Heard(micros.getAsLong(), text, null))) {
        ended("more than " + MAX_QUEUED + " messages behind");
        getSession().disconnect();
      }
    }

    @Override
    public void onWebSocketError(Throwable cause) {
      ended(cause.toString());
    }

    @Override
    public void onWebSocketClose(int code, String reason, Callback callback) {
      ended(code + " " + reason);
      callback.succeed();
    }
  }
}
