package dev.croupier.gateway.media.program;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.croupier.gateway.media.codec.Codec;
import dev.croupier.gateway.media.program.SimTable.Cut;
import dev.croupier.gateway.media.program.SimTable.Sent;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Sound that is chosen apart from the picture, in simulated time. */
final class ProgramSoundTest {
  private static final long MS = 1_000;
  private static final long SECOND = 1_000_000;
  private static final long GOP = SECOND;

  private final SimTable table = new SimTable("cam-a");
  private final SimCamera a = camera("cam-a", 30, 5 * MS, 1);
  private final SimCamera b = camera("cam-b", 25, 5 * MS, 2);
  private final SimCamera mixer = camera("cam-m", 25, 50 * MS, 3);

  private static SimCamera camera(String name, int fps, long delay, long seed) {
    SimCamera.Kind kind = new SimCamera.Kind(name, fps, GOP, 0, 0, delay, 4 * MS, true, 0);
    return new SimCamera(kind, SimTable.EPOCH, seed);
  }

  private void start(SimCamera... cameras) {
    for (SimCamera camera : cameras) {
      table.add(camera);
    }
    table.run(at(5));
  }

  private static long at(double seconds) {
    return SimTable.EPOCH + Math.round(seconds * SECOND);
  }

  private void cut(double seconds, String target, AudioChoice audio) {
    table.run(at(seconds));
    table.cut(target, table.now(), GOP, audio);
    table.run(at(seconds + 2.5));
    Cut cut = table.cuts.getLast();
    assertNotEquals(Long.MIN_VALUE, cut.agreedMicros, cut.aborted);
    assertEquals(target, table.program.onAir());
  }

  /** The sources of all that was carried between two moments. */
  private Set<String> carried(double from, double to) {
    return table.audio.stream()
        .filter(sent -> sent.atMicros() >= at(from) && sent.atMicros() < at(to))
        .map(sent -> sent.frame().source())
        .collect(Collectors.toSet());
  }

  private void exactSteps() {
    long rtp = table.audio.getFirst().frame().rtpTime();
    for (Sent sent : table.audio) {
      assertEquals(rtp, sent.frame().rtpTime(), "steps of exact samples");
      rtp += 960;
    }
    assertTrue(
        table.clock.at(Codec.OPUS, table.now()) - rtp < 48 * 600, "audio ended before the end");
  }

  @Test
  void keptSoundGoesOnWithoutAGapWhateverIsShown() {
    start(a, b);
    cut(5, "cam-b", AudioChoice.KEEP);
    assertEquals("cam-a", table.program.heard(table.now()));
    assertEquals("cam-a", table.program.soundOf());
    cut(8, "cam-a", AudioChoice.KEEP);
    cut(11, "cam-b", AudioChoice.KEEP);
    assertEquals(Set.of("cam-a"), carried(5, 13.5));
    cut(14, "cam-a", AudioChoice.FOLLOW);
    cut(17, "cam-b", AudioChoice.FOLLOW);
    assertEquals(Set.of("cam-b"), carried(18.6, 19.5));
    assertNull(table.program.soundApart());
    exactSteps();
  }

  @Test
  void aNamedSignalIsHeardFromTheAgreedFrameOnUnderEveryPicture() {
    start(a, b, mixer);
    cut(5, "cam-b", AudioChoice.of("cam-m"));
    Cut first = table.cuts.getFirst();
    long known =
        b.pictures().stream()
            .filter(picture -> picture.captureMicros() == first.agreedMicros)
            .findFirst()
            .orElseThrow()
            .arrivalMicros();
    for (Sent sent : table.audio) {
      String source = sent.frame().source();
      long capture = source.equals("slate") ? 0 : captured(sent);
      assertTrue(
          !source.equals("cam-a") || capture < first.agreedMicros || sent.atMicros() <= known,
          "the old sound up to the frame, or until that is known");
      assertTrue(
          !source.equals("cam-m") || capture >= first.agreedMicros, "the mixer's from it on");
    }
    cut(8, "cam-a", AudioChoice.KEEP);
    assertEquals("cam-m", table.program.soundOf());
    assertEquals(Set.of("cam-m"), carried(6.7, 10.5));
    exactSteps();
  }

  @Test
  void whatIsHeardButNotShownStaysInTheLatencyAndItsLossIsSilence() {
    start(a, b, mixer);
    cut(5, "cam-b", AudioChoice.of("cam-m"));
    long with = table.program.latencyMicros();
    assertTrue(with > 70 * MS, "L is the mixer's: " + with);
    assertTrue(table.program.shows("cam-m"), "its clock may not be set");
    mixer.pause(Long.MAX_VALUE);
    table.run(at(12));
    assertNull(table.program.heard(table.now()));
    assertEquals(Set.of("slate"), carried(9.5, 12));
    assertEquals("cam-b", table.program.onAir(), "the picture is not concerned");
    assertTrue(table.program.latencyMicros() < 60 * MS, "and no longer waits");
    exactSteps();
  }

  @Test
  void aChosenSoundIsHeardAgainAfterTheSlate() {
    start(a, mixer);
    cut(5, "cam-m", AudioChoice.KEEP);
    cut(8, "cam-a", AudioChoice.of("cam-m"));
    a.pause(at(13));
    table.run(at(12.9));
    assertEquals("slate", table.program.onAir());
    assertEquals(Set.of("slate"), carried(12, 12.9), "the slate is silent");
    table.run(at(16));
    assertEquals("cam-a", table.program.onAir());
    assertEquals("cam-m", table.program.heard(table.now()));
    exactSteps();
  }

  @Test
  void anotherSoundWithTheSamePicture() {
    start(a, b);
    table.program.choose(AudioChoice.of("cam-b"), table.now());
    table.run(at(7));
    assertEquals("cam-a", table.program.onAir());
    assertEquals(Set.of("cam-b"), carried(5.5, 7));
    exactSteps();
  }

  @Test
  void aCutThatIsGivenUpOrReplacedChangesNoSound() {
    start(a, b);
    table.cut("cam-b", at(30), GOP, AudioChoice.of("cam-b"));
    table.run(at(7));
    assertEquals(Set.of("cam-a"), carried(5, 7));
    cut(7, "cam-b", AudioChoice.KEEP);
    assertEquals("replaced", table.cuts.getFirst().aborted);
    assertEquals("cam-a", table.program.heard(table.now()));
  }

  @Test
  void aChoiceNamesASignalOrNone() {
    List<AudioChoice.Kind> nameless =
        List.of(AudioChoice.FOLLOW, AudioChoice.KEEP).stream().map(AudioChoice::kind).toList();
    assertEquals(List.of(AudioChoice.Kind.FOLLOW, AudioChoice.Kind.KEEP), nameless);
    assertThrows(
        IllegalArgumentException.class, () -> new AudioChoice(AudioChoice.Kind.KEEP, "cam-a"));
  }

  private long captured(Sent sent) {
    return table.cameras.get(sent.frame().source()).of(sent.frame()).captureMicros();
  }
}
