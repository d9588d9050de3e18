package dev.croupier.gateway.media.ingest;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.SplittableRandom;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ReorderBufferTest {
  private static final long MS = 1_000;
  private final ReorderBuffer buffer = new ReorderBuffer(RepairWait.fixed(100 * MS));

  private static byte[] packet(long sequence) {
    return new byte[] {(byte) sequence, (byte) (sequence >> 8)};
  }

  @Test
  void restoresTheOrderOfShuffledPackets() {
    SplittableRandom random = new SplittableRandom(1);
    List<Long> out = new ArrayList<>();
    List<Long> block = new ArrayList<>();
    for (long s = 65_000; s < 67_000; s++) {
      block.add(s);
      if (block.size() == 8) {
        // The first packet of all starts the stream, so it stays in front.
        int keep = out.isEmpty() ? 1 : 0;
        for (int i = block.size() - 1; i > keep; i--) {
          int j = random.nextInt(keep, i + 1);
          long swap = block.get(i);
          block.set(i, block.get(j));
          block.set(j, swap);
        }
        for (long sequence : block) {
          assertTrue(buffer.insert(sequence, packet(sequence), 0));
        }
        block.clear();
        for (byte[] p = buffer.poll(0); p != null; p = buffer.poll(0)) {
          out.add((long) ((p[0] & 0xFF) | ((p[1] & 0xFF) << 8)));
        }
      }
    }
    for (int i = 0; i < out.size(); i++) {
      assertEquals((65_000 + i) & 0xFFFF, out.get(i));
    }
    assertEquals(2_000, out.size());
    assertFalse(buffer.takeLost());
  }

  @Test
  void waitsForAHoleAndThenGivesItUp() {
    buffer.insert(10, packet(10), 0);
    buffer.insert(12, packet(12), 0);
    assertArrayEquals(packet(10), buffer.poll(0));
    assertNull(buffer.poll(1));
    assertNull(buffer.poll(99 * MS));
    assertArrayEquals(packet(12), buffer.poll(101 * MS + 1));
    assertTrue(buffer.takeLost());
    assertFalse(buffer.takeLost());
    assertFalse(buffer.insert(11, packet(11), 0), "too late");
  }

  @Test
  void aRetransmissionFillsTheHole() {
    buffer.insert(10, packet(10), 0);
    buffer.insert(12, packet(12), 0);
    buffer.poll(0);
    assertNull(buffer.poll(0));
    buffer.insert(11, packet(11), 0);
    assertArrayEquals(packet(11), buffer.poll(50 * MS));
    assertArrayEquals(packet(12), buffer.poll(50 * MS));
    assertFalse(buffer.takeLost());
  }

  @Test
  void namesWhatIsMissingAtOnceAndAgainLater() {
    buffer.insert(10, packet(10), 0);
    buffer.insert(13, packet(13), 0);
    buffer.poll(0);
    List<Long> missing = new ArrayList<>();
    buffer.missing(1 * MS, missing::add);
    buffer.missing(2 * MS, missing::add);
    assertEquals(List.of(11L, 12L), missing);
    buffer.missing(62 * MS, missing::add);
    assertEquals(4, missing.size());
  }

  @ParameterizedTest(name = "from {0} to {1}")
  @CsvSource({"10, 9000", "10, 1035", "40000, 9000", "3, -30000", "0, -1100"})
  void aJumpIsAStartAnewWhenTheNextPacketConfirmsIt(long from, long to) {
    buffer.insert(from, packet(from), 0);
    assertArrayEquals(packet(from), buffer.poll(0));
    assertFalse(buffer.insert(to, packet(to), 0));
    assertNull(buffer.poll(0));
    assertTrue(buffer.insert(to + 1, packet(to + 1), 0));
    assertArrayEquals(packet(to), buffer.poll(0));
    assertTrue(buffer.takeLost());
    assertArrayEquals(packet(to + 1), buffer.poll(0));
    assertTrue(buffer.insert(to + 2, packet(to + 2), 0));
    assertArrayEquals(packet(to + 2), buffer.poll(0));
    assertFalse(buffer.takeLost());
  }

  @Test
  void aStrayPacketFarOffTheLineHarmsNothing() {
    for (long s = 65_000; s < 66_000; s++) {
      assertTrue(buffer.insert(s, packet(s), 0));
      assertFalse(buffer.insert(s + 20_000, packet(1), 0));
      assertFalse(buffer.insert(s - 20_000, packet(1), 0));
      assertArrayEquals(packet(s), buffer.poll(0));
      assertNull(buffer.poll(0));
    }
    assertFalse(buffer.takeLost());
  }

  @Test
  void repeatsAreRefused() {
    assertTrue(buffer.insert(10, packet(10), 0));
    assertFalse(buffer.insert(10, packet(10), 0));
  }

  @Test
  void holesOfOneMomentAreGivenUpInOneMoment() {
    for (long s = 10; s <= 16; s += 2) {
      buffer.insert(s, packet(s), 0);
    }
    assertArrayEquals(packet(10), buffer.poll(0));
    assertNull(buffer.poll(99 * MS));
    assertArrayEquals(packet(12), buffer.poll(100 * MS));
    assertArrayEquals(packet(14), buffer.poll(100 * MS));
    assertArrayEquals(packet(16), buffer.poll(100 * MS));
  }

  @Test
  void eachHoleIsWaitedForFromTheMomentItWasSeen() {
    buffer.insert(10, packet(10), 0);
    buffer.insert(12, packet(12), 0);
    buffer.insert(14, packet(14), 40 * MS);
    assertArrayEquals(packet(10), buffer.poll(40 * MS));
    assertArrayEquals(packet(12), buffer.poll(110 * MS));
    assertNull(buffer.poll(139 * MS));
    assertArrayEquals(packet(14), buffer.poll(140 * MS));
  }

  @ParameterizedTest(name = "{0} packets a second, {1} in a thousand lost, waited for {2} ms")
  @CsvSource({"280, 30, 100", "280, 200, 250", "2000, 30, 250", "2000, 300, 120"})
  void lossThatNothingMendsDelaysNothingBeyondTheWait(int rate, int lost, long wait) {
    ReorderBuffer order = new ReorderBuffer(RepairWait.fixed(wait * MS));
    SplittableRandom random = new SplittableRandom(3);
    SequencedMap<Long, Long> held = new LinkedHashMap<>();
    long first = 65_536 - 1_000;
    long oldest = 0;
    for (long s = first; s < first + 30L * rate; s++) {
      long now = (s - first) * 1_000_000 / rate;
      if (s == first || random.nextInt(1_000) >= lost) {
        assertTrue(order.insert(s, packet(s), now));
        held.put(s, now);
      }
      for (byte[] p = order.poll(now); p != null; p = order.poll(now)) {
        Map.Entry<Long, Long> next = held.pollFirstEntry();
        assertArrayEquals(packet(next.getKey()), p, "all that came, in order");
        oldest = Math.max(oldest, now - next.getValue());
      }
    }
    assertTrue(oldest <= wait * MS + 2_000_000 / rate, oldest + " µs");
    assertTrue(oldest >= wait * MS / 2, "something was waited for");
  }

  @Test
  void aStreamTooFastForItsWaitKeepsAllThatComes() {
    ReorderBuffer order = new ReorderBuffer(RepairWait.fixed(250 * MS));
    int rate = 6_000;
    int came = 0;
    int out = 0;
    for (long s = 0; s < 2L * rate; s++) {
      long now = s * 1_000_000 / rate;
      if (s % 100 != 50) {
        assertTrue(order.insert(s, packet(s), now));
        came++;
      }
      while (order.poll(now) != null) {
        out++;
      }
    }
    while (order.poll(10_000 * MS) != null) {
      out++;
    }
    assertEquals(came, out);
  }

  @Test
  void aHoleIsNamedWhenItIsSeenWhateverWasNamedBefore() {
    List<Long> named = new ArrayList<>();
    buffer.insert(10, packet(10), 0);
    buffer.insert(12, packet(12), 0);
    buffer.missing(0, named::add);
    buffer.insert(14, packet(14), 5 * MS);
    buffer.missing(5 * MS, named::add);
    assertEquals(List.of(11L, 13L), named);
    buffer.missing(59 * MS, named::add);
    assertEquals(2, named.size());
    buffer.missing(60 * MS, named::add);
    assertEquals(List.of(11L, 13L, 11L), named, "each again in its own time");
    buffer.missing(65 * MS, named::add);
    assertEquals(List.of(11L, 13L, 11L, 13L), named);
  }

  @Test
  void holesThatFollowEachOtherCloselyAreNamedTogether() {
    List<Long> named = new ArrayList<>();
    buffer.insert(10, packet(10), 0);
    buffer.insert(12, packet(12), 0);
    buffer.missing(0, named::add);
    for (long s = 14; s <= 20; s += 2) {
      buffer.insert(s, packet(s), 1 * MS);
      buffer.missing(1 * MS, named::add);
    }
    assertEquals(List.of(11L), named);
    buffer.missing(5 * MS, named::add);
    assertEquals(List.of(11L, 13L, 15L, 17L, 19L), named);
  }

  @Test
  void manyHolesAreNamedOneNackAfterTheOther() {
    List<Long> named = new ArrayList<>();
    buffer.insert(0, packet(0), 0);
    buffer.insert(601, packet(601), 0);
    for (long now = 0; now <= 10 * MS; now += 5 * MS) {
      int before = named.size();
      buffer.missing(now, named::add);
      assertTrue(named.size() - before <= ReorderBuffer.MAX_NAMED);
    }
    assertEquals(LongStream.rangeClosed(1, 600).boxed().toList(), named);
  }

  @Test
  void whatCouldNotComeInTimeAnyMoreIsNotNamedAgain() {
    RepairWait wait = RepairWait.following();
    ReorderBuffer order = new ReorderBuffer(wait);
    wait.answered(150 * MS);
    List<Long> at = new ArrayList<>();
    order.insert(10, packet(10), 0);
    order.insert(12, packet(12), 0);
    for (long now = 0; now < 250 * MS; now += 10 * MS) {
      long tick = now;
      order.missing(now, sequence -> at.add(tick / MS));
    }
    assertEquals(List.of(0L, 60L), at);
  }
}
