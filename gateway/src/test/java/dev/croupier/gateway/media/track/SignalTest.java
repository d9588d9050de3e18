package dev.croupier.gateway.media.track;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.croupier.gateway.ids.SignalName;
import dev.croupier.gateway.media.codec.Codec;
import dev.croupier.gateway.media.codec.CodedFrame;
import dev.croupier.gateway.media.ingest.KeyframeCadence;
import dev.croupier.gateway.media.ingest.KeyframeRequester;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Whose a signal's name is, and whether its source answers. */
final class SignalTest {
  private static final CodedFrame KEYFRAME =
      new CodedFrame(Codec.H264, 0, true, new byte[] {0, 0, 0, 1, 0x65});

  private final Signal signal = new Signal(new SignalName("cam-a"), List.of(Codec.H264));
  private final Object publisher = new Object();
  private int requests;

  @Test
  void aDeadPublishersNameIsFreeWithinFiveSeconds() {
    signal.begin(publisher, Codec.H264, () -> requests++, 1_000_000);
    signal.onVideo(KEYFRAME, 2_000_000, 2_000_000);
    assertTrue(signal.taken(2_000_000 + Signal.DEAD_MICROS - 1));
    assertFalse(signal.taken(2_000_000 + Signal.DEAD_MICROS));
    assertTrue(Signal.DEAD_MICROS < 5_000_000);
  }

  @Test
  void aPublisherThatPausesOnlyItsPictureKeepsItsName() {
    signal.begin(publisher, Codec.H264, () -> requests++, 1_000_000);
    signal.onVideo(KEYFRAME, 2_000_000, 2_000_000);
    for (long now = 2_000_000; now < 20_000_000; now += 20_000) {
      signal.onAudio(now);
      signal.tick(now);
    }
    assertTrue(signal.taken(20_000_000));
    assertEquals(SignalState.STALE, signal.status().state());
    signal.onVideo(KEYFRAME, 20_000_000, 20_000_000);
    assertEquals(SignalState.LIVE, signal.status().state());
  }

  @Test
  void aSignalInAnotherCodecThanItsProgramsLivesButSaysThatItDoesNotFit() {
    CodedFrame vp8 = new CodedFrame(Codec.VP8, 0, true, new byte[10]);
    signal.begin(publisher, Codec.VP8, () -> requests++, 1_000_000);
    signal.parameters(640, 360, "42e01f");
    signal.onVideo(vp8, 1_100_000, 1_100_000);
    assertFalse(signal.fits());
    assertEquals(SignalState.LIVE, signal.status().state());
    assertEquals("codec", signal.status().reason());
    assertEquals("vp8", signal.status().codec());
    signal.end(publisher, SignalState.LOST, "closed");

    signal.begin(publisher, Codec.H264, () -> requests++, 2_000_000);
    signal.onVideo(KEYFRAME, 2_100_000, 2_100_000);
    assertTrue(signal.fits());
    assertNull(signal.status().reason());
    assertEquals("h264", signal.status().codec());
  }

  @Test
  void beforeARequestThatIsPlannedNoneGoesOutThatNobodyWaitsFor() {
    signal.begin(publisher, Codec.H264, () -> requests++, 1_000_000);
    signal.onVideo(KEYFRAME, 1_000_000, 1_000_000);
    signal.keepFree(2_500_000);
    for (long now = 1_000_000; now < 2_500_000; now += 10_000) {
      signal.tick(now);
    }
    assertEquals(0, requests, "the usual one would have been at 2.2 s");
    signal.wantKeyframe(2_500_000);
    assertEquals(1, requests, "nothing holds it up");
    signal.onVideo(KEYFRAME, 2_560_000, 2_600_000);

    signal.keepFree(3_900_000);
    signal.wantKeyframe(3_600_000);
    signal.tick(3_600_000);
    assertEquals(2, requests, "a viewer does not wait for somebody's plan");
  }

  @Test
  void aSourceThatNeverAnswersIsIrregular() {
    signal.begin(publisher, Codec.H264, () -> requests++, 1_000_000);
    signal.onVideo(KEYFRAME, 1_000_000, 1_000_000);
    for (long now = 1_000_000; now < 11_000_000; now += 10_000) {
      signal.onVideo(new CodedFrame(Codec.H264, 0, false, new byte[5]), now, now);
      signal.wantKeyframe(now);
      signal.tick(now);
    }
    assertTrue(signal.status().irregular());
    assertTrue(requests <= 21, requests + " requests in ten seconds");
    signal.onVideo(KEYFRAME, 11_000_000, 11_000_000);
    signal.tick(12_100_000);
    assertFalse(signal.status().irregular());
  }

  @Test
  void whoCannotBeAskedIsNotAndNobodyCountsOnAnAnswer() {
    signal.begin(publisher, Codec.H264, KeyframeRequester.NOBODY, 1_000_000);
    for (long now = 1_000_000; now < 11_000_000; now += 100_000) {
      boolean due = now % 1_000_000 == 0;
      signal.onVideo(due ? KEYFRAME : new CodedFrame(Codec.H264, 0, false, new byte[5]), now, now);
      signal.wantKeyframe(now + 700_000);
      signal.tick(now);
    }
    assertEquals(0, signal.status().answerMicros());
    assertEquals(0, signal.leadMicros());
    assertFalse(signal.status().irregular());
    assertEquals(KeyframeCadence.Outlook.NONE, signal.outlook());
  }
}
