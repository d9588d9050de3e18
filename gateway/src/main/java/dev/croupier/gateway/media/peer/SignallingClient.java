package dev.croupier.gateway.media.peer;

import dev.croupier.gateway.media.rtp.Parse;
import dev.croupier.gateway.media.webrtc.SdpDescription;
import dev.croupier.gateway.media.webrtc.SdpNegotiated;
import dev.croupier.gateway.media.webrtc.SdpOffers;
import dev.croupier.gateway.media.webrtc.SdpParser;
import dev.croupier.gateway.media.webrtc.SdpWriter;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Map;

/**
 * The HTTP verbs of WHIP and WHEP as a client uses them (RFC 9725). Blocks: call it on a virtual
 * thread.
 */
final class SignallingClient {
  private static final Duration DEADLINE = Duration.ofSeconds(10);

  private final HttpClient http;
  private final String token;

  /** A client that authenticates with a bearer token. */
  SignallingClient(HttpClient http, String token) {
    this.http = http;
    this.token = token;
  }

  /** What was agreed, and where the session lives. */
  record Accepted(SdpNegotiated terms, URI session) {}

  /** Posts an offer and takes in its answer. */
  Accepted offer(URI endpoint, SdpDescription offer, Map<String, String> headers)
      throws IOException, InterruptedException {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(endpoint)
            .timeout(DEADLINE)
            .header("Content-Type", "application/sdp")
            .header("Authorization", "Bearer " + token)
            .POST(HttpRequest.BodyPublishers.ofString(SdpWriter.write(offer)));
    headers.forEach(request::header);
    HttpResponse<String> response =
        http.send(request.build(), HttpResponse.BodyHandlers.ofString());
    if (response.statusCode() != 201) {
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
    URI session =
        response
            .headers()
            .firstValue("Location")
            .map(endpoint::resolve)
            .orElseThrow(() -> new PeerRefusedException(0, "the answer names no session"));
    return new Accepted(terms, session);
  }

  /** Ends a session; what the server answers does not matter any more. */
  void delete(URI session) throws IOException, InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(session)
            .timeout(DEADLINE)
            .header("Authorization", "Bearer " + token)
            .DELETE()
            .build();
    http.send(request, HttpResponse.BodyHandlers.discarding());
  }

  private static <T> T read(Parse<T> parse, String complaint) throws PeerRefusedException {
    return switch (parse) {
      case Parse.Parsed<T>(T value) -> value;
      case Parse.Rejected<T>(String reason) ->
          throw new PeerRefusedException(0, complaint + reason);
    };
  }
}
