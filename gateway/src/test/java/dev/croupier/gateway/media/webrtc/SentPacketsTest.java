package dev.croupier.gateway.media.webrtc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** What became of the packets sent to one viewer. */
final class SentPacketsTest {
  private static final long PERIOD = (1L << 24) * 64_000;

  private final List<String> heard = new ArrayList<>();
  private final SentPackets packets =
      new SentPackets(
          new SentPackets.Listener() {
            @Override
            public void arrived(long sentMicros, long arrivalMicros, int bytes) {
              heard.add("+" + sentMicros + " " + arrivalMicros + " " + bytes);
            }

            @Override
            public void missing(long sentMicros, int bytes) {
              heard.add("-" + sentMicros + " " + bytes);
            }

            @Override
            public void cameLate(int bytes) {
              heard.add("late " + bytes);
            }
          });

  @Test
  void eachPacketIsToldOnceAndALateOneTakesItsLossBack() {
    for (int i = 0; i < 3; i++) {
      assertEquals(i, packets.sent(100 + i, 1_000 + i));
    }
    // The line of arrivals begins at the first reference time.
    packets.begin(64_000);
    packets.received(0, 64_250);
    packets.lost(1);
    packets.received(2, 70_000);
    packets.begin(128_000);
    packets.received(1, 128_500);
    packets.lost(1);
    packets.received(2, 130_000);
    assertEquals(
        List.of("+1000 250 100", "-1001 101", "+1002 6000 102", "late 101", "+1001 64500 101"),
        heard);
  }

  @Test
  void sequenceNumbersWrapAndWhatWasNeverSentOrLongAgoIsIgnored() {
    packets.begin(0);
    packets.received(0, 5);
    packets.lost(65_535);
    assertTrue(heard.isEmpty(), "nothing was sent yet");
    for (int i = 0; i < 65_540; i++) {
      assertEquals(i & 0xFFFF, packets.sent(9, i));
    }
    packets.received(65_535, 1);
    packets.received(3, 2);
    packets.received(4, 3);
    packets.received(65_540 - SentPackets.CAPACITY - 1, 4);
    packets.lost(65_540 - SentPackets.CAPACITY);
    assertEquals(
        List.of("+65535 1 9", "+65539 2 9", "-" + (65_540 - SentPackets.CAPACITY) + " 9"), heard);
  }

  @Test
  void theReferenceTimeGoesOnBeyondItsTwentyFourBits() {
    for (int i = 0; i < 4; i++) {
      packets.sent(1, i);
    }
    // The parser gives it signed: it steps from 2^23 - 1 to -2^23, and from -1 to 0.
    long top = PERIOD / 2 - 64_000;
    packets.begin(top);
    packets.received(0, top + 250);
    packets.begin(-PERIOD / 2);
    packets.received(1, -PERIOD / 2 + 250);
    // A feedback that was overtaken is older than the one before it.
    packets.begin(top);
    packets.received(2, top + 500);
    packets.begin(-PERIOD / 2 + 64_000);
    packets.received(3, -PERIOD / 2 + 64_000 + 250);
    long first = arrival(0);
    assertEquals(64_000, arrival(1) - first);
    assertEquals(250, arrival(2) - first);
    assertEquals(128_000, arrival(3) - first);
  }

  @Test
  void feedbackOfAnyKindTellsAPacketThatWasSentAndNothingElse() {
    for (long seed = 0; seed < 300; seed++) {
      heard.clear();
      SplittableRandom random = new SplittableRandom(seed);
      int sent = random.nextInt(5_000);
      for (int i = 0; i < sent; i++) {
        packets.sent(7, 0);
      }
      for (int i = 0; i < 2_000; i++) {
        switch (random.nextInt(3)) {
          case 0 -> packets.begin(random.nextLong(-PERIOD / 2, PERIOD / 2));
          case 1 -> packets.received(random.nextInt(1 << 16), random.nextLong());
          default -> packets.lost(random.nextInt(1 << 16));
        }
      }
      long arrived = heard.stream().filter(line -> line.startsWith("+")).count();
      assertTrue(arrived <= SentPackets.CAPACITY, "seed " + seed + ": " + arrived);
    }
  }

  private long arrival(int index) {
    return Long.parseLong(heard.get(index).split(" ")[1]);
  }
}
