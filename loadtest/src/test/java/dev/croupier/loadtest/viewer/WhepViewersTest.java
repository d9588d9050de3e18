package dev.croupier.loadtest.viewer;

import static dev.croupier.loadtest.viewer.Staged.count;
import static dev.croupier.loadtest.viewer.Staged.samples;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.croupier.loadtest.measure.Section;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Crowds before a server that does what the test says, over real sockets. */
@Timeout(60)
final class WhepViewersTest {
  private static List<Recorded> cameraOne;
  private static List<Recorded> cameraTwo;

  @BeforeAll
  static void record() {
    cameraOne = Recorded.pictures(1, Staged.SMALL, 75, 2_500);
    cameraTwo = Recorded.pictures(2, Staged.SMALL, 15);
  }

  /** Of each session: packets 40, 41 and 90 come when asked for, 120 never. */
  private static final WhepStage.Script PLANTED =
      new WhepStage.Script() {
        @Override
        public boolean drops(int index) {
          return Set.of(40, 41, 90, 120).contains(index);
        }

        @Override
        public boolean repairs(int index) {
          return index != 120;
        }
      };

  @Test
  void plantedLossIsReportedExactlyByViewersAndSinksAlike() throws Exception {
    try (Staged staged = new Staged(WhepStage.Manners.plain().with(PLANTED))) {
      WhepViewers viewers = staged.viewers(3, 0, WhepTarget.Tokens.NONE);
      WhepSinks sinks = staged.sinks(2);
      staged.begin(5, viewers, sinks);
      staged.play(cameraOne, 0, 60, staged.clock.nowMicros());
      staged.end();

      int sent = packets(cameraOne, 60);
      Section full = viewers.section();
      assertEquals(3, full.asked());
      assertEquals(0, full.failed(), full.failures().toString());
      assertEquals(3L * (sent - 4 + 60), count(full, "first_sendings"));
      assertEquals(3 * 4, count(full, "lost_before_nack"));
      assertEquals(3 * 3, count(full, "recovered"));
      assertEquals(3, count(full, "lost_after_nack"));
      assertEquals(3, count(full, "sequence_gaps"));
      assertEquals(0, count(full, "timestamp_jumps"));
      assertEquals(3 * 60, count(full, "audio_packets"));
      assertTrue(count(full, "dropped_frames") >= 3, "the frame of packet 120, and those behind");
      assertEquals(
          3 * 60, count(full, "frames_shown") + count(full, "dropped_frames"), full.toString());
      assertEquals(4.0 / (sent + 60), full.figures().get("loss_before_nack_share"), 1e-9);
      assertEquals(1.0 / (sent + 60), full.figures().get("loss_after_nack_share"), 1e-9);

      Section light = sinks.section();
      assertEquals(2, light.asked());
      assertEquals(0, light.failed(), light.failures().toString());
      assertEquals(2L * (sent - 4 + 60), count(light, "packets"), light.counts().toString());
      assertEquals(2 * 4, count(light, "lost"));
      assertEquals(
          full.figures().get("loss_before_nack_share"),
          light.figures().get("sink_loss_share"),
          1e-9);
      long opened = count(light, "opened");
      assertEquals(2.0 * (sent + 60) / 20, opened, 6, "one packet in twenty");
    }
  }

  @Test
  void theJoinsPhasesComeInOrderAndABurstOfCachedFramesIsNotLive() throws Exception {
    try (Staged staged = new Staged(WhepStage.Manners.plain())) {
      WhepViewers viewers = staged.viewers(1, 0, WhepTarget.Tokens.NONE);
      staged.begin(1, viewers);
      // Frames of the last half second 10 ms apart, until the live ones are reached: frame n is
      // 500 − 23.3·n ms behind, so within 50 ms from frame 20 on, 200 ms after the first.
      long begun = staged.clock.nowMicros();
      for (int i = 0; i < 75; i++) {
        long captured = begun - 500_000 + i * 100_000L / 3;
        staged.parkUntil(Math.max(begun + i * 10_000, captured));
        staged.stage.frame(cameraOne.get(i), captured);
      }
      staged.stage.report();
      staged.end();

      Section full = viewers.section();
      assertEquals(0, full.failed(), full.failures().toString());
      double before = 0;
      for (String phase :
          List.of(
              "join_answered",
              "join_checked",
              "join_connected",
              "join_first_packet",
              "join_first_frame",
              "join_first_live_frame")) {
        assertEquals(1, samples(full, phase), phase);
        double at = Staged.values(full, phase).getMaxValue() / 1_000.0;
        assertTrue(at >= before, phase + " at " + at + " ms, but the one before at " + before);
        before = at;
      }
      assertTrue(before < 10_000, "live after " + before + " ms");
      double first = Staged.values(full, "join_first_frame").getMaxValue() / 1_000.0;
      // By less where this very machine held the first frames up.
      assertTrue(before - first > 20, "the burst from " + first + ", live at " + before);
      assertTrue(samples(full, "webrtc_rtt") > 0);
    }
  }

  @Test
  void decodingViewersSeeTheFirstFrameOfANewSignalAndAllSayWhenTheyHadIt() throws Exception {
    try (Staged staged = new Staged(WhepStage.Manners.plain())) {
      List<Recorded> one = Recorded.pictures(1, Staged.SMALL, 50);
      WhepViewers viewers = staged.viewers(4, 2, WhepTarget.Tokens.NONE);
      staged.begin(4, viewers);
      long next = staged.play(one, 0, 50, staged.clock.nowMicros());
      staged.play(cameraTwo, 0, 15, next);
      staged.end();

      Section full = viewers.section();
      assertEquals(0, full.failed(), full.failures().toString());
      assertEquals(2 * 65, count(full, "decoded_frames") + count(full, "not_decoded_frames"));
      assertTrue(count(full, "decoded_frames") > 80, full.counts().toString());
      assertEquals(0, count(full, "unreadable_strips"));
      assertEquals(1, count(full, "new_signals"));
      assertEquals(4, count(full, "new_signal_views"));
      assertEquals(4, count(full, "new_signal_exact"));
      assertEquals("camera 1 to 2", full.marks().getFirst().label());
      assertEquals(4, samples(full, "new_signal_skew"));
      assertTrue(samples(full, "picture_skew") > 50, "both saw the same pictures");
      assertTrue(samples(full, "skew") > 10);
    }
  }

  @Test
  void aShiftOfTheSoundsLineIsSeen() throws Exception {
    try (Staged staged = new Staged(WhepStage.Manners.plain())) {
      WhepViewers viewers = staged.viewers(1, 0, WhepTarget.Tokens.NONE);
      staged.begin(1, viewers);
      long at = staged.clock.nowMicros();
      for (int i = 0; i < 15; i++) {
        staged.parkUntil(at);
        staged.stage.frame(cameraOne.get(i), at);
        staged.stage.sound(Staged.SOUND, at);
        long now = at;
        staged.stage.all(session -> session.report(now, now, 45_000));
        at += 33_333;
      }
      staged.end();
      Section full = viewers.section();
      assertEquals(45, full.figures().get("av_shift_p95_ms"), 0.1);
    }
  }

  @Test
  void anyServerOfTheStandardWillDo() throws Exception {
    WhepStage.Manners foreign =
        new WhepStage.Manners(
            "http://127.0.0.1:PORT/elsewhere/",
            "secret",
            List.of("abs-capture-time", "transport-wide-cc", "rtx", "apt="),
            // VP8 stands first among what it took, and it sends H.264.
            List.of(
                "UDP/TLS/RTP/SAVPF 108",
                "UDP/TLS/RTP/SAVPF 96 108",
                "a=rtpmap:108",
                "a=rtpmap:96 VP8/90000\r\na=rtpmap:108"),
            PLANTED);
    try (Staged staged = new Staged(foreign)) {
      WhepViewers viewers = staged.viewers(2, 0, (_, _) -> "secret");
      WhepViewers refused = staged.viewers(1, 0, WhepTarget.Tokens.NONE);
      staged.begin(2, viewers, refused);
      staged.play(cameraOne, 0, 60, staged.clock.nowMicros());
      staged.end();

      Section full = viewers.section();
      assertEquals(0, full.failed(), full.failures().toString());
      assertEquals(2 * 4, count(full, "lost_before_nack"));
      assertEquals(2 * 3, count(full, "recovered"), "asked for again on the same payload type");
      assertEquals(2, count(full, "lost_after_nack"));
      assertTrue(count(full, "frames_shown") >= 2 * 40, full.counts().toString());
      assertEquals(2, samples(full, "join_first_live_frame"));
      assertTrue(samples(full, "capture_to_arrival") > 0, "capture times by sender reports");
      assertEquals(2, staged.stage.deleted().size());
      assertTrue(staged.stage.deleted().getFirst().startsWith("/elsewhere/"));

      Section no = refused.section();
      assertEquals(1, no.failed());
      assertEquals(List.of("/whep answered 401 "), no.failures());
      assertFalse(no.figures().containsKey("connected_p95_ms"), "nothing was measured");
    }
  }

  @Test
  void allCanBeCalledToComeAgain() throws Exception {
    try (Staged staged = new Staged(WhepStage.Manners.plain())) {
      WhepViewers viewers = staged.viewers(2, 0, WhepTarget.Tokens.NONE);
      WhepSinks sinks = staged.sinks(1);
      staged.begin(3, viewers, sinks);
      long next = staged.play(cameraOne, 0, 15, staged.clock.nowMicros());
      staged.parkUntil(next + 50_000);
      viewers.reconnect();
      sinks.reconnect();
      staged.awaitSessions(6);
      staged.play(cameraOne, 15, 30, Math.max(next, staged.clock.nowMicros()));
      staged.end();
      Section full = viewers.section();
      assertEquals(2, full.asked());
      assertEquals(0, full.failed(), full.failures().toString());
      assertEquals(4, count(full, "sessions"));
      assertEquals(4, samples(full, "join_connected"));
      assertEquals(2 * 30, count(full, "frames_shown"), full.counts().toString());
      assertEquals(0, sinks.section().failed(), sinks.section().failures().toString());
    }
  }

  private static int packets(List<Recorded> frames, int count) {
    return frames.subList(0, count).stream().mapToInt(each -> each.payloads().length).sum();
  }
}
