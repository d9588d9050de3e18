package dev.croupier.gateway.media.http;

import dev.croupier.gateway.http.Exchange;
import dev.croupier.gateway.http.Problem;
import dev.croupier.gateway.http.Routes;
import dev.croupier.gateway.ids.TableId;
import dev.croupier.gateway.media.hls.HlsFile;
import dev.croupier.gateway.media.hls.HlsPackager;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The files of HLS (RFC 8216), by {@code GET} and {@code HEAD}, each admitted by {@link
 * HlsAdmission}.
 */
public final class HlsRoutes {
  /** A segment is gone from every playlist long before. */
  private static final String KEEP = "private, max-age=3600, immutable";

  /** A playlist is asked for again each time; its ETag makes that cheap. */
  private static final String ASK_AGAIN = "private, no-cache";

  private final Set<TableId> tables;
  private final Map<TableId, HlsPackager> streams;
  private final HlsAdmission admission;

  private HlsRoutes(
      Set<TableId> tables, Map<TableId, HlsPackager> streams, HlsAdmission admission) {
    this.tables = Set.copyOf(tables);
    this.streams = Map.copyOf(streams);
    this.admission = admission;
  }

  /**
   * Registers the doors. Players follow relative addresses, so what begins with a signed path stays
   * on it.
   *
   * @param tables all there are; those without a stream answer {@code 422 no_common_codec}
   * @param streams of those whose pictures HLS carries
   */
  public static void register(
      Routes routes,
      Set<TableId> tables,
      Map<TableId, HlsPackager> streams,
      HlsAdmission admission) {
    HlsRoutes doors = new HlsRoutes(tables, streams, admission);
    String signed = HlsAdmission.SIGNED + "{pass}/{table}";
    routes
        .on("GET", "/hls/{table}/index.m3u8", x -> doors.index(x, doors.byHeader(x)))
        .on("GET", "/hls/{table}/{rendition}/playlist.m3u8", x -> doors.list(x, doors.byHeader(x)))
        .on("GET", "/hls/{table}/{rendition}/{file}", x -> doors.file(x, doors.byHeader(x)))
        .on("GET", signed + "/index.m3u8", x -> doors.index(x, doors.byPath(x)))
        .on("GET", signed + "/{rendition}/playlist.m3u8", x -> doors.list(x, doors.byPath(x)))
        .on("GET", signed + "/{rendition}/{file}", x -> doors.file(x, doors.byPath(x)));
  }

  private HlsPackager byHeader(Exchange exchange) {
    TableId table = table(exchange);
    admission.admit(exchange, table);
    return stream(table);
  }

  private HlsPackager byPath(Exchange exchange) {
    TableId table = table(exchange);
    admission.admit(exchange.variable("pass"), table);
    return stream(table);
  }

  private HlsPackager stream(TableId table) {
    HlsPackager stream = streams.get(table);
    if (stream == null) {
      throw new Problem(
          422,
          "no_common_codec",
          "this table's pictures are VP8, which is played over WebRTC only");
    }
    return stream;
  }

  private TableId table(Exchange exchange) {
    String name = exchange.variable("table");
    if (!TableId.isValid(name) || !tables.contains(new TableId(name))) {
      throw new Problem(404, "unknown_table", "there is no such table");
    }
    return new TableId(name);
  }

  private void index(Exchange exchange, HlsPackager stream) {
    send(exchange, stream.multivariant().orElseThrow(HlsRoutes::notReady));
  }

  private void list(Exchange exchange, HlsPackager stream) {
    String rendition = exchange.variable("rendition");
    if (!rendition.equals(HlsPackager.VIDEO) && !rendition.equals(HlsPackager.AUDIO)) {
      throw new Problem(404, "not_found", "there is no such rendition");
    }
    send(exchange, stream.file(rendition, "playlist.m3u8").orElseThrow(HlsRoutes::notReady));
  }

  private void file(Exchange exchange, HlsPackager stream) {
    Optional<HlsFile> file = stream.file(exchange.variable("rendition"), exchange.variable("file"));
    send(exchange, file.orElseThrow(() -> new Problem(404, "not_found", "no such segment (now)")));
  }

  private static void send(Exchange exchange, HlsFile file) {
    boolean gzip = file.gzipped() != null && takesGzip(exchange);
    String tag = "\"" + file.version() + (gzip ? "-gz" : "") + "\"";
    exchange
        .answerHeader("ETag", tag)
        .answerHeader("Cache-Control", file.immutable() ? KEEP : ASK_AGAIN);
    if (file.gzipped() != null) {
      exchange.answerHeader("Vary", "Origin, Accept-Encoding");
    }
    if (isKnown(exchange, tag)) {
      exchange.send(304);
      return;
    }
    if (gzip) {
      exchange.answerHeader("Content-Encoding", "gzip");
    }
    exchange.send(200, file.contentType(), gzip ? file.gzipped() : file.bytes());
  }

  /** Whether the reader has it already ({@code If-None-Match}, RFC 9110 section 13.1.2). */
  static boolean isKnown(Exchange exchange, String tag) {
    for (String known : exchange.header("If-None-Match").orElse("").split(",", 32)) {
      String bare = known.strip();
      bare = bare.startsWith("W/") ? bare.substring(2) : bare;
      if (bare.equals(tag) || bare.equals("*")) {
        return true;
      }
    }
    return false;
  }

  /** Whether the reader takes gzip (RFC 9110 section 12.5.3). */
  private static boolean takesGzip(Exchange exchange) {
    String accepted = exchange.header("Accept-Encoding").orElse("").toLowerCase(Locale.ROOT);
    for (String coding : accepted.split(",", 32)) {
      String[] parts = coding.replace(" ", "").split(";", 2);
      if (parts[0].equals("gzip")) {
        return parts.length == 1 || !parts[1].matches("q=0(\\.0*)?");
      }
    }
    return false;
  }

  private static Problem notReady() {
    return new Problem(
        503, "not_ready", "the first segment is being made", Map.of("Retry-After", "1"));
  }
}
