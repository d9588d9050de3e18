package dev.croupier.gateway.media.codec;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.croupier.gateway.media.rtp.Parse;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Sets made by x264; the expected values are ffprobe's. */
class H264SpsTest {
  private static final String BASELINE = "6742c014d901419f9f0110000003001000000303c0f142a480";

  /** 640x480, baseline, no VUI: made by hand from section 7.3.2.1.1. */
  private static final String WITHOUT_VUI = "67 42c01e da0280f640";

  @ParameterizedTest(name = "{1} {2}x{3} at {4}")
  @CsvSource({
    BASELINE + ",42c014,320,180,30,0,true",
    "674d400dd901419f9f0110000003001000000303c0f142a480,4d400d,320,180,30,0,true",
    "6764000bacd9428df930110000030001000003003c0f142996,64000b,160,90,30,2,true",
    "677a0015bcd941519e222f0110000003001000000640f162d960,7a0015,322,182,50,2,true",
    "67f4000c919b2859bc7cf80880000003008000003c078a14cb,f4000c,162,90,60,2,true",
    "6742c028da01e0089f97011000000300100000030320f1832a,42c028,1920,1080,25,0,true",
    "674d401eeca05a126c0440000003004000000c87c50a6580,4d401e,720,576,25,2,false",
  })
  void readsWhatAnotherDecoderReads(
      String hex,
      String profileLevel,
      int width,
      int height,
      double rate,
      int reorder,
      boolean progressive) {
    H264Sps sps = H264Sps.parse(H264Streams.hex(hex)).orNull();
    assertEquals(profileLevel, sps.profileLevel().toString());
    assertEquals(width, sps.width());
    assertEquals(height, sps.height());
    assertEquals(rate, sps.frameRate());
    assertEquals(reorder, sps.reorderFrames());
    assertEquals(progressive, sps.frameMbsOnly());
  }

  @Test
  void aSetThatSaysNothingAboutReorderingIsMadeToSayNone() {
    byte[] before = withoutVui(2);
    byte[] after = H264Sps.withoutReordering(before);
    H264Sps was = H264Sps.parse(before).orNull();
    H264Sps now = H264Sps.parse(after).orNull();
    assertEquals(-1, was.reorderFrames());
    assertEquals(0, now.reorderFrames());
    assertEquals(2, now.maxDecFrameBuffering());
    assertEquals(new H264Sps(was.profileLevel(), 0, 640, 480, 0, 2, 0, 2, true), now);
    assertSame(after, H264Sps.withoutReordering(after));
  }

  @Test
  void aSetWithTimingButNoRestrictionKeepsItsTiming() {
    // 320x192, main, VUI with timing 1/60 fixed only.
    RbspWriter w = new RbspWriter((byte) 0x67);
    w.bits(0x4D, 8).bits(0x40, 8).bits(30, 8).ue(0).ue(0).ue(2).ue(1).bit(0);
    w.ue(19).ue(11).bit(1).bit(1).bit(0);
    w.bit(1).bits(0, 4).bit(1).bits(1, 32).bits(60, 32).bit(1).bits(0, 3).bit(0);
    H264Sps now = H264Sps.parse(H264Sps.withoutReordering(w.finish())).orNull();
    assertEquals(30, now.frameRate());
    assertEquals(0, now.reorderFrames());
    assertEquals(1, now.maxDecFrameBuffering());
    assertEquals(320, now.width());
    assertEquals(192, now.height());
  }

  @Test
  void aSetThatSaysHowManyAreReorderedIsLeftAlone() {
    byte[] nal = H264Streams.hex(BASELINE);
    assertSame(nal, H264Sps.withoutReordering(nal));
  }

  @Test
  void aHandWrittenSetReadsAsWritten() {
    assertArrayEquals(H264Streams.hex(WITHOUT_VUI), withoutVui(1));
  }

  @Test
  void aTruncatedSetIsRejectedAtEveryLength() {
    byte[] nal = H264Streams.hex(BASELINE);
    for (int length = 0; length < nal.length - 2; length++) {
      Parse<H264Sps> parsed = H264Sps.parse(Arrays.copyOf(nal, length));
      assertTrue(parsed instanceof Parse.Rejected, "length " + length);
    }
  }

  @Test
  void impossibleValuesAreRejectedByName() {
    byte[] huge =
        new RbspWriter((byte) 0x67)
            .bits(0x42C01E, 24)
            .ue(0)
            .ue(0)
            .ue(2)
            .ue(1)
            .bit(0)
            .ue(5_000)
            .ue(20)
            .bits(0b1100, 4)
            .finish();
    assertEquals("sps_bad_size", H264Sps.parse(huge).reason());
    byte[] references =
        new RbspWriter((byte) 0x67).bits(0x42C01E, 24).ue(0).ue(0).ue(2).ue(17).finish();
    assertEquals("sps_bad_references", H264Sps.parse(references).reason());
    assertEquals("not_an_sps", H264Sps.parse(H264Streams.hex("68cb8cb2aa")).reason());
    assertEquals("sps_too_long", H264Sps.parse(Arrays.copyOf(huge, 1_025)).reason());
  }

  @Test
  void garbageNeverThrows() {
    Random random = new Random(7);
    for (int i = 0; i < 200_000; i++) {
      byte[] nal = H264Streams.hex(BASELINE);
      for (int flips = random.nextInt(6); flips >= 0; flips--) {
        nal[1 + random.nextInt(nal.length - 1)] = (byte) random.nextInt();
      }
      byte[] cut = Arrays.copyOf(nal, random.nextInt(nal.length + 1));
      if (H264Sps.parse(cut) instanceof Parse.Parsed<H264Sps>(H264Sps sps)) {
        H264Sps rewritten = H264Sps.parse(H264Sps.withoutReordering(cut)).orNull();
        assertEquals(sps.width(), rewritten.width());
        assertTrue(rewritten.reorderFrames() >= 0);
      }
    }
  }

  /** 640x480, {@code pic_order_cnt_type} 2, no VUI. */
  private static byte[] withoutVui(int references) {
    return new RbspWriter((byte) 0x67)
        .bits(0x42C01E, 24)
        .ue(0)
        .ue(0)
        .ue(2)
        .ue(references)
        .bit(0)
        .ue(39)
        .ue(29)
        .bits(0b1100, 4)
        .finish();
  }
}
