package dev.croupier.gateway.media.hls;

import dev.croupier.gateway.media.codec.Codec;
import dev.croupier.gateway.media.fanout.Viewer;
import dev.croupier.gateway.media.program.ProgramClock;
import dev.croupier.gateway.media.program.ProgramFrame;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes HLS of a table's program: CMAF segments of about 2 s, picture and sound apart.
 *
 * <p>Frames come on the table's event loop and wait in a bounded queue for a worker that takes one
 * at a time, in order; when it is full frames are dropped, the picture's up to the next keyframe.
 * {@link #multivariant} and {@link #file} may be called from any thread.
 *
 * <p>The RTP time of the program becomes the segments' own: picture and sound count from the
 * program's epoch, whatever is on air, so a switch of cameras with equal parameter sets leaves no
 * mark in the playlists, and one with others a {@code DISCONTINUITY} in both.
 */
public final class HlsPackager implements Viewer {
  /** The rendition of the picture. */
  public static final String VIDEO = "video";

  /** The rendition of the sound. */
  public static final String AUDIO = "audio";

  /** Frames in the queue: about 12 s of a program. */
  static final int MAX_QUEUED = 1024;

  private static final Logger LOG = LoggerFactory.getLogger(HlsPackager.class);
  private static final int TARGET_SECONDS = 2;
  private static final int BANDWIDTH_STEP = 1000;

  /** The last picture is shown for this long when the program ends: a thirtieth of a second. */
  private static final long LAST_FRAME_TICKS = 3_000;

  private final Executor executor;
  private final Queue<Runnable> queue = new ConcurrentLinkedQueue<>();
  private final AtomicInteger queued = new AtomicInteger();
  private final AtomicLong dropped = new AtomicLong();
  private boolean skipping;

  private final VideoSegmenter videoSegmenter;
  private final AudioSegmenter audioSegmenter;
  private final Rendition video = new Rendition("video/mp4");
  private final Rendition audio = new Rendition("audio/mp4");
  private int targetSeconds = TARGET_SECONDS;
  private long version;
  private String multivariantText = "";
  private volatile HlsFile multivariant;

  /**
   * A packager that has seen nothing yet.
   *
   * @param clock of the program it will be a viewer of
   * @param executor runs the worker, one task of this packager at a time
   */
  public HlsPackager(ProgramClock clock, Executor executor) {
    this.executor = executor;
    this.audioSegmenter = new AudioSegmenter(new Timeline(clock, Codec.OPUS), this::audioFinished);
    this.videoSegmenter =
        new VideoSegmenter(
            new Timeline(clock, Codec.H264),
            new VideoSegmenter.Output() {
              @Override
              public void begins(long ticks, boolean discontinuity) {
                audioSegmenter.cut(ticks, discontinuity);
              }

              @Override
              public void finished(Segment segment) {
                videoFinished(segment);
              }
            });
  }

  @Override
  public void onFrame(ProgramFrame frame) {
    if (!frame.whole() || (frame.codec() != Codec.H264 && frame.codec() != Codec.OPUS)) {
      return;
    }
    boolean picture = frame.codec().video();
    boolean full = queued.get() >= MAX_QUEUED;
    if (picture) {
      skipping = full || (skipping && !frame.keyframe());
    }
    if (full || (picture && skipping)) {
      dropped.incrementAndGet();
    } else {
      enqueue(() -> take(frame));
    }
  }

  @Override
  public void onEnd() {
    enqueue(this::end);
  }

  /** The multivariant playlist; empty before the first segments are finished. */
  public Optional<HlsFile> multivariant() {
    return Optional.ofNullable(multivariant);
  }

  /**
   * A playlist, initialisation segment or media segment.
   *
   * @param rendition {@link #VIDEO} or {@link #AUDIO}
   * @param name of the file
   * @return empty if there is none: never was, not yet, or gone
   */
  public Optional<HlsFile> file(String rendition, String name) {
    return switch (rendition) {
      case VIDEO -> Optional.ofNullable(video.file(name));
      case AUDIO -> Optional.ofNullable(audio.file(name));
      default -> Optional.empty();
    };
  }

  /** Frames dropped because the worker was behind. */
  public long droppedFrames() {
    return dropped.get();
  }

  private void enqueue(Runnable work) {
    queue.add(work);
    if (queued.getAndIncrement() == 0) {
      try {
        executor.execute(this::drain);
      } catch (RejectedExecutionException _) {
        // The gateway is going down: nobody will read what is left, the queue stays bounded.
        dropped.incrementAndGet();
      }
    }
  }

  private void drain() {
    do {
      try {
        queue.remove().run();
      } catch (RuntimeException bug) {
        LOG.error("a frame was not packaged", bug);
        dropped.incrementAndGet();
      }
    } while (queued.decrementAndGet() > 0);
  }

  private void take(ProgramFrame frame) {
    if (frame.codec().video()) {
      videoSegmenter.frame(frame);
    } else {
      audioSegmenter.packet(frame);
    }
  }

  private void end() {
    videoSegmenter.end(LAST_FRAME_TICKS);
    audioSegmenter.end();
    video.end(targetSeconds);
    audio.end(targetSeconds);
  }

  private void videoFinished(Segment segment) {
    stretchTarget(segment);
    video.add(segment, targetSeconds);
    describe();
  }

  private void audioFinished(Segment segment) {
    stretchTarget(segment);
    audio.add(segment, targetSeconds);
    describe();
  }

  /**
   * A source without regular keyframes makes longer segments than promised; then the promise is
   * stretched for both renditions, which must agree (RFC 8216 section 6.2.4), and stays so.
   */
  private void stretchTarget(Segment segment) {
    targetSeconds = (int) Math.max(targetSeconds, Math.round(segment.seconds()));
  }

  private void describe() {
    if (video.count() == 0 || (audio.count() == 0 && video.count() < 2)) {
      return;
    }
    Segment newest = video.newest();
    String text =
        Playlists.multivariant(
            newest.init(),
            newest.frames() / newest.seconds(),
            audio.count() > 0,
            roundUp(video.peakBitRate() + audio.peakBitRate()),
            roundUp(video.averageBitRate() + audio.averageBitRate()));
    if (!text.equals(multivariantText)) {
      multivariantText = text;
      version++;
      String epoch = newest.name().substring(0, newest.name().indexOf('-'));
      multivariant = HlsFile.playlist(text, epoch + "-m" + version);
    }
  }

  private static long roundUp(long bitsPerSecond) {
    return Math.ceilDiv(bitsPerSecond, BANDWIDTH_STEP) * BANDWIDTH_STEP;
  }
}
