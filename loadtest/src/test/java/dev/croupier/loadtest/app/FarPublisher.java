package dev.croupier.loadtest.app;

import dev.croupier.gateway.media.peer.ReceivedFrame;
import dev.croupier.gateway.media.peer.WhepPlayer;
import dev.croupier.gateway.media.peer.WhipPublisher;
import dev.croupier.loadtest.peer.Feed;
import dev.croupier.loadtest.relay.Direction;
import dev.croupier.loadtest.relay.Impairment;
import dev.croupier.loadtest.relay.Relay;
import dev.croupier.loadtest.relay.RelaySettings;
import dev.croupier.loadtest.studio.AudioEncoder;
import dev.croupier.loadtest.studio.AudioSettings;
import dev.croupier.loadtest.studio.EncodedAudio;
import dev.croupier.loadtest.studio.EncodedFrame;
import dev.croupier.loadtest.studio.FrameSink;
import dev.croupier.loadtest.studio.Picture;
import dev.croupier.loadtest.studio.RoundState;
import dev.croupier.loadtest.studio.Shot;
import dev.croupier.loadtest.studio.TestCard;
import dev.croupier.loadtest.studio.VideoEncoder;
import dev.croupier.loadtest.studio.VideoSettings;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * A native publisher of a table of its own behind a relay, and a native viewer of it on a clean
 * path. Each picture carries the moment at which it was given to the publisher, so that its age is
 * known whatever the gateway makes of its time.
 */
final class FarPublisher implements AutoCloseable {
  /** User data that decoders pass over (an SEI of H.264), with digits of microseconds behind it. */
  private static final byte[] STAMP = {0, 0, 0, 1, 6, 5, 32};

  private static final byte[] NAME = "croupier test at".getBytes(StandardCharsets.US_ASCII);
  private static final long SECOND = 1_000_000;
  private static final int DIGITS = 16;
  private static final long AWAIT_SECONDS = 20;

  private final String path;
  private final TestHouse house;
  private final Relay relay;
  private final WhipPublisher publisher;
  private final Feed feed;
  private final WhepPlayer player;
  private final CountDownLatch seen = new CountDownLatch(1);
  private final List<Shown> shown = new ArrayList<>();

  /**
   * A picture that could be decoded.
   *
   * @param stampMicros when it was given to the publisher
   */
  record Shown(long stampMicros, long atMicros) {
    long ageMicros() {
      return atMicros - stampMicros;
    }
  }

  /** Publishes the only signal of a table, over a clean path so far, until it is seen. */
  FarPublisher(TestHouse house, String table, Feed.Material material, long seed) throws Exception {
    this.house = house;
    this.path = table;
    this.relay = Relay.open(RelaySettings.to(house.address()), seed, house.ground().clock());
    this.publisher =
        WhipPublisher.publish(
            relay.base().resolve("/whip/" + table + "/cam-a"),
            house.api().demoToken("publisher", "studio"),
            "42e01f",
            house.api().http(),
            house.transports(),
            house.ground().clock(),
            house.ground().random(),
            new WhipPublisher.Listener() {
              @Override
              public void keyframeRequested() {
                if (feed() != null) {
                  feed().requestKeyframe();
                }
              }

              @Override
              public void closed(String reason) {
                // The viewer would see it.
              }
            });
    publisher.ready().get(AWAIT_SECONDS, TimeUnit.SECONDS);
    this.feed = new Feed(material, true, house.ground().clock(), into());
    feed.start();
    this.player =
        house.play(
            house.address().resolve("/whep/" + table),
            "viewer-" + seed,
            house.transports(),
            new WhepPlayer.Listener() {
              @Override
              public void frame(ReceivedFrame frame) {
                take(frame);
              }
            });
    if (!seen.await(AWAIT_SECONDS, TimeUnit.SECONDS)) {
      throw new AssertionError(table + " shows nothing");
    }
  }

  /** A second of a test card, over and over; its first picture is its keyframe. */
  static Feed.Material material() {
    VideoSettings settings = VideoSettings.small30();
    List<byte[]> frames = new ArrayList<>();
    try (VideoEncoder encoder = new VideoEncoder(settings)) {
      Picture picture = new TestCard(settings.width(), settings.height(), "far");
      for (int i = 0; i < settings.fps(); i++) {
        long at = i * SECOND / settings.fps();
        frames.add(encoder.encode(picture.paint(new Shot(i, at, RoundState.NONE)), at).annexB());
      }
    }
    List<byte[]> sounds = new ArrayList<>();
    try (AudioEncoder encoder = new AudioEncoder(AudioSettings.stereo(), 0)) {
      for (int i = 0; i < settings.fps(); i++) {
        sounds.add(encoder.encode().packet());
      }
    }
    return new Feed.Material(frames, sounds, settings.fps(), frames.size(), settings.bitrate());
  }

  /** From now on its packets meet this in both directions. */
  void path(String impairment) {
    relay.set(Direction.UP, Impairment.parse(impairment));
    relay.set(Direction.DOWN, Impairment.parse(impairment));
  }

  /** What was shown of the pictures of a time. */
  List<Shown> shown(long fromMicros, long toMicros) {
    synchronized (shown) {
      return shown.stream()
          .filter(each -> each.stampMicros() >= fromMicros && each.stampMicros() < toMicros)
          .toList();
    }
  }

  /** From capture to arrival, as the gateway tells it. */
  long transitMicros() throws Exception {
    return house
        .api()
        .get("/api/v1/tables/" + path, null)
        .body()
        .at("/signals/0/clock/transitMicros")
        .asLong(-1);
  }

  @Override
  public void close() {
    path("none");
    player.close();
    feed.close();
    publisher.close();
    relay.close();
  }

  private Feed feed() {
    return feed;
  }

  private FrameSink into() {
    return new FrameSink() {
      @Override
      public void onVideo(EncodedFrame frame) {
        publisher.video(stamped(frame.annexB()), frame.captureMicros());
      }

      @Override
      public void onAudio(EncodedAudio packet) {
        publisher.audio(packet.packet(), packet.captureMicros());
      }
    };
  }

  private byte[] stamped(byte[] frame) {
    byte[] digits = "%016d".formatted(now()).getBytes(StandardCharsets.US_ASCII);
    byte[] stamped = Arrays.copyOf(frame, frame.length + STAMP.length + NAME.length + DIGITS + 1);
    int at = frame.length;
    System.arraycopy(STAMP, 0, stamped, at, STAMP.length);
    System.arraycopy(NAME, 0, stamped, at + STAMP.length, NAME.length);
    System.arraycopy(digits, 0, stamped, at + STAMP.length + NAME.length, DIGITS);
    stamped[stamped.length - 1] = (byte) 0x80;
    return stamped;
  }

  private void take(ReceivedFrame frame) {
    String text = new String(frame.data(), StandardCharsets.ISO_8859_1);
    int at = text.lastIndexOf(new String(NAME, StandardCharsets.US_ASCII));
    // The slate has no stamp.
    if (!frame.decodable() || at < 0) {
      return;
    }
    int from = at + NAME.length;
    long stamp = Long.parseLong(text.substring(from, from + DIGITS));
    synchronized (shown) {
      shown.add(new Shown(stamp, now()));
    }
    seen.countDown();
  }

  private long now() {
    return house.ground().clock().nowMicros();
  }
}
