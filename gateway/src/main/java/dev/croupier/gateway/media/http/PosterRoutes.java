package dev.croupier.gateway.media.http;

import dev.croupier.gateway.http.Exchange;
import dev.croupier.gateway.http.Problem;
import dev.croupier.gateway.http.Role;
import dev.croupier.gateway.http.Routes;
import dev.croupier.gateway.ids.SignalName;
import dev.croupier.gateway.ids.TableId;
import dev.croupier.gateway.media.fanout.Posters;
import dev.croupier.gateway.media.fanout.TableMedia;
import dev.croupier.gateway.media.program.Slate;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Map;

/**
 * Stills of what a table shows and of its signals, as JPEG. The one on air is for every bearer of a
 * token, as the program is; another signal is for those who may see its preview.
 */
public final class PosterRoutes {
  /** A picture is a second old at most when it is handed out. */
  private static final String KEEP = "private, max-age=1";

  private static final long MICROS_PER_SECOND = 1_000_000;

  /** RFC 9110 section 5.6.7. */
  private static final DateTimeFormatter DATE =
      DateTimeFormatter.ofPattern("EEE, dd MMM uuuu HH:mm:ss 'GMT'", Locale.ROOT)
          .withZone(ZoneOffset.UTC);

  private final Map<TableId, TableMedia> tables;
  private final Posters posters;

  private PosterRoutes(Map<TableId, TableMedia> tables, Posters posters) {
    this.tables = tables;
    this.posters = posters;
  }

  /** Registers the doors. */
  public static void register(Routes routes, Map<TableId, TableMedia> tables, Posters posters) {
    PosterRoutes doors = new PosterRoutes(tables, posters);
    routes
        .on("GET", "/api/v1/tables/{table}/poster.jpg", doors::ofProgram)
        .on("GET", "/api/v1/tables/{table}/signals/{signal}/poster.jpg", doors::ofSignal);
  }

  private void ofProgram(Exchange exchange) throws InterruptedException {
    exchange.require();
    TableMedia table = MediaRoutes.table(tables, exchange);
    String onAir = table.air().signal();
    if (onAir.equals(Slate.NAME)) {
      throw notReady("no camera is on air");
    }
    send(exchange, table, new SignalName(onAir));
  }

  private void ofSignal(Exchange exchange) throws InterruptedException {
    exchange.require();
    TableMedia table = MediaRoutes.table(tables, exchange);
    SignalName name = MediaRoutes.signal(exchange);
    if (table.signal(name).isEmpty()) {
      throw MediaRoutes.unknownSignal(exchange);
    }
    if (!name.value().equals(table.air().signal())) {
      exchange.require(Role.OPERATOR, Role.SUPERVISOR, Role.ADMIN);
    }
    send(exchange, table, name);
  }

  private void send(Exchange exchange, TableMedia table, SignalName name)
      throws InterruptedException {
    switch (posters.of(table, name)) {
      case Posters.Answer.None(String why) -> throw notReady(why);
      case Posters.Answer.Still still -> {
        String tag =
            "\"" + name + "-" + Long.toString(still.atMicros(), Character.MAX_RADIX) + "\"";
        exchange
            .answerHeader("ETag", tag)
            .answerHeader("Last-Modified", date(still.atMicros()))
            .answerHeader("Cache-Control", KEEP);
        if (HlsRoutes.isKnown(exchange, tag)) {
          exchange.send(304);
        } else {
          exchange.send(200, "image/jpeg", still.picture().jpeg());
        }
      }
    }
  }

  /** Table time is about Unix time. */
  private static String date(long micros) {
    return DATE.format(Instant.ofEpochSecond(micros / MICROS_PER_SECOND));
  }

  private static Problem notReady(String why) {
    return new Problem(503, "not_ready", why, Map.of("Retry-After", "1"));
  }
}
