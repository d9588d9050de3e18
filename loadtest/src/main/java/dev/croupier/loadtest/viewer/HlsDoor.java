package dev.croupier.loadtest.viewer;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.croupier.time.clock.TableClock;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;

/** The HTTP of one LL-HLS viewer. Any thread; blocks where it says so. */
final class HlsDoor {
  /** What a server answered instead of what was asked for. */
  static final class Refused extends IOException {
    private final int status;

    Refused(int status, String message) {
      super(message);
      this.status = status;
    }

    int status() {
      return status;
    }
  }

  /**
   * A file that has come; its content is counted, not kept.
   *
   * @param atMicros when its last byte had come
   */
  record Arrived(long bytes, long atMicros) {}

  /** A playlist, and the address that it came from in the end. */
  record Text(String text, URI uri) {}

  private final HttpClient http;
  private final TableClock clock;
  private final String token;
  private final String cookie;

  /**
   * A viewer's.
   *
   * @param token sent as a bearer; empty for none
   * @param cookie sent as it is; empty for none
   */
  HlsDoor(HttpClient http, TableClock clock, String token, String cookie) {
    this.http = http;
    this.clock = clock;
    this.token = token;
    this.cookie = cookie;
  }

  /** Reads a playlist; blocks. */
  Text playlist(URI uri, Duration deadline) throws IOException, InterruptedException {
    HttpRequest request = request(uri).timeout(deadline).build();
    try {
      HttpResponse<byte[]> response =
          http.send(
              request,
              HttpResponse.BodyHandlers.limiting(
                  HttpResponse.BodyHandlers.ofByteArray(), HlsMedia.MAX_CHARS));
      check(response);
      return new Text(new String(response.body(), UTF_8), response.uri());
    } catch (IOException e) {
      throw inOneLine(e, uri);
    }
  }

  /** Fetches a file; blocks. */
  Arrived file(HlsResource resource, Duration deadline) throws IOException, InterruptedException {
    AtomicLong bytes = new AtomicLong();
    try {
      HttpResponse<Void> response =
          http.send(request(resource).timeout(deadline).build(), counting(bytes));
      check(response);
      return new Arrived(bytes.get(), clock.nowMicros());
    } catch (IOException e) {
      throw inOneLine(e, resource.uri());
    }
  }

  /** The same without waiting for it; fails with an {@link IOException}. */
  CompletableFuture<Arrived> fileLater(HlsResource resource, Duration deadline) {
    AtomicLong bytes = new AtomicLong();
    return http.sendAsync(request(resource).timeout(deadline).build(), counting(bytes))
        .thenCompose(
            response -> {
              try {
                check(response);
                return CompletableFuture.completedFuture(
                    new Arrived(bytes.get(), clock.nowMicros()));
              } catch (IOException e) {
                return CompletableFuture.failedFuture(e);
              }
            });
  }

  /** What went wrong, in one line. */
  static IOException inOneLine(Throwable e, URI uri) {
    return switch (e) {
      case Refused refused -> refused;
      case ConnectException _ -> new IOException("nothing answers at " + uri.getAuthority(), e);
      case HttpTimeoutException _ -> new IOException(name(uri) + " did not come in time", e);
      default ->
          new IOException(
              name(uri) + ": " + (e.getMessage() == null ? e.toString() : e.getMessage()), e);
    };
  }

  private static HttpResponse.BodyHandler<Void> counting(AtomicLong bytes) {
    return HttpResponse.BodyHandlers.ofByteArrayConsumer(
        some -> some.ifPresent(each -> bytes.addAndGet(each.length)));
  }

  private HttpRequest.Builder request(HlsResource resource) {
    HttpRequest.Builder request = request(resource.uri());
    return resource.length() == HlsResource.WHOLE
        ? request
        : request.header(
            "Range",
            "bytes=" + resource.offset() + "-" + (resource.offset() + resource.length() - 1));
  }

  private HttpRequest.Builder request(URI uri) {
    HttpRequest.Builder request = HttpRequest.newBuilder(uri);
    if (!token.isEmpty()) {
      request.header("Authorization", "Bearer " + token);
    }
    if (!cookie.isEmpty()) {
      request.header("Cookie", cookie);
    }
    return request;
  }

  private static void check(HttpResponse<?> response) throws Refused {
    int status = response.statusCode();
    if (status != 200 && status != 206) {
      throw new Refused(status, name(response.uri()) + " answered " + status);
    }
  }

  /** The last part of a path: names of segments differ, the path before them does not. */
  private static String name(URI uri) {
    String path = uri.getPath();
    return path.substring(path.lastIndexOf('/') + 1);
  }
}
