package dev.croupier.gateway.media.ingest;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ReorderBufferTest {
  private static final long MS = 1_000;
  private final ReorderBuffer buffer = new ReorderBuffer(100 * MS);

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
          assertTrue(buffer.insert(sequence, packet(sequence)));
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
    buffer.insert(10, packet(10));
    buffer.insert(12, packet(12));
    assertArrayEquals(packet(10), buffer.poll(0));
    assertNull(buffer.poll(1));
    assertNull(buffer.poll(99 * MS));
    assertArrayEquals(packet(12), buffer.poll(101 * MS + 1));
    assertTrue(buffer.takeLost());
    assertFalse(buffer.takeLost());
    assertFalse(buffer.insert(11, packet(11)), "too late");
  }

  @Test
  void aRetransmissionFillsTheHole() {
    buffer.insert(10, packet(10));
    buffer.insert(12, packet(12));
    buffer.poll(0);
    assertNull(buffer.poll(0));
    buffer.insert(11, packet(11));
    assertArrayEquals(packet(11), buffer.poll(50 * MS));
    assertArrayEquals(packet(12), buffer.poll(50 * MS));
    assertFalse(buffer.takeLost());
  }

  @Test
  void namesWhatIsMissingAtOnceAndAgainLater() {
    buffer.insert(10, packet(10));
    buffer.insert(13, packet(13));
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
    buffer.insert(from, packet(from));
    assertArrayEquals(packet(from), buffer.poll(0));
    assertFalse(buffer.insert(to, packet(to)));
    assertNull(buffer.poll(0));
    assertTrue(buffer.insert(to + 1, packet(to + 1)));
    assertArrayEquals(packet(to), buffer.poll(0));
    assertTrue(buffer.takeLost());
    assertArrayEquals(packet(to + 1), buffer.poll(0));
    assertTrue(buffer.insert(to + 2, packet(to + 2)));
    assertArrayEquals(packet(to + 2), buffer.poll(0));
    assertFalse(buffer.takeLost());
  }

  @Test
  void aStrayPacketFarOffTheLineHarmsNothing() {
    for (long s = 65_000; s < 66_000; s++) {
      assertTrue(buffer.insert(s, packet(s)));
      assertFalse(buffer.insert(s + 20_000, packet(1)));
      assertFalse(buffer.insert(s - 20_000, packet(1)));
      assertArrayEquals(packet(s), buffer.poll(0));
      assertNull(buffer.poll(0));
    }
    assertFalse(buffer.takeLost());
  }

  @Test
  void repeatsAreRefused() {
    assertTrue(buffer.insert(10, packet(10)));
    assertFalse(buffer.insert(10, packet(10)));
  }
}
