package dev.croupier.gateway.media.track;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.croupier.gateway.media.codec.Codec;
import dev.croupier.gateway.media.codec.CodedFrame;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class RecentPicturesTest {
  private static final long FRAME = 33_333;

  private final RecentPictures pictures = new RecentPictures();
  private long now;
  private int count;

  private CodedFrame add(boolean keyframe, int bytes) {
    now += FRAME;
    CodedFrame frame = new CodedFrame(Codec.H264, count++, keyframe, new byte[bytes]);
    pictures.add(frame, now);
    return frame;
  }

  private List<CodedFrame> latest(long maxAge) {
    return pictures.latest(now, maxAge).map(RecentPictures.Pictures::frames).orElse(List.of());
  }

  @Test
  void beforeAKeyframeThereIsNone() {
    assertEquals(Optional.empty(), pictures.latest(now, 1_000_000));
    add(false, 10);
    assertEquals(Optional.empty(), pictures.latest(now, 1_000_000));
  }

  @Test
  void aFreshKeyframeStandsAloneAndAnOldOneWithAllThatFollowed() {
    CodedFrame key = add(true, 10);
    long keyAt = now;
    CodedFrame second = add(false, 10);
    CodedFrame third = add(false, 10);
    assertEquals(List.of(key), latest(2 * FRAME));
    assertEquals(keyAt, pictures.latest(now, 2 * FRAME).orElseThrow().atMicros());
    assertEquals(List.of(key, second, third), latest(2 * FRAME - 1));
    assertEquals(now, pictures.latest(now, 2 * FRAME - 1).orElseThrow().atMicros());
  }

  @Test
  void aNewKeyframeBeginsAnewAndLeavesWhatWasReadBefore() {
    CodedFrame key = add(true, 10);
    CodedFrame second = add(false, 10);
    List<CodedFrame> read = latest(0);
    CodedFrame next = add(true, 10);
    add(false, 10);
    assertEquals(List.of(key, second), read);
    assertEquals(List.of(next), latest(FRAME));
  }

  @Test
  void picturesThatStoppedAreTooOld() {
    add(true, 10);
    now += 1_000_000;
    assertEquals(1, latest(1_000_000).size());
    now++;
    assertEquals(List.of(), latest(1_000_000));
  }

  @Test
  void afterAHoleNothingIsAddedUntilTheNextKeyframe() {
    CodedFrame key = add(true, 10);
    CodedFrame second = add(false, 10);
    pictures.broken();
    add(false, 10);
    assertEquals(List.of(key, second), latest(FRAME));
    for (int i = 0; i < 30; i++) {
      add(false, 10);
    }
    assertEquals(List.of(), latest(10 * FRAME), "what can be decoded is too old");
    CodedFrame next = add(true, 10);
    assertEquals(List.of(next), latest(FRAME));
  }

  @Test
  void itsPublisherTakesThemAlong() {
    add(true, 10);
    pictures.forget();
    assertEquals(List.of(), latest(1_000_000));
    add(false, 10);
    assertEquals(List.of(), latest(1_000_000));
  }

  @Test
  void bytesAndPicturesAreCapped() {
    add(true, 1_000_000);
    for (int i = 0; i < 5; i++) {
      add(false, 1_000_000);
    }
    assertEquals(4, pictures.latest(now, 3 * FRAME).orElseThrow().frames().size());

    add(true, 1);
    for (int i = 0; i < 2 * RecentPictures.MAX_FRAMES; i++) {
      add(false, 1);
    }
    List<CodedFrame> most = latest((RecentPictures.MAX_FRAMES + 2) * FRAME);
    assertTrue(most.size() <= RecentPictures.MAX_FRAMES, most.size() + " pictures");
    assertEquals(RecentPictures.MAX_FRAMES, most.size());
  }
}
