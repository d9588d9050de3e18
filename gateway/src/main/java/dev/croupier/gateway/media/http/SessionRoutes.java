package dev.croupier.gateway.media.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.croupier.gateway.http.Exchange;
import dev.croupier.gateway.http.Principal;
import dev.croupier.gateway.http.Problem;
import dev.croupier.gateway.http.Routes;
import dev.croupier.gateway.media.webrtc.IceExchange;
import dev.croupier.gateway.media.webrtc.MediaRefusal;
import dev.croupier.gateway.media.webrtc.MediaSessions;
import dev.croupier.gateway.media.webrtc.MediaSessions.Kind;
import dev.croupier.gateway.media.webrtc.SdpFragment;

/**
 * What a session's owner does at its own address: PATCH for trickled candidates and ICE restarts
 * (RFC 9725 section 4.3), DELETE to end it. The token is checked each time; to everybody but its
 * owner a session is not there.
 */
final class SessionRoutes {
  /** The type of PATCH's body (RFC 8840). */
  static final String FRAGMENT = "application/trickle-ice-sdpfrag";

  private static final String ACCEPT_PATCH = "Accept-Patch";

  private final MediaSessions sessions;
  private final Offers offers;

  private SessionRoutes(MediaSessions sessions, Offers offers) {
    this.sessions = sessions;
    this.offers = offers;
  }

  /** Registers the doors. */
  static void register(Routes routes, MediaSessions sessions, Offers offers) {
    SessionRoutes doors = new SessionRoutes(sessions, offers);
    for (Kind kind : Kind.values()) {
      String template = prefix(kind) + "{id}";
      routes.on("PATCH", template, exchange -> doors.patch(exchange, kind));
      routes.on("DELETE", template, exchange -> doors.end(exchange, kind));
      routes.accepting(template, ACCEPT_PATCH, FRAGMENT);
    }
  }

  /** What stands before a session's id. */
  static String prefix(Kind kind) {
    return switch (kind) {
      case WHIP -> "/whip/sessions/";
      case WHEP -> "/whep/sessions/";
    };
  }

  private void patch(Exchange exchange, Kind kind) throws InterruptedException {
    Principal principal = exchange.require();
    IceExchange ice =
        sessions
            .ice(exchange.variable("id"), kind, MediaRoutes.owner(principal))
            .orElseThrow(SessionRoutes::unknown);
    if (exchange.header("If-Match").filter(IceExchange.RESTART::equals).isPresent()) {
      offers.admit(exchange, principal);
    }
    MediaRoutes.requireType(exchange, FRAGMENT, ACCEPT_PATCH);
    String body = new String(exchange.body(SdpFragment.MAX_LENGTH), UTF_8);
    try {
      IceExchange.Outcome outcome =
          ice.patch(exchange.header("If-Match"), body).orElseThrow(SessionRoutes::unknown);
      exchange.answerHeader("ETag", outcome.etag());
      if (outcome.restarted()) {
        exchange.send(200, FRAGMENT, outcome.fragment().getBytes(UTF_8));
      } else {
        exchange.send(204);
      }
    } catch (MediaRefusal refusal) {
      throw MediaRoutes.problem(refusal);
    }
  }

  private void end(Exchange exchange, Kind kind) {
    Principal principal = exchange.require();
    if (!sessions.close(exchange.variable("id"), kind, MediaRoutes.owner(principal))) {
      throw unknown();
    }
    exchange.send(200);
  }

  private static Problem unknown() {
    return new Problem(404, "not_found", "no such session");
  }
}
