package dev.croupier.gateway.media.track;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.croupier.gateway.ids.SignalName;
import dev.croupier.gateway.media.codec.Codec;
import dev.croupier.gateway.media.codec.H264Level;
import dev.croupier.gateway.media.codec.ProfileLevelId.Profile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class CutCheckTest {
  private static final SignalStatus ON_AIR =
      status(SignalState.LIVE, null, "h264", 1280, 720, "42e01f", 30);

  private static SignalStatus status(
      SignalState state,
      String reason,
      String codec,
      int width,
      int height,
      String profile,
      double fps) {
    return new SignalStatus(
        new SignalName("cam-b"),
        state,
        reason,
        codec,
        width,
        height,
        profile,
        true,
        fps,
        0,
        0,
        0,
        false,
        null,
        0);
  }

  @Test
  void soundAloneCannotBeShown() {
    assertEquals(
        new CutCheck(CutCheck.Verdict.INCOMPATIBLE, "sound_only"),
        CutCheck.of(
            status(SignalState.LIVE, "sound_only", null, 0, 0, "", 0),
            null,
            ProgramTerms.usual(Codec.H264)));
  }

  @ParameterizedTest
  @CsvSource({
    "h264, 1280,  720, 42e01f, 30, SEAMLESS,",
    "h264, 1280,  720, 42e01f, 25, SEAMLESS,",
    "h264,  960,  540, 42e01f, 25, RECONFIGURES,",
    "h264, 1280,  720, 4d001f, 30, RECONFIGURES,",
    "h264, 1280,  720, 64001f, 30, INCOMPATIBLE, profile",
    "h264, 1280,  720, f4001f, 30, INCOMPATIBLE, profile",
    "h264, 1280,  720, 42e020, 30, INCOMPATIBLE, level",
    "h264, 1920, 1080, 42e01f, 30, INCOMPATIBLE, resolution",
    "h264, 1280,  720, 42e01f, 31, SEAMLESS,",
    "h264, 1280,  720, 42e01f, 50, INCOMPATIBLE, rate",
    "vp8,  1280,  720, vp8.0,  30, INCOMPATIBLE, codec"
  })
  void aProgramInMainAtLevel31Shows(
      String codec,
      int width,
      int height,
      String profile,
      double fps,
      CutCheck.Verdict verdict,
      String reason) {
    ProgramTerms terms = new ProgramTerms(Codec.H264, Profile.MAIN, H264Level.of(31));
    SignalStatus target = status(SignalState.LIVE, null, codec, width, height, profile, fps);
    assertEquals(new CutCheck(verdict, reason), CutCheck.of(target, ON_AIR, terms));
  }

  @Test
  void fromTheSlateDecodersTakeOnTheSignalsSize() {
    assertEquals(
        new CutCheck(CutCheck.Verdict.RECONFIGURES, null),
        CutCheck.of(ON_AIR, null, ProgramTerms.usual(Codec.H264)));
  }

  @Test
  void theUsualTermsLetThroughWhatIngestDoes() {
    SignalStatus target = status(SignalState.LIVE, null, "h264", 1920, 1080, "64002a", 60);
    assertEquals(
        CutCheck.Verdict.RECONFIGURES,
        CutCheck.of(target, ON_AIR, ProgramTerms.usual(Codec.H264)).verdict());
  }

  @Test
  void aSignalThatWasRefusedSaysWhyAndOneThatIsGoneThatItIs() {
    ProgramTerms terms = ProgramTerms.usual(Codec.H264);
    SignalStatus bFrames = status(SignalState.REFUSED, "b_frames", "h264", 1280, 720, "4d001f", 0);
    assertEquals(
        new CutCheck(CutCheck.Verdict.INCOMPATIBLE, "b_frames"),
        CutCheck.of(bFrames, ON_AIR, terms));
    SignalStatus lost = status(SignalState.LOST, "ended", "h264", 1280, 720, "4d001f", 0);
    assertEquals(
        new CutCheck(CutCheck.Verdict.NOT_READY, "lost"), CutCheck.of(lost, ON_AIR, terms));
  }

  @Test
  void aProgramInVp8KeepsToSizeAndRate() {
    ProgramTerms terms = new ProgramTerms(Codec.VP8, Profile.HIGH, H264Level.of(31));
    SignalStatus large = status(SignalState.LIVE, null, "vp8", 1920, 1080, "vp8.0", 30);
    assertEquals(
        new CutCheck(CutCheck.Verdict.INCOMPATIBLE, "resolution"), CutCheck.of(large, null, terms));
  }
}
