package dev.croupier.loadtest.studio;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.croupier.loadtest.studio.Pictures.Game;
import dev.croupier.loadtest.studio.Pictures.View;
import dev.croupier.loadtest.studio.RoundState.Outcome.Pocket;
import dev.croupier.loadtest.studio.StripReading.Frame;
import dev.croupier.loadtest.studio.VideoSettings.Profile;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

class VideoEncoderTest {
  private static final long NOW = 1_763_733_600_000_000L;

  static List<VideoSettings> rates() {
    return List.of(VideoSettings.hd30(), VideoSettings.sd25(), VideoSettings.small30());
  }

  @ParameterizedTest
  @MethodSource("rates")
  void theStripIsReadFromEveryDecodedFrameOfATableInFullSwing(VideoSettings settings) {
    RoundState round = new RoundState("r", NOW - 20_000_000, NOW + 500_000, new Pocket(17));
    try (VideoEncoder encoder = new VideoEncoder(settings);
        VideoDecoder decoder = new VideoDecoder()) {
      Picture table =
          Pictures.of(
              Game.ROULETTE, View.ACROSS, "Roulette 1", settings.width(), settings.height());
      for (int i = 0; i < 60; i++) {
        long time = NOW + i * 1_000_000L / settings.fps();
        YuvPicture painted = table.paint(new Shot(i, time, round));
        Strip.write(painted, 1, i, time);
        EncodedFrame coded = encoder.encode(painted, time);
        assertEquals(time, coded.captureMicros());
        YuvPicture decoded = decoder.decodeAnnexB(coded.annexB()).orElseThrow();
        assertEquals(settings.width(), decoded.width());
        assertEquals(settings.height(), decoded.height());
        assertEquals(new Frame(1, i, time), StripReader.read(decoded));
      }
      assertFalse(decoder.sawBFrames());
    }
  }

  @ParameterizedTest
  @EnumSource(Profile.class)
  void eachProfileGivesOneSliceAFrameAndParameterSetsBeforeEachIdr(Profile profile) {
    try (VideoEncoder encoder = new VideoEncoder(small(10, profile));
        VideoDecoder decoder = new VideoDecoder()) {
      int expected =
          switch (profile) {
            case CONSTRAINED_BASELINE -> 66;
            case MAIN -> 77;
            case HIGH -> 100;
          };
      for (EncodedFrame frame : run(encoder, 25)) {
        List<byte[]> units = units(frame.annexB());
        if (frame.keyframe()) {
          assertEquals(List.of(7, 8, 5), types(units));
          assertEquals(expected, units.getFirst()[1]);
        } else {
          assertEquals(List.of(1), types(units));
        }
        assertTrue(decoder.decodeAnnexB(frame.annexB()).isPresent(), "a picture for each frame");
      }
      assertFalse(decoder.sawBFrames());
    }
  }

  @Test
  void theRateStaysAboutWhatWasAskedFor() {
    VideoSettings settings = VideoSettings.hd30();
    RoundState round = new RoundState("r", NOW - 20_000_000, NOW + 500_000, new Pocket(3));
    try (VideoEncoder encoder = new VideoEncoder(settings)) {
      Picture table =
          Pictures.of(
              Game.ROULETTE, View.ACROSS, "Roulette 1", settings.width(), settings.height());
      long bits = 0;
      for (int i = 0; i < 120; i++) {
        long time = NOW + i * 1_000_000L / 30;
        YuvPicture painted = table.paint(new Shot(i, time, round));
        Strip.write(painted, 1, i, time);
        int length = encoder.encode(painted, time).annexB().length;
        bits += i < 60 ? 0 : 8L * length;
      }
      assertTrue(bits > 2 * 1_800_000 && bits < 2 * 3_000_000, bits / 2 + " bit/s");
    }
  }

  @Test
  void baselineIsTheConstrainedOne() {
    try (VideoEncoder encoder = new VideoEncoder(small(10, Profile.CONSTRAINED_BASELINE))) {
      byte[] sps = units(run(encoder, 1).getFirst().annexB()).getFirst();
      assertEquals(0x40, sps[2] & 0x40, "constraint_set1_flag");
    }
  }

  @Test
  void keyframesComeAtTheGopsLength() {
    try (VideoEncoder encoder = new VideoEncoder(small(10, Profile.CONSTRAINED_BASELINE))) {
      assertEquals(List.of(0, 10, 20, 30), keyframes(run(encoder, 35)));
    }
  }

  @Test
  void aRequestedKeyframeIsTheNextFrameAndStartsAWholeGop() {
    try (VideoEncoder encoder = new VideoEncoder(small(10, Profile.CONSTRAINED_BASELINE))) {
      List<EncodedFrame> frames = new ArrayList<>(run(encoder, 14));
      encoder.requestKeyframe();
      encoder.requestKeyframe();
      frames.addAll(run(encoder, 16));
      assertEquals(List.of(0, 10, 14, 24), keyframes(frames));
    }
  }

  @Test
  void aGopOfZeroGivesKeyframesOnRequestOnly() {
    try (VideoEncoder encoder = new VideoEncoder(small(0, Profile.CONSTRAINED_BASELINE))) {
      List<EncodedFrame> frames = new ArrayList<>(run(encoder, 330));
      encoder.requestKeyframe();
      frames.addAll(run(encoder, 3));
      assertEquals(List.of(0, 330), keyframes(frames));
    }
  }

  @Test
  void decodingCanBeginAtAnyKeyframe() {
    try (VideoEncoder encoder = new VideoEncoder(small(10, Profile.CONSTRAINED_BASELINE));
        VideoDecoder late = new VideoDecoder()) {
      List<EncodedFrame> frames = run(encoder, 20);
      for (int i = 10; i < 20; i++) {
        YuvPicture decoded = late.decodeAnnexB(frames.get(i).annexB()).orElseThrow();
        assertEquals(new Frame(1, i, NOW + i), StripReader.read(decoded));
      }
    }
  }

  @Test
  void lengthPrefixesAreDecodedLikeStartCodes() {
    try (VideoEncoder encoder = new VideoEncoder(small(10, Profile.CONSTRAINED_BASELINE));
        VideoDecoder decoder = new VideoDecoder()) {
      List<byte[]> units = units(run(encoder, 1).getFirst().annexB());
      byte[] prefixed = new byte[units.stream().mapToInt(u -> u.length + 4).sum()];
      int at = 0;
      for (byte[] unit : units) {
        prefixed[at + 2] = (byte) (unit.length >> 8);
        prefixed[at + 3] = (byte) unit.length;
        System.arraycopy(unit, 0, prefixed, at + 4, unit.length);
        at += unit.length + 4;
      }
      YuvPicture decoded = decoder.decodeLengthPrefixed(prefixed).orElseThrow();
      assertEquals(new Frame(1, 0, NOW), StripReader.read(decoded));
    }
  }

  @Test
  void badBytesGiveNoPicture() {
    try (VideoDecoder decoder = new VideoDecoder()) {
      assertEquals(Optional.empty(), decoder.decodeAnnexB(new byte[0]));
      assertEquals(Optional.empty(), decoder.decodeAnnexB(new byte[] {0, 0, 0, 1, 0x65, 1, 2, 3}));
      assertEquals(Optional.empty(), decoder.decodeLengthPrefixed(new byte[] {0, 0, 1, 0, 9}));
      assertEquals(Optional.empty(), decoder.decodeLengthPrefixed(new byte[] {-1, 0, 1, 0, 9}));
      assertEquals(Optional.empty(), decoder.decodeLengthPrefixed(new byte[] {0, 0}));
    }
  }

  @Test
  void aPictureOfAnotherSizeIsRefused() {
    try (VideoEncoder encoder = new VideoEncoder(small(10, Profile.CONSTRAINED_BASELINE))) {
      YuvPicture other = YuvPicture.ofSize(320, 180);
      assertThrows(IllegalArgumentException.class, () -> encoder.encode(other, NOW));
    }
  }

  private static VideoSettings small(int gop, Profile profile) {
    return new VideoSettings(640, 360, 30, 700_000, gop, profile);
  }

  private static YuvPicture shoot(TestCard card, long frame, long time) {
    YuvPicture picture = card.paint(new Shot(frame, time, RoundState.NONE));
    Strip.write(picture, 1, frame, time);
    return picture;
  }

  private static List<EncodedFrame> run(VideoEncoder encoder, int frames) {
    TestCard card = new TestCard(640, 360, "CAM A");
    List<EncodedFrame> coded = new ArrayList<>();
    for (int i = 0; i < frames; i++) {
      coded.add(encoder.encode(shoot(card, i, NOW + i), NOW + i));
    }
    return coded;
  }

  private static List<Integer> keyframes(List<EncodedFrame> frames) {
    List<Integer> indices = new ArrayList<>();
    for (int i = 0; i < frames.size(); i++) {
      if (frames.get(i).keyframe()) {
        indices.add(i);
      }
    }
    return indices;
  }

  private static List<Integer> types(List<byte[]> units) {
    return units.stream().map(unit -> unit[0] & 0x1F).toList();
  }

  /** NAL units between start codes of three or four bytes. */
  private static List<byte[]> units(byte[] annexB) {
    List<Integer> starts = new ArrayList<>();
    for (int i = 0; i + 2 < annexB.length; i++) {
      if (annexB[i] == 0 && annexB[i + 1] == 0 && annexB[i + 2] == 1) {
        starts.add(i + 3);
      }
    }
    List<byte[]> units = new ArrayList<>();
    for (int i = 0; i < starts.size(); i++) {
      int end = i + 1 < starts.size() ? starts.get(i + 1) - 3 : annexB.length;
      while (annexB[end - 1] == 0) {
        end--;
      }
      units.add(Arrays.copyOfRange(annexB, starts.get(i), end));
    }
    return units;
  }
}
