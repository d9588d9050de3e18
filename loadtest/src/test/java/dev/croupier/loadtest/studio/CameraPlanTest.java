package dev.croupier.loadtest.studio;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.croupier.loadtest.plan.ScenarioException;
import dev.croupier.loadtest.studio.CameraPlan.Presence;
import dev.croupier.loadtest.studio.VideoSettings.Profile;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CameraPlanTest {
  @Test
  void nothingSaidIsAPlainCamera() {
    CameraPlan plan = CameraPlan.parse(List.of());
    assertEquals(
        new VideoSettings(1280, 720, 30, 2_500_000, 30, Profile.CONSTRAINED_BASELINE),
        plan.video());
    assertEquals(Optional.of(AudioSettings.stereo()), plan.audio());
    assertEquals(Presence.ON, plan.presence());
  }

  @Test
  void laterWordsWin() {
    CameraPlan plan = CameraPlan.parse(List.of("720p30", "rate=50", "size=640x480", "rate=24"));
    assertEquals(640, plan.width());
    assertEquals(480, plan.height());
    assertEquals(24, plan.fps());
  }

  @ParameterizedTest
  @CsvSource({
    "gop=1s, 25, 25",
    "gop=2s, 30, 60",
    "gop=500ms, 25, 13",
    "gop=1ms, 30, 1",
    "gop=60, 25, 60",
    "gop=request, 25, 0"
  })
  void aGopIsCountedInFramesOfTheCamerasOwnRate(String gop, int rate, int frames) {
    assertEquals(frames, CameraPlan.parse(List.of(gop, "rate=" + rate)).video().gopFrames());
  }

  @ParameterizedTest
  @CsvSource({"720p30, 2500000", "540p25, 1200000", "1080p60, 11200000", "size=160x90, 100000"})
  void withoutABitRateTheSizeDecides(String shape, int bits) {
    assertEquals(bits, CameraPlan.parse(List.of(shape)).video().bitrate());
  }

  @ParameterizedTest
  @CsvSource({"pacing=2.5, 3000000", "pacing=1, 1200000", "pacing=burst, 0", "720p30, 0"})
  void packetsArePacedByTheRateThePictureIsCodedAt(String word, long bits) {
    assertEquals(bits, CameraPlan.parse(List.of("540p25", word)).pacedBits());
  }

  @Test
  void theDefaultPairDiffersInAllThatCamerasDifferIn() {
    CameraPlan a = CameraPlan.defaultPair().get(0);
    CameraPlan b = CameraPlan.defaultPair().get(1);
    assertEquals(List.of(30, 25), List.of(a.fps(), b.fps()));
    assertEquals(List.of(720, 540), List.of(a.height(), b.height()));
    assertEquals(List.of(30, 50), List.of(a.video().gopFrames(), b.video().gopFrames()));
    assertEquals(6_000_000, a.offsetMicros() - b.offsetMicros());
    assertEquals(200, a.driftPpm() - b.driftPpm());
    assertEquals(List.of(5_000L, 120_000L), List.of(a.delayMicros(), b.delayMicros()));
    assertEquals(List.of(0L, 20_000L), List.of(a.jitterMicros(), b.jitterMicros()));
    assertNotEquals(a.audio(), b.audio());
  }

  @Test
  void aPlanIsMadeAgainOfItsWords() {
    CameraPlan all =
        CameraPlan.parse(
            List.of(
                "size=800x600",
                "rate=24",
                "bitrate=900k",
                "gop=request",
                "profile=high",
                "audio=mono",
                "offset=-3s",
                "drift=40ppm",
                "delay=120ms",
                "jitter=20ms",
                "pacing=1.25",
                "kill",
                "freeze",
                "garbage",
                "late-keyframes=2s",
                "no-keyframes"));
    assertEquals(all, CameraPlan.parse(all.words()));
    assertEquals(CameraPlan.PLAIN, CameraPlan.parse(CameraPlan.PLAIN.words()));
    CameraPlan.defaultPair().forEach(p -> assertEquals(p, CameraPlan.parse(p.words())));
  }

  @Test
  void resetTakesAwayWhatIsWrongAndLeavesWhatTheCameraIs() {
    CameraPlan broken =
        CameraPlan.parse(
            List.of(
                "540p25",
                "delay=120ms",
                "kill",
                "freeze",
                "garbage",
                "no-keyframes",
                "late-keyframes=2s"));
    assertEquals(
        CameraPlan.parse(List.of("540p25", "delay=120ms")), broken.with(Fault.parse("reset")));
  }

  @Test
  void withoutKeyframesThereIsNoGopAndWithThemItIsAsBefore() {
    CameraPlan without = CameraPlan.parse(List.of("gop=2s", "no-keyframes"));
    assertEquals(0, without.gopFrames());
    assertEquals(60, without.with(Fault.parse("keyframes")).gopFrames());
  }

  @Test
  void aSessionCarriesOtherSizesButNotAnotherProfileNorSoundThatWasNotOffered() {
    CameraPlan plain = CameraPlan.PLAIN;
    assertTrue(plain.offersLike(plain.with(Fault.parse("360p15"))));
    assertTrue(plain.offersLike(plain.with(Fault.parse("audio=mono"))));
    assertFalse(plain.offersLike(plain.with(Fault.parse("profile=main"))));
    assertFalse(plain.offersLike(plain.with(Fault.parse("audio=none"))));
  }

  @ParameterizedTest
  @CsvSource({
    "720p30, profile=baseline, 42e01f",
    "540p25, profile=main, 4d001f",
    "1080p30, profile=high, 640028",
    "1080p60, profile=baseline, 42e02a",
    "2160p30, profile=high, 640033"
  })
  void theOfferNamesProfileAndLevel(String shape, String profile, String id) {
    assertEquals(id, CameraPlan.parse(List.of(shape, profile)).video().profileLevelId());
  }

  @Test
  void anUnknownWordIsRefused() {
    assertThrows(ScenarioException.class, () -> CameraPlan.parse(List.of("720p30", "fats")));
  }
}
