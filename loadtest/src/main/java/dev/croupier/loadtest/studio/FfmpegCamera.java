package dev.croupier.loadtest.studio;

import dev.croupier.loadtest.plan.ScenarioException;
import dev.croupier.loadtest.studio.Fault.Gop;
import dev.croupier.loadtest.studio.Fault.Plain;
import java.io.IOException;
import java.util.EnumSet;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A camera that the system's {@code ffmpeg} publishes by plain RTP: the same pictures and sound as
 * a {@link CameraStation}'s, handed to it uncompressed at their capture moment; x264, packets of up
 * to 1,472 bytes, sender reports and timing of what is sent are ffmpeg's own. It answers no request
 * for a keyframe, lives on this machine's clock, and begins anew (another PUT, another SSRC) for
 * another size, rate, bit rate, GOP, profile or sound.
 *
 * <p>An ffmpeg that ends is started again. All methods by any thread.
 */
public final class FfmpegCamera extends TendedStation {
  /** The program, as it is found in {@code PATH}. */
  public static final String PROGRAM = "ffmpeg";

  private static final Logger LOG = LoggerFactory.getLogger(FfmpegCamera.class);
  private static final long TAKEN_SECONDS = 15;
  private static final long QUIT_MILLIS = 3_000;

  /** Opus's packets begin a little earlier than the sound they are made of. */
  private static final long ORIGIN_EARLIER_MILLIS = 1_000;

  private static final Set<Plain> KNOWN =
      EnumSet.of(Plain.KILL, Plain.CLOSE, Plain.REVIVE, Plain.FREEZE, Plain.UNFREEZE, Plain.RESET);

  /** One run of the program. */
  private record Run(FfmpegProcess process, Camera camera) {}

  private final int cameraId;
  private final CameraStation.Lens lens;
  private final Supplier<RoundState> round;
  private final CameraStation.Network network;
  private final String program;
  private final CaptureClock clock;
  private final RtpDoor door;
  private volatile Run run;
  private volatile boolean publishing;
  private final AtomicLong published = new AtomicLong();
  private volatile Counts past = new Counts(0, 0, 0, 0, 0, 0);

  /** Of the open door, or null; the thread's own. */
  private String token;

  /**
   * A camera for {@code table/signal}, not started.
   *
   * @param round what its picture shows of the round
   * @param program see {@link #PROGRAM}
   * @throws ScenarioException if the plan asks for what ffmpeg cannot do
   */
  FfmpegCamera(
      String path,
      int cameraId,
      CameraPlan plan,
      CameraStation.Lens lens,
      Supplier<RoundState> round,
      CameraStation.Network network,
      String program) {
    super(path, plan, "ffmpeg");
    check(plan);
    this.cameraId = cameraId;
    this.lens = lens;
    this.round = round;
    this.network = network;
    this.program = program;
    this.clock = new CaptureClock(network.clock());
    this.door = new RtpDoor(network.gateway(), network.http(), path);
  }

  /**
   * Refuses a plan that ffmpeg cannot follow.
   *
   * @throws ScenarioException one line, naming the word
   */
  public static void check(CameraPlan plan) {
    plan.words().forEach(word -> check(Fault.parse(word)));
  }

  /**
   * Refuses a word that ffmpeg cannot follow.
   *
   * @throws ScenarioException one line, naming the word
   */
  public static void check(Fault fault) {
    boolean able =
        switch (fault) {
          case Fault.Shape _, Fault.Rate _, Fault.Bitrate _, Fault.Coded _, Fault.Sound _ -> true;
          case Gop gop -> gop.unit() != Gop.Unit.REQUEST;
          case Plain plain -> KNOWN.contains(plain);
          default -> false;
        };
    if (!able) {
      throw new ScenarioException("'" + fault.word() + "': ffmpeg as camera cannot do that");
    }
  }

  @Override
  public boolean publishing() {
    return publishing;
  }

  @Override
  public Counts counts() {
    Run now = run;
    Counts before = past;
    Counts all = now == null ? before : before.plus(of(now.camera));
    return new Counts(
        all.frames(), all.framesDropped(), all.packets(), all.packetsDropped(), 0, published.get());
  }

  private static Counts of(Camera camera) {
    return new Counts(
        camera.framesMade(),
        camera.framesDropped(),
        camera.packetsMade(),
        camera.packetsDropped(),
        0,
        0);
  }

  @Override
  void checkProgram() {
    FfmpegProcess.check(program);
  }

  @Override
  void checkAble(Fault fault) {
    check(fault);
  }

  @Override
  void publish() throws IOException, InterruptedException {
    CameraPlan plan = plan();
    Picture picture = lens.picture(plan.width(), plan.height());
    String now = network.token().get();
    RtpDoor.Where where = door.open(now, plan.audio().isPresent());
    token = now;
    long originMillis = clock.nowMicros() / 1_000 - ORIGIN_EARLIER_MILLIS;
    FfmpegProcess process = FfmpegProcess.start(program, plan, where, originMillis * 1_000);
    CameraSettings settings = new CameraSettings(cameraId, path(), plan.video(), plan.audio(), 0);
    PipeRecorder pipe = new PipeRecorder(settings, originMillis * 1_000, process.input());
    Camera camera = new Camera(settings, picture, round, clock, pipe);
    run = new Run(process, camera);
    camera.freeze(plan.frozen());
    camera.start();
    awaitTaken(process, pipe);
    published.incrementAndGet();
    publishing = true;
  }

  /** Until it reads; else it says why not. */
  private static void awaitTaken(FfmpegProcess process, PipeRecorder pipe)
      throws IOException, InterruptedException {
    CompletableFuture<Void> taken = pipe.read();
    var _ = process.ended().thenRun(() -> taken.complete(null));
    try {
      taken.get(TAKEN_SECONDS, TimeUnit.SECONDS);
    } catch (ExecutionException | TimeoutException e) {
      throw new IOException("ffmpeg takes no pictures", e);
    }
    if (!process.alive()) {
      throw new IOException(process.end());
    }
  }

  @Override
  String tend() throws InterruptedException {
    Run now = run;
    return now.process.alive() ? null : now.process.end();
  }

  @Override
  void change(CameraPlan before, CameraPlan after) throws InterruptedException {
    run.camera.freeze(after.frozen());
    if (!before.codesLike(after) || !before.gop().equals(after.gop())) {
      // The next PUT takes the place of this publish, and keeps its ports.
      endRun(false);
    }
  }

  @Override
  void leave(boolean dying) throws InterruptedException {
    endRun(dying);
    String open = token;
    if (open != null && !dying) {
      token = null;
      try {
        door.close(open);
      } catch (IOException e) {
        LOG.debug("{} did not end cleanly: {}", path(), e.getMessage());
      }
    }
  }

  @Override
  void release() {
    // The process has ended with its run.
  }

  private void endRun(boolean dying) throws InterruptedException {
    Run now = run;
    if (now == null) {
      return;
    }
    publishing = false;
    FfmpegProcess process = now.process;
    try {
      if (dying) {
        process.kill();
      } else {
        process.killIn(QUIT_MILLIS);
      }
      // Its last act closes the pipe, and an ffmpeg that has read all of it says goodbye and ends.
      now.camera.close();
      process.awaitEnd(2 * QUIT_MILLIS);
    } finally {
      process.kill();
      past = past.plus(of(now.camera));
      run = null;
    }
  }
}
