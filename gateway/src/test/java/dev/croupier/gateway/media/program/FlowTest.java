package dev.croupier.gateway.media.program;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** When a signal is in doubt, and when it is lost, by its pictures and packets. */
final class FlowTest {
  private static final long MS = 1_000;
  private static final long START = 1_790_000_000_000_000L;

  private final Flow flow = new Flow();
  private long last;

  /** Forty seconds of pictures; the last one at {@code last}. */
  private void pictures(int fps) {
    for (int i = 0; i <= 40 * fps; i++) {
      last = START + i * 1_000_000L / fps;
      flow.arrived(last);
    }
  }

  /** Packets of the next picture from the last one's end on, 3 ms apart. */
  private void packets(long forMicros) {
    for (long at = 3 * MS; at <= forMicros; at += 3 * MS) {
      flow.arriving(last + at);
    }
  }

  /** How long after the last picture it counts as lost, to a millisecond. */
  private long lostAfter() {
    long at = last;
    while (flow.flows(at)) {
      at += MS;
    }
    return at - last;
  }

  private long doubtedAfter() {
    long at = last;
    while (!flow.doubted(at)) {
      at += MS;
    }
    return at - last;
  }

  @Test
  void withoutPicturesAndPacketsItIsInDoubtAfter120MillisecondsAndLostAfter250() {
    pictures(30);
    assertEquals(121 * MS, doubtedAfter());
    assertEquals(251 * MS, lostAfter());
  }

  @Test
  void whatNeverSentAPictureIsLostWhateverPacketsCome() {
    assertFalse(flow.flows(START));
    flow.arriving(START);
    assertFalse(flow.flows(START));
    assertTrue(flow.doubted(START));
  }

  @ParameterizedTest(name = "a keyframe that takes {0} ms")
  @ValueSource(longs = {130, 230, 400, 950})
  void aPictureThatTakesItsTimeIsWaitedForWhileItsPacketsCome(long takesMs) {
    pictures(30);
    for (long at = last; at <= last + takesMs * MS; at += MS) {
      packets(at - last);
      assertTrue(flow.flows(at), "at " + (at - last));
      assertEquals(at - last > 500 * MS, flow.doubted(at), "at " + (at - last));
    }
  }

  @Test
  void packetsOfAPictureThatNeverEndsKeepItForASecond() {
    pictures(30);
    packets(5_000 * MS);
    assertEquals(501 * MS, doubtedAfter());
    assertEquals(1_001 * MS, lostAfter());
  }

  @ParameterizedTest(name = "dies {0} ms into its next picture, at {1} pictures a second")
  @CsvSource({"0, 30", "15, 30", "33, 30", "60, 30", "129, 30", "40, 25", "100, 10", "199, 5"})
  void whatDiesInAPictureIsFoundAsSoonAsWhatDiesBehindOne(long intoMs, int fps) {
    pictures(fps);
    long behind = lostAfter();
    packets(intoMs * MS);
    assertEquals(behind, lostAfter());
  }

  @ParameterizedTest(name = "dies {0} ms into its next picture")
  @ValueSource(longs = {150, 300, 600, 810})
  void whatDiesInASlowPictureIsFound120MillisecondsAfterItsLastPacket(long intoMs) {
    pictures(30);
    packets(intoMs * MS);
    assertEquals(intoMs * MS + 121 * MS, lostAfter());
  }

  @Test
  void packetsOfAPictureThatBrokeOffWereInVain() {
    pictures(30);
    packets(200 * MS);
    flow.broken();
    assertEquals(121 * MS, doubtedAfter());
    assertEquals(251 * MS, lostAfter());
    // The keyframe that was asked for comes.
    flow.arriving(last + 240 * MS);
    assertTrue(flow.flows(last + 350 * MS));
  }

  @ParameterizedTest(name = "{0} pictures a second")
  @CsvSource({"30, 120, 250", "10, 150, 300", "5, 300, 600", "2, 750, 1500"})
  void aSlowCameraIsGivenTimeByItsOwnIntervals(int fps, long doubtMs, long lostMs) {
    pictures(fps);
    assertEquals(doubtMs * MS, doubtedAfter(), 2.0 * MS);
    assertEquals(lostMs * MS, lostAfter(), 2.0 * MS);
  }
}
