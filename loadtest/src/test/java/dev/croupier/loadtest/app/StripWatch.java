package dev.croupier.loadtest.app;

import dev.croupier.gateway.media.peer.ReceivedFrame;
import dev.croupier.gateway.media.peer.WhepPlayer;
import dev.croupier.loadtest.studio.StripReader;
import dev.croupier.loadtest.studio.StripReading;
import dev.croupier.loadtest.studio.VideoDecoder;
import java.net.http.HttpClient;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** A viewer of the roulette table who decodes every frame and reads its strip. One thread. */
final class StripWatch implements AutoCloseable {
  /**
   * A frame with a strip.
   *
   * @param captureMicros what the gateway says of its capture
   */
  record Seen(StripReading.Frame strip, long captureMicros, long arrivedMicros) {}

  private final BlockingQueue<ReceivedFrame> frames = new LinkedBlockingQueue<>();
  private final VideoDecoder decoder = new VideoDecoder();
  private final HttpClient http = HttpClient.newHttpClient();
  private final WhepPlayer player;

  private StripWatch(TestHouse house) throws Exception {
    player =
        WhepPlayer.play(
            house.address().resolve("/whep/roulette-1"),
            house.api().demoToken("player", "strips"),
            "",
            http,
            house.transports(),
            house.ground().clock(),
            house.ground().random(),
            new WhepPlayer.Listener() {
              @Override
              public void frame(ReceivedFrame frame) {
                frames.add(frame);
              }
            });
  }

  /** Joins the table. */
  static StripWatch join(TestHouse house) throws Exception {
    return new StripWatch(house);
  }

  /** The next so many frames with a strip of this camera; others are passed over. */
  List<Seen> next(int count, int camera) throws InterruptedException {
    List<Seen> seen = new ArrayList<>();
    while (seen.size() < count) {
      ReceivedFrame frame = frames.poll(30, TimeUnit.SECONDS);
      if (frame == null) {
        throw new AssertionError(seen.size() + " of " + count + " frames, and no more came");
      }
      decoder
          .decodeLengthPrefixed(frame.data())
          .map(StripReader::read)
          .ifPresent(
              reading -> {
                if (reading instanceof StripReading.Frame strip && strip.cameraId() == camera) {
                  seen.add(new Seen(strip, frame.captureMicros(), frame.completeMicros()));
                }
              });
    }
    return seen;
  }

  @Override
  public void close() {
    player.close();
    decoder.close();
    http.close();
  }
}
