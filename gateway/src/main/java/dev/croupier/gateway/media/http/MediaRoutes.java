package dev.croupier.gateway.media.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.croupier.gateway.http.Exchange;
import dev.croupier.gateway.http.Principal;
import dev.croupier.gateway.http.Problem;
import dev.croupier.gateway.http.Role;
import dev.croupier.gateway.http.Routes;
import dev.croupier.gateway.ids.SessionId;
import dev.croupier.gateway.ids.SignalName;
import dev.croupier.gateway.ids.TableId;
import dev.croupier.gateway.media.fanout.Show;
import dev.croupier.gateway.media.fanout.TableMedia;
import dev.croupier.gateway.media.webrtc.IceExchange;
import dev.croupier.gateway.media.webrtc.MediaRefusal;
import dev.croupier.gateway.media.webrtc.MediaSessions;
import dev.croupier.gateway.media.webrtc.OfferRate;
import dev.croupier.gateway.media.webrtc.SessionLimits;
import dev.croupier.time.clock.TableClock;
import java.util.List;
import java.util.Map;

/** The verbs of WHIP (RFC 9725) and WHEP (draft-ietf-wish-whep). */
public final class MediaRoutes {
  static final String SDP = "application/sdp";
  private static final String ACCEPT_POST = "Accept-Post";
  private static final int MAX_OFFER_BYTES = 64 * 1024;

  private final Map<TableId, TableMedia> tables;
  private final MediaSessions sessions;
  private final Offers offers;
  private final IceServers iceServers;
  private final TableClock clock;

  private MediaRoutes(
      Map<TableId, TableMedia> tables,
      MediaSessions sessions,
      Offers offers,
      IceServers iceServers,
      TableClock clock) {
    this.tables = tables;
    this.sessions = sessions;
    this.offers = offers;
    this.iceServers = iceServers;
    this.clock = clock;
  }

  /** Registers the doors. */
  public static void register(
      Routes routes,
      Map<TableId, TableMedia> tables,
      MediaSessions sessions,
      OfferRate rate,
      IceServers iceServers,
      TableClock clock) {
    Offers offers = new Offers(rate, clock);
    MediaRoutes doors = new MediaRoutes(tables, sessions, offers, iceServers, clock);
    routes.on("POST", "/whip/{table}/{signal}", doors::publish);
    routes.on("POST", "/whep/{table}", doors::play);
    routes.on("POST", "/whep/{table}/{signal}", doors::preview);
    for (String template :
        List.of("/whip/{table}/{signal}", "/whep/{table}", "/whep/{table}/{signal}")) {
      routes.accepting(template, ACCEPT_POST, SDP);
    }
    SessionRoutes.register(routes, sessions, offers);
  }

  private void publish(Exchange exchange) throws Exception {
    Principal principal = exchange.require(Role.PUBLISHER, Role.ADMIN);
    TableMedia table = table(exchange);
    SignalName signal = signal(exchange);
    boolean takeover = exchange.query("takeover").map("1"::equals).orElse(false);
    SessionLimits.Caller caller = offers.admit(exchange, principal);
    String offer = offer(exchange);
    answer(
        exchange,
        caller,
        MediaSessions.Kind.WHIP,
        () -> sessions.publish(table, signal, takeover, offer, caller));
  }

  private void play(Exchange exchange) throws Exception {
    Principal principal = exchange.require();
    TableMedia table = table(exchange);
    watch(exchange, principal, table.program());
  }

  private void preview(Exchange exchange) throws Exception {
    Principal principal = exchange.require(Role.OPERATOR, Role.SUPERVISOR, Role.ADMIN);
    Show show =
        table(exchange).preview(signal(exchange)).orElseThrow(() -> unknownSignal(exchange));
    watch(exchange, principal, show);
  }

  private void watch(Exchange exchange, Principal principal, Show show) throws Exception {
    String session = exchange.header("Croupier-Session").orElse("");
    if (!session.isEmpty() && !SessionId.isValid(session)) {
      throw new Problem(400, "malformed", "Croupier-Session is not a session's name");
    }
    SessionLimits.Caller caller = offers.admit(exchange, principal);
    String offer = offer(exchange);
    boolean mayCatchUp = !exchange.query("join").map("live"::equals).orElse(false);
    answer(
        exchange,
        caller,
        MediaSessions.Kind.WHEP,
        () -> sessions.play(show, offer, caller, session, mayCatchUp));
  }

  /** Makes a session. */
  @FunctionalInterface
  private interface Opening {
    MediaSessions.Created open() throws MediaRefusal, InterruptedException;
  }

  private void answer(
      Exchange exchange, SessionLimits.Caller caller, MediaSessions.Kind kind, Opening opening)
      throws Exception {
    try {
      MediaSessions.Created created = opening.open();
      exchange
          .answerHeader("Location", SessionRoutes.prefix(kind) + created.id())
          .answerHeader("ETag", created.etag())
          .answerHeader("Accept-Patch", SessionRoutes.FRAGMENT);
      String link = iceServers.link(caller.owner(), clock.nowMicros());
      if (!link.isEmpty()) {
        exchange.answerHeader("Link", link);
      }
      exchange.send(201, SDP, created.answer().getBytes(UTF_8));
    } catch (MediaRefusal refusal) {
      throw problem(refusal);
    }
  }

  /** The answer that says why. */
  static Problem problem(MediaRefusal refusal) {
    int status =
        switch (refusal.code()) {
          case "bad_sdp" -> 400;
          case "signal_taken", "port_taken", "busy" -> 409;
          case IceExchange.PRECONDITION_FAILED -> 412;
          case IceExchange.PRECONDITION_REQUIRED -> 428;
          case "too_many_sessions" -> 429;
          case "overloaded" -> 503;
          default -> 422;
        };
    return new Problem(
        status,
        refusal.code(),
        refusal.getMessage(),
        status == 429 || status == 503 ? Map.of("Retry-After", "5") : Map.of());
  }

  static String offer(Exchange exchange) {
    requireType(exchange, SDP, ACCEPT_POST);
    return new String(exchange.body(MAX_OFFER_BYTES), UTF_8);
  }

  /** Refuses a body of another type, and says in a header which one it is. */
  static void requireType(Exchange exchange, String type, String acceptHeader) {
    String given = exchange.header("Content-Type").orElse("");
    if (!given.split(";", 2)[0].strip().equalsIgnoreCase(type)) {
      throw new Problem(
          415, "unsupported_media_type", "the body is " + type, Map.of(acceptHeader, type));
    }
  }

  private TableMedia table(Exchange exchange) {
    return table(tables, exchange);
  }

  static TableMedia table(Map<TableId, TableMedia> tables, Exchange exchange) {
    String name = exchange.variable("table");
    TableMedia table = TableId.isValid(name) ? tables.get(new TableId(name)) : null;
    if (table == null) {
      throw new Problem(404, "unknown_table", "no table " + shown(name));
    }
    return table;
  }

  static SignalName signal(Exchange exchange) {
    String name = exchange.variable("signal");
    if (!SignalName.isValid(name)) {
      throw unknownSignal(exchange);
    }
    return new SignalName(name);
  }

  static Problem unknownSignal(Exchange exchange) {
    return new Problem(404, "unknown_signal", "no signal " + shown(exchange.variable("signal")));
  }

  /** Text from outside, cut for a message. */
  private static String shown(String text) {
    return text.length() > 40 ? text.substring(0, 40) + "…" : text;
  }

  static String owner(Principal principal) {
    return principal.licensee() + "/" + principal.subject();
  }
}
