package dev.croupier.gateway.media.ingest;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.croupier.gateway.media.codec.Codec;
import dev.croupier.gateway.media.codec.CodedFrame;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** hardening.md row 27: a publisher at 50 Mbit/s, 4K or 240 fps is refused by its name. */
final class CappedFramesTest {
  private final List<String> heard = new ArrayList<>();
  private int frames;
  private long now = 5_000_000;
  private final CappedFrames capped =
      new CappedFrames(
          new FrameListener() {
            @Override
            public void frame(CodedFrame frame, long captureMicros) {
              frames++;
            }

            @Override
            public void broken() {
              heard.add("broken");
            }

            @Override
            public void parameters(int width, int height, String profile) {
              heard.add(width + "x" + height);
            }

            @Override
            public void refused(String reason) {
              heard.add(reason);
            }
          },
          CappedFrames.Caps.STANDARD,
          () -> now);

  @ParameterizedTest(name = "{0} Mbit/s at {1} fps for {2} s: {3}")
  @CsvSource({
    "2.5,  30, 20, fine",
    "18,   60, 20, fine",
    "50,   30,  2, bitrate",
    "1,   240,  2, frame_rate",
    "30,   10,  3, bitrate",
  })
  void row27_ratesAreCapped(double megabits, int fps, int seconds, String expected) {
    int size = (int) (megabits * 1e6 / 8 / fps);
    run(Codec.H264, size, fps, seconds);
    assertEquals(expected.equals("fine") ? List.of() : List.of(expected), heard);
    if (expected.equals("fine")) {
      assertEquals(fps * seconds, frames);
    }
  }

  @Test
  void oneLargeKeyframeAndOneBurstAreNothing() {
    run(Codec.H264, 10_000, 30, 4);
    capped.frame(new CodedFrame(Codec.H264, 0, true, new byte[2_000_000]), 0);
    for (int i = 0; i < 30; i++) {
      capped.frame(new CodedFrame(Codec.H264, 0, false, new byte[10_000]), 0);
    }
    run(Codec.H264, 10_000, 30, 4);
    assertEquals(List.of(), heard);
  }

  @Test
  void aFloodOfSoundIsRefused() {
    run(Codec.OPUS, 100, 400, 4);
    assertEquals(List.of(), heard);
    run(Codec.OPUS, 10, 2_000, 2);
    assertEquals(List.of("audio_rate"), heard);
  }

  @ParameterizedTest(name = "{0}x{1} {2}: {3}")
  @CsvSource({
    "1920, 1088, 640028, 1920x1088",
    "1280,  720, 42e01f, 1280x720",
    "1080, 1920, 4d0028, 1080x1920",
    "3840, 2160, 640033, resolution",
    "65535, 65535, 640033, resolution",
    "1280,  720, f4001f, profile",
    "1280,  720, 6e001f, profile",
    "1920, 1080, vp8.0, 1920x1080",
    "1280,  720, vp8.3, 1280x720",
    "1280,  720, vp8.4, profile",
    "1280,  720, vp8, profile",
    "3840, 2160, vp8.0, resolution",
  })
  void row27_sizeAndProfileAreCapped(int width, int height, String profile, String expected) {
    capped.parameters(width, height, profile);
    assertEquals(List.of(expected), heard);
  }

  @Test
  void nothingIsPassedOnAfterARefusalAndOnlyOneReasonIsGiven() {
    capped.parameters(3_840, 2_160, "640033");
    capped.frame(new CodedFrame(Codec.H264, 0, true, new byte[100]), 0);
    capped.broken();
    capped.parameters(1_280, 720, "640033");
    capped.refused("b_frames");
    assertEquals(List.of("resolution"), heard);
    assertEquals(0, frames);
  }

  private void run(Codec codec, int size, int rate, int seconds) {
    for (int i = 0; i < rate * seconds; i++) {
      now += 1_000_000 / rate;
      capped.frame(new CodedFrame(codec, i, false, new byte[size]), now);
    }
  }
}
