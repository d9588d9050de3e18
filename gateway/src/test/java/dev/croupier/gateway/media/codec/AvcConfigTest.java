package dev.croupier.gateway.media.codec;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.croupier.gateway.media.codec.ProfileLevelId.Profile;
import dev.croupier.gateway.media.rtp.Parse;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Parameter sets outside the stream, and profiles by name. */
class AvcConfigTest {
  private static final String SPS = "6742c01eda0280f640";
  private static final String PPS = "68cb8cb2";

  @Test
  void aBaselineRecordIsAsByHand() {
    AvcConfig config = new AvcConfig(List.of(hex(SPS)), List.of(hex(PPS)));
    byte[] record = hex("01 42c01e ff e1 0009" + SPS + "01 0004" + PPS);
    assertArrayEquals(record, config.record());
    AvcConfig parsed = AvcConfig.parse(record).orNull();
    assertArrayEquals(hex(SPS), parsed.sps().getFirst());
    assertArrayEquals(hex(PPS), parsed.pps().getFirst());
  }

  @Test
  void aHighRecordTellsItsChroma() {
    byte[] high422 = hex("677a0015bcd941519e222f0110000003001000000640f162d960");
    AvcConfig config = new AvcConfig(List.of(high422), List.of(hex(PPS)));
    byte[] record = config.record();
    assertArrayEquals(
        hex("fe f8 f8 00"), Arrays.copyOfRange(record, record.length - 4, record.length));
    assertTrue(AvcConfig.parse(record) instanceof Parse.Parsed);
  }

  @Test
  void aKeyframeGivesItsSets() {
    byte[] data = RecordingListener.frame(List.of(hex(SPS), hex(PPS), hex("658884aa")));
    AvcConfig config = AvcConfig.ofKeyframe(data).orNull();
    assertArrayEquals(hex(SPS), config.sps().getFirst());
    assertEquals("Z0LAHtoCgPZA,aMuMsg==", config.sprop());
    assertEquals(
        "no_sps", AvcConfig.ofKeyframe(RecordingListener.frame(List.of(hex("419aaa")))).reason());
  }

  @Test
  void spropIsReadAsFfmpegWritesIt() {
    AvcConfig config = AvcConfig.parseSprop("Z0LAHtoCgPZA,aMuMsg==").orNull();
    assertArrayEquals(hex(SPS), config.nals().getFirst());
    assertArrayEquals(hex(PPS), config.nals().getLast());
    assertEquals("bad_sprop", AvcConfig.parseSprop("Z0LAHtoCgPZA,!").reason());
    assertEquals("no_sps", AvcConfig.parseSprop("").reason());
    assertEquals("no_sps", AvcConfig.parseSprop("aMuMsg==").reason());
  }

  @Test
  void brokenRecordsAreRejectedAndNeverThrow() {
    byte[] record = hex("01 42c01e ff e1 0009" + SPS + "01 0004" + PPS);
    for (int length = 0; length < record.length; length++) {
      assertTrue(AvcConfig.parse(Arrays.copyOf(record, length)) instanceof Parse.Rejected);
    }
    Random random = new Random(19);
    for (int i = 0; i < 50_000; i++) {
      byte[] bad = record.clone();
      bad[random.nextInt(bad.length)] = (byte) random.nextInt();
      bad[random.nextInt(bad.length)] = (byte) random.nextInt();
      AvcConfig.parse(bad);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "42e01f, CONSTRAINED_BASELINE",
    "42c014, CONSTRAINED_BASELINE",
    "42001f, BASELINE",
    "4d001f, MAIN",
    "4d401f, MAIN",
    "4d801f, CONSTRAINED_BASELINE",
    "58c01f, CONSTRAINED_BASELINE",
    "58801f, BASELINE",
    "58001f, OTHER",
    "64001f, HIGH",
    "640c1f, CONSTRAINED_HIGH",
    "f4001f, HIGH_444_PREDICTIVE",
    "6e001f, OTHER"
  })
  void profilesHaveNames(String hex, Profile profile) {
    ProfileLevelId id = ProfileLevelId.parse(hex).orNull();
    assertEquals(profile, id.profile());
    assertEquals(hex, id.toString());
  }

  @Test
  void whatIsNotSixHexDigitsIsNoProfile() {
    for (String bad : List.of("", "42e01", "42e01f0", "42e01g", "      ")) {
      assertEquals("bad_profile_level_id", ProfileLevelId.parse(bad).reason());
    }
    assertEquals("42000a", ProfileLevelId.DEFAULT.toString());
  }

  private static byte[] hex(String digits) {
    return H264Streams.hex(digits);
  }
}
