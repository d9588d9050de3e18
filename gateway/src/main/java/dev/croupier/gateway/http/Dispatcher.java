package dev.croupier.gateway.http;

import dev.croupier.time.clock.TableClock;
import java.util.Map;
import java.util.TreeSet;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.websocket.server.ServerWebSocketContainer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes every request: origin check first, then the upgrade to a WebSocket, then the route.
 *
 * <p>Runs on the request's virtual thread.
 */
final class Dispatcher extends Handler.Abstract {
  private static final Logger LOG = LoggerFactory.getLogger(Dispatcher.class);
  private static final String NO_ROUTE = "none";
  private static final String EXPOSED =
      "Location, ETag, Link, Retry-After, Deprecation, Sunset, Accept-Post, Accept-Patch";
  private static final String REQUEST_HEADERS =
      "Authorization, Content-Type, Idempotency-Key, If-Match, If-None-Match, Croupier-Session,"
          + " Croupier-Build";

  private final Router router;
  private final Map<String, WebSocketDoor> doors;
  private final TokenVerifier verifier;
  private final OriginPolicy origins;
  private final HttpListener listener;
  private final TableClock clock;
  private final ServerWebSocketContainer container;

  Dispatcher(
      Router router,
      Map<String, WebSocketDoor> doors,
      TokenVerifier verifier,
      OriginPolicy origins,
      HttpListener listener,
      TableClock clock,
      ServerWebSocketContainer container) {
    this.router = router;
    this.doors = doors;
    this.verifier = verifier;
    this.origins = origins;
    this.listener = listener;
    this.clock = clock;
    this.container = container;
  }

  @Override
  public boolean handle(Request request, Response response, Callback callback) {
    long beganUs = clock.nowMicros();
    String path = request.getHttpURI().getDecodedPath();
    path = path == null ? "" : path;
    WebSocketDoor door = doors.get(path);
    Router.Match match =
        door == null ? router.match(request.getMethod(), path) : new Router.Match.Unknown();
    String route = door == null ? templateOf(match) : path;
    Callback done =
        Callback.from(
            callback,
            () ->
                listener.answered(
                    request.getMethod(), route, response.getStatus(), clock.nowMicros() - beganUs));
    JettyExchange exchange =
        new JettyExchange(
            request,
            response,
            done,
            path,
            match instanceof Router.Match.Found found ? found.variables() : Map.of(),
            verifier,
            clock);
    try {
      checkOrigin(request, response);
      if (door != null) {
        upgrade(door, request, response, done);
      } else {
        serve(match, request, exchange);
      }
    } catch (Problem problem) {
      refuse(exchange, route, problem);
    } catch (Exception bug) {
      LOG.error("{} {} failed", request.getMethod(), route, bug);
      refuse(exchange, route, new Problem(500, "internal", "the request failed"));
    }
    return true;
  }

  private void checkOrigin(Request request, Response response) {
    String origin = request.getHeaders().get(HttpHeader.ORIGIN);
    boolean allowed =
        request.getHeaders().getFields(HttpHeader.ORIGIN).size() <= 1
            && origins.allows(origin, request.getHeaders().get(HttpHeader.HOST));
    response.getHeaders().put("X-Content-Type-Options", "nosniff");
    if (origin != null || origins.varies()) {
      response.getHeaders().put(HttpHeader.VARY, "Origin");
    }
    if (!allowed) {
      throw new Problem(403, "forbidden", "pages of this origin may not call this server");
    }
    if (origin != null) {
      response.getHeaders().put("Access-Control-Allow-Origin", origin);
      response.getHeaders().put("Access-Control-Expose-Headers", EXPOSED);
    }
  }

  private void serve(Router.Match match, Request request, JettyExchange exchange) throws Exception {
    switch (match) {
      case Router.Match.Found found -> {
        found.handler().handle(exchange);
        if (!exchange.isAnswered()) {
          throw new IllegalStateException("no answer from " + found.template());
        }
      }
      case Router.Match.OtherMethod other when request.getMethod().equals("OPTIONS") -> {
        String methods = String.join(", ", new TreeSet<>(other.allowed()));
        exchange.answerHeader("Allow", methods);
        router.accepted(other.template()).forEach(exchange::answerHeader);
        if (request.getHeaders().contains("Access-Control-Request-Method")) {
          exchange
              .answerHeader("Access-Control-Allow-Methods", methods)
              .answerHeader("Access-Control-Allow-Headers", REQUEST_HEADERS)
              .answerHeader("Access-Control-Max-Age", "600");
        }
        exchange.send(204);
      }
      case Router.Match.OtherMethod other ->
          throw new Problem(
              405,
              "method_not_allowed",
              request.getMethod() + " is not for this path",
              Map.of("Allow", String.join(", ", other.allowed())));
      case Router.Match.Unknown() -> throw new Problem(404, "not_found", "nothing is here");
    }
  }

  private void upgrade(WebSocketDoor door, Request request, Response response, Callback done)
      throws Exception {
    if (!"websocket".equalsIgnoreCase(request.getHeaders().get(HttpHeader.UPGRADE))) {
      throw new Problem(
          426, "upgrade_required", "this is a WebSocket", Map.of("Upgrade", "websocket"));
    }
    if (!container.upgrade(door::create, request, response, done)) {
      throw new Problem(400, "malformed", "not a WebSocket handshake (RFC 6455)");
    }
  }

  private void refuse(JettyExchange exchange, String route, Problem problem) {
    listener.refused(route, problem.status(), problem.code());
    if (!exchange.isAnswered()) {
      exchange.sendProblem(problem);
    }
  }

  private static String templateOf(Router.Match match) {
    return switch (match) {
      case Router.Match.Found found -> found.template();
      case Router.Match.OtherMethod other -> other.template();
      case Router.Match.Unknown() -> NO_ROUTE;
    };
  }
}
