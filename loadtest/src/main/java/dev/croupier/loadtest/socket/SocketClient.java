package dev.croupier.loadtest.socket;

import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.eclipse.jetty.client.HttpClient;
import org.eclipse.jetty.client.transport.HttpClientTransportOverHTTP;
import org.eclipse.jetty.util.thread.QueuedThreadPool;
import org.eclipse.jetty.websocket.api.Session;
import org.eclipse.jetty.websocket.client.ClientUpgradeRequest;
import org.eclipse.jetty.websocket.client.WebSocketClient;

/**
 * Connects any number of WebSockets that share one selector and a few threads; what listens on them
 * must not block. Any thread.
 */
public final class SocketClient implements AutoCloseable {
  private static final int MAX_MESSAGE_BYTES = 1 << 20;
  private static final int THREADS = 12;
  private static final long CONNECT_SECONDS = 10;

  /** Handshakes at once: thousands at the same moment would all be late rather than a few. */
  private static final int HANDSHAKES = 64;

  /** A connection without any sign of life for so long is dead; servers ask every 20 s or so. */
  private static final Duration SILENCE = Duration.ofMinutes(2);

  private final WebSocketClient client;
  private final Semaphore handshakes = new Semaphore(HANDSHAKES);

  private SocketClient(WebSocketClient client) {
    this.client = client;
  }

  /**
   * A client for so many sockets to one server.
   *
   * @throws IOException one line, if this process may not have as many
   */
  public static SocketClient open(String name, int sockets) throws IOException {
    Descriptors.check(sockets);
    QueuedThreadPool pool = new QueuedThreadPool(THREADS);
    pool.setName(name);
    pool.setDaemon(true);
    HttpClient http = new HttpClient(new HttpClientTransportOverHTTP(1));
    http.setExecutor(pool);
    // A connection that became a WebSocket may still count as one of its destination, and who
    // comes again may come before the lost one is forgotten.
    http.setMaxConnectionsPerDestination(Math.max(1, 2 * sockets));
    http.setMaxRequestsQueuedPerDestination(Math.max(1, 2 * sockets));
    WebSocketClient client = new WebSocketClient(http);
    client.setMaxTextMessageSize(MAX_MESSAGE_BYTES);
    client.setIdleTimeout(SILENCE);
    try {
      http.start();
      client.start();
    } catch (Exception e) {
      throw new IOException("the WebSocket client did not start: " + e.getMessage(), e);
    }
    return new SocketClient(client);
  }

  /**
   * Connects, when it is one's turn; blocks.
   *
   * @param protocol the subprotocol to ask for, or null
   * @throws IOException one line, if there is no answer or a refusal
   */
  public Session connect(Session.Listener listener, URI address, String protocol)
      throws IOException, InterruptedException {
    ClientUpgradeRequest request = new ClientUpgradeRequest(address);
    if (protocol != null) {
      request.setSubProtocols(protocol);
    }
    handshakes.acquire();
    try {
      return client.connect(listener, request).get(CONNECT_SECONDS, TimeUnit.SECONDS);
    } catch (ExecutionException e) {
      throw new IOException(address + ": " + e.getCause().getMessage(), e);
    } catch (TimeoutException e) {
      throw new IOException(address + ": no answer in " + CONNECT_SECONDS + " s", e);
    } finally {
      handshakes.release();
    }
  }

  /** Closes all that is still connected. */
  @Override
  public void close() throws IOException {
    try {
      client.stop();
      client.getHttpClient().stop();
    } catch (Exception e) {
      throw new IOException("the WebSocket client did not stop: " + e.getMessage(), e);
    }
  }
}
