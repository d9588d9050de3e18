package dev.croupier.gateway.media.webrtc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.croupier.gateway.media.codec.Codec;
import dev.croupier.gateway.media.program.ProgramFrame;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** From the last keyframe to the present, in simulated time. */
final class CatchUpTest {
  private static final long FRAME = 33_333;
  private static final long DELAY = 12_000;
  private static final long PACE = 20_000_000;

  private record Sent(ProgramFrame frame, int from, int to, long rtpTime, long atMicros) {}

  private final List<Sent> sent = new ArrayList<>();
  private long now;

  private long advance(CatchUp catchUp) {
    return catchUp.advance(
            ProgramFrames.EPOCH + now,
            (frame, from, to, rtp) -> sent.add(new Sent(frame, from, to, rtp, now)))
        - ProgramFrames.EPOCH;
  }

  private static CatchUp begin(ProgramFrames program, long now) {
    return new CatchUp(
        program.clock,
        program.cache.gop(ProgramFrames.EPOCH + now),
        DELAY,
        PACE,
        ProgramFrames.EPOCH + now);
  }

  /** The pictures as they went out: each whole, in one piece of sequence. */
  private List<Sent> whole() {
    List<Sent> frames = new ArrayList<>();
    Sent open = null;
    for (Sent part : sent) {
      if (open == null) {
        assertEquals(0, part.from, "a picture begins with its first packet");
        open = part;
      } else {
        assertEquals(open.frame, part.frame, "none begins before the one before is complete");
        assertEquals(open.to, part.from);
        assertEquals(open.rtpTime, part.rtpTime);
        open = new Sent(part.frame, 0, part.to, part.rtpTime, part.atMicros);
      }
      if (open.to == open.frame.payloads().length) {
        frames.add(open);
        open = null;
      }
    }
    assertEquals(null, open, "no half picture");
    return frames;
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12})
  void anyStreamIsCaughtUpWithInOrderAndAsItsStampsSay(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    ProgramFrames program = new ProgramFrames(65_500 + random.nextInt(100));
    List<ProgramFrame> expected = new ArrayList<>();
    int age = 1 + random.nextInt(60);
    long next = 0;
    for (int i = 0; i < age; i++) {
      boolean reference = i == 0 || random.nextInt(4) > 0;
      ProgramFrame frame =
          program.next(i == 0, reference, packets(random, i == 0), next, next + delay(random));
      if (reference) {
        expected.add(frame);
      }
      next += FRAME;
    }
    now = next - random.nextLong(FRAME);
    CatchUp catchUp = begin(program, now);
    long began = now;
    long due = advance(catchUp);
    while (due != CatchUp.DONE - ProgramFrames.EPOCH) {
      long arrival = next + DELAY;
      // Timers are late, as they are.
      long wake = due + random.nextLong(3_000);
      if (arrival < wake) {
        now = Math.max(now, arrival);
        boolean reference = random.nextInt(4) > 0;
        ProgramFrame frame = program.next(false, reference, packets(random, false), next, arrival);
        catchUp.live(frame);
        if (reference) {
          expected.add(frame);
        }
        next += FRAME;
      } else {
        now = Math.max(now, wake);
        due = advance(catchUp);
      }
      assertTrue(now - began < 1_000_000, "it ends, seed " + seed);
    }
    List<Sent> frames = whole();
    assertEquals(expected, frames.stream().map(Sent::frame).toList(), "seed " + seed);
    long rate = 0;
    for (int i = 0; i < frames.size(); i++) {
      Sent one = frames.get(i);
      long stampMicros =
          program.clock.tableMicros(Codec.H264, one.rtpTime) + DELAY - ProgramFrames.EPOCH;
      // A stamp is where its last packet is: late timers alone may move that, by 3 ms here.
      assertEquals(one.atMicros, stampMicros, 3_100, "picture " + i + ", seed " + seed);
      assertTrue(i == 0 || one.rtpTime > frames.get(i - 1).rtpTime, "seed " + seed);
      rate += bits(one.frame);
    }
    long lasted = frames.getLast().atMicros - began;
    assertTrue(rate <= PACE / 1e6 * (lasted + CatchUp.BURST_MICROS + 1_000), "seed " + seed);
    // The next live picture continues: never before the last stamp by more than its own jitter.
    long liveRtp = program.clock.at(Codec.H264, ProgramFrames.EPOCH + next);
    assertTrue(liveRtp > frames.getLast().rtpTime - 90 * 4, "seed " + seed);
  }

  private static int packets(SplittableRandom random, boolean keyframe) {
    return keyframe ? 20 + random.nextInt(30) : 1 + random.nextInt(12);
  }

  private static long delay(SplittableRandom random) {
    return DELAY - 4_000 + random.nextInt(8_000);
  }

  private static long bits(ProgramFrame frame) {
    return frame.payloads().length * 1_200L * 8;
  }

  @Test
  void twoSecondsOfTwoAndAHalfMegabitsAreCaughtUpWithInLessThanThreeHundredMilliseconds() {
    ProgramFrames program = new ProgramFrames(7);
    for (int i = 0; i < 57; i++) {
      program.next(i == 0, true, i == 0 ? 40 : 8, i * FRAME, i * FRAME + DELAY);
    }
    now = 57 * FRAME;
    CatchUp catchUp = begin(program, now);
    long next = now;
    long end = now;
    while (advance(catchUp) != CatchUp.DONE - ProgramFrames.EPOCH) {
      end = now;
      now += 1_000;
      if (now >= next + DELAY) {
        catchUp.live(program.next(false, true, 8, next, next + DELAY));
        next += FRAME;
      }
    }
    assertTrue(end - 57 * FRAME < 300_000, (end - 57 * FRAME) + " µs");
    assertEquals(sent.getFirst().frame.firstSequence(), 7);
  }

  @Test
  void aKeyframeThatComesMeanwhileTakesThePlaceOfAllNotYetBegun() {
    ProgramFrames program = new ProgramFrames(7);
    List<ProgramFrame> old = new ArrayList<>();
    for (int i = 0; i < 30; i++) {
      old.add(program.next(i == 0, true, 20, i * FRAME, i * FRAME + DELAY));
    }
    now = 30 * FRAME;
    CatchUp catchUp = begin(program, now);
    advance(catchUp);
    now += 5_000;
    advance(catchUp);
    assertTrue(sent.getLast().to < 20, "in the middle of the first picture");
    ProgramFrame keyframe = program.next(true, true, 20, 30 * FRAME, 30 * FRAME + DELAY);
    catchUp.live(keyframe);
    while (advance(catchUp) != CatchUp.DONE - ProgramFrames.EPOCH) {
      now += 1_000;
    }
    assertEquals(List.of(old.getFirst(), keyframe), whole().stream().map(Sent::frame).toList());
  }

  @Test
  void picturesNotYetBegunCanBeLeftOutAndTheOneBegunIsCompleted() {
    ProgramFrames program = new ProgramFrames(7);
    ProgramFrame first = program.next(true, true, 20, 0, DELAY);
    program.next(false, true, 20, FRAME, FRAME + DELAY);
    now = 2 * FRAME;
    CatchUp catchUp = begin(program, now);
    advance(catchUp);
    now += 3_000;
    assertFalse(advance(catchUp) == CatchUp.DONE - ProgramFrames.EPOCH);
    catchUp.leaveOut();
    now += 100_000;
    while (advance(catchUp) != CatchUp.DONE - ProgramFrames.EPOCH) {
      now += 1_000;
    }
    assertEquals(List.of(first), whole().stream().map(Sent::frame).toList());
  }

  @Test
  void aTimerThatComesMuchTooLateDoesNotEmptyTheQueueAtOnce() {
    ProgramFrames program = new ProgramFrames(7);
    program.next(true, true, 400, 0, DELAY);
    now = FRAME;
    CatchUp catchUp = begin(program, now);
    advance(catchUp);
    int before = sent.getLast().to;
    now += 200_000;
    advance(catchUp);
    // 10 ms of 20 Mbit/s are 20 packets of 1,200 bytes with all headers, and one is always due.
    assertTrue(sent.getLast().to - before <= 22, (sent.getLast().to - before) + " packets");
  }
}
