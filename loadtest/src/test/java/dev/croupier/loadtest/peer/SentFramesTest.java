package dev.croupier.loadtest.peer;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.croupier.gateway.media.peer.ReceivedFrame;
import dev.croupier.loadtest.studio.EncodedAudio;
import dev.croupier.loadtest.studio.EncodedFrame;
import dev.croupier.loadtest.studio.FrameSink;
import dev.croupier.loadtest.viewer.Origins;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

final class SentFramesTest {
  private final Random random = new Random(8);
  private final List<Object> passed = new ArrayList<>();

  private byte[] frame(int bytes) {
    byte[] frame = new byte[bytes];
    random.nextBytes(frame);
    return frame;
  }

  private FrameSink through(SentFrames sent) {
    return sent.before(
        new FrameSink() {
          @Override
          public void onVideo(EncodedFrame frame) {
            passed.add(frame);
          }

          @Override
          public void onAudio(EncodedAudio packet) {
            passed.add(packet);
          }
        });
  }

  /** As a viewer gets it: other bytes before, its own times. */
  private static ReceivedFrame received(byte[] frame) {
    byte[] data = new byte[frame.length + 40];
    System.arraycopy(frame, 0, data, 40, frame.length);
    return new ReceivedFrame(
        77, ReceivedFrame.NO_CAPTURE_TIME, 5_000, 6_000, true, true, false, data);
  }

  @Test
  void aFrameIsKnownByItsEndAndTheTimeIsThatOfItsLastPacketsLeaving() {
    byte[] first = frame(5_000);
    byte[] second = frame(900);
    SentFrames sent = new SentFrames(List.of(first, second));
    FrameSink sink = through(sent);

    EncodedFrame given = new EncodedFrame(true, 1_000, first);
    sink.onVideo(given);
    sink.onVideo(new EncodedFrame(false, 34_333, second));
    assertEquals(Origins.UNKNOWN, sent.sentMicros(received(first)), "it still waits");
    sent.sent(1_000, 65_000);
    sent.sent(34_333, 70_000);

    assertEquals(65_000, sent.sentMicros(received(first)));
    assertEquals(70_000, sent.sentMicros(received(second)));
    assertEquals(given, passed.getFirst(), "it goes on as it is");
  }

  @Test
  void whenTheFeedBeginsAnewTheLastSendingCounts() {
    byte[] frame = frame(3_000);
    SentFrames sent = new SentFrames(List.of(frame));
    FrameSink sink = through(sent);
    sink.onVideo(new EncodedFrame(true, 1_000, frame));
    sent.sent(1_000, 2_000);
    sink.onVideo(new EncodedFrame(true, 8_001_000, frame));
    assertEquals(2_000, sent.sentMicros(received(frame)));
    sent.sent(8_001_000, 8_002_000);

    assertEquals(8_002_000, sent.sentMicros(received(frame)));
  }

  @Test
  void whatCannotBeToldApartIsLeftOut() {
    byte[] one = frame(3_000);
    byte[] like = frame(2_000);
    System.arraycopy(one, 2_900, like, 1_900, 100);
    byte[] tiny = frame(40);
    SentFrames sent = new SentFrames(List.of(one, like, tiny));
    FrameSink sink = through(sent);
    List<byte[]> frames = List.of(one, like, tiny);
    for (int i = 0; i < frames.size(); i++) {
      sink.onVideo(new EncodedFrame(i == 0, i, frames.get(i)));
      sent.sent(i, 100 + i);
    }

    frames.forEach(each -> assertEquals(Origins.UNKNOWN, sent.sentMicros(received(each))));
    assertEquals(Origins.UNKNOWN, sent.sentMicros(received(frame(3_000))), "never sent");
  }

  @Test
  void soundGoesByAndFramesThatAreLostOnTheWayAreForgotten() {
    byte[] frame = frame(3_000);
    SentFrames sent = new SentFrames(List.of(frame));
    FrameSink sink = through(sent);
    EncodedAudio sound = new EncodedAudio(0, 0, new byte[3]);
    sink.onAudio(sound);
    assertEquals(List.of(sound), passed);

    for (int i = 0; i < 5_000; i++) {
      sink.onVideo(new EncodedFrame(false, i, frame));
    }
    sent.sent(0, 1);
    assertEquals(Origins.UNKNOWN, sent.sentMicros(received(frame)));
    sent.sent(4_999, 2);
    assertEquals(2, sent.sentMicros(received(frame)));
  }
}
