package dev.croupier.loadtest.studio;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.croupier.loadtest.studio.StripReading.Frame;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Faults that are put around a camera, seen in what it hands over. Time is set by hand. */
class CameraFaultsTest {
  /** 2025-11-21 14:00:00 UTC. */
  private static final long NOW = 1_763_733_600_000_000L;

  private static final CameraPlan PLAN = CameraPlan.parse(List.of("size=320x180", "bitrate=300k"));

  private final HandClock table = new HandClock(NOW - 1);
  private final CaptureClock clock = new CaptureClock(table);
  private final Taken taken = new Taken();
  private final ScheduledExecutorService scheduler = Executors.newSingleThreadScheduledExecutor();

  @AfterEach
  void stop() {
    scheduler.shutdownNow();
  }

  @Test
  void aFrozenPictureStandsStillStripIncludedWhileFreshPacketsFlow() throws InterruptedException {
    try (Camera camera = camera(PLAN.with(Fault.parse("audio=none")));
        VideoDecoder decoder = new VideoDecoder()) {
      camera.start();
      Frame before = shown(decoder, frameAt(NOW));
      camera.freeze(true);
      for (int i = 1; i <= 4; i++) {
        EncodedFrame frame = frameAt(NOW + i * 1_000_000L / 30);
        assertEquals(NOW + i * 1_000_000L / 30, frame.captureMicros(), "fresh");
        assertEquals(before, shown(decoder, frame), "the same picture");
      }
      camera.freeze(false);
      Frame after = shown(decoder, frameAt(NOW + 5 * 1_000_000L / 30));
      assertEquals(before.frame() + 5, after.frame());
      assertEquals(NOW + 5 * 1_000_000L / 30, after.tableTimeMicros());
    }
  }

  @Test
  void aWrongClockIsInTheTimestampsAndNotInTheStrip() throws InterruptedException {
    clock.offset(-3_000_000);
    clock.drift(100);
    try (Camera camera = camera(PLAN.with(Fault.parse("audio=none")));
        VideoDecoder decoder = new VideoDecoder()) {
      camera.start();
      for (int i = 0; i < 3; i++) {
        long now = NOW + i * 1_000_000L + 500_000;
        EncodedFrame frame = frameAt(now);
        assertEquals(now - 3_000_000, frame.captureMicros(), 33_400, "its own time");
        long framesOfItsSecond = Math.round(frame.captureMicros() % 1_000_000 * 30 / 1e6);
        assertEquals(
            framesOfItsSecond * 1_000_000 / 30,
            frame.captureMicros() % 1_000_000,
            "on the grid of its own clock");
        Frame strip = shown(decoder, frame);
        assertEquals(now, strip.tableTimeMicros(), 33_400, "true time");
        long drifted = Math.round((strip.tableTimeMicros() - NOW) * 100 / 1e6);
        assertEquals(
            strip.tableTimeMicros() - 3_000_000 + drifted, frame.captureMicros(), 2, "the line");
      }
    }
  }

  @Test
  void theBeepOfAWrongClockIsOnTheTrueSecond() throws InterruptedException {
    clock.offset(250_000);
    try (Camera camera = camera(PLAN);
        AudioDecoder decoder = new AudioDecoder(2)) {
      camera.start();
      table.set(NOW + 2_000_000);
      long loudFrom = -1;
      while (loudFrom < 0) {
        EncodedAudio packet = taken.sound();
        assertEquals(0, packet.sample() % AudioSettings.PACKET_SAMPLES, "whole packets");
        short[] heard = decoder.decode(packet.packet());
        boolean second = clock.tableMicros(packet.captureMicros()) > NOW + 500_000;
        for (int i = 0; second && loudFrom < 0 && i < heard.length; i++) {
          if (Math.abs(heard[i]) > 3_000) {
            loudFrom = clock.tableMicros(packet.captureMicros()) + i / 2 * 1_000_000L / 48_000;
          }
        }
      }
      assertEquals(NOW + 1_000_000, loudFrom, 3_000);
    }
  }

  @Test
  void keyframesCanBeTakenAwayAndGivenBackWhileTheEncoderRuns() throws InterruptedException {
    CameraPlan plan = PLAN.with(Fault.parse("gop=3")).with(Fault.parse("audio=none"));
    try (Camera camera = camera(plan)) {
      camera.start();
      String kinds = kinds(0, 7);
      assertEquals("IppIppI", kinds);
      camera.gop(plan.with(Fault.parse("no-keyframes")).gopFrames());
      assertEquals("pppppp", kinds(7, 13));
      camera.gop(plan.gopFrames());
      assertEquals("IppI", kinds(13, 17));
    }
  }

  @Test
  void garbageHasTheRightLengthAndNothingElseAndIsTheSameForTheSameSeed()
      throws InterruptedException {
    EncodedFrame frame;
    try (Camera camera = camera(PLAN.with(Fault.parse("audio=none")))) {
      camera.start();
      frame = frameAt(NOW);
    }
    EncodedFrame one = new Garbage(new SplittableRandom(3)).of(frame);
    assertEquals(frame.annexB().length, one.annexB().length);
    assertEquals(frame.captureMicros(), one.captureMicros());
    assertArrayEquals(
        one.annexB(), new Garbage(new SplittableRandom(3)).of(frame).annexB(), "seeded");
    int same = 0;
    for (int i = 0; i < one.annexB().length; i++) {
      same += one.annexB()[i] == frame.annexB()[i] ? 1 : 0;
    }
    assertTrue(same < one.annexB().length / 20, same + " bytes alike");
    try (VideoDecoder decoder = new VideoDecoder()) {
      assertEquals(Optional.empty(), decoder.decodeAnnexB(one.annexB()));
    }
    EncodedAudio sound = new EncodedAudio(1, 2, new byte[60]);
    EncodedAudio noise = new Garbage(new SplittableRandom(3)).of(sound);
    assertEquals(60, noise.packet().length);
    assertFalse(Arrays.equals(sound.packet(), noise.packet()));
  }

  @Test
  void whereThereAreNoKeyframesNotEvenTheFirstOneIsSeen() throws InterruptedException {
    EncoderPath path = new EncoderPath(table, scheduler, new SplittableRandom(1), taken);
    EncodedFrame key = new EncodedFrame(true, NOW, new byte[10]);
    EncodedFrame other = new EncodedFrame(false, NOW + 1, new byte[10]);
    table.set(NOW);
    path.set(CameraPlan.PLAIN.with(Fault.parse("no-keyframes")));
    path.onVideo(key);
    path.onVideo(other);
    assertEquals(other, taken.frame());
    path.set(CameraPlan.PLAIN);
    path.onVideo(key);
    assertEquals(key, taken.frame());
  }

  @Test
  void thePathDelaysPicturesAndSoundTogetherAndInOrder() throws InterruptedException {
    EncoderPath path = new EncoderPath(table, scheduler, new SplittableRandom(1), taken);
    path.set(CameraPlan.parse(List.of("delay=120ms")));
    EncodedFrame first = new EncodedFrame(true, NOW, new byte[10]);
    EncodedAudio second = new EncodedAudio(NOW, 0, new byte[10]);
    table.set(NOW);
    path.onVideo(first);
    path.onAudio(second);
    assertEquals(0, taken.frames.size() + taken.sounds.size());
    table.set(NOW + 119_999);
    path.set(CameraPlan.PLAIN);
    EncodedFrame third = new EncodedFrame(false, NOW + 1, new byte[10]);
    path.onVideo(third);
    assertEquals(0, taken.frames.size(), "what comes later waits for what came before");
    table.set(NOW + 120_000);
    assertEquals(first, taken.frame());
    assertEquals(second, taken.sound());
    assertEquals(third, taken.frame());
    path.set(CameraPlan.PLAIN.with(Fault.parse("garbage")));
    path.onVideo(third);
    assertNotEquals(third, taken.frame());
    path.set(CameraPlan.PLAIN);
    path.onVideo(third);
    assertEquals(third, taken.frame(), "clean again");
    assertEquals(0, path.leftOut());
  }

  private String kinds(int from, int to) throws InterruptedException {
    StringBuilder kinds = new StringBuilder();
    for (int i = from; i < to; i++) {
      kinds.append(frameAt(NOW + i * 1_000_000L / 30).keyframe() ? 'I' : 'p');
    }
    return kinds.toString();
  }

  private EncodedFrame frameAt(long tableMicros) throws InterruptedException {
    table.set(tableMicros);
    return taken.frame();
  }

  private static Frame shown(VideoDecoder decoder, EncodedFrame frame) {
    return (Frame) StripReader.read(decoder.decodeAnnexB(frame.annexB()).orElseThrow());
  }

  private Camera camera(CameraPlan plan) {
    return new Camera(
        new CameraSettings(9, "test/cam-a", plan.video(), plan.audio(), 0),
        new TestCard(plan.width(), plan.height(), "A"),
        () -> RoundState.NONE,
        clock,
        taken);
  }
}
