package dev.croupier.loadtest.studio;

import dev.croupier.time.clock.TableClock;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A synthetic camera: a thread that paints each frame of its grid when table time reaches it and
 * gives it to what codes it, and its sound in between. Frames it cannot make in time are left out
 * and counted, never piled up.
 *
 * <p>Everything that could go wrong with a real one is put around it, not into it: another clock
 * (offset, drift), another picture (frozen), another sink (delay, loss).
 *
 * <p>{@link #start}, {@link #close} by one owner; all else by any thread.
 */
public final class Camera implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Camera.class);

  /** Bounds a wait, so that a clock that stands still does not hide a stop. */
  private static final long LONGEST_PARK_NANOS = 50_000_000;

  /** Sound later than this is left out. */
  private static final long AUDIO_LATE_MICROS = 500_000;

  private final CameraSettings settings;
  private final StampedPicture picture;
  private final Supplier<RoundState> round;
  private final CaptureClock clock;
  private final Recorder recorder;
  private final FrameGrid grid;
  private final Thread thread;
  private final AtomicLong framesMade = new AtomicLong();
  private final AtomicLong framesDropped = new AtomicLong();
  private final AtomicLong packetsMade = new AtomicLong();
  private final AtomicLong packetsDropped = new AtomicLong();

  /** Set before the thread starts, then its own. */
  private long nextFrame;

  private volatile boolean stopping;

  /**
   * Opens the encoders.
   *
   * @param picture of the settings' size; the camera's thread owns it from now on
   * @param round read once a frame
   * @param clock table time, which the camera's own clock follows exactly
   * @throws StudioException if an encoder is missing
   */
  public Camera(
      CameraSettings settings,
      Picture picture,
      Supplier<RoundState> round,
      TableClock clock,
      FrameSink sink) {
    this(settings, picture, round, new CaptureClock(clock), sink);
  }

  /** The same on a clock of its own, which stands as it is while the camera lives. */
  Camera(
      CameraSettings settings,
      Picture picture,
      Supplier<RoundState> round,
      CaptureClock clock,
      FrameSink sink) {
    this(
        settings,
        picture,
        round,
        clock,
        new EncodingRecorder(settings, clock::toneSample, clock.nowMicros(), sink));
  }

  /** The same for a recorder, which the camera owns from now on. */
  Camera(
      CameraSettings settings,
      Picture picture,
      Supplier<RoundState> round,
      CaptureClock clock,
      Recorder recorder) {
    this.settings = settings;
    this.picture = new StampedPicture(picture, settings.cameraId(), clock);
    this.round = round;
    this.clock = clock;
    this.recorder = recorder;
    grid = new FrameGrid(settings.video().fps(), settings.gridOffsetMicros(), clock.nowMicros());
    thread = Thread.ofPlatform().name("camera " + settings.name()).daemon().unstarted(this::run);
  }

  /** Starts the thread; the first frame is the next one of the grid. */
  public void start() {
    long now = clock.nowMicros();
    nextFrame = grid.frameAt(now) + 1;
    if (recorder.hasSound()) {
      recorder.skipTo(Tone.sampleAt(now));
    }
    thread.start();
  }

  /** Makes the next frame a keyframe. */
  public void requestKeyframe() {
    recorder.requestKeyframe();
  }

  /** Changes the GOP; see {@link Recorder#gop}. */
  void gop(int frames) {
    recorder.gop(frames);
  }

  /** Makes the picture stand still, or move again; packets go on. */
  void freeze(boolean still) {
    picture.freeze(still);
  }

  /** Ends the thread and frees the encoders; after it returns the sink is not called any more. */
  @Override
  public void close() {
    stopping = true;
    if (thread.getState() == Thread.State.NEW) {
      recorder.close();
      return;
    }
    LockSupport.unpark(thread);
    boolean interrupted = false;
    while (true) {
      try {
        thread.join();
        break;
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  /** Frames handed over. */
  public long framesMade() {
    return framesMade.get();
  }

  /** Frames left out because the camera was late. */
  public long framesDropped() {
    return framesDropped.get();
  }

  /** Audio packets handed over. */
  public long packetsMade() {
    return packetsMade.get();
  }

  /** Audio packets left out because the camera was late. */
  public long packetsDropped() {
    return packetsDropped.get();
  }

  private void run() {
    try {
      while (!stopping) {
        long videoDue = grid.timeOf(nextFrame);
        long audioDue = recorder.hasSound() ? audioDue() : Long.MAX_VALUE;
        if (!waitUntil(Math.min(videoDue, audioDue))) {
          break;
        }
        if (audioDue < videoDue) {
          makeSound();
        } else {
          makeFrame();
        }
      }
    } catch (RuntimeException e) {
      LOG.error("camera {} ends", settings.name(), e);
    } finally {
      recorder.close();
    }
  }

  /** A packet is complete when its last sample has been heard. */
  private long audioDue() {
    return Tone.microsOf(recorder.nextSample() + AudioSettings.PACKET_SAMPLES);
  }

  /** Makes the frame that is due, or the latest one if more than one is. */
  private void makeFrame() {
    long frame = Math.max(nextFrame, grid.frameAt(clock.nowMicros()));
    framesDropped.addAndGet(frame - nextFrame);
    nextFrame = frame + 1;
    long captureMicros = grid.timeOf(frame);
    YuvPicture painted = picture.paint(new Shot(frame, captureMicros, round.get()));
    framesMade.incrementAndGet();
    recorder.picture(painted, captureMicros);
  }

  private void makeSound() {
    long now = clock.nowMicros();
    if (now - audioDue() > AUDIO_LATE_MICROS) {
      long from = recorder.nextSample();
      recorder.skipTo(Tone.sampleAt(now) - AudioSettings.PACKET_SAMPLES);
      packetsDropped.addAndGet((recorder.nextSample() - from) / AudioSettings.PACKET_SAMPLES);
    }
    packetsMade.incrementAndGet();
    recorder.sound();
  }

  /** False if the camera is to stop. */
  private boolean waitUntil(long dueMicros) {
    while (!stopping && !Thread.interrupted()) {
      long wait = dueMicros - clock.nowMicros();
      if (wait <= 0) {
        return true;
      }
      LockSupport.parkNanos(Math.min(wait * 1000, LONGEST_PARK_NANOS));
    }
    return false;
  }
}
