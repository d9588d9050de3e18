package dev.croupier.loadtest.browser;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.ArrayList;
import java.util.List;

/**
 * What a page tells when asked: see {@code watch-page.js}. Times are the page's own clock,
 * milliseconds, -1 for what has not happened.
 *
 * @param began the offer
 * @param presented frames, by the browser's count, when the statistics were read
 */
record PageReport(
    double now,
    double began,
    double answered,
    double connected,
    String state,
    long presented,
    Stream video,
    Stream audio,
    RoundTrip rtcp,
    RoundTrip stun,
    List<Frame> frames) {
  private static final ObjectMapper JSON = new ObjectMapper();

  /** One of {@code readStrip}'s reasons: dark or light all over, as a slate is. */
  private static final String NO_CONTRAST = "no_contrast";

  private static final String TOO_SMALL = "too_small";

  /**
   * A presented frame.
   *
   * @param shown when it was expected on the screen
   * @param rtp 32 bits, -1 if unknown
   * @param received when its last packet came, -1 if unknown
   * @param captured as the browser reckons, in the page's time, -1 if unknown
   * @param unreadable why its strip could not be read; empty if it was
   */
  record Frame(
      double shown,
      long presented,
      long rtp,
      double received,
      double captured,
      String unreadable,
      int camera,
      long number,
      long captureMicros) {
    boolean readable() {
      return unreadable.isEmpty();
    }

    /** Whether nothing like a strip is in the picture. */
    boolean bare() {
      return unreadable.equals(NO_CONTRAST) || unreadable.equals(TOO_SMALL);
    }
  }

  /**
   * Reception of one stream, as the browser counts it (W3C webrtc-stats, {@code inbound-rtp}).
   *
   * @param lost in Chromium with RTX: not come at their first sending
   * @param resent that came by RTX
   */
  record Stream(
      long packets,
      long lost,
      long resent,
      long bytes,
      double jitterSeconds,
      long nacks,
      long keyframeRequests,
      long framesReceived,
      long framesDropped,
      long freezes,
      double frozenSeconds) {
    static final Stream NONE = new Stream(0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0);

    Stream plus(Stream other) {
      return new Stream(
          packets + other.packets,
          lost + other.lost,
          resent + other.resent,
          bytes + other.bytes,
          Math.max(jitterSeconds, other.jitterSeconds),
          nacks + other.nacks,
          keyframeRequests + other.keyframeRequests,
          framesReceived + other.framesReceived,
          framesDropped + other.framesDropped,
          freezes + other.freezes,
          frozenSeconds + other.frozenSeconds);
    }
  }

  /**
   * A round trip.
   *
   * @param count how many were measured up to this one
   */
  record RoundTrip(double seconds, long count) {
    static final RoundTrip NONE = new RoundTrip(0, 0);
  }

  /**
   * Reads what {@code take()} answered.
   *
   * @throws IllegalStateException if the page's script and this class do not agree
   */
  static PageReport parse(String json) {
    JsonNode root;
    try {
      root = JSON.readTree(json);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("the page's own script told broken JSON", e);
    }
    List<Frame> frames = new ArrayList<>();
    for (JsonNode each : root.path("frames")) {
      frames.add(frame(each));
    }
    JsonNode stats = root.path("stats");
    return new PageReport(
        root.path("now").asDouble(),
        root.path("began").asDouble(),
        root.path("answered").asDouble(-1),
        root.path("connected").asDouble(-1),
        root.path("state").asText(),
        root.path("presented").asLong(),
        stream(stats.path("video")),
        stream(stats.path("audio")),
        roundTrip(stats.path("rtcp")),
        roundTrip(stats.path("stun")),
        frames);
  }

  private static Frame frame(JsonNode each) {
    return new Frame(
        each.path(0).asDouble(),
        each.path(1).asLong(),
        each.path(2).asLong(-1),
        each.path(3).asDouble(-1),
        each.path(4).asDouble(-1),
        each.path(5).asText(),
        each.path(6).asInt(-1),
        each.path(7).asLong(-1),
        each.path(8).asLong());
  }

  private static Stream stream(JsonNode stats) {
    return new Stream(
        stats.path("packets").asLong(),
        stats.path("lost").asLong(),
        stats.path("resent").asLong(),
        stats.path("bytes").asLong(),
        stats.path("jitter").asDouble(),
        stats.path("nacks").asLong(),
        stats.path("keyframeRequests").asLong(),
        stats.path("framesReceived").asLong(),
        stats.path("framesDropped").asLong(),
        stats.path("freezes").asLong(),
        stats.path("frozen").asDouble());
  }

  private static RoundTrip roundTrip(JsonNode stats) {
    return stats.isMissingNode()
        ? RoundTrip.NONE
        : new RoundTrip(stats.path("rtt").asDouble(), stats.path("count").asLong());
  }
}
