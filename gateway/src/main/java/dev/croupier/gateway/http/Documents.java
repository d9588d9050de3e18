package dev.croupier.gateway.http;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/**
 * The descriptions of the HTTP routes and of the WebSockets, served as they lie in the build.
 *
 * <p>Written by hand and checked against the running server: every route is in the one, every
 * WebSocket and message in the other, and nothing else.
 */
public final class Documents {
  private static final String CACHE = "public, max-age=300";

  private Documents() {}

  /** Adds {@code /openapi.json} and {@code /asyncapi.json}. */
  public static void register(Routes routes) {
    for (String name : new String[] {"openapi.json", "asyncapi.json"}) {
      byte[] document = read(name);
      routes.on(
          "GET",
          "/" + name,
          exchange ->
              exchange
                  .answerHeader("Cache-Control", CACHE)
                  .send(200, "application/json", document));
    }
  }

  /** The description of the HTTP routes: OpenAPI 3.1. */
  public static String openApi() {
    return new String(read("openapi.json"), StandardCharsets.UTF_8);
  }

  /** The description of the WebSockets: AsyncAPI 3.0. */
  public static String asyncApi() {
    return new String(read("asyncapi.json"), StandardCharsets.UTF_8);
  }

  private static byte[] read(String name) {
    try (InputStream in = Documents.class.getResourceAsStream(name)) {
      if (in == null) {
        throw new IllegalStateException("the build lacks " + name);
      }
      return in.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
