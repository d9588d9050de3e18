package dev.croupier.time.server;

import java.io.IOException;
import java.net.BindException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Set;
import java.util.function.Supplier;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.NetworkConnectionLimit;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.thread.QueuedThreadPool;
import org.eclipse.jetty.websocket.server.ServerWebSocketContainer;

/**
 * The time server's own HTTP door: {@code /time} (WebSocket), {@code /healthz}, {@code /metrics}.
 *
 * <p>Time is public, so pages of any origin may ask, if they are allowed at all: see {@code
 * origins}. Opened and closed by one thread.
 */
public final class TimeHttpServer implements AutoCloseable {
  private static final int MAX_CONNECTIONS = 20_000;
  private static final Duration IDLE = Duration.ofMinutes(2);

  private final Server server;
  private final ServerConnector connector;

  private TimeHttpServer(Server server, ServerConnector connector) {
    this.server = server;
    this.connector = connector;
  }

  /**
   * Opens a port; 0 takes any free one.
   *
   * @param origins pages that may connect beside those of the same host, for example {@code
   *     https://casino.example}; programs without an {@code Origin} always may
   * @param metrics the text behind {@code /metrics}
   * @throws BindException if the port is taken
   */
  public static TimeHttpServer open(
      InetSocketAddress address, TimeService service, Set<String> origins, Supplier<String> metrics)
      throws IOException {
    QueuedThreadPool threads = new QueuedThreadPool(16, 2);
    threads.setName("time-http");
    Server server = new Server(threads);
    HttpConfiguration configuration = new HttpConfiguration();
    configuration.setSendServerVersion(false);
    ServerConnector connector =
        new ServerConnector(server, 1, 1, new HttpConnectionFactory(configuration));
    connector.setHost(address.getAddress().getHostAddress());
    connector.setPort(address.getPort());
    connector.setIdleTimeout(IDLE.toMillis());
    connector.setShutdownIdleTimeout(100);
    server.addConnector(connector);
    server.addBean(new NetworkConnectionLimit(MAX_CONNECTIONS, server));
    server.setStopTimeout(1000);
    ServerWebSocketContainer container = ServerWebSocketContainer.ensure(server);
    container.setMaxBinaryMessageSize(TimeSocket.MAX_MESSAGE_BYTES);
    container.setMaxTextMessageSize(TimeSocket.MAX_MESSAGE_BYTES);
    container.setIdleTimeout(IDLE);
    server.setHandler(new Doors(container, service, Set.copyOf(origins), metrics));
    try {
      connector.open();
      server.start();
    } catch (Exception e) {
      stop(server);
      throw bindFailure(address, e);
    }
    return new TimeHttpServer(server, connector);
  }

  /** The port that is open. */
  public int port() {
    return connector.getLocalPort();
  }

  @Override
  public void close() {
    stop(server);
  }

  private static IOException bindFailure(InetSocketAddress address, Exception e) {
    for (Throwable cause = e; cause != null; cause = cause.getCause()) {
      if (cause instanceof BindException) {
        BindException taken = new BindException("port " + address.getPort() + " is taken");
        taken.initCause(e);
        return taken;
      }
    }
    return e instanceof IOException io ? io : new IOException("the time door did not open", e);
  }

  private static void stop(Server server) {
    try {
      server.stop();
    } catch (Exception e) {
      throw new IllegalStateException("the time door did not close", e);
    }
  }

  /** Its three paths. */
  private static final class Doors extends Handler.Abstract {
    private final ServerWebSocketContainer container;
    private final TimeService service;
    private final Set<String> origins;
    private final Supplier<String> metrics;

    Doors(
        ServerWebSocketContainer container,
        TimeService service,
        Set<String> origins,
        Supplier<String> metrics) {
      this.container = container;
      this.service = service;
      this.origins = origins;
      this.metrics = metrics;
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) {
      String path = String.valueOf(request.getHttpURI().getDecodedPath());
      if (path.equals("/time") && !mayConnect(request)) {
        return answer(response, callback, 403, "text/plain", "foreign origin\n");
      }
      return switch (path) {
        case "/time" ->
            container.upgrade(
                    (asked, answer, failure) -> {
                      answer.setExtensions(java.util.List.of());
                      return service.socket();
                    },
                    request,
                    response,
                    callback)
                || answer(response, callback, 426, "text/plain", "this is a WebSocket\n");
        case "/healthz" ->
            answer(response, callback, 200, "application/json", "{\"status\":\"ok\"}");
        case "/metrics" ->
            answer(
                response, callback, 200, "text/plain; version=0.0.4; charset=utf-8", metrics.get());
        default -> answer(response, callback, 404, "text/plain", "nothing is here\n");
      };
    }

    private boolean mayConnect(Request request) {
      String origin = request.getHeaders().get(HttpHeader.ORIGIN);
      if (origin == null || origins.contains(origin)) {
        return true;
      }
      try {
        String originHost = URI.create(origin).getHost();
        return originHost != null && originHost.equals(Request.getServerName(request));
      } catch (IllegalArgumentException e) {
        return false;
      }
    }

    private static boolean answer(
        Response response, Callback callback, int status, String type, String body) {
      response.setStatus(status);
      response.getHeaders().put(HttpHeader.CONTENT_TYPE, type);
      response.write(
          true, java.nio.ByteBuffer.wrap(body.getBytes(StandardCharsets.UTF_8)), callback);
      return true;
    }
  }
}
