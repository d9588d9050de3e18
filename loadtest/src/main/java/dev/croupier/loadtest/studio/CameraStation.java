package dev.croupier.loadtest.studio;

import dev.croupier.gateway.media.peer.ClientTransports;
import dev.croupier.gateway.media.peer.WhipPublisher;
import dev.croupier.loadtest.plan.ScenarioException;
import dev.croupier.loadtest.studio.CameraPlan.Presence;
import dev.croupier.time.clock.TableClock;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A synthetic camera and its way to the gateway: publishes by WHIP like any encoder, and again
 * whenever the session ends. Its plan may change while it runs: size, rate, bit rate, clock and
 * channels open the camera again in the same session (a new SPS in mid-stream); profile, and sound
 * or none, need another offer, so it publishes again; all else takes effect in place.
 *
 * <p>A virtual thread of its own publishes; all methods by any thread.
 */
public final class CameraStation implements Station {
  private static final Logger LOG = LoggerFactory.getLogger(CameraStation.class);
  private static final long RETRY_MILLIS = 1_000;

  /** Makes the pictures of a camera for the size that is asked for. */
  @FunctionalInterface
  public interface Lens {
    /** A picture of its own, of this size. */
    Picture picture(int width, int height);
  }

  /** Gives a publisher's token. */
  @FunctionalInterface
  public interface Token {
    /** A token that is good for now; may block. */
    String get() throws IOException, InterruptedException;
  }

  /**
   * Where and how a station publishes.
   *
   * @param clock table time
   * @param scheduler for what is delayed; its tasks are short
   * @param random for SSRCs, thread-safe
   */
  public record Network(
      URI gateway,
      Token token,
      HttpClient http,
      ClientTransports transports,
      TableClock clock,
      ScheduledExecutorService scheduler,
      RandomGenerator random) {}

  private final String path;
  private final int cameraId;
  private final CameraPlan described;
  private final Lens lens;
  private final Supplier<RoundState> round;
  private final Network network;
  private final CaptureClock clock;
  private final EncoderPath way;
  private final KeyframeAnswers keyframes;
  private final Thread thread;
  private final CompletableFuture<Void> firstAccepted = new CompletableFuture<>();
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();

  // Under the lock; volatile where it is read without.
  private volatile CameraPlan plan;
  private volatile Camera camera;
  private volatile WhipPublisher publisher;
  private boolean started;
  private boolean stopped;
  private boolean hurry;
  private long published;
  private Counts past = new Counts(0, 0, 0, 0, 0, 0);

  /**
   * A station for {@code table/signal}, not started.
   *
   * @param cameraId 0–255, in the strip
   * @param round what the picture shows of the round
   * @param seeded for jitter and garbage; this station's own
   */
  public CameraStation(
      String path,
      int cameraId,
      CameraPlan plan,
      Lens lens,
      Supplier<RoundState> round,
      Network network,
      RandomGenerator seeded) {
    this.path = path;
    this.cameraId = cameraId;
    this.described = plan;
    this.plan = plan;
    this.lens = lens;
    this.round = round;
    this.network = network;
    this.clock = new CaptureClock(network.clock());
    this.way = new EncoderPath(network.clock(), network.scheduler(), seeded, new Session());
    this.keyframes = new KeyframeAnswers(network.clock(), network.scheduler(), this::makeKeyframe);
    this.thread = Thread.ofVirtual().name("station " + path).unstarted(this::run);
  }

  @Override
  public String path() {
    return path;
  }

  @Override
  public void start() {
    lock.lock();
    try {
      started = true;
      clock.offset(plan.offsetMicros());
      clock.drift(plan.driftPpm());
      settle(plan);
      if (plan.presence() == Presence.ON) {
        openCamera();
      }
    } finally {
      lock.unlock();
    }
    thread.start();
  }

  @Override
  public void apply(Fault fault) {
    lock.lock();
    try {
      CameraPlan before = plan;
      CameraPlan after = fault == Fault.Plain.RESET ? described.with(fault) : before.with(fault);
      if (!started || stopped) {
        plan = after;
        return;
      }
      try {
        change(before, after);
      } catch (StudioException e) {
        change(after, before);
        throw new ScenarioException("'" + fault.word() + "': " + e.getMessage());
      }
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  @Override
  public CameraPlan plan() {
    return plan;
  }

  @Override
  public boolean publishing() {
    return publisher != null;
  }

  @Override
  public CompletableFuture<Void> firstAccepted() {
    return firstAccepted.copy();
  }

  @Override
  public Counts counts() {
    lock.lock();
    try {
      Counts now = camera == null ? past : sum(past, camera);
      return new Counts(
          now.frames(),
          now.framesDropped(),
          now.packets(),
          now.packetsDropped(),
          way.leftOut(),
          published);
    } finally {
      lock.unlock();
    }
  }

  @Override
  public Asked asked() {
    return keyframes.asked();
  }

  @Override
  public void close() {
    stop(false);
  }

  /** Ends it for good as an encoder dies: packets just stop. */
  public void kill() {
    stop(true);
  }

  private void stop(boolean dying) {
    lock.lock();
    try {
      stopped = true;
      changed.signalAll();
      leave(dying);
      closeCamera();
    } finally {
      lock.unlock();
    }
  }

  /** Brings everything from one plan to another. */
  private void change(CameraPlan before, CameraPlan after) {
    plan = after;
    if (before.presence() == Presence.ON && after.presence() != Presence.ON) {
      leave(after.presence() == Presence.KILLED);
      closeCamera();
    }
    boolean reopen = !before.codesLike(after) || !before.ticksLike(after);
    if (reopen) {
      closeCamera();
    }
    if (before.offsetMicros() != after.offsetMicros()) {
      clock.offset(after.offsetMicros());
    }
    clock.drift(after.driftPpm());
    if (after.presence() == Presence.ON && camera == null) {
      openCamera();
    }
    settle(after);
    if (!before.offersLike(after)) {
      leave(false);
    }
    hurry |= before.presence() != Presence.ON || !before.offersLike(after);
  }

  /** What takes effect in place. */
  private void settle(CameraPlan now) {
    way.set(now);
    keyframes.set(now);
    if (camera != null) {
      camera.gop(now.gopFrames());
      camera.freeze(now.frozen());
    }
    WhipPublisher sending = publisher;
    if (sending != null) {
      sending.pace(now.pacedBits());
    }
  }

  private void openCamera() {
    CameraSettings settings = new CameraSettings(cameraId, path, plan.video(), plan.audio(), 0);
    Camera opened =
        new Camera(settings, lens.picture(plan.width(), plan.height()), round, clock, way);
    opened.freeze(plan.frozen());
    opened.start();
    camera = opened;
  }

  private void closeCamera() {
    Camera now = camera;
    if (now != null) {
      camera = null;
      now.close();
      past = sum(past, now);
    }
  }

  private void leave(boolean dying) {
    WhipPublisher now = publisher;
    publisher = null;
    if (now != null) {
      if (dying) {
        now.abandon();
      } else {
        now.close();
      }
    }
  }

  private void run() {
    try {
      while (awaitPresence()) {
        CountDownLatch over = new CountDownLatch(1);
        try {
          publishUntil(over);
        } catch (IOException e) {
          // The first refusal is its owner's to tell.
          if (!firstAccepted.completeExceptionally(e)) {
            LOG.warn("{} is not published: {}", path, e.getMessage());
          }
        }
        publisher = null;
        pause();
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  /** False if the station is to end. */
  private boolean awaitPresence() throws InterruptedException {
    lock.lock();
    try {
      while (!stopped && plan.presence() != Presence.ON) {
        changed.await();
      }
      hurry = false;
      return !stopped;
    } finally {
      lock.unlock();
    }
  }

  /** Waits before publishing again, unless somebody wants it at once. */
  private void pause() throws InterruptedException {
    lock.lock();
    try {
      long left = TimeUnit.MILLISECONDS.toNanos(RETRY_MILLIS);
      while (!stopped && !hurry && left > 0) {
        left = changed.awaitNanos(left);
      }
    } finally {
      lock.unlock();
    }
  }

  private void publishUntil(CountDownLatch over) throws IOException, InterruptedException {
    CameraPlan offered = plan;
    WhipPublisher now =
        CameraOffer.make(path, offered, network, clock, keyframes::request, over::countDown);
    lock.lock();
    try {
      published++;
      publisher = now;
      now.pace(plan.pacedBits());
      if (stopped || plan.presence() != Presence.ON || !plan.offersLike(offered)) {
        hurry = true;
        leave(false);
      }
    } finally {
      lock.unlock();
    }
    // Who waits for it finds it counted.
    firstAccepted.complete(null);
    over.await();
    LOG.debug("{} has ended", path);
  }

  private void makeKeyframe() {
    Camera now = camera;
    if (now != null) {
      now.requestKeyframe();
    }
  }

  private static Counts sum(Counts before, Camera camera) {
    return new Counts(
        before.frames() + camera.framesMade(),
        before.framesDropped() + camera.framesDropped(),
        before.packets() + camera.packetsMade(),
        before.packetsDropped() + camera.packetsDropped(),
        before.leftOut(),
        before.published());
  }

  /** The session of the moment; without one, frames are lost. */
  private final class Session implements FrameSink {
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
