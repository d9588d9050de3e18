package dev.croupier.gateway.media.peer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The bucket in simulated time. */
final class PacedQueueTest {
  private static final long START = 1_700_000_000_000_000L;
  private static final int PACKET = 1_200;

  /** 2.5 × 2.5 Mbit/s. */
  private static final long RATE = 6_250_000;

  /** 1,200 bytes at that rate. */
  private static final long PACKET_MICROS = 1_536;

  /** A packet as it left. */
  private record Left(long atMicros, int number, int bytes) {}

  private static PacedQueue<Integer> queue(long rate) {
    PacedQueue<Integer> queue = new PacedQueue<>();
    queue.rate(rate);
    return queue;
  }

  private static List<Integer> pollAll(PacedQueue<Integer> queue, long nowMicros) {
    List<Integer> all = new ArrayList<>();
    for (Integer next = queue.poll(nowMicros); next != null; next = queue.poll(nowMicros)) {
      all.add(next);
    }
    return all;
  }

  @Test
  void aKeyframeOf42PacketsAtTwoAndAHalfTimesTwoAndAHalfMegabitsTakes64Milliseconds() {
    PacedQueue<Integer> queue = queue(RATE);
    for (int i = 0; i < 42; i++) {
      queue.add(i, PACKET, START);
    }

    List<Long> moments = new ArrayList<>();
    long now = START;
    while (queue.size() > 0) {
      now = Math.max(now, queue.nextMicros());
      assertEquals(moments.size(), queue.poll(now), "one at a time, in order");
      moments.add(now - START);
      assertNull(queue.poll(now));
    }

    assertEquals(0, moments.getFirst(), "an idle line sends at once");
    assertEquals(41 * PACKET_MICROS, moments.getLast());
    assertEquals(PacedQueue.NEVER, queue.nextMicros());
    queue.add(42, PACKET, now);
    assertEquals(START + 42 * PACKET_MICROS, queue.nextMicros(), "64.5 ms after the first");
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void inNoTimeMoreLeavesThanTheRateAndOnePacket(long seed) {
    check(run(new SplittableRandom(seed), RATE, 0), RATE, 0);
  }

  @ParameterizedTest
  @ValueSource(longs = {4, 5, 6})
  void turnsThatComeLateMakeUpForOneTickAndNoMore(long seed) {
    check(run(new SplittableRandom(seed), RATE, 30_000), RATE, PacedQueue.TICK_MICROS);
  }

  @ParameterizedTest
  @ValueSource(longs = {7, 8})
  void aRateOfAPacketInLessThanAMicrosecondHoldsToo(long seed) {
    check(run(new SplittableRandom(seed), 12_000_000_000L, 0), 12_000_000_000L, 1);
  }

  /** Two seconds of frames, keyframes among them, and one last look when all must have left. */
  private static List<Left> run(SplittableRandom random, long rate, int mostLateMicros) {
    PacedQueue<Integer> queue = queue(rate);
    List<Integer> sizes = new ArrayList<>();
    List<Left> left = new ArrayList<>();
    long now = START;
    for (int frame = 0; frame < 60; frame++) {
      long due = START + frame * 33_333L;
      now = turns(queue, now, due, random, mostLateMicros, sizes, left);
      int packets = frame % 30 == 0 ? 42 : random.nextInt(1, 10);
      for (int i = 0; i < packets; i++) {
        int bytes = random.nextInt(1, PACKET + 1);
        queue.add(sizes.size(), bytes, now);
        sizes.add(bytes);
      }
    }
    long _ = turns(queue, now, now + 60_000_000, random, mostLateMicros, sizes, left);
    assertEquals(sizes.size(), left.size(), "all have left");
    return left;
  }

  private static long turns(
      PacedQueue<Integer> queue,
      long from,
      long until,
      SplittableRandom random,
      int mostLateMicros,
      List<Integer> sizes,
      List<Left> left) {
    long now = from;
    while (queue.nextMicros() < until) {
      int late = mostLateMicros == 0 ? 0 : random.nextInt(mostLateMicros);
      now = Math.max(now, queue.nextMicros() + late);
      for (int number : pollAll(queue, now)) {
        left.add(new Left(now, number, sizes.get(number)));
      }
    }
    return Math.max(now, until);
  }

  private static void check(List<Left> left, long rate, long slackMicros) {
    for (int i = 0; i < left.size(); i++) {
      assertEquals(i, left.get(i).number(), "the order is kept");
      long bytes = 0;
      for (int j = i; j < left.size(); j++) {
        bytes += left.get(j).bytes();
        long micros = left.get(j).atMicros() - left.get(i).atMicros() + slackMicros + 1;
        double most = rate / 8e6 * micros + PACKET;
        assertTrue(bytes <= most, bytes + " bytes from " + i + " to " + j + ", " + most + " may");
      }
    }
  }

  @Test
  void aTurnThatComesLateSendsWhatWasDue() {
    PacedQueue<Integer> queue = queue(RATE);
    for (int i = 0; i < 20; i++) {
      queue.add(i, PACKET, START);
    }
    assertEquals(List.of(0), pollAll(queue, START));

    assertEquals(List.of(1, 2), pollAll(queue, START + 4_000), "due at 1.5 and 3.1 ms");
    assertEquals(START + 3 * PACKET_MICROS, queue.nextMicros(), "and the rest is not late for it");
  }

  @Test
  void aStallIsNotFollowedByABurst() {
    PacedQueue<Integer> queue = queue(RATE);
    for (int i = 0; i < 100; i++) {
      queue.add(i, PACKET, START);
    }
    assertEquals(List.of(0), pollAll(queue, START));

    assertEquals(List.of(1, 2, 3, 4), pollAll(queue, START + 100_000), "5 ms of it and one");
  }

  @Test
  void whatIsSentAgainGoesBeforeAllThatWaitAndTakesItsShareOfTheRate() {
    PacedQueue<Integer> queue = queue(RATE);
    for (int i = 0; i < 3; i++) {
      queue.add(i, PACKET, START);
    }
    assertEquals(0, queue.poll(START));
    queue.addRepeat(100, PACKET, START);
    queue.addRepeat(101, PACKET, START);

    List<Integer> order = new ArrayList<>();
    long now = START;
    while (queue.size() > 0) {
      now = queue.nextMicros();
      order.addAll(pollAll(queue, now));
    }
    assertEquals(List.of(100, 101, 1, 2), order);
    assertEquals(START + 4 * PACKET_MICROS, now);
  }

  @Test
  void withoutARateAllLeavesAtOnceAndARateHoldsForWhatIsLeft() {
    PacedQueue<Integer> queue = queue(PacedQueue.UNPACED);
    queue.add(0, PACKET, START);
    queue.add(1, PACKET, START);
    assertEquals(List.of(0, 1), pollAll(queue, START));

    queue.rate(RATE);
    queue.add(2, PACKET, START);
    queue.add(3, PACKET, START);
    assertEquals(List.of(2), pollAll(queue, START));
    queue.rate(PacedQueue.UNPACED);
    assertEquals(List.of(3), pollAll(queue, START), "nor does it hold back what waited");
    assertThrows(IllegalArgumentException.class, () -> queue.rate(-1));
  }

  @Test
  void aSourceThatIsAlwaysAboveTheRateIsNotHeldBackWithoutEnd() {
    PacedQueue<Integer> queue = queue(RATE);
    for (int i = 0; i < PacedQueue.MOST + 10; i++) {
      queue.add(i, PACKET, START);
    }

    assertEquals(10, pollAll(queue, START).size(), "down to what may wait");
    assertEquals(PacedQueue.MOST, queue.size());
    assertTrue(queue.nextMicros() > START);
    queue.clear();
    assertEquals(PacedQueue.NEVER, queue.nextMicros());
  }
}
