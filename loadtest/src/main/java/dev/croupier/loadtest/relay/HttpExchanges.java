package dev.croupier.loadtest.relay;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.net.InetSocketAddress;
import java.util.ArrayDeque;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/**
 * What passes over one client's HTTP connection, both ways. All goes on as it is, but for the
 * answers to WHIP and WHEP (RFC 9725), which then name the relay as the media address, the
 * candidates in their offers, which are made unreadable so that the server does not go around the
 * relay, and a {@code Location} that names the server itself. One thread.
 */
final class HttpExchanges {
  /** Where the pieces go. */
  interface Output {
    /** To the server. */
    void up(ByteBuf bytes);

    /** To the client. */
    void down(ByteBuf bytes);

    /** An answer cannot be carried: the connection must end. */
    void broken();
  }

  private static final Set<String> SESSION_TYPES =
      Set.of("application/sdp", "application/trickle-ice-sdpfrag");

  /** More requests than this are not sent ahead by anybody. */
  private static final int MAX_PENDING = 256;

  private static final String SCHEME = "http://";

  /** A request whose answer is still to come. */
  private record Asked(String method, String host) {}

  private static final Asked UNKNOWN = new Asked("GET", "");

  private final String serverAuthority;
  private final InetSocketAddress media;
  private final Consumer<InetSocketAddress> learned;
  private final SdpRewrite sdp;
  private final Output output;
  private final ArrayDeque<Asked> asked = new ArrayDeque<>();
  private final HttpCutter requests = new HttpCutter(new Requests());
  private final HttpCutter responses = new HttpCutter(new Responses());
  private HttpHead answer;

  /**
   * A new connection's.
   *
   * @param server its candidates on this host are believed before others
   * @param serverAuthority {@code host:port}, as a {@code Location} of its own names it
   * @param media the relay's UDP address as this client can reach it
   * @param learned told the server's UDP address from each answer
   */
  HttpExchanges(
      InetSocketAddress server,
      String serverAuthority,
      InetSocketAddress media,
      Consumer<InetSocketAddress> learned,
      Output output) {
    this.serverAuthority = serverAuthority;
    this.media = media;
    this.learned = learned;
    this.sdp = new SdpRewrite(server.getAddress());
    this.output = output;
  }

  /** Takes over what the client says. */
  void up(ByteBuf bytes) {
    requests.feed(bytes);
  }

  /** Takes over what the server says. */
  void down(ByteBuf bytes) {
    responses.feed(bytes);
  }

  /** The client says no more. */
  void upEnds() {
    requests.end();
  }

  /** The server says no more. */
  void downEnds() {
    responses.end();
  }

  private void passAll() {
    requests.passAll();
    responses.passAll();
  }

  private static boolean session(HttpHead head, String method) {
    return (method.equals("POST") || method.equals("PATCH"))
        && SESSION_TYPES.contains(head.mediaType())
        && Set.of("", "identity").contains(head.word("Content-Encoding"));
  }

  private final class Requests implements HttpCutter.Taker {
    @Override
    public HttpCutter.Plan head(byte[] bytes, Optional<HttpHead> head) {
      output.up(Unpooled.wrappedBuffer(bytes));
      if (head.isEmpty() || head.get().method().isEmpty() || asked.size() >= MAX_PENDING) {
        passAll();
        return new HttpCutter.Plan(HttpBody.RAW, false);
      }
      HttpHead request = head.get();
      asked.add(new Asked(request.method(), request.word("Host")));
      HttpBody body = HttpBody.ofRequest(request);
      // The head is on its way already: a client may wait for "100 Continue". So the body keeps its
      // length; one whose length is not known is left alone.
      boolean collect =
          session(request, request.method())
              && body.kind() == HttpBody.Kind.LENGTH
              && body.length() <= HttpCutter.MAX_COLLECTED_BYTES;
      return new HttpCutter.Plan(body, collect);
    }

    @Override
    public void pass(ByteBuf bytes) {
      output.up(bytes);
    }

    @Override
    public void collected(byte[] body) {
      SdpRewrite.hideCandidates(body);
      output.up(Unpooled.wrappedBuffer(body));
    }

    @Override
    public void broken() {
      output.broken();
    }
  }

  private final class Responses implements HttpCutter.Taker {
    @Override
    public HttpCutter.Plan head(byte[] bytes, Optional<HttpHead> head) {
      if (head.isEmpty() || head.get().status() < 0) {
        output.down(Unpooled.wrappedBuffer(bytes));
        passAll();
        return new HttpCutter.Plan(HttpBody.RAW, false);
      }
      HttpHead response = head.get();
      if (response.status() < 200) {
        output.down(Unpooled.wrappedBuffer(bytes));
        if (response.status() == 101) {
          passAll();
        }
        return new HttpCutter.Plan(HttpBody.NONE, false); // the final one is still to come
      }
      Asked request = asked.isEmpty() ? UNKNOWN : asked.poll();
      HttpBody body = HttpBody.ofResponse(response, request.method());
      boolean collect = body.kind() != HttpBody.Kind.RAW && session(response, request.method());
      HttpHead shown = located(response, request);
      if (collect) {
        answer = shown;
      } else {
        output.down(Unpooled.wrappedBuffer(shown.equals(response) ? bytes : shown.bytes()));
      }
      return new HttpCutter.Plan(body, collect);
    }

    @Override
    public void pass(ByteBuf bytes) {
      output.down(bytes);
    }

    @Override
    public void collected(byte[] body) {
      SdpRewrite.Rewritten rewritten = sdp.answer(body, media);
      rewritten.server().ifPresent(learned);
      HttpHead shown =
          answer
              .without("Transfer-Encoding")
              .without("Trailer")
              .with("Content-Length", Integer.toString(rewritten.sdp().length));
      answer = null;
      output.down(Unpooled.wrappedBuffer(shown.bytes(), rewritten.sdp()));
    }

    @Override
    public void broken() {
      output.broken();
    }

    /** A location on the server itself is one on the relay, under the name the client used. */
    private HttpHead located(HttpHead response, Asked request) {
      for (String location : response.values("Location")) {
        int path = SCHEME.length() + serverAuthority.length();
        boolean own =
            location.regionMatches(true, 0, SCHEME + serverAuthority, 0, path)
                && (location.length() == path || "/?#".indexOf(location.charAt(path)) >= 0);
        if (own && !request.host().isEmpty()) {
          return response.with("Location", SCHEME + request.host() + location.substring(path));
        }
      }
      return response;
    }
  }
}
