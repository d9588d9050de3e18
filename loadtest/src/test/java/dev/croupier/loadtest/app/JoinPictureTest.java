package dev.croupier.loadtest.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.microsoft.playwright.Page;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Viewers in a Chromium that come in the middle of a long GOP and catch up: two seconds later they
 * play as one that began on a keyframe, and our own page shows nothing of the haste.
 */
final class JoinPictureTest {
  private static final String TABLE =
      """
      tables:
        - id: roulette-1
          game: roulette
          signals: [cam-a]
          slate: {codec: h264, width: 640, height: 360, fps: 30}
          failover: {enabled: false, slateAfterMs: 5000}
      """;

  /** With jitter, or a player without any buffering would look like one that needs none. */
  private static final String[] CAMERA = {
    "360p30", "bitrate=2500k", "gop=2s", "late-keyframes=60s", "delay=60ms", "jitter=40ms"
  };

  private static final int LEAST_ROUNDS = 3;
  private static final int MOST_ROUNDS = 9;
  private static final double BUFFER_MILLIS = 20;
  private static final double SOUND_MILLIS = 30;
  private static final int SETTLE_MILLIS = 2_000;
  private static final int MEASURE_MILLIS = 1_000;

  /** A picture further from its place on the program's clock than this is not live. */
  private static final double LIVE_MILLIS = 50;

  private static final double HASTE_MILLIS = 150;

  /** A page waits no longer than 1.5 s for word of what is live. */
  private static final double PATIENCE_MILLIS = 1_400;

  private static final ObjectMapper JSON = new ObjectMapper();

  @TempDir Path folder;

  @Test
  void twoSecondsLaterWhoCaughtUpPlaysAsWhoBeganOnAKeyframe() throws Exception {
    try (TestHouse house = TestHouse.open(folder.resolve("data"), TABLE);
        Chromium chromium = Chromium.start()) {
      house.testCard("roulette-1/cam-a", 1, CAMERA).start();
      house.awaitSignal("cam-a", "live");
      try (GopPhase gop = GopPhase.watch(house)) {
        Page page = chromium.page(640, 360);
        page.addInitScript(Chromium.resource("join_pages.js"));
        page.navigate(house.address().resolve("/openapi.json").toString());
        List<Double> buffer = new ArrayList<>();
        List<Double> sound = new ArrayList<>();
        // How long packets wait depends on how busy the machine is: two viewers of one moment are
        // compared, and the median of some such pairs decides.
        for (int round = 0;
            !within(buffer, BUFFER_MILLIS) || !within(sound, SOUND_MILLIS);
            round++) {
          assertTrue(round < MOST_ROUNDS, "apart by " + buffer + " and " + sound + " ms");
          JsonNode both = pair(house, gop, page);
          if (both.path(1).path("caughtUp").asBoolean()) {
            buffer.add(apart(both, "buffer"));
            sound.add(apart(both, "apart"));
          }
        }
      }
    }
  }

  @Test
  void ourPageShowsNoPictureBetweenTheKeyframeAndTheEdge() throws Exception {
    try (TestHouse house = TestHouse.open(folder.resolve("data"), TABLE);
        Chromium chromium = Chromium.start()) {
      house.testCard("roulette-1/cam-a", 1, CAMERA).start();
      house.awaitSignal("cam-a", "live");
      try (GopPhase gop = GopPhase.watch(house)) {
        Page page = chromium.page(640, 360);
        page.addInitScript(Chromium.resource("shell_watch.js"));
        int hasty = 0;
        for (int round = 0; round < MOST_ROUNDS && hasty < LEAST_ROUNDS; round++) {
          gop.await(700_000, 900_000);
          page.navigate(house.address().resolve("/play/roulette-1").toString());
          page.waitForFunction(
              "() => window.croupierSeen[0]?.filter(r => r.seen && r.strip).length >= 60");
          hasty += unseenHaste(page) ? 1 : 0;
        }
        assertEquals(LEAST_ROUNDS, hasty, "pages that had anything to keep back");
      }
    }
  }

  /**
   * A viewer that begins on a keyframe and one that comes in the middle, unless this machine made
   * it late; what both are like.
   */
  private static JsonNode pair(TestHouse house, GopPhase gop, Page page) throws Exception {
    String whep = house.address().resolve("/whep/roulette-1").toString();
    String token = house.api().demoToken("player", "joiner");
    int live = join(page, whep + "?join=live", token);
    page.waitForFunction("n => window.croupierShows(n)", live);
    gop.await(400_000, 700_000);
    int late = join(page, whep, token);
    JsonNode both =
        json(
            page,
            "async numbers => JSON.stringify(await window.croupierPlayouts(numbers))",
            List.of(live, late));
    for (JsonNode each : both) {
      assertTrue(each.path("frames").asInt() > 10, both.toString());
      assertTrue(each.path("apart").isNumber(), "two reports of each track have come: " + both);
    }
    page.evaluate("numbers => numbers.forEach(window.croupierLeave)", List.of(live, late));
    return both;
  }

  private static int join(Page page, String whep, String token) {
    return ((Number)
            page.evaluate(
                "settings => window.croupierJoin(...settings)",
                List.of(whep, token, SETTLE_MILLIS, MEASURE_MILLIS)))
        .intValue();
  }

  /**
   * Checks that what was seen lies where it was captured on the program's clock: what comes hastily
   * has the time of its sending. True if anything of that kind was presented, unseen.
   */
  private static boolean unseenHaste(Page page) throws Exception {
    JsonNode told = json(page, "() => JSON.stringify(window.croupierTold)", null);
    JsonNode records = json(page, "() => JSON.stringify(window.croupierSeen[0])", null);
    // None where the page's session was late: it asked for live pictures only.
    assertTrue(told.size() <= 1, "told once what is live");
    if (told.path(0).asDouble() - records.path(0).path("called").asDouble() > PATIENCE_MILLIS) {
      return false; // this machine was so slow that the page gave up waiting, as it should
    }
    List<JsonNode> all = new ArrayList<>();
    records.forEach(each -> all.add(each));
    all.removeIf(each -> !each.path("strip").isObject());
    long base = ahead(all.getLast());
    double most = 0;
    for (JsonNode each : all) {
      double millis = (int) (ahead(each) - base) / 90.0;
      if (each.path("seen").asBoolean()) {
        assertEquals(0, millis, LIVE_MILLIS, "a picture that was not live was seen: " + each);
      } else {
        most = Math.max(most, millis);
      }
    }
    return most > HASTE_MILLIS;
  }

  /** A picture's RTP time without its capture time: one constant for all live ones. */
  private static long ahead(JsonNode record) {
    return record.path("rtp").asLong() - record.path("strip").path("time").asLong() * 9 / 100;
  }

  private static JsonNode json(Page page, String script, Object argument) throws Exception {
    return JSON.readTree((String) page.evaluate(script, argument));
  }

  private static double apart(JsonNode both, String what) {
    return both.path(1).path(what).asDouble() - both.path(0).path(what).asDouble();
  }

  private static boolean within(List<Double> values, double bound) {
    return values.size() >= LEAST_ROUNDS
        && Math.abs(values.stream().sorted().toList().get(values.size() / 2)) <= bound;
  }
}
