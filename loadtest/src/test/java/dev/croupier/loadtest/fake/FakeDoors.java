package dev.croupier.loadtest.fake;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.websocket.api.Session;
import org.eclipse.jetty.websocket.server.ServerWebSocketContainer;

/** The fake gateway's port: its WebSocket, and the few HTTP paths that a bettor asks. */
final class FakeDoors implements AutoCloseable {
  private static final String API = "/api/v1/";

  private final Server server;
  private final ServerConnector connector;
  private final Map<Session, String> names = new ConcurrentHashMap<>();

  private FakeDoors(FakeGateway gateway) {
    server = new Server();
    connector = new ServerConnector(server, 1, 1);
    connector.setHost("127.0.0.1");
    connector.setAcceptQueueSize(1024);
    server.addConnector(connector);
    server.setStopTimeout(500);
    ServerWebSocketContainer container = ServerWebSocketContainer.ensure(server);
    container.setIdleTimeout(Duration.ofMinutes(5));
    server.setHandler(
        new Handler.Abstract() {
          @Override
          public boolean handle(Request request, Response response, Callback callback) {
            String path = request.getHttpURI().getPath();
            if (path.equals("/ws")) {
              return container.upgrade(
                  (asked, answer, failure) -> {
                    answer.setAcceptedSubProtocol(asked.getSubProtocols().getFirst());
                    return new Ear(gateway);
                  },
                  request,
                  response,
                  callback);
            }
            return http(gateway, request, response, callback);
          }
        });
  }

  static FakeDoors open(FakeGateway gateway) throws Exception {
    FakeDoors doors = new FakeDoors(gateway);
    doors.server.start();
    return doors;
  }

  int port() {
    return connector.getLocalPort();
  }

  void name(Session session, String name) {
    names.put(session, name);
  }

  String nameOf(Session session) {
    return names.get(session);
  }

  @Override
  public void close() throws Exception {
    server.stop();
  }

  private static boolean http(
      FakeGateway gateway, Request request, Response response, Callback callback) {
    String path = request.getHttpURI().getPath();
    String bearer = request.getHeaders().get(HttpHeader.AUTHORIZATION);
    String name = bearer == null ? "" : bearer.substring("Bearer ".length());
    String last = path.substring(path.lastIndexOf('/') + 1);
    if (path.startsWith(API + "bets/by-key/")) {
      return gateway
          .stored(last)
          .map(stored -> answer(response, callback, stored.getKey() ? 201 : 422, stored.getValue()))
          .orElseGet(() -> answer(response, callback, 404, "{\"code\":\"not_found\"}"));
    }
    if (path.startsWith(API + "wallets/")) {
      return answer(response, callback, 200, gateway.wallet(name));
    }
    return path.startsWith(API + "rounds/")
        ? answer(response, callback, 200, gateway.round(last, name))
        : answer(response, callback, 404, "{}");
  }

  private static boolean answer(Response response, Callback callback, int status, String json) {
    response.setStatus(status);
    response.getHeaders().put(HttpHeader.CONTENT_TYPE, "application/json");
    response.write(true, ByteBuffer.wrap(json.getBytes(UTF_8)), callback);
    return true;
  }

  /** One connection. */
  public final class Ear extends Session.Listener.AbstractAutoDemanding {
    private final FakeGateway gateway;

    Ear(FakeGateway gateway) {
      this.gateway = gateway;
    }

    @Override
    public void onWebSocketText(String text) {
      gateway.heard(getSession(), text);
    }

    @Override
    public void onWebSocketError(Throwable cause) {
      // Connections are lost here: that is what they are for.
    }

    @Override
    public void onWebSocketClose(
        int code, String reason, org.eclipse.jetty.websocket.api.Callback callback) {
      gateway.gone(getSession());
      names.remove(getSession());
      callback.succeed();
    }
  }
}
