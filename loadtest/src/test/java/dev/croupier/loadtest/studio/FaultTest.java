package dev.croupier.loadtest.studio;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.croupier.loadtest.plan.ScenarioException;
import dev.croupier.loadtest.studio.Fault.Gop.Unit;
import dev.croupier.loadtest.studio.Fault.Plain;
import dev.croupier.loadtest.studio.Fault.Sound.Channels;
import dev.croupier.loadtest.studio.VideoSettings.Profile;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class FaultTest {
  @Test
  void wordsOfAPictureSayItsSizeAndRate() {
    assertEquals(new Fault.Shape(1280, 720, OptionalInt.of(30)), Fault.parse("720p30"));
    assertEquals(new Fault.Shape(960, 540, OptionalInt.of(25)), Fault.parse("540p25"));
    assertEquals(new Fault.Shape(640, 360, OptionalInt.empty()), Fault.parse("360p"));
    assertEquals(new Fault.Shape(854, 480, OptionalInt.of(24)), Fault.parse("480p24"));
    assertEquals(new Fault.Shape(1024, 768, OptionalInt.empty()), Fault.parse("size=1024x768"));
    assertEquals(new Fault.Rate(50), Fault.parse("rate=50"));
  }

  @Test
  void timesHaveUnitsAndSigns() {
    assertEquals(new Fault.Offset(-3_000_000), Fault.parse("offset=-3s"));
    assertEquals(new Fault.Offset(1_500_000), Fault.parse("offset=+1.5s"));
    assertEquals(new Fault.Offset(0), Fault.parse("offset=0"));
    assertEquals(new Fault.Delay(120_000), Fault.parse("delay=120ms"));
    assertEquals(new Fault.Jitter(250), Fault.parse("jitter=250us"));
    assertEquals(new Fault.LateKeyframes(2_000_000), Fault.parse("late-keyframes=2s"));
    assertEquals(new Fault.Drift(-100.5), Fault.parse("drift=-100.5ppm"));
  }

  @Test
  void theRestIsReadTooWhateverItsCase() {
    assertEquals(new Fault.Bitrate(1_200_000), Fault.parse("bitrate=1200k"));
    assertEquals(new Fault.Bitrate(2_500_000), Fault.parse("bitrate=2.5M"));
    assertEquals(new Fault.Gop(Unit.MILLIS, 2_000), Fault.parse("gop=2s"));
    assertEquals(new Fault.Gop(Unit.FRAMES, 60), Fault.parse("gop=60"));
    assertEquals(new Fault.Gop(Unit.REQUEST, 0), Fault.parse("gop=request"));
    assertEquals(new Fault.Coded(Profile.CONSTRAINED_BASELINE), Fault.parse("profile=baseline"));
    assertEquals(new Fault.Coded(Profile.HIGH), Fault.parse("PROFILE=High"));
    assertEquals(new Fault.Sound(Channels.NONE), Fault.parse(" audio=none "));
    assertEquals(Plain.NO_KEYFRAMES, Fault.parse("no-keyframes"));
  }

  @ParameterizedTest
  @EnumSource(Plain.class)
  void everyPlainWordIsReadAsItIsWritten(Plain plain) {
    assertEquals(plain, Fault.parse(plain.word()));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "720p30", "480p24", "size=960x542", "rate=25", "bitrate=1200k", "bitrate=1234567",
        "gop=1s", "gop=1500ms", "gop=60", "gop=request", "profile=baseline", "profile=main",
        "audio=none", "offset=-3s", "offset=40ms", "drift=100ppm", "drift=-0.5ppm", "delay=120ms",
        "jitter=20ms", "pacing=2.5", "pacing=burst", "late-keyframes=2s"
      })
  void aWordIsWrittenAsItIsRead(String word) {
    assertEquals(word, Fault.parse(word).word());
  }

  @ParameterizedTest
  @CsvSource({
    "freez, freeze",
    "garbadge, garbage",
    "no-keyframe, no-keyframes",
    "ofset=-3s, offset=-3s",
    "720i30, 720p30"
  })
  void anUnknownWordNamesTheNearestKnownOne(String word, String nearest) {
    assertEquals("unknown word '" + word + "'; did you mean '" + nearest + "'?", complaint(word));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "=", "=3", "colour=red", "freeze=1", "p", "\uD800"})
  void whatIsLikeNothingIsRefusedToo(String word) {
    assertTrue(complaint(word).startsWith("unknown word '" + word + "'; did you mean '"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "rate=0; must be 1 to 120",
        "rate=fast; a whole number is needed",
        "720p121; must be 1 to 120",
        "88p30; must be 90 to 2160",
        "size=961x540; width and height must be even",
        "size=9999x540; must be 160 to 3840",
        "size=big; a size such as 960x540 is needed",
        "bitrate=1k; must be 50k to 50000k",
        "bitrate=900g; a bit rate is 1200k, 2.5m or plain bits a second",
        "gop=0; must be 1 to 7200",
        "gop=2h; a whole number is needed",
        "profile=best; a profile is baseline, main or high",
        "audio=loud; audio is stereo, mono or none",
        "offset=3; a time needs a unit: s, ms or us",
        "offset=2000000s; must be -3600s to 3600s",
        "drift=2000ppm; must be -1000ppm to 1000ppm",
        "drift=3; a drift needs its unit: 100ppm",
        "delay=-1ms; must be 0s to 5s",
        "pacing=0.5; must be 1 to 100",
        "pacing=fast; pacing is burst, or a multiple of the rate such as 2.5",
        "jitter=soon; a time such as 120ms or 2s is needed",
        "late-keyframes=61s; must be 0s to 60s"
      })
  void whatIsOutOfRangeIsRefusedInOneLine(String word, String complaint) {
    assertEquals("'" + word + "': " + complaint, complaint(word));
  }

  @Test
  void longAndBrokenTextIsCutInComplaints() {
    String complaint = complaint("x".repeat(10_000) + "\nsecond line");
    assertTrue(complaint.length() < 120, complaint);
    assertEquals(1, complaint.lines().count());
  }

  private static String complaint(String word) {
    return assertThrows(ScenarioException.class, () -> Fault.parse(word)).getMessage();
  }
}
