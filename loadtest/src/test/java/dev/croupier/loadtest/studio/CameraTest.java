package dev.croupier.loadtest.studio;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.croupier.loadtest.studio.StripReading.Frame;
import dev.croupier.loadtest.studio.VideoSettings.Profile;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class CameraTest {
  /** 2025-11-21 14:00:00 UTC: the table day began 50,400 seconds before. */
  private static final long NOW = 1_763_733_600_000_000L;

  private static final long DAY_FRAMES_30 = 50_400L * 30;

  private final HandClock clock = new HandClock(NOW - 1);
  private final Taken taken = new Taken();

  @Test
  void framesAreCapturedOnTheGridAndNamedInTheStrip() throws InterruptedException {
    try (Camera camera = camera(Optional.empty(), 0);
        VideoDecoder decoder = new VideoDecoder()) {
      camera.start();
      for (int i = 0; i < 5; i++) {
        clock.set(NOW + i * 1_000_000L / 30);
        EncodedFrame frame = taken.frame();
        assertEquals(NOW + i * 1_000_000L / 30, frame.captureMicros());
        assertEquals(i == 0, frame.keyframe());
        assertEquals(
            new Frame(9, DAY_FRAMES_30 + i, frame.captureMicros()),
            StripReader.read(decoder.decodeAnnexB(frame.annexB()).orElseThrow()));
      }
      assertEquals(0, camera.framesDropped());
    }
  }

  @Test
  void aGridOffsetShiftsEveryFrame() throws InterruptedException {
    try (Camera camera = camera(Optional.empty(), 7_000)) {
      camera.start();
      clock.set(NOW + 7_000);
      assertEquals(NOW + 7_000, taken.frame().captureMicros());
      clock.set(NOW + 40_333);
      assertEquals(NOW + 40_333, taken.frame().captureMicros());
    }
  }

  @Test
  void framesThatAreLateAreLeftOutAndCounted() throws InterruptedException {
    try (Camera camera = camera(Optional.empty(), 0)) {
      camera.start();
      clock.set(NOW);
      assertEquals(NOW, taken.frame().captureMicros());
      clock.set(NOW + 1_000_000);
      assertEquals(NOW + 1_000_000, taken.frame().captureMicros());
      assertEquals(29, camera.framesDropped());
      clock.set(NOW + 1_033_333);
      assertEquals(NOW + 1_033_333, taken.frame().captureMicros());
      assertEquals(3, camera.framesMade());
    }
  }

  @Test
  void aRequestedKeyframeComesNext() throws InterruptedException {
    try (Camera camera = camera(Optional.empty(), 0)) {
      camera.start();
      clock.set(NOW);
      assertTrue(taken.frame().keyframe());
      camera.requestKeyframe();
      clock.set(NOW + 33_333);
      assertTrue(taken.frame().keyframe());
    }
  }

  @Test
  void soundComesWhenItsLastSampleIsHeardAndIsNeverCutWhileItIsOnlyALittleLate()
      throws InterruptedException {
    try (Camera camera = camera(Optional.of(AudioSettings.mono()), 0)) {
      camera.start();
      clock.set(NOW + 300_000);
      for (int i = 0; i < 15; i++) {
        assertEquals(NOW + i * 20_000L, taken.sound().captureMicros());
      }
      assertEquals(0, camera.packetsDropped());
    }
  }

  @Test
  void soundThatIsVeryLateIsLeftOutInWholePackets() throws InterruptedException {
    try (Camera camera = camera(Optional.of(AudioSettings.mono()), 0)) {
      camera.start();
      clock.set(NOW + 20_000);
      long first = taken.sound().sample();
      clock.set(NOW + 5_000_000);
      long next = taken.sound().sample();
      assertEquals(0, (next - first) % 960);
      assertEquals((next - first) / 960 - 1, camera.packetsDropped());
      assertTrue(camera.packetsDropped() > 200);
    }
  }

  @Test
  void twoCamerasOfOneRateCaptureAtTheSameTimes() throws InterruptedException {
    Taken other = new Taken();
    try (Camera one = camera(Optional.empty(), 0);
        Camera two =
            new Camera(
                new CameraSettings(2, "other", settings(), Optional.empty(), 0),
                new TestCard(320, 180, "B"),
                () -> RoundState.NONE,
                clock,
                other)) {
      one.start();
      two.start();
      clock.set(NOW + 66_666);
      assertEquals(taken.frame().captureMicros(), other.frame().captureMicros());
    }
  }

  @Test
  void aClosedCameraIsSilentAndItsThreadGone() throws InterruptedException {
    Camera camera = camera(Optional.of(AudioSettings.stereo()), 0);
    camera.start();
    clock.set(NOW);
    assertNotNull(taken.frame());
    camera.close();
    camera.close();
    int before = taken.frames.size();
    clock.set(NOW + 10_000_000);
    assertEquals(before, taken.frames.size());
    List<String> names = new ArrayList<>();
    Thread.getAllStackTraces().keySet().forEach(t -> names.add(t.getName()));
    assertTrue(names.stream().noneMatch("camera test/cam-a"::equals));
  }

  @Test
  void aCameraThatWasNeverStartedCanBeClosed() {
    Camera camera = camera(Optional.of(AudioSettings.stereo()), 0);
    camera.close();
    assertEquals(0, camera.framesMade());
  }

  private Camera camera(Optional<AudioSettings> audio, long gridOffset) {
    return new Camera(
        new CameraSettings(9, "test/cam-a", settings(), audio, gridOffset),
        new TestCard(320, 180, "A"),
        () -> RoundState.NONE,
        clock,
        taken);
  }

  private static VideoSettings settings() {
    return new VideoSettings(320, 180, 30, 300_000, 30, Profile.CONSTRAINED_BASELINE);
  }
}
