package dev.croupier.gateway.media.ingest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Comparator;
import java.util.PriorityQueue;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A publisher at the end of a path that loses in both directions, in simulated time. */
class RepairWaitTest {
  private static final long MS = 1_000;
  private static final long PACKET_MICROS = 1_000_000 / 280;

  @Test
  void nothingIsWaitedForLongerThanUsualBeforeSlowAnswersAreSeen() {
    RepairWait wait = RepairWait.following();
    assertEquals(120 * MS, wait.micros());
    assertEquals(0, wait.answerMicros());
    for (int i = 0; i < 100; i++) {
      wait.answered(30 * MS);
    }
    assertEquals(120 * MS, wait.micros());
    assertEquals(30 * MS, wait.answerMicros());
  }

  @Test
  void itFollowsSlowerAnswersWithinItsBoundsAndBack() {
    RepairWait wait = RepairWait.following();
    wait.answered(45 * MS);
    assertEquals(135 * MS, wait.micros(), "the second request is made after 60 ms");
    for (int i = 0; i < 16; i++) {
      wait.answered(90 * MS);
    }
    assertEquals(210 * MS, wait.micros());
    wait.answered(400 * MS);
    for (int i = 0; i < 16; i++) {
      wait.answered(400 * MS);
    }
    assertEquals(250 * MS, wait.micros());
    for (int i = 0; i < 16; i++) {
      wait.answered(20 * MS);
    }
    assertEquals(120 * MS, wait.micros());
  }

  @Test
  void fewThatWereLostTwiceOrOnlyOutOfOrderDoNotMoveIt() {
    RepairWait wait = RepairWait.following();
    for (int i = 0; i < 64; i++) {
      wait.answered(i % 5 == 0 ? 160 * MS : i % 5 == 1 ? 2 * MS : 100 * MS);
    }
    assertEquals(230 * MS, wait.micros());
  }

  @Test
  void aFixedOneStays() {
    RepairWait wait = RepairWait.fixed(30 * MS);
    wait.answered(200 * MS);
    assertEquals(30 * MS, wait.micros());
  }

  /** Shares of all packets in a million that do not come in time, and the age of the oldest. */
  @ParameterizedTest(name = "round trip {0} ms, {1} % lost: {2} of a million, {3} ms at most")
  @CsvSource({
    "20, 5, 3000, 135",
    "40, 1, 400, 150",
    "40, 5, 3000, 150",
    "100, 5, 3000, 250",
    "150, 1, 400, 265",
    "150, 5, 3000, 265",
    "200, 5, 9000, 265"
  })
  void whatIsLostComesInTimeWhateverTheRoundTrip(
      long roundTrip, int percent, long missed, long oldest) {
    Path path = new Path(roundTrip * MS, percent / 100.0, true);
    // The first few are what it learns by.
    path.run(2_000 * MS);
    path.forget();
    path.run(122_000 * MS);
    assertTrue(path.lost > 200, path.lost + " lost");
    assertTrue(path.missed * 1_000_000 <= missed * path.sent, path.missed + " of " + path.sent);
    assertTrue(path.oldest <= oldest * MS, path.oldest + " µs");
    assertTrue(path.asked < 4 * path.lost, path.asked + " asked for, " + path.lost + " lost");
  }

  @Test
  void aPublisherThatSendsNothingAgainIsNotWaitedForLonger() {
    Path path = new Path(150 * MS, 0.05, false);
    path.run(20_000 * MS);
    assertEquals(120 * MS, path.wait.micros());
    assertTrue(path.oldest <= 135 * MS, path.oldest + " µs");
  }

  private record Arrival(long atMicros, long sequence, boolean request) {}

  /** Packets at an even rate, their requests, and what is sent again. */
  private static final class Path {
    private final RepairWait wait = RepairWait.following();
    private final ReorderBuffer order = new ReorderBuffer(wait);
    private final SplittableRandom random = new SplittableRandom(4);
    private final PriorityQueue<Arrival> underWay =
        new PriorityQueue<>(Comparator.comparingLong(Arrival::atMicros));
    private final long oneWay;
    private final double loss;
    private final boolean answers;
    private long now;
    private long next;
    private long polled;
    private long sent;
    private long lost;
    private long missed;
    private long asked;
    private long oldest;

    private Path(long roundTrip, double loss, boolean answers) {
      this.oneWay = roundTrip / 2;
      this.loss = loss;
      this.answers = answers;
    }

    private void forget() {
      sent = 0;
      lost = 0;
      missed = 0;
      asked = 0;
      oldest = 0;
    }

    private void run(long until) {
      for (; now < until; now += PACKET_MICROS) {
        sent++;
        if (next == 0 || random.nextDouble() >= loss) {
          underWay.add(new Arrival(now + oneWay, next, false));
        } else {
          lost++;
        }
        next++;
        while (!underWay.isEmpty() && underWay.peek().atMicros() <= now) {
          arrive(underWay.poll());
        }
        drain();
      }
    }

    private void arrive(Arrival one) {
      if (!one.request()) {
        order.insert(one.sequence(), sequence(one.sequence()), one.atMicros());
      } else if (answers && random.nextDouble() >= loss) {
        underWay.add(new Arrival(one.atMicros() + oneWay, one.sequence(), false));
      }
    }

    private void drain() {
      for (byte[] p = order.poll(now); p != null; p = order.poll(now)) {
        long sequence = 0;
        for (byte b : p) {
          sequence = sequence << 8 | (b & 0xFF);
        }
        missed += sequence - polled;
        polled = sequence + 1;
        // From when it would have come at its first sending; its loss was seen a packet or two
        // later.
        oldest = Math.max(oldest, now - (sequence * PACKET_MICROS + oneWay));
      }
      order.missing(
          now,
          sequence -> {
            asked++;
            if (random.nextDouble() >= loss) {
              underWay.add(new Arrival(now + oneWay, sequence, true));
            }
          });
    }

    private static byte[] sequence(long sequence) {
      return new byte[] {
        (byte) (sequence >> 24), (byte) (sequence >> 16), (byte) (sequence >> 8), (byte) sequence
      };
    }
  }
}
