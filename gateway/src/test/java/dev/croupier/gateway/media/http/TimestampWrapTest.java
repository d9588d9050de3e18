package dev.croupier.gateway.media.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.croupier.gateway.media.codec.Codec;
import dev.croupier.gateway.media.peer.ReceivedFrame;
import dev.croupier.gateway.media.program.ProgramClock;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A program whose RTP times pass 2³² while a viewer has just come, over real sockets. */
@Timeout(120)
final class TimestampWrapTest {
  private static final long SECOND = 1_000_000;
  private static final long WRAP = 1L << 32;

  /** 11 s of pictures and 21 s of sound before 2³²; sequences begin just below 2¹⁶. */
  private static final long DRAWN = 0xFFF0_7FF0_0000_0000L;

  @Test
  void aViewerThatStartsJustBelowTheWrapMissesNothing() throws Exception {
    try (MediaHouse house = new MediaHouse(() -> DRAWN)) {
      ProgramClock program = house.table.program().clock();
      assertTrue(program.videoBase() < WRAP);
      List<ReceivedFrame> seen = List.of();
      // On a machine so busy that the viewer came too late, the next wrap is 13 hours later.
      for (int wraps = 1; wraps <= 5 && !passes(seen); wraps++) {
        long wrapMicros = program.tableMicros(Codec.VP8, wraps * WRAP);
        house.clock.advance(wrapMicros - 3 * SECOND - house.clock.nowMicros());
        MediaHouse.Guest guest = house.view("vera", house.clients(MediaHouse.LOOPBACK));
        while (house.clock.nowMicros() < wrapMicros + SECOND) {
          guest.awaitFrames(10);
        }
        seen = guest.seen;
        guest.player.close();
      }
      assertTrue(passes(seen), seen.size() + " pictures");
      for (int i = 1; i < seen.size(); i++) {
        long step = seen.get(i).rtpTime() - seen.get(i - 1).rtpTime();
        assertTrue(step > 0 && step < 90_000, "picture " + i + " is " + step + " later");
      }
      for (ReceivedFrame frame : seen) {
        assertTrue(frame.decodable() && !frame.afterLoss());
        // What a picture is stamped with says when it was captured, before the wrap and after.
        long stamped = program.at(Codec.VP8, frame.captureMicros());
        assertEquals(0, (int) (stamped - frame.rtpTime()), 9_000);
      }
    }
  }

  private static long onTheWire(ReceivedFrame frame) {
    return frame.rtpTime() & WRAP - 1;
  }

  private static boolean passes(List<ReceivedFrame> seen) {
    return seen.size() > 50
        && onTheWire(seen.get(10)) > WRAP / 2
        && onTheWire(seen.get(seen.size() - 10)) < WRAP / 2;
  }
}
