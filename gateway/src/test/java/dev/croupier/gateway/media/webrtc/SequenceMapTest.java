package dev.croupier.gateway.media.webrtc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import java.util.HashMap;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** One viewer's sequence beside the program's. */
final class SequenceMapTest {
  @Test
  void withoutAnythingLeftOutTheOffsetStays() {
    SequenceMap map = new SequenceMap(500);
    assertEquals(SequenceMap.NONE, map.out(500), "nothing was sent");
    assertEquals(65_530 + 500, map.place(65_530, 10));
    assertEquals(65_540 + 500, map.place(65_540, 3));
    // 66,030 is 494 on the wire.
    assertEquals(66_030, map.out(494));
    assertEquals(65_530, map.program(66_030));
    assertEquals(66_042, map.out(506));
    assertEquals(SequenceMap.NONE, map.out(507), "not yet sent");
    assertEquals(SequenceMap.NONE, map.out(493), "before its first");
  }

  @Test
  void whatIsLeftOutLeavesNoHoleAndLateNacksFindWhatWasMeant() {
    for (long seed = 0; seed < 200; seed++) {
      SplittableRandom random = new SplittableRandom(seed);
      int offset = random.nextInt(1 << 16);
      SequenceMap map = new SequenceMap(offset);
      Map<Long, Long> meant = new HashMap<>();
      long program = random.nextInt(1 << 16);
      long out = program + offset;
      int moves = 0;
      for (int frame = 0; frame < 300 && moves < SequenceMap.MOVES - 1; frame++) {
        int packets = 1 + random.nextInt(60);
        if (random.nextInt(3) == 0 && frame > 0) {
          program += packets;
          moves++;
          continue;
        }
        assertEquals(out, map.place(program, packets), "seed " + seed);
        for (int i = 0; i < packets; i++) {
          meant.put(out++, program++);
        }
        long asked = out - 1 - random.nextInt((int) Math.min(meant.size(), 30_000));
        assertEquals(asked, map.out((int) asked & 0xFFFF), "seed " + seed);
        assertEquals(meant.get(asked), map.program(asked), "seed " + seed);
      }
    }
  }

  @Test
  void aPacketFromBeforeTheOldestMoveThatIsKeptIsUnknownInsteadOfWrong() {
    SequenceMap map = new SequenceMap(0);
    for (long program = 0; program < 2L * SequenceMap.MOVES; program += 2) {
      assertEquals(program / 2, map.place(program, 1));
    }
    assertNotEquals(SequenceMap.NONE, map.out(0), "the first move is still kept");
    map.place(2L * SequenceMap.MOVES, 1);
    assertEquals(SequenceMap.NONE, map.out(0));
    assertEquals(2, map.program(map.out(1)));
  }
}
