package dev.croupier.gateway.http;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.croupier.time.clock.TableClock;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeoutException;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpVersion;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.Fields;

/** One request and answer over Jetty. Owned by the request's virtual thread. */
final class JettyExchange implements Exchange {
  private static final String BEARER = "Bearer ";

  /** A body that comes more slowly, after a grace, is given up: bytes a second, microseconds. */
  private static final int MIN_BODY_RATE = 1024;

  /** What of a body nobody asked for is still taken in, so that the connection serves on. */
  private static final int MAX_REST_BYTES = 64 * 1024;

  private static final long BODY_GRACE_US = 10_000_000;

  private final Request request;
  private final Response response;
  private final Callback callback;
  private final String path;
  private final Map<String, String> variables;
  private final TokenVerifier verifier;
  private final TableClock clock;
  private final Map<String, String> answerHeaders = new LinkedHashMap<>();
  private Fields query;
  private Principal principal;
  private boolean answered;
  private boolean bodyAsked;
  private boolean bodyWhole;

  JettyExchange(
      Request request,
      Response response,
      Callback callback,
      String path,
      Map<String, String> variables,
      TokenVerifier verifier,
      TableClock clock) {
    this.request = request;
    this.response = response;
    this.callback = callback;
    this.path = path;
    this.variables = variables;
    this.verifier = verifier;
    this.clock = clock;
  }

  @Override
  public String method() {
    return request.getMethod();
  }

  @Override
  public String path() {
    return path;
  }

  @Override
  public String variable(String name) {
    String value = variables.get(name);
    if (value == null) {
      throw new IllegalArgumentException("the route has no variable " + name);
    }
    return value;
  }

  @Override
  public Optional<String> query(String name) {
    if (query == null) {
      try {
        query = Request.extractQueryParameters(request);
      } catch (IllegalArgumentException e) {
        throw new Problem(400, "malformed", "the query is not well formed");
      }
    }
    return Optional.ofNullable(query.getValue(name));
  }

  @Override
  public Optional<String> header(String name) {
    return Optional.ofNullable(request.getHeaders().get(name));
  }

  @Override
  public InetSocketAddress remote() {
    return (InetSocketAddress) request.getConnectionMetaData().getRemoteSocketAddress();
  }

  @Override
  public Principal require(Role... anyOf) {
    Principal bearer =
        principal()
            .orElseThrow(
                () ->
                    new Problem(
                        401,
                        "unauthorized",
                        "a bearer token is needed",
                        Map.of("WWW-Authenticate", "Bearer")));
    if (anyOf.length > 0 && !bearer.has(anyOf)) {
      throw new Problem(403, "forbidden", "the token's role does not allow this");
    }
    return bearer;
  }

  @Override
  public Optional<Principal> principal() {
    if (principal == null) {
      String header = request.getHeaders().get(HttpHeader.AUTHORIZATION);
      if (header == null) {
        return Optional.empty();
      }
      if (!header.regionMatches(true, 0, BEARER, 0, BEARER.length())) {
        throw unauthorized("the authorization scheme is Bearer");
      }
      try {
        principal = verifier.verify(header.substring(BEARER.length()).strip());
      } catch (Problem refused) {
        throw refused.status() == 401 ? unauthorized(refused.getMessage()) : refused;
      }
    }
    return Optional.of(principal);
  }

  @Override
  public byte[] body(int maxBytes) {
    if (request.getLength() > maxBytes) {
      throw tooLarge(maxBytes);
    }
    bodyAsked = true;
    long beganUs = clock.nowMicros();
    ByteArrayOutputStream bytes =
        new ByteArrayOutputStream((int) Math.clamp(request.getLength(), 256L, 64L * 1024));
    byte[] piece = new byte[8 * 1024];
    try (InputStream in = Request.asInputStream(request)) {
      for (int n = in.read(piece); n >= 0; n = in.read(piece)) {
        bytes.write(piece, 0, n);
        if (bytes.size() > maxBytes) {
          throw tooLarge(maxBytes);
        }
        long allowedUs = BODY_GRACE_US + bytes.size() * 1_000_000L / MIN_BODY_RATE;
        if (clock.nowMicros() - beganUs > allowedUs) {
          throw new Problem(408, "timeout", "the body arrives too slowly");
        }
      }
      bodyWhole = true;
      return bytes.toByteArray();
    } catch (IOException | RuntimeException e) {
      throw unread(e);
    }
  }

  @Override
  public Exchange answerHeader(String name, String value) {
    if (name.indexOf('\n') >= 0 || value.indexOf('\n') >= 0 || value.indexOf('\r') >= 0) {
      throw new IllegalArgumentException("a header is one line: " + name);
    }
    answerHeaders.put(name, value);
    return this;
  }

  @Override
  public void send(int status, String contentType, byte[] body) {
    begin(status);
    response.getHeaders().put(HttpHeader.CONTENT_TYPE, contentType);
    response.getHeaders().put(HttpHeader.CONTENT_LENGTH, body.length);
    // The generator leaves the body out of an answer to HEAD, and keeps its length.
    response.write(true, ByteBuffer.wrap(body), callback);
  }

  @Override
  public void send(int status) {
    begin(status);
    response.write(true, null, callback);
  }

  @Override
  public void sendJson(int status, Object value) {
    try {
      send(status, "application/json", Json.write(value));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("an answer that is no JSON", e);
    }
  }

  /** Answers with a problem, instead of whatever the handler had begun to set. */
  void sendProblem(Problem problem) {
    answerHeaders.clear();
    problem.headers().forEach(this::answerHeader);
    answerHeader("Cache-Control", "no-store");
    send(
        problem.status(),
        ProblemJson.MEDIA_TYPE,
        ProblemJson.bytes(problem.status(), problem.code(), problem.getMessage()));
  }

  boolean isAnswered() {
    return answered;
  }

  private void begin(int status) {
    if (answered) {
      throw new IllegalStateException("answered twice: " + method() + " " + path);
    }
    takeInTheRest();
    answered = true;
    response.setStatus(status);
    answerHeaders.forEach(response.getHeaders()::put);
  }

  /**
   * A client may still be sending when its answer is ready. What is short is taken in, for to close
   * on it would lose the answer (RFC 9112 section 9.6); otherwise the connection ends, and the
   * answer says so.
   */
  private void takeInTheRest() {
    boolean content =
        request.getLength() > 0 || request.getHeaders().contains(HttpHeader.TRANSFER_ENCODING);
    if (!content || bodyWhole) {
      return;
    }
    if (!bodyAsked && !request.getHeaders().contains(HttpHeader.EXPECT)) {
      try {
        body(MAX_REST_BYTES);
        return;
      } catch (Problem _) {
        // Too long or too slow: nothing more of this connection.
      }
    }
    if (request.getConnectionMetaData().getHttpVersion() == HttpVersion.HTTP_1_1) {
      response.getHeaders().put(HttpHeader.CONNECTION, "close");
    }
  }

  private static Problem unauthorized(String detail) {
    return new Problem(
        401, "unauthorized", detail, Map.of("WWW-Authenticate", "Bearer error=\"invalid_token\""));
  }

  /** A body that ends early, comes too slowly or breaks its chunking is the peer's doing. */
  private static Problem unread(Exception e) {
    if (e instanceof Problem problem) {
      return problem;
    }
    for (Throwable t = e; t != null; t = t.getCause()) {
      if (t instanceof TimeoutException) {
        return new Problem(408, "timeout", "the body did not arrive in time");
      }
    }
    return new Problem(400, "malformed", "the body did not arrive whole");
  }

  private static Problem tooLarge(int maxBytes) {
    return new Problem(413, "too_large", "the body is longer than " + maxBytes + " bytes");
  }
}
