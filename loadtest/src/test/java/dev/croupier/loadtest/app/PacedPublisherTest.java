package dev.croupier.loadtest.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.croupier.gateway.media.peer.ReceivedFrame;
import dev.croupier.gateway.media.peer.WhepPlayer;
import dev.croupier.gateway.media.peer.WhipPublisher;
import dev.croupier.loadtest.peer.Feed;
import dev.croupier.loadtest.studio.EncodedAudio;
import dev.croupier.loadtest.studio.EncodedFrame;
import dev.croupier.loadtest.studio.FrameSink;
import dev.croupier.loadtest.studio.VideoSettings;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A publisher that paces its packets, at a real gateway with a real viewer. */
final class PacedPublisherTest {
  private static final int FRAMES = 60;
  private static final long FRAME_MICROS = 33_333;

  /** Payload that one packet can have and that the pace does not hold back: the last one's. */
  private static final long PACKET_BYTES = 1_140;

  /** On a busy machine pictures pause: the slate is to stay away. */
  private static final String TABLE =
      TestHouse.ROULETTE + "    failover: {enabled: false, slateAfterMs: 5000}\n";

  @TempDir Path folder;
  private TestHouse house;
  private final Map<Long, Long> bytesByCapture = new ConcurrentHashMap<>();
  private final BlockingQueue<long[]> sent = new LinkedBlockingQueue<>();
  private final BlockingQueue<ReceivedFrame> seen = new LinkedBlockingQueue<>();

  @BeforeEach
  void open() throws Exception {
    house = TestHouse.open(folder.resolve("data"), TABLE);
  }

  @AfterEach
  void close() throws Exception {
    house.close();
  }

  @Test
  void aKeyframeTakesItsTimeAndTheViewerHasEveryPictureAsFarApartAsTheyWereCaptured()
      throws Exception {
    Feed.Material material = Feed.Material.code(VideoSettings.small30(), 1, 2);
    long rate = material.bitrate() * 5 / 4;
    try (WhipPublisher publisher = publish();
        Feed feed = new Feed(material, false, house.ground().clock(), into(publisher))) {
      publisher.ready().get(20, TimeUnit.SECONDS);
      publisher.pace(rate);
      feed.start();
      house.await(
          "/api/v1/tables/roulette-1",
          null,
          table -> table.path("program").path("signal").asText().equals("cam-a"));
      List<ReceivedFrame> frames = watch();

      assertFalse(frames.stream().anyMatch(ReceivedFrame::afterLoss), "nothing is lost");
      for (int i = 1; i < frames.size(); i++) {
        long apart = frames.get(i).captureMicros() - frames.get(i - 1).captureMicros();
        assertTrue(Math.abs(apart - FRAME_MICROS) < 3_000, "captured " + apart + " µs apart");
      }
    }
    int large = 0;
    for (long[] each : sent) {
      long bytes = bytesByCapture.get(each[0]) - PACKET_BYTES;
      long least = bytes * 8_000_000 / rate;
      assertTrue(each[1] - each[0] >= least, bytes + " bytes left in " + (each[1] - each[0]));
      large += least > FRAME_MICROS ? 1 : 0;
    }
    assertTrue(sent.size() > FRAMES, sent.size() + " were sent");
    assertTrue(large >= 2, "keyframes among them, larger than what a frame's time holds");
  }

  private WhipPublisher publish() throws Exception {
    return house.publish(
        house.api().demoToken("publisher", "studio"),
        new WhipPublisher.Listener() {
          @Override
          public void keyframeRequested() {
            // Keyframes come by themselves.
          }

          @Override
          public void closed(String reason) {
            // The viewer would see it.
          }

          @Override
          public void frameSent(long captureMicros, long sentMicros) {
            sent.add(new long[] {captureMicros, sentMicros});
          }
        });
  }

  private FrameSink into(WhipPublisher publisher) {
    return new FrameSink() {
      @Override
      public void onVideo(EncodedFrame frame) {
        bytesByCapture.put(frame.captureMicros(), (long) frame.annexB().length);
        publisher.video(frame.annexB(), frame.captureMicros());
      }

      @Override
      public void onAudio(EncodedAudio packet) {
        publisher.audio(packet.packet(), packet.captureMicros());
      }
    };
  }

  /** Two seconds of a viewer, after the first one, in which it may catch up. */
  private List<ReceivedFrame> watch() throws Exception {
    List<ReceivedFrame> frames = new ArrayList<>();
    try (WhepPlayer player =
        house.play(
            "watcher",
            new WhepPlayer.Listener() {
              @Override
              public void frame(ReceivedFrame frame) {
                seen.add(frame);
              }
            })) {
      player.ready().get(20, TimeUnit.SECONDS);
      while (frames.size() < FRAMES + 30) {
        ReceivedFrame next = seen.poll(20, TimeUnit.SECONDS);
        assertTrue(next != null && next.decodable(), frames.size() + " frames");
        frames.add(next);
      }
    }
    assertEquals(FRAMES + 30, frames.size());
    return frames.subList(30, frames.size());
  }
}
