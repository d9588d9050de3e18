package dev.croupier.loadtest.browser;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.croupier.loadtest.measure.Section;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.StringJoiner;
import org.junit.jupiter.api.Test;

/** Reports as {@code watch-page.js} writes them; the page's clock is 5,000 s behind table time. */
final class PageSessionTest {
  private static final long OFFSET = 5_000_000_000L;

  private final List<ShownFrame> shown = new ArrayList<>();
  private final PageTally tally = new PageTally(1);
  private final PageSession session = new PageSession(0, OFFSET, true, tally, shown::add);

  /** Presented at 1,000 ms and every 33 ms from there; captured 40 ms, received 30 ms before. */
  private static String frame(int number, int camera) {
    return frame(number, camera, number + 1);
  }

  private static String frame(int number, int camera, int presented) {
    double at = 1_000 + number * 33;
    return "[%s,%d,%d,%s,-1,\"\",%d,%d,\"%d\"]"
        .formatted(
            at,
            presented,
            (4_294_960_000L + number * 2_970L) % (1L << 32),
            at - 30,
            camera,
            70_000 + number,
            OFFSET + Math.round((at - 40) * 1_000));
  }

  private static String report(double now, String state, String stats, String... frames) {
    StringJoiner all = new StringJoiner(",", "[", "]");
    for (String each : frames) {
      all.add(each);
    }
    return """
        {"now":%s,"began":900,"answered":920,"connected":%s,"state":"%s","presented":%d,
         "stats":{%s},"frames":%s}"""
        .formatted(now, now < 950 ? -1 : 950, state, frames.length, stats, all);
  }

  private Optional<String> take(String report) {
    return session.take(PageReport.parse(report));
  }

  private double count(String key) {
    return tally.section().counts().stream()
        .filter(count -> count.key().equals(key))
        .findFirst()
        .orElseThrow()
        .value();
  }

  private long series(String key, double percent) {
    return tally.section().series().stream()
        .filter(series -> series.key().equals(key))
        .findFirst()
        .orElseThrow()
        .values()
        .getValueAtPercentile(percent);
  }

  @Test
  void joiningAndAgesAreToldOnTheTablesClock() {
    assertTrue(take(report(940, "connecting", "")).isEmpty());
    assertTrue(take(report(1_040, "connected", "", frame(0, 1), frame(1, 1))).isEmpty());
    assertEquals(20_000, series("join_answered", 50), 20);
    assertEquals(50_000, series("join_connected", 50), 50);
    assertEquals(100_000, series("join_first_frame", 50), 100);
    assertEquals(40_000, series("capture_to_shown", 50), 40);
    assertEquals(10_000, series("capture_to_arrival", 50), 10);
    assertEquals(33_000, series("frame_interval", 50), 33);
    assertEquals(OFFSET + 1_033_000, shown.getLast().shownMicros());
    assertEquals(70_001, shown.getLast().number());
    assertEquals(1.0, tally.section().series().get(3).values().getTotalCount(), "live once");
  }

  @Test
  void rtpTimesGoOnBehindTheirWrap() {
    take(report(1_200, "connected", "", frame(0, 1), frame(1, 1), frame(2, 1), frame(3, 1)));
    for (int i = 1; i < shown.size(); i++) {
      assertEquals(2_970, shown.get(i).rtpTime() - shown.get(i - 1).rtpTime());
    }
    assertEquals(0, count("skipped_frames"));
  }

  @Test
  void stripsAreReadUnreadableOrNotThere() {
    take(
        report(
            1_200,
            "connected",
            "",
            frame(0, 1),
            "[1033,2,2970,-1,-1,\"bad_crc\",-1,-1,\"\"]",
            "[1066,3,5940,-1,-1,\"no_sync\",-1,-1,\"\"]",
            "[1099,4,8910,-1,-1,\"no_contrast\",-1,-1,\"\"]"));
    assertEquals(1, count("strips"));
    assertEquals(2, count("unreadable_strips"));
    assertEquals(1, count("frames_without_strip"), "a slate");
    assertEquals(4, count("frames_shown"));
    assertFalse(shown.getLast().readable());
  }

  @Test
  void aNewCameraIsMarked() {
    take(report(1_200, "connected", "", frame(0, 1), frame(1, 1), frame(2, 7)));
    assertEquals(
        List.of(new Section.Mark(OFFSET + 1_066_000, "page 0 shows camera 7, frame 70002")),
        tally.section().marks());
  }

  @Test
  void lossesAreToldBeforeAndAfterRepairAndTheirGapIsDroppedFrames() {
    take(report(1_050, "connected", "\"video\":{\"packets\":50,\"lost\":0}", frame(0, 1)));
    take(
        report(
            1_500,
            "connected",
            "\"video\":{\"packets\":94,\"lost\":6,\"resent\":4,\"jitter\":0.004}",
            frame(1, 1)));
    // The gap shows a report later than the loss.
    take(
        report(
            2_000,
            "connected",
            "\"video\":{\"packets\":194,\"lost\":6,\"resent\":4,\"jitter\":0.004}",
            frame(4, 1, 3)));
    assertEquals(6, count("lost_before_nack"));
    assertEquals(2, count("lost_after_nack"));
    assertEquals(3.0, count("loss_before_nack_share"), "percent of 200");
    assertEquals(1.0, count("loss_after_nack_share"));
    assertEquals(2, count("dropped_frames"));
    assertEquals(2.0, tally.section().figures().get("browser_dropped_frames"));
    assertEquals(4_000, series("jitter", 100), 4);
  }

  @Test
  void roundTripsCountOnceAndThoseOfRtcpGoBefore() {
    String stun = "\"stun\":{\"rtt\":0.010,\"count\":1}";
    String rtcp = ",\"rtcp\":{\"rtt\":0.020,\"count\":1}";
    take(report(1_000, "connected", stun));
    take(report(1_500, "connected", stun));
    take(report(2_000, "connected", stun + rtcp));
    take(report(2_500, "connected", stun + rtcp));
    assertEquals(10_000, series("webrtc_rtt", 50), 10);
    assertEquals(20_000, series("webrtc_rtt", 100), 20);
    assertEquals(2, tally.section().series().get(4).values().getTotalCount());
  }

  @Test
  void whoNeverConnectsOrSeesNothingFails() {
    assertEquals(Optional.empty(), take(report(900 + 15_000, "connected", "")));
    assertEquals(
        Optional.of("connected, but no picture came"), take(report(900 + 15_001, "connected", "")));
    assertEquals(
        Optional.of("the connection was lost"), take(report(1_000, "failed", "")), "it had one");
    PageSession other = new PageSession(1, OFFSET, true, tally, shown::add);
    assertEquals(
        Optional.of("not connected: no path was found"),
        other.take(PageReport.parse(report(940, "failed", ""))));
  }

  @Test
  void sumsOfSessionsThatEndedStay() {
    take(report(1_200, "connected", "", frame(0, 1), frame(1, 1)));
    tally.sessionEnds(0);
    PageSession again = new PageSession(0, OFFSET, true, tally, shown::add);
    again.take(PageReport.parse(report(1_300, "connected", "", frame(3, 1))));
    assertEquals(3, count("frames_shown"));
    assertEquals(3.0, tally.section().figures().get("browser_frames_shown"));
  }
}
