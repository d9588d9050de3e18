package dev.croupier.gateway.media.program;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.croupier.gateway.media.program.SimCamera.Arrived;
import dev.croupier.gateway.media.program.SimTable.Cut;
import dev.croupier.gateway.media.program.SimTable.Sent;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A signal on air that dies, in simulated time: how long the picture stands still. */
final class LostSignalTest {
  private static final long MS = 1_000;
  private static final long SECOND = 1_000_000;
  private static final long TICK = 10 * MS;

  private final SimTable table = new SimTable("cam-a");

  private static SimCamera camera(String name, int fps, long gop, long delay, long seed) {
    SimCamera.Kind kind = new SimCamera.Kind(name, fps, gop, 0, 0, delay, 4 * MS, true, 0);
    return new SimCamera(kind, SimTable.EPOCH, seed);
  }

  /** Looks every tick whether the signal on air is lost, as a table does; goes to cam-b. */
  private void watch(long gop) {
    boolean flows = table.program.pulse().flows("cam-a", table.now());
    if (!flows && table.cuts.isEmpty()) {
      table.failOver("cam-b", gop);
    }
    table.at(table.now() + TICK, () -> watch(gop));
  }

  private List<Sent> pictures(String source) {
    return table.video.stream().filter(sent -> sent.frame().source().equals(source)).toList();
  }

  @ParameterizedTest(name = "dies {0} ms after a second, B at {1} fps behind {2} ms")
  @CsvSource({"0, 25, 5", "130, 30, 50", "333, 25, 50", "512, 30, 5", "780, 25, 5", "901, 30, 50"})
  void aCameraThatAnswersIsSeenWithinHalfASecond(long phaseMs, int fps, long delayMs) {
    SimCamera a = camera("cam-a", 30, SECOND, 5 * MS, 1);
    table.add(a);
    table.add(camera("cam-b", fps, 0, delayMs * MS, 2));
    long dies = SimTable.EPOCH + 6 * SECOND + phaseMs * MS;
    table.at(dies, () -> a.pause(Long.MAX_VALUE));
    table.at(dies, () -> watch(2 * SECOND));
    table.run(dies + 3 * SECOND);
    Cut cut = table.cuts.getFirst();
    assertNotEquals(Long.MIN_VALUE, cut.agreedMicros, cut.aborted);
    long lastA = pictures("cam-a").getLast().atMicros();
    long firstB = pictures("cam-b").getFirst().atMicros();
    assertTrue(firstB - lastA <= 500 * MS, "the picture stood still for " + (firstB - lastA));
    assertTrue(cut.askedMicros - dies <= 250 * MS + 45 * MS + TICK, "seen within 250 ms");
    inOrderAndWhole();
  }

  @ParameterizedTest(name = "B''s keyframe came {0} ms after the last picture")
  @CsvSource({"40", "120", "200", "240"})
  void aKeyframeThatWentByIsGoneOnFromAtOnce(long afterMs) {
    SimCamera a = camera("cam-a", 30, SECOND, 5 * MS, 1);
    SimCamera b = camera("cam-b", 25, 2 * SECOND, 5 * MS, 2);
    table.add(a);
    table.add(b);
    table.run(SimTable.EPOCH + 6 * SECOND - afterMs * MS);
    a.pause(Long.MAX_VALUE);
    table.at(table.now(), () -> watch(2 * SECOND));
    // B's keyframes come every 2 s from the epoch on: one at 6 s.
    table.run(SimTable.EPOCH + 7 * SECOND);
    Cut cut = table.cuts.getFirst();
    assertEquals(cut.askedMicros, cut.switchedAtMicros, TICK, "nothing had to be waited for");
    Sent first = pictures("cam-b").getFirst();
    assertEquals(SimTable.EPOCH + 6 * SECOND, first.frame().captureMicros(), 8 * MS);
    long lastA = pictures("cam-a").getLast().atMicros();
    assertTrue(first.atMicros() - lastA <= 350 * MS, "stood still " + (first.atMicros() - lastA));
    inOrderAndWhole();
  }

  @ParameterizedTest(name = "{0} frames a second")
  @CsvSource({"30, 250", "10, 300", "5, 600"})
  void aSlowCameraIsGivenThreeOfItsOwnIntervals(int fps, long limitMs) {
    SimCamera a = camera("cam-a", fps, SECOND, 5 * MS, 1);
    table.add(a);
    table.run(SimTable.EPOCH + 8 * SECOND);
    Pulse pulse = table.program.pulse();
    assertTrue(pulse.flows("cam-a", table.now()));
    a.pause(Long.MAX_VALUE);
    long last = a.pictures().getLast().arrivalMicros();
    assertTrue(pulse.flows("cam-a", last + limitMs * MS - 20 * MS));
    assertFalse(pulse.flows("cam-a", last + limitMs * MS + 20 * MS));
  }

  private void inOrderAndWhole() {
    long rtp = Long.MIN_VALUE;
    long sequence = table.video.getFirst().frame().firstSequence();
    for (Sent sent : table.video) {
      assertTrue(sent.frame().rtpTime() > rtp, "a timestamp behind the last");
      assertEquals(sequence, sent.frame().firstSequence());
      rtp = sent.frame().rtpTime();
      sequence += sent.frame().payloads().length;
    }
    SimCamera b = table.cameras.get("cam-b");
    List<Integer> seen = new ArrayList<>();
    pictures("cam-b").forEach(sent -> seen.add(b.of(sent.frame()).id()));
    List<Integer> captured =
        b.pictures().stream()
            .map(Arrived::id)
            .filter(id -> id >= seen.getFirst() && id <= seen.getLast())
            .toList();
    assertEquals(captured, seen, "all of B from its keyframe on, each once");
    assertTrue(pictures("cam-b").getFirst().frame().keyframe());
  }
}
