package dev.croupier.gateway.media.hls;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.croupier.gateway.media.codec.Codec;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Where picture and sound are cut. */
class SegmentersTest {
  private static final long MS = 1_000;
  private static final byte[] PACKET = {(byte) 0xFC, 1};

  private final List<Segment> pictures = new ArrayList<>();
  private final List<Segment> sounds = new ArrayList<>();
  private final AudioSegmenter audio =
      new AudioSegmenter(new Timeline(Feed.CLOCK, Codec.OPUS), sounds::add);
  private final VideoSegmenter video =
      new VideoSegmenter(
          new Timeline(Feed.CLOCK, Codec.H264),
          new VideoSegmenter.Output() {
            @Override
            public void begins(long ticks, boolean discontinuity) {
              audio.cut(ticks, discontinuity);
            }

            @Override
            public void finished(Segment segment) {
              pictures.add(segment);
            }
          });

  @Test
  void twoGopsOfASecondAreASegment() {
    gops(1_000, 7);
    assertEquals(List.of(2_000L, 2_000L, 2_000L), milliseconds(pictures));
    assertEquals(List.of(0L, 1L, 2L), pictures.stream().map(Segment::number).toList());
    assertEquals(Feed.EPOCH_MICROS + 4_000 * MS, pictures.get(2).startMicros());
  }

  @Test
  void aCadenceThatWouldOvershootTheTargetIsCutOneGopEarlier() {
    gops(1_300, 4);
    assertEquals(List.of(1_300L, 1_300L, 1_300L), milliseconds(pictures));
  }

  @Test
  void gopsOfHalfASecondMakeTwoSeconds() {
    gops(500, 9);
    assertEquals(List.of(2_000L, 2_000L), milliseconds(pictures));
  }

  @Test
  void longGopsAreASegmentEach() {
    gops(4_000, 3);
    assertEquals(List.of(4_000L, 4_000L), milliseconds(pictures));
  }

  @Test
  void withoutKeyframesASegmentEndsAfterSixSecondsAndTheNextBeginsWithAKeyframe() {
    video.frame(Feed.idr(0, Feed.SPS_180));
    for (long at = 40; at <= 9_000; at += 40) {
      video.frame(Feed.slice(at * MS));
    }
    assertEquals(List.of(6_040L), milliseconds(pictures));
    video.frame(Feed.idr(9_040 * MS, Feed.SPS_180));
    video.frame(Feed.idr(11_040 * MS, Feed.SPS_180));
    assertEquals(Feed.EPOCH_MICROS + 9_040 * MS, pictures.get(1).startMicros());
    assertFalse(pictures.get(1).discontinuity(), "neither decoder nor time base changed");
  }

  @Test
  void framesBeforeTheFirstKeyframeAreLeftOut() {
    video.frame(Feed.slice(0));
    video.frame(Feed.idr(40 * MS, Feed.SPS_180));
    video.frame(Feed.idr(2_040 * MS, Feed.SPS_180));
    assertEquals(1, pictures.getFirst().frames());
    assertEquals(Feed.EPOCH_MICROS + 40 * MS, pictures.getFirst().startMicros());
  }

  @Test
  void otherParameterSetsEndASegmentAtOnceInPictureAndSound() {
    video.frame(Feed.idr(0, Feed.SPS_180));
    sound(0, 3_000);
    video.frame(Feed.idr(300 * MS, Feed.SPS_90));
    video.frame(Feed.idr(2_300 * MS, Feed.SPS_90));
    video.end(3_000);
    assertEquals(List.of(300L, 2_000L, 33L), milliseconds(pictures));
    assertEquals(List.of(false, true, false), marks(pictures));
    assertEquals(320, pictures.get(0).init().width());
    assertEquals(160, pictures.get(1).init().width());
    assertEquals("avc1.42c00b", pictures.get(1).init().codec());
    assertEquals(List.of(300L, 2_000L), milliseconds(sounds));
    assertEquals(List.of(false, true), marks(sounds));
  }

  @Test
  void theSameParameterSetsAgainAreTheSameInit() {
    video.frame(Feed.idr(0, Feed.SPS_180));
    video.frame(Feed.idr(300 * MS, Feed.SPS_90));
    video.frame(Feed.idr(600 * MS, Feed.SPS_180));
    video.end(3_000);
    assertEquals(pictures.get(0).init().name(), pictures.get(2).init().name());
    assertEquals(List.of(false, true, true), marks(pictures));
  }

  @Test
  void soundAheadOfThePictureWaitsForTheCut() {
    sound(0, 1_500);
    gop(0);
    gop(1_000);
    sound(1_500, 5_000);
    gop(2_000);
    assertEquals(List.of(2_000L), milliseconds(sounds));
    gop(3_000);
    gop(4_000);
    assertEquals(List.of(2_000L, 2_000L), milliseconds(sounds));
  }

  @Test
  void soundBehindThePictureIsCutWhenItGetsThere() {
    gops(1_000, 5);
    sound(0, 2_000);
    assertEquals(List.of(), sounds, "the packet at the cut is not there yet");
    sound(2_000, 2_020);
    assertEquals(List.of(2_000L), milliseconds(sounds));
    sound(2_020, 4_020);
    assertEquals(List.of(2_000L, 2_000L), milliseconds(sounds));
  }

  @Test
  void soundIsCutAtThePacketBorderBehindThePicture() {
    // Pictures begin at 10 ms: the packet of 20 ms is the first that belongs to them.
    video.frame(Feed.idr(10 * MS, Feed.SPS_180));
    video.frame(Feed.idr(2_010 * MS, Feed.SPS_180));
    sound(0, 2_040);
    assertEquals(Feed.EPOCH_MICROS + 20 * MS, sounds.getFirst().startMicros());
    assertEquals(List.of(2_000L), milliseconds(sounds));
  }

  @Test
  void holesInTheSoundAreSilence() {
    video.frame(Feed.idr(0, Feed.SPS_180));
    sound(0, 500);
    sound(700, 2_020);
    video.frame(Feed.idr(1_000 * MS, Feed.SPS_180));
    video.frame(Feed.idr(2_000 * MS, Feed.SPS_180));
    assertEquals(List.of(2_000L), milliseconds(sounds));
    assertEquals(100, sounds.getFirst().frames());
  }

  @Test
  void soundGoesOnWhileThePictureStands() {
    video.frame(Feed.idr(0, Feed.SPS_180));
    sound(0, 8_000);
    assertEquals(1, sounds.size());
    assertTrue(sounds.getFirst().seconds() <= 7.0, sounds.toString());
  }

  @Test
  void aRepeatedPacketIsLeftOut() {
    video.frame(Feed.idr(0, Feed.SPS_180));
    sound(0, 1_000);
    sound(500, 1_000);
    sound(1_000, 2_020);
    video.frame(Feed.idr(2_000 * MS, Feed.SPS_180));
    assertEquals(100, sounds.getFirst().frames());
  }

  private void gops(int lengthMs, int count) {
    for (int i = 0; i < count; i++) {
      gop(i * (long) lengthMs);
    }
  }

  private void gop(long atMs) {
    video.frame(Feed.idr(atMs * MS, Feed.SPS_180));
    video.frame(Feed.slice((atMs + 40) * MS));
  }

  private void sound(long fromMs, long untilMs) {
    for (long at = fromMs; at < untilMs; at += 20) {
      audio.packet(Feed.audio(at * MS, PACKET));
    }
  }

  private static List<Long> milliseconds(List<Segment> segments) {
    return segments.stream().map(s -> s.durationTicks() * 1000 / s.timescale()).toList();
  }

  private static List<Boolean> marks(List<Segment> segments) {
    return segments.stream().map(Segment::discontinuity).toList();
  }
}
