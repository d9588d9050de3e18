package dev.croupier.gateway.media.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.croupier.gateway.http.Exchange;
import dev.croupier.gateway.http.Principal;
import dev.croupier.gateway.http.Problem;
import dev.croupier.gateway.http.Role;
import dev.croupier.gateway.http.Routes;
import dev.croupier.gateway.ids.SignalName;
import dev.croupier.gateway.ids.TableId;
import dev.croupier.gateway.media.fanout.TableMedia;
import dev.croupier.gateway.media.webrtc.MediaRefusal;
import dev.croupier.gateway.media.webrtc.OfferRate;
import dev.croupier.gateway.media.webrtc.RtpPublishes;
import dev.croupier.gateway.media.webrtc.SessionLimits;
import dev.croupier.time.clock.TableClock;
import java.util.Map;

/** The door of publishers that send plain RTP: it takes their SDP file and says where to send. */
public final class RtpRoutes {
  private static final String PATH = "/api/v1/tables/{table}/signals/{signal}/rtp";

  private final Map<TableId, TableMedia> tables;
  private final RtpPublishes publishes;
  private final Offers offers;

  private RtpRoutes(Map<TableId, TableMedia> tables, RtpPublishes publishes, Offers offers) {
    this.tables = tables;
    this.publishes = publishes;
    this.offers = offers;
  }

  /**
   * Registers the doors.
   *
   * @param rate the same that limits offers at the other doors: a description counts as one
   */
  public static void register(
      Routes routes,
      Map<TableId, TableMedia> tables,
      RtpPublishes publishes,
      OfferRate rate,
      TableClock clock) {
    RtpRoutes doors = new RtpRoutes(tables, publishes, new Offers(rate, clock));
    routes.on("PUT", PATH, doors::publish);
    routes.on("DELETE", PATH, doors::end);
  }

  private void publish(Exchange exchange) throws Exception {
    Principal principal = exchange.require(Role.PUBLISHER, Role.ADMIN);
    TableMedia table = MediaRoutes.table(tables, exchange);
    SignalName signal = MediaRoutes.signal(exchange);
    boolean takeover = exchange.query("takeover").map("1"::equals).orElse(false);
    SessionLimits.Caller caller = offers.admit(exchange, principal);
    try {
      RtpPublishes.Created created =
          publishes.publish(table, signal, takeover, MediaRoutes.offer(exchange), caller.owner());
      exchange
          .answerHeader("Location", exchange.path())
          .send(created.replaced() ? 200 : 201, MediaRoutes.SDP, created.answer().getBytes(UTF_8));
    } catch (MediaRefusal refusal) {
      throw MediaRoutes.problem(refusal);
    }
  }

  private void end(Exchange exchange) throws Exception {
    Principal principal = exchange.require();
    TableMedia table = MediaRoutes.table(tables, exchange);
    try {
      if (!publishes.close(
          table.table(), MediaRoutes.signal(exchange), MediaRoutes.owner(principal))) {
        throw new Problem(404, "not_found", "no RTP publish of yours");
      }
    } catch (MediaRefusal refusal) {
      throw MediaRoutes.problem(refusal);
    }
    exchange.send(200);
  }
}
