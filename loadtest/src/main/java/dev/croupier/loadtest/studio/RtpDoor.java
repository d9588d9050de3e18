package dev.croupier.loadtest.studio;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A gateway's door for plain RTP as a publisher of one signal uses it. Blocks; any thread. */
final class RtpDoor {
  /** Payload types that the sender is to use. */
  static final int VIDEO_TYPE = 96;

  static final int AUDIO_TYPE = 97;

  private static final Duration DEADLINE = Duration.ofSeconds(10);
  private static final Pattern HOST = Pattern.compile("(?m)^c=IN IP[46] (\\S+)");
  private static final Pattern VIDEO = Pattern.compile("(?m)^m=video (\\d{1,5}) ");
  private static final Pattern AUDIO = Pattern.compile("(?m)^m=audio (\\d{1,5}) ");

  /**
   * Where to send.
   *
   * @param host an address in digits
   * @param video port of the picture's RTP; its RTCP goes to the next one
   * @param audio the same for sound; empty if none was offered
   */
  record Where(String host, int video, OptionalInt audio) {}

  private final URI gateway;
  private final HttpClient http;
  private final String path;

  /** A door for {@code table/signal}. */
  RtpDoor(URI gateway, HttpClient http, String path) {
    this.gateway = gateway;
    this.http = http;
    this.path = path;
  }

  /**
   * Opens it, in place of an earlier publish of the same token's owner.
   *
   * @throws PublishRefusedException if the gateway does not want it
   */
  Where open(String token, boolean sound) throws IOException, InterruptedException {
    HttpResponse<String> answer =
        http.send(
            request(token)
                .header("Content-Type", "application/sdp")
                .PUT(HttpRequest.BodyPublishers.ofString(offer(sound)))
                .build(),
            HttpResponse.BodyHandlers.ofString());
    int status = answer.statusCode();
    if (status != 200 && status != 201) {
      throw new PublishRefusedException(path, status, "answered " + status);
    }
    return where(answer.body(), sound)
        .orElseThrow(
            () ->
                new PublishRefusedException(
                    path, 0, "the answer does not say where RTP is to be sent"));
  }

  /** Closes it. */
  void close(String token) throws IOException, InterruptedException {
    var _ = http.send(request(token).DELETE().build(), HttpResponse.BodyHandlers.discarding());
  }

  private HttpRequest.Builder request(String token) {
    int slash = path.indexOf('/');
    String door =
        "/api/v1/tables/"
            + path.substring(0, slash)
            + "/signals/"
            + path.substring(slash + 1)
            + "/rtp";
    return HttpRequest.newBuilder(gateway.resolve(door))
        .timeout(DEADLINE)
        .header("Authorization", "Bearer " + token);
  }

  /** What ffmpeg would write, with the ports left to the gateway. */
  private String offer(boolean sound) {
    String picture =
        """
        v=0
        o=- 0 0 IN IP4 127.0.0.1
        s=%s
        t=0 0
        m=video 0 RTP/AVP %d
        a=rtpmap:%<d H264/90000
        a=fmtp:%<d packetization-mode=1
        """
            .formatted(path, VIDEO_TYPE);
    String tone =
        """
        m=audio 0 RTP/AVP %d
        a=rtpmap:%<d opus/48000/2
        """
            .formatted(AUDIO_TYPE);
    return sound ? picture + tone : picture;
  }

  private static Optional<Where> where(String sdp, boolean sound) {
    Matcher host = HOST.matcher(sdp);
    OptionalInt video = port(VIDEO, sdp);
    OptionalInt audio = sound ? port(AUDIO, sdp) : OptionalInt.empty();
    if (!host.find() || video.isEmpty() || (sound && audio.isEmpty())) {
      return Optional.empty();
    }
    return Optional.of(new Where(host.group(1), video.getAsInt(), audio));
  }

  private static OptionalInt port(Pattern section, String sdp) {
    Matcher found = section.matcher(sdp);
    if (!found.find()) {
      return OptionalInt.empty();
    }
    int port = Integer.parseInt(found.group(1));
    return port == 0 || port > 65_534 ? OptionalInt.empty() : OptionalInt.of(port);
  }
}
