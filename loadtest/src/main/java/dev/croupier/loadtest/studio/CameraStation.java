package dev.croupier.loadtest.studio;

import dev.croupier.gateway.media.peer.ClientTransports;
import dev.croupier.gateway.media.peer.WhipPublisher;
import dev.croupier.time.clock.TableClock;
import java.io.IOException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A camera and its way to the gateway: publishes by WHIP like any encoder, and again whenever the
 * session ends. A virtual thread of its own; {@link #close} from any thread.
 */
public final class CameraStation implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(CameraStation.class);
  private static final long RETRY_MILLIS = 1_000;

  private final String path;
  private final GatewayApi api;
  private final ClientTransports transports;
  private final TableClock clock;
  private final RandomGenerator random;
  private final Camera camera;
  private final Thread thread;
  private final CountDownLatch stopped = new CountDownLatch(1);
  private volatile WhipPublisher publisher;

  /**
   * A station for {@code table/signal}, not started.
   *
   * @param picture of the settings' size
   * @param round what the picture shows of the round
   * @param random for SSRCs, thread-safe
   */
  public CameraStation(
      String path,
      CameraSettings settings,
      Picture picture,
      Supplier<RoundState> round,
      GatewayApi api,
      ClientTransports transports,
      TableClock clock,
      RandomGenerator random) {
    this.path = path;
    this.api = api;
    this.transports = transports;
    this.clock = clock;
    this.random = random;
    this.camera = new Camera(settings, picture, round, clock, new Sink());
    this.thread = Thread.ofVirtual().name("station " + path).unstarted(this::run);
  }

  /** Starts the camera and its publishing. */
  public void start() {
    camera.start();
    thread.start();
  }

  /** The camera, for its counts. */
  public Camera camera() {
    return camera;
  }

  /** Ends it politely. */
  @Override
  public void close() {
    stop(false);
  }

  /** Ends it as an encoder dies: packets just stop. */
  public void kill() {
    stop(true);
  }

  private void stop(boolean dying) {
    if (stopped.getCount() == 0) {
      return;
    }
    stopped.countDown();
    WhipPublisher now = publisher;
    publisher = null;
    if (now != null) {
      if (dying) {
        now.abandon();
      } else {
        now.close();
      }
    }
    camera.close();
  }

  private void run() {
    try {
      while (stopped.getCount() > 0) {
        CountDownLatch over = new CountDownLatch(1);
        try {
          publishUntil(over);
        } catch (IOException e) {
          LOG.warn("{} cannot be published: {}", path, e.getMessage());
        }
        publisher = null;
        if (stopped.await(RETRY_MILLIS, TimeUnit.MILLISECONDS)) {
          return;
        }
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  private void publishUntil(CountDownLatch over) throws IOException, InterruptedException {
    String token = api.demoToken("publisher", "studio");
    WhipPublisher now =
        WhipPublisher.publish(
            api.base().resolve("/whip/" + path),
            token,
            "42e01f",
            api.http(),
            transports,
            clock,
            random,
            new WhipPublisher.Listener() {
              @Override
              public void keyframeRequested() {
                camera.requestKeyframe();
              }

              @Override
              public void closed(String reason) {
                over.countDown();
              }
            });
    publisher = now;
    if (stopped.getCount() == 0) {
      now.close();
    }
    over.await();
    if (stopped.getCount() > 0) {
      LOG.info("{} ended, publishing again", path);
    }
  }

  private final class Sink implements FrameSink {
    @Override
    public void onVideo(EncodedFrame frame) {
      WhipPublisher now = publisher;
      if (now != null) {
        now.video(frame.annexB(), frame.captureMicros());
      }
    }

    @Override
    public void onAudio(EncodedAudio packet) {
      WhipPublisher now = publisher;
      if (now != null) {
        now.audio(packet.packet(), packet.captureMicros());
      }
    }
  }
}
