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

  @Test
  void aJumpFarAheadStartsAnew() {
    buffer.insert(10, packet(10));
    buffer.poll(0);
    buffer.insert(9_000, packet(9_000));
    assertArrayEquals(packet(9_000), buffer.poll(0));
    assertTrue(buffer.takeLost());
  }

  @Test
  void repeatsAreRefused() {
    assertTrue(buffer.insert(10, packet(10)));
    assertFalse(buffer.insert(10, packet(10)));
  }
}
