package dev.croupier.loadtest.viewer;

import dev.croupier.gateway.control.wire.Contract;
import java.io.IOException;
import java.net.URI;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.LongSupplier;
import org.eclipse.jetty.websocket.api.Callback;
import org.eclipse.jetty.websocket.api.Session;
import org.eclipse.jetty.websocket.client.ClientUpgradeRequest;
import org.eclipse.jetty.websocket.client.WebSocketClient;

/**
 * One bettor's socket: what arrives is stamped at once and waits in a bounded queue for the
 * bettor's own thread.
 */
final class BetSocket implements AutoCloseable {
  /** Messages a bettor may be behind; beyond that its socket counts as lost. */
  private static final int MAX_QUEUED = 4_096;

  private static final long CONNECT_SECONDS = 10;

  /** Something heard: a text, or, with {@code text} null, the end and its reason. */
  record Heard(long atMicros, String text, String end) {}

  private final BlockingQueue<Heard> heard = new LinkedBlockingQueue<>(MAX_QUEUED);
  private final LongSupplier micros;
  private final Session session;

  private BetSocket(WebSocketClient client, URI address, LongSupplier micros)
      throws IOException, InterruptedException {
    this.micros = micros;
    ClientUpgradeRequest request = new ClientUpgradeRequest(address);
    request.setSubProtocols(Contract.SUBPROTOCOL);
    try {
      session = client.connect(new Ear(), request).get(CONNECT_SECONDS, TimeUnit.SECONDS);
    } catch (ExecutionException e) {
      throw new IOException(address + ": " + e.getCause().getMessage(), e);
    } catch (TimeoutException e) {
      throw new IOException(address + ": no answer in " + CONNECT_SECONDS + " s", e);
    }
  }

  /** Connects; blocks. */
  static BetSocket connect(WebSocketClient client, URI address, LongSupplier micros)
      throws IOException, InterruptedException {
    return new BetSocket(client, address, micros);
  }

  /** Sends without waiting for it to be on the wire. */
  void send(String text) {
    session.sendText(text, Callback.NOOP);
  }

  /** What was heard next, or null when nothing came in this time. */
  Heard next(long waitMicros) throws InterruptedException {
    return heard.poll(Math.max(0, waitMicros), TimeUnit.MICROSECONDS);
  }

  @Override
  public void close() {
    session.close();
  }

  /** Jetty's callbacks; one at a time. */
  public final class Ear extends Session.Listener.AbstractAutoDemanding {
    @Override
    public void onWebSocketText(String text) {
      if (!heard.offer(new Heard(micros.getAsLong(), text, null))) {
        getSession().disconnect();
      }
    }

    @Override
    public void onWebSocketError(Throwable cause) {
      boolean _ = heard.offer(new Heard(micros.getAsLong(), null, cause.toString()));
    }

    @Override
    public void onWebSocketClose(int code, String reason, Callback callback) {
      boolean _ = heard.offer(new Heard(micros.getAsLong(), null, code + " " + reason));
      callback.succeed();
    }
  }
}
