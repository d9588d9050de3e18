package dev.croupier.gateway.media.webrtc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** Which pictures one viewer is sent. */
final class FramePolicyTest {
  private static final long SECOND = 1_000_000;
  private static final long START = 1_767_225_600_000_000L;

  private final FramePolicy policy = new FramePolicy();
  private long now = START;

  @Test
  void whileNothingIsKnownOfThePathAllIsSent() {
    for (int i = 0; i < 100; i++) {
      assertTrue(send(1_000_000, i == 0, true));
    }
  }

  @Test
  void whatDoesNotFitIsLeftOutUpToAKeyframeForWhichThereIsRoom() {
    policy.estimate(1_000_000, now);
    // 50,000 bytes take 400 ms of 1 Mbit/s: that is just not too much, and one byte more is.
    assertTrue(send(50_000, true, true));
    assertTrue(send(125, false, true));
    assertFalse(send(125, false, true), "401 ms");
    assertTrue(policy.waiting());
    now += SECOND / 4;
    assertFalse(send(125, false, true), "there is room, but it refers to what was left out");
    assertFalse(send(125, true, true), "151 ms are not yet room for a keyframe");
    now += SECOND / 10;
    assertTrue(send(125, true, true));
    assertFalse(policy.waiting());
    assertTrue(send(125, false, true));
  }

  @Test
  void picturesToWhichNoOtherRefersGoFirstAndCostNothingElse() {
    policy.estimate(1_000_000, now);
    assertTrue(send(27_500, true, true));
    assertFalse(send(125, false, false), "220 ms");
    assertFalse(policy.waiting());
    assertTrue(send(125, false, true));
    now += SECOND / 10;
    assertTrue(send(125, false, false));
  }

  @Test
  void aKeyframeThatWouldHoldUpTheSoundIsSentOnlyEveryFiveSeconds() {
    policy.estimate(200_000, now);
    // 50,000 bytes are 2 s on such a line.
    assertTrue(send(50_000, true, true));
    now += SECOND / 30;
    assertFalse(send(1_000, false, true));
    int sent = 0;
    for (int i = 1; i < 21; i++) {
      now += SECOND;
      sent += send(50_000, true, true) ? 1 : 0;
      assertFalse(send(1_000, false, true));
    }
    assertEquals(4, sent, "one in 5 s: a picture now and then, and a measurement of the path");
  }

  @Test
  void aDeadPathGetsNoPicturesAndAnAliveOneTheNextKeyframe() {
    assertTrue(send(1_000, true, true));
    policy.dead();
    assertFalse(send(1_000, false, true));
    assertFalse(send(1_000, true, true));
    policy.alive();
    assertFalse(send(1_000, false, true));
    assertTrue(send(1_000, true, true));
  }

  /**
   * Against what a decoder needs: a picture is decodable when it is a keyframe, or when all
   * reference pictures since the last keyframe that was sent were sent.
   */
  @Test
  void whateverThePathAndTheStreamEveryPictureSentCanBeDecodedAndTheRateIsKept() {
    for (long seed = 0; seed < 300; seed++) {
      SplittableRandom random = new SplittableRandom(seed);
      FramePolicy model = new FramePolicy();
      long time = START;
      long bps = 300_000 + random.nextInt(4_000_000);
      int gop = 10 + random.nextInt(110);
      int keyframe = 5_000 + random.nextInt(60_000);
      int other = 500 + random.nextInt(15_000);
      boolean layered = random.nextBoolean();
      model.estimate(bps, time);
      boolean chain = false;
      long bits = 0;
      int sentFrames = 0;
      int sentKeyframes = 0;
      long frames = 30L * 60;
      for (int i = 0; i < frames; i++) {
        boolean key = i % gop == 0;
        boolean reference = key || !layered || i % 2 == 0;
        int bytes = key ? keyframe : other;
        boolean sent = model.offer(bytes, key, reference, time);
        if (sent) {
          assertTrue(key || chain, "seed " + seed + ": frame " + i + " cannot be decoded");
          chain = true;
          model.sent(bytes, time);
          bits += 8L * bytes;
          sentFrames++;
          sentKeyframes += key ? 1 : 0;
        } else if (reference) {
          chain = false;
        }
        model.sent(100, time);
        bits += 800;
        time += SECOND / 30;
      }
      double carried = bps * (frames / 30.0);
      double slack = bps * 2.5 + 8.0 * keyframe;
      assertTrue(bits <= carried + slack, "seed " + seed + ": " + bits + " of " + carried);
      assertTrue(sentKeyframes > 0, "seed " + seed + ": nobody is left without any picture");
      double offered = 8.0 * (keyframe + (gop - 1.0) * other) / gop * 30 + 24_000;
      if (offered * 1.3 < bps && 8.0 * keyframe < 0.18 * bps) {
        assertEquals(frames, sentFrames, "seed " + seed + ": there was room for all");
      }
    }
  }

  private boolean send(int bytes, boolean keyframe, boolean reference) {
    boolean sends = policy.offer(bytes, keyframe, reference, now);
    if (sends) {
      policy.sent(bytes, now);
    }
    return sends;
  }
}
