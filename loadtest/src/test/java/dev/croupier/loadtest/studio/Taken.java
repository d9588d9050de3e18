package dev.croupier.loadtest.studio;

import static org.junit.jupiter.api.Assertions.assertNotNull;

import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** Keeps what a camera hands over. */
final class Taken implements FrameSink {
  final BlockingQueue<EncodedFrame> frames = new LinkedBlockingQueue<>();
  final BlockingQueue<EncodedAudio> sounds = new LinkedBlockingQueue<>();

  @Override
  public void onVideo(EncodedFrame frame) {
    frames.add(frame);
  }

  @Override
  public void onAudio(EncodedAudio packet) {
    sounds.add(packet);
  }

  EncodedFrame frame() throws InterruptedException {
    EncodedFrame frame = frames.poll(20, TimeUnit.SECONDS);
    assertNotNull(frame, "a frame within 20 s");
    return frame;
  }

  EncodedAudio sound() throws InterruptedException {
    EncodedAudio packet = sounds.poll(20, TimeUnit.SECONDS);
    assertNotNull(packet, "sound within 20 s");
    return packet;
  }
}
