package dev.croupier.gateway.media.webrtc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.croupier.gateway.media.codec.Codec;
import dev.croupier.gateway.media.program.ProgramFrame;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Feedback, estimate and pictures of one viewer together, behind a simulated bottleneck. */
final class ViewerLinkTest {
  private static final long START = 1_767_225_600_000_000L;
  private static final long SECOND = 1_000_000;
  private static final int FPS = 30;
  private static final int PACKET = 1_100;

  /** 2.5 Mbit/s: a keyframe of 40 kB each second, the others share the rest. */
  private static final int KEYFRAME = 40_000;

  private static final int OTHER = (2_500_000 / 8 - KEYFRAME) / (FPS - 1);

  private final ViewerLink link = new ViewerLink();
  private final List<Integer> sentInSecond = new ArrayList<>();
  private long now = START;
  private long frame;
  private long program;
  private boolean slate;
  private boolean back;

  @Test
  void aPathThatIsWideEnoughGetsAllWhateverItsJitterAndLosses() {
    for (double loss : new double[] {0, 0.01, 0.05, 0.10}) {
      ViewerLinkTest run = new ViewerLinkTest();
      run.run(new Bottleneck(11, 5_000_000).delay(75_000, 10_000).loss(loss), 20);
      assertEquals(0, run.link.qos().framesLeftOut(), "loss " + loss);
      assertTrue(run.link.qos().estimateBps() > 2_500_000, "loss " + loss);
    }
  }

  @Test
  void aPathThatStandsStillForAMomentNowAndThenLosesNoPicture() {
    for (long seed = 0; seed < 20; seed++) {
      ViewerLinkTest run = new ViewerLinkTest();
      Bottleneck path = new Bottleneck(seed, 8_000_000).delay(30_000, 10_000).queue(3 * SECOND);
      run.run(path, 3);
      for (int i = 0; i < 5; i++) {
        // Nothing passes for 250 ms, then all that waited.
        path.stall(run.now + seed * 50_000, 250_000);
        run.run(path, 4);
      }
      assertEquals(0, run.link.qos().framesLeftOut(), "seed " + seed);
    }
  }

  @Test
  void aCameraThatComesOnAirAfterALongSlateIsSentWholeFromItsFirstPicture() {
    Bottleneck path = new Bottleneck(23, 5_000_000).delay(20_000, 5_000);
    slate = true;
    run(path, 30);
    slate = false;
    run(path, 10);
    assertEquals(0, link.qos().framesLeftOut());
  }

  @Test
  void aNarrowPathKeepsShortQueuesAndShowsPicturesAndAWideOneShowsAllAgain() {
    Bottleneck path = new Bottleneck(13, 5_000_000).delay(20_000, 2_000).queue(3 * SECOND);
    run(path, 5);
    assertEquals(0, link.qos().framesLeftOut());

    path.rate(1_200_000);
    run(path, 5);
    path.takeWorstQueue();
    sentInSecond.clear();
    run(path, 30);
    long queue = path.takeWorstQueue();
    assertTrue(queue < 900_000, "sound waits no longer than that: " + queue);
    int shown = sentInSecond.stream().mapToInt(each -> each).sum();
    assertTrue(shown >= 100 && shown < 30 * FPS * 3 / 5, shown + " pictures in 30 s");
    assertTrue(longestWithout(sentInSecond) <= 3, "never long without a picture: " + sentInSecond);

    path.rate(5_000_000);
    run(path, 10);
    sentInSecond.clear();
    run(path, 5);
    assertEquals(5 * FPS, sentInSecond.stream().mapToInt(each -> each).sum(), "all is shown again");
  }

  @Test
  void aPathSoNarrowThatOnlySoundFitsIsTriedAgainAndFoundWide() {
    Bottleneck path = new Bottleneck(17, 5_000_000).queue(3 * SECOND);
    run(path, 5);
    path.rate(150_000);
    run(path, 30);
    path.rate(5_000_000);
    run(path, 20);
    sentInSecond.clear();
    run(path, 5);
    assertEquals(5 * FPS, sentInSecond.stream().mapToInt(each -> each).sum());
  }

  @Test
  void anOutageStopsPicturesAfterASecondAndOneFeedbackBringsThemBackWithAKeyframe() {
    Bottleneck path = new Bottleneck(19, 5_000_000).delay(20_000, 2_000);
    run(path, 5);
    path.dead(true);
    sentInSecond.clear();
    run(path, 3);
    assertEquals(List.of(0), sentInSecond.subList(2, 3), "in the third second nothing is sent");
    back = false;
    path.dead(false);
    sentInSecond.clear();
    run(path, 3);
    assertTrue(back, "a keyframe is asked for");
    assertTrue(sentInSecond.get(1) == FPS && sentInSecond.get(2) == FPS, sentInSecond.toString());
  }

  @Test
  void aViewerThatTellsNothingIsSentEverything() {
    for (int i = 0; i < 20 * FPS; i++) {
      assertTrue(picture(new Bottleneck(1, 1)), "frame " + i);
      now += SECOND / FPS;
    }
  }

  private void run(Bottleneck path, int seconds) {
    for (int second = 0; second < seconds; second++) {
      int sent = 0;
      for (int i = 0; i < FPS; i++) {
        link.turn(now);
        sent += picture(path) ? 1 : 0;
        now += SECOND / FPS / 2;
        link.turn(now);
        path.send(link.sent(120), 120, now);
        now += SECOND / FPS / 2;
        if (i % 3 == 2 && !path.dead()) {
          tell(path);
        }
      }
      sentInSecond.add(sent);
    }
  }

  private boolean picture(Bottleneck path) {
    link.turn(now);
    boolean keyframe = frame++ % FPS == 0;
    int bytes = slate ? keyframe ? 8_000 : 200 : keyframe ? KEYFRAME : OTHER;
    byte[][] payloads = new byte[(bytes + PACKET - 1) / PACKET][PACKET];
    // One NAL unit of a reference picture, as in CodedFrame.
    byte[] data = {0, 0, 0, 1, (byte) (keyframe ? 0x65 : 0x61)};
    ProgramFrame next =
        new ProgramFrame(Codec.H264, keyframe, now, frame * 3_000, program, payloads, data, "cam");
    program += payloads.length;
    if (!link.offer(next)) {
      return false;
    }
    for (byte[] payload : payloads) {
      path.send(link.sent(payload.length + 40), payload.length + 40, now);
    }
    return true;
  }

  private void tell(Bottleneck path) {
    link.turn(now);
    link.feedback(0);
    for (Bottleneck.Passed each = path.poll(now); each != null; each = path.poll(now)) {
      if (each.arrival() < 0) {
        link.lost(each.sequence());
      } else {
        link.received(each.sequence(), each.arrival() - START);
      }
    }
    back |= link.heard();
  }

  private static int longestWithout(List<Integer> sent) {
    int longest = 0;
    int now = 0;
    for (int each : sent) {
      now = each == 0 ? now + 1 : 0;
      longest = Math.max(longest, now);
    }
    return longest;
  }
}
