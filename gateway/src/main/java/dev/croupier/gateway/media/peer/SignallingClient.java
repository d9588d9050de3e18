package dev.croupier.gateway.media.peer;

import dev.croupier.gateway.media.codec.Codec;
import dev.croupier.gateway.media.rtp.Parse;
import dev.croupier.gateway.media.webrtc.SdpDescription;
import dev.croupier.gateway.media.webrtc.SdpFormat;
import dev.croupier.gateway.media.webrtc.SdpFragment;
import dev.croupier.gateway.media.webrtc.SdpMedia;
import dev.croupier.gateway.media.webrtc.SdpNegotiated;
import dev.croupier.gateway.media.webrtc.SdpOffers;
import dev.croupier.gateway.media.webrtc.SdpParser;
import dev.croupier.gateway.media.webrtc.SdpStream;
import dev.croupier.gateway.media.webrtc.SdpWriter;
import dev.croupier.gateway.media.webrtc.TransportFactory.LocalIce;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * The HTTP verbs of WHIP and WHEP as a client uses them (RFC 9725). Blocks: call it on a virtual
 * thread.
 */
final class SignallingClient {
  private static final Duration DEADLINE = Duration.ofSeconds(10);

  private final HttpClient http;
  private final String token;

  /** A client that authenticates with a bearer token; with an empty one it says nothing. */
  SignallingClient(HttpClient http, String token) {
    this.http = http;
    this.token = token;
  }

  /**
   * What was agreed, and where the session lives.
   *
   * @param others further payload types of pictures that the answer names: some servers list all
   *     that they took and send any of them
   */
  record Accepted(SdpNegotiated terms, List<SdpStream> others, URI session) {}

  private static final String FRAGMENT = "application/trickle-ice-sdpfrag";

  /** Posts an offer and takes in its answer. */
  Accepted offer(URI endpoint, SdpDescription offer, Map<String, String> headers)
      throws IOException, InterruptedException {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(endpoint)
            .timeout(DEADLINE)
            .header("Content-Type", "application/sdp")
            .POST(HttpRequest.BodyPublishers.ofString(SdpWriter.write(offer)));
    headers.forEach(request::header);
    authorise(request);
    HttpResponse<String> response =
        http.send(request.build(), HttpResponse.BodyHandlers.ofString());
    // 201 by the standard; some servers say 200.
    if (response.statusCode() / 100 != 2) {
      String body = response.body();
      throw new PeerRefusedException(
          response.statusCode(),
          endpoint.getPath()
              + " answered "
              + response.statusCode()
              + " "
              + body.substring(0, Math.min(200, body.length())));
    }
    SdpDescription answer =
        read(SdpParser.parse(response.body()), "the answer is no session description: ");
    SdpNegotiated terms = read(SdpOffers.accept(offer, answer), "the answer cannot be used: ");
    return new Accepted(terms, others(answer, terms.video()), session(response));
  }

  /** Where the answer says the session lives, relative to where it came from (RFC 9725 §4.2). */
  private static URI session(HttpResponse<?> response) throws PeerRefusedException {
    String location =
        response
            .headers()
            .firstValue("Location")
            .orElseThrow(() -> new PeerRefusedException(0, "the answer names no session"));
    try {
      return response.uri().resolve(location);
    } catch (IllegalArgumentException e) {
      throw new PeerRefusedException(0, "the answer names no usable session: " + location);
    }
  }

  private static List<SdpStream> others(SdpDescription answer, SdpStream video) {
    List<SdpStream> others = new ArrayList<>();
    for (SdpMedia media : answer.media()) {
      if (video == null || !media.kind().equals("video") || !media.mid().equals(video.mid())) {
        continue;
      }
      for (SdpFormat format : media.formats()) {
        Codec codec =
            switch (format.encoding().toUpperCase(Locale.ROOT)) {
              case "H264" -> Codec.H264;
              case "VP8" -> Codec.VP8;
              default -> null;
            };
        if (codec != null && format.payloadType() != video.payloadType()) {
          others.add(
              new SdpStream(
                  codec,
                  video.mid(),
                  format.payloadType(),
                  media.rtxFor(format.payloadType()),
                  video.ssrc(),
                  video.rtxSsrc(),
                  "",
                  "",
                  video.transportSequenceId(),
                  video.captureTimeId(),
                  video.midId(),
                  format.feedback()));
        }
      }
    }
    return others;
  }

  /**
   * Restarts ICE of a session (RFC 9725 §4.3.3).
   *
   * @param own the new credentials
   * @return the server's
   * @throws PeerRefusedException when the server does not do that, or not now; the session goes on
   */
  SdpFragment restart(URI session, LocalIce own) throws IOException, InterruptedException {
    SdpFragment fragment = new SdpFragment(own.ufrag(), own.password(), List.of(), false);
    HttpRequest.Builder request =
        HttpRequest.newBuilder(session)
            .timeout(DEADLINE)
            .header("Content-Type", FRAGMENT)
            .header("If-Match", "*")
            .method("PATCH", HttpRequest.BodyPublishers.ofString(fragment.text("0")));
    authorise(request);
    HttpResponse<String> response =
        http.send(request.build(), HttpResponse.BodyHandlers.ofString());
    if (response.statusCode() != 200) {
      throw new PeerRefusedException(
          response.statusCode(), "a restart was answered " + response.statusCode());
    }
    return read(SdpFragment.parse(response.body()), "the answer is no fragment: ");
  }

  /** Ends a session; what the server answers does not matter any more. */
  void delete(URI session) throws IOException, InterruptedException {
    HttpRequest.Builder request = HttpRequest.newBuilder(session).timeout(DEADLINE).DELETE();
    authorise(request);
    http.send(request.build(), HttpResponse.BodyHandlers.discarding());
  }

  private void authorise(HttpRequest.Builder request) {
    if (!token.isEmpty()) {
      request.header("Authorization", "Bearer " + token);
    }
  }

  private static <T> T read(Parse<T> parse, String complaint) throws PeerRefusedException {
    return switch (parse) {
      case Parse.Parsed<T>(T value) -> value;
      case Parse.Rejected<T>(String reason) ->
          throw new PeerRefusedException(0, complaint + reason);
    };
  }
}
