package dev.croupier.gateway.control.http;

import dev.croupier.gateway.control.release.MediaTypes;
import dev.croupier.gateway.http.Exchange;
import dev.croupier.gateway.http.Problem;
import dev.croupier.gateway.http.Routes;
import dev.croupier.gateway.ids.TableId;
import java.io.IOException;
import java.io.InputStream;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/** The pages and their hashed files, from the player-overlay jar on the class path. */
final class PageDoors {
  private static final String ROOT = "dev/croupier/overlay/";
  private static final Pattern FILE = Pattern.compile("[A-Za-z0-9_][A-Za-z0-9._-]{0,127}");

  /** Files are few and fixed: those found are kept, and no more than this. */
  private static final int MAX_KEPT = 256;

  /**
   * Builds are imported from a blob whose bytes were checked against their integrity; styles are
   * set by builds in their shadow roots.
   */
  private static final Map<String, String> PAGE_HEADERS =
      Map.of(
          "Content-Security-Policy",
          "default-src 'self'; script-src 'self' blob:; style-src 'self' 'unsafe-inline';"
              + " img-src 'self' data: blob:; media-src 'self' blob:; font-src 'self' data:;"
              + " connect-src 'self' blob:; worker-src 'self' blob:; object-src 'none';"
              + " base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
          "Cross-Origin-Opener-Policy",
          "same-origin",
          "Cross-Origin-Embedder-Policy",
          "require-corp",
          "Cross-Origin-Resource-Policy",
          "same-origin",
          "Referrer-Policy",
          "no-referrer",
          "X-Frame-Options",
          "DENY",
          "Cache-Control",
          "no-cache");

  private final ClassLoader loader;
  private final Predicate<TableId> isTable;
  private final Function<TableId, String> pass;
  private final Map<String, byte[]> kept = new ConcurrentHashMap<>();

  /** Pages found by a class loader; {@code isTable}: which tables have one. */
  PageDoors(ClassLoader loader, Predicate<TableId> isTable, Function<TableId, String> pass) {
    this.loader = loader;
    this.isTable = isTable;
    this.pass = pass;
  }

  void register(Routes routes) {
    routes
        .on("GET", "/", exchange -> page(exchange, "lobby.html"))
        .on("GET", "/play/{t}", this::play)
        .on("GET", "/studio", exchange -> page(exchange, "studio.html"))
        .on("GET", "/ui/{file}", this::file);
  }

  private void play(Exchange exchange) {
    if (!isTable.test(Door.table(exchange))) {
      throw Door.unknownTable();
    }
    exchange.answerHeader("Set-Cookie", pass.apply(Door.table(exchange)));
    page(exchange, "play.html");
  }

  private void page(Exchange exchange, String name) {
    byte[] bytes =
        resource(name)
            .orElseThrow(() -> new Problem(404, "not_found", "the pages are not installed"));
    PAGE_HEADERS.forEach(exchange::answerHeader);
    exchange.send(200, "text/html; charset=utf-8", bytes);
  }

  private void file(Exchange exchange) {
    String name = exchange.variable("file");
    Optional<String> type = MediaTypes.of(name);
    if (!FILE.matcher(name).matches() || name.contains("..") || type.isEmpty()) {
      throw Door.notFound("no such file");
    }
    byte[] bytes = resource("ui/" + name).orElseThrow(() -> Door.notFound("no such file"));
    exchange
        .answerHeader("Cache-Control", "public, max-age=31536000, immutable")
        .answerHeader("Cross-Origin-Resource-Policy", "same-origin")
        .answerHeader("Cross-Origin-Embedder-Policy", "require-corp")
        .send(200, type.get(), bytes);
  }

  private Optional<byte[]> resource(String path) {
    byte[] known = kept.get(path);
    if (known != null) {
      return Optional.of(known);
    }
    try (InputStream in = loader.getResourceAsStream(ROOT + path)) {
      if (in == null) {
        return Optional.empty();
      }
      byte[] bytes = in.readAllBytes();
      if (kept.size() < MAX_KEPT) {
        kept.put(path, bytes);
      }
      return Optional.of(bytes);
    } catch (IOException e) {
      throw new IllegalStateException("the class path cannot be read", e);
    }
  }
}
