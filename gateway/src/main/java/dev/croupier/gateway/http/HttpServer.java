package dev.croupier.gateway.http;

import dev.croupier.time.clock.TableClock;
import java.io.IOException;
import java.net.BindException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.NetworkConnectionLimit;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.handler.GracefulHandler;
import org.eclipse.jetty.util.VirtualThreads;
import org.eclipse.jetty.util.thread.QueuedThreadPool;
import org.eclipse.jetty.websocket.api.Session;
import org.eclipse.jetty.websocket.api.WebSocketSessionListener;
import org.eclipse.jetty.websocket.server.ServerWebSocketContainer;
import org.eclipse.jetty.websocket.server.WebSocketCreator;

/**
 * The HTTP/1.1 and WebSocket server: one port for all doors.
 *
 * <p>Each request runs on a virtual thread of its own and may block. Started and stopped by one
 * thread, each once.
 */
public final class HttpServer implements AutoCloseable {
  /** A longer request line with headers is answered 431, bytes. */
  private static final int MAX_HEADER_BYTES = 16 * 1024;

  private static final int DEFAULT_MAX_MESSAGE_BYTES = 64 * 1024;
  private static final Duration DEFAULT_SOCKET_IDLE = Duration.ofSeconds(60);

  private final Server server;
  private final ServerConnector connector;
  private final Router router;
  private final Set<String> webSocketPaths;
  private final InetSocketAddress wanted;
  private final String portKey;

  private HttpServer(Builder builder) {
    router = builder.router;
    webSocketPaths = new TreeSet<>(builder.doors.keySet());
    wanted = builder.address;
    portKey = builder.portKey;

    QueuedThreadPool threads = new QueuedThreadPool(32, 2);
    threads.setName("http");
    threads.setVirtualThreadsExecutor(
        VirtualThreads.getNamedVirtualThreadsExecutor("http-request-"));
    server = new Server(threads);
    server.setErrorHandler(new ProblemErrors(builder.listener));
    server.setStopTimeout(builder.stopTimeout.toMillis());
    server.setStopAtShutdown(false);

    connector = new ServerConnector(server, 1, 2, new HttpConnectionFactory(configuration()));
    connector.setHost(wanted.getAddress().getHostAddress());
    connector.setPort(wanted.getPort());
    connector.setIdleTimeout(builder.idleTimeout.toMillis());
    connector.setShutdownIdleTimeout(100); // idle keep-alive connections need no second to go
    connector.setAcceptQueueSize(1024);
    connector.addBean(new HeaderDeadline(connector, builder.headerTimeout, builder.clock));
    server.addConnector(connector);
    server.addBean(new NetworkConnectionLimit(builder.maxConnections, server));

    ServerWebSocketContainer container = ServerWebSocketContainer.ensure(server);
    Map<String, WebSocketDoor> doors = Map.copyOf(builder.doors);
    container.addSessionListener(
        new WebSocketSessionListener() {
          @Override
          public void onWebSocketSessionCreated(Session session) {
            WebSocketDoor door = doors.get(pathOf(session));
            if (door != null) {
              door.limit(session);
            }
          }
        });
    server.setHandler(
        new GracefulHandler(
            new Dispatcher(
                router,
                doors,
                builder.verifier,
                builder.origins,
                builder.listener,
                builder.clock,
                container)));
  }

  /** Begins a server on an address; port 0 takes any free one. */
  public static Builder at(InetSocketAddress address) {
    return new Builder(address);
  }

  /**
   * Opens the port.
   *
   * @throws PortTakenException if another program holds it
   * @throws IOException if it cannot be opened for another reason
   */
  public HttpServer start() throws IOException {
    try {
      connector.open();
      server.start();
      return this;
    } catch (Exception e) {
      close();
      if (hasCause(e, BindException.class)) {
        throw new PortTakenException(wanted.getPort(), portKey);
      }
      throw e instanceof IOException io ? io : new IOException("the HTTP server did not start", e);
    }
  }

  /** The port that is open. */
  public int port() {
    return connector.getLocalPort();
  }

  /** Where a person on this machine finds it, for example {@code http://127.0.0.1:8080}. */
  public URI uri() {
    var address = wanted.getAddress();
    String host = address.isAnyLocalAddress() ? "127.0.0.1" : address.getHostAddress();
    return URI.create(
        "http://" + (host.indexOf(':') >= 0 ? "[" + host + "]" : host) + ":" + port());
  }

  /** The routes it serves. */
  public Router router() {
    return router;
  }

  /** The paths that become WebSockets. */
  public Set<String> webSocketPaths() {
    return webSocketPaths;
  }

  /** Ends: no new requests, those in flight may finish within the stop timeout. */
  @Override
  public void close() {
    try {
      server.stop();
    } catch (Exception e) {
      throw new IllegalStateException("the HTTP server did not stop", e);
    }
  }

  private static HttpConfiguration configuration() {
    HttpConfiguration configuration = new HttpConfiguration();
    configuration.setSendServerVersion(false);
    configuration.setSendXPoweredBy(false);
    configuration.setSendDateHeader(true);
    configuration.setRequestHeaderSize(MAX_HEADER_BYTES);
    configuration.setResponseHeaderSize(MAX_HEADER_BYTES);
    return configuration;
  }

  private static String pathOf(Session session) {
    return session.getUpgradeRequest().getRequestURI().getPath();
  }

  private static boolean hasCause(Throwable thrown, Class<? extends Throwable> type) {
    for (Throwable t = thrown; t != null; t = t.getCause()) {
      if (type.isInstance(t)) {
        return true;
      }
    }
    return false;
  }

  /** Collects what a server needs; used by one thread. */
  public static final class Builder {
    private final InetSocketAddress address;
    private final Router router = new Router();
    private final Map<String, WebSocketDoor> doors = new LinkedHashMap<>();
    private TokenVerifier verifier =
        token -> {
          throw new Problem(401, "unauthorized", "no tokens are accepted here");
        };
    private OriginPolicy origins;
    private HttpListener listener = HttpListener.NONE;
    private TableClock clock;
    private Duration idleTimeout = Duration.ofSeconds(30);
    private Duration headerTimeout = Duration.ofSeconds(10);
    private Duration stopTimeout = Duration.ofSeconds(3);
    private int maxConnections = 20_000;
    private String portKey = "http.port";

    private Builder(InetSocketAddress address) {
      this.address = address;
      this.origins = new OriginPolicy(Set.of(), address.getAddress().isLoopbackAddress());
    }

    /** Where doors register themselves. */
    public Routes routes() {
      return router;
    }

    /** Checks bearer tokens; without one every token is refused. */
    public Builder tokens(TokenVerifier tokenVerifier) {
      verifier = tokenVerifier;
      return this;
    }

    /** Which pages may call; by default only its own. */
    public Builder origins(OriginPolicy policy) {
      origins = policy;
      return this;
    }

    /** Hears of answers and refusals. */
    public Builder listener(HttpListener httpListener) {
      listener = httpListener;
      return this;
    }

    /** The clock for durations and deadlines; needed. */
    public Builder clock(TableClock tableClock) {
      clock = tableClock;
      return this;
    }

    /** Silence after which a connection is closed; 30 s. */
    public Builder idleTimeout(Duration timeout) {
      idleTimeout = timeout;
      return this;
    }

    /** How long a request's headers may take to arrive; 10 s. */
    public Builder headerTimeout(Duration timeout) {
      headerTimeout = timeout;
      return this;
    }

    /** How long requests in flight may take when the server ends; 3 s. */
    public Builder stopTimeout(Duration timeout) {
      stopTimeout = timeout;
      return this;
    }

    /** Connections at once; further ones wait unaccepted; 20,000. */
    public Builder maxConnections(int count) {
      maxConnections = count;
      return this;
    }

    /** The configuration key named when the port is taken; {@code http.port}. */
    public Builder portKey(String key) {
      portKey = key;
      return this;
    }

    /** Adds a WebSocket with messages up to 64 KiB and 60 s of allowed silence. */
    public Builder webSocket(String path, WebSocketCreator creator) {
      return webSocket(path, creator, DEFAULT_MAX_MESSAGE_BYTES, DEFAULT_SOCKET_IDLE);
    }

    /** Adds a WebSocket. */
    public Builder webSocket(
        String path, WebSocketCreator creator, int maxMessageBytes, Duration socketIdleTimeout) {
      WebSocketDoor door = new WebSocketDoor(path, creator, maxMessageBytes, socketIdleTimeout);
      if (doors.putIfAbsent(path, door) != null) {
        throw new IllegalArgumentException("WebSocket registered twice: " + path);
      }
      return this;
    }

    /** The server, not yet started. */
    public HttpServer build() {
      Objects.requireNonNull(clock, "clock");
      return new HttpServer(this);
    }
  }
}
