package dev.croupier.loadtest.peer;

import dev.croupier.loadtest.studio.AudioEncoder;
import dev.croupier.loadtest.studio.AudioSettings;
import dev.croupier.loadtest.studio.EncodedAudio;
import dev.croupier.loadtest.studio.EncodedFrame;
import dev.croupier.loadtest.studio.FrameSink;
import dev.croupier.loadtest.studio.Picture;
import dev.croupier.loadtest.studio.Pictures;
import dev.croupier.loadtest.studio.RoundState;
import dev.croupier.loadtest.studio.Shot;
import dev.croupier.loadtest.studio.VideoEncoder;
import dev.croupier.loadtest.studio.VideoSettings;
import dev.croupier.time.clock.TableClock;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

/**
 * Some groups of pictures and their sound, coded once and sent over and over with new times: a
 * camera that costs next to nothing, so that the server under test has the machine. A thread of its
 * own; {@link #requestKeyframe} from any.
 */
public final class Feed implements AutoCloseable {
  private static final long SECOND = 1_000_000;
  private static final int AUDIO_PER_SECOND =
      AudioSettings.SAMPLE_RATE / AudioSettings.PACKET_SAMPLES;
  private static final long AUDIO_MICROS = SECOND / AUDIO_PER_SECOND;

  private final Material material;
  private final boolean answersRequests;
  private final TableClock clock;
  private final FrameSink sink;
  private final Thread thread;
  private volatile boolean keyframeWanted;
  private volatile boolean stopping;

  /**
   * What a feed sends: coded once, may be sent by many feeds.
   *
   * @param gop frames from keyframe to keyframe; the first is one
   * @param bitrate of pictures that was aimed at, bits a second
   */
  public record Material(List<byte[]> frames, List<byte[]> sounds, int fps, int gop, long bitrate) {
    /** Copies the lists; the bytes are shared and not to be changed. */
    public Material {
      frames = List.copyOf(frames);
      sounds = List.copyOf(sounds);
    }

    /** Bits a second of pictures, on average. */
    public long videoBitrate() {
      long bytes = frames.stream().mapToLong(each -> each.length).sum();
      return bytes * 8 * fps / frames.size();
    }

    /**
     * Codes groups of pictures of a roulette table and a tone of the same length.
     *
     * @param seconds of one group, whole
     */
    public static Material code(VideoSettings base, int seconds, int groups) {
      int count = base.fps() * seconds;
      VideoSettings settings =
          new VideoSettings(
              base.width(), base.height(), base.fps(), base.bitrate(), count, base.profile());
      Picture picture =
          Pictures.of(
              Pictures.Game.ROULETTE,
              Pictures.View.ACROSS,
              "feed",
              settings.width(),
              settings.height());
      List<byte[]> frames = new ArrayList<>();
      try (VideoEncoder encoder = new VideoEncoder(settings)) {
        // The first group teaches the rate control and is not sent.
        for (int i = 0; i < (1 + groups) * count; i++) {
          long at = i * SECOND / settings.fps();
          EncodedFrame coded = encoder.encode(picture.paint(new Shot(i, at, RoundState.NONE)), at);
          if (i >= count) {
            frames.add(coded.annexB());
          }
        }
      }
      List<byte[]> sounds = new ArrayList<>();
      try (AudioEncoder encoder = new AudioEncoder(AudioSettings.stereo(), 0)) {
        for (int i = 0; i < AUDIO_PER_SECOND * seconds * groups; i++) {
          EncodedAudio coded = encoder.encode();
          sounds.add(coded.packet());
        }
      }
      return new Material(frames, sounds, settings.fps(), count, settings.bitrate());
    }
  }

  /**
   * A feed that is not sent yet.
   *
   * @param answersRequests whether a keyframe request starts the next group, as a camera would
   */
  public Feed(Material material, boolean answersRequests, TableClock clock, FrameSink sink) {
    this.material = material;
    this.answersRequests = answersRequests;
    this.clock = clock;
    this.sink = sink;
    this.thread = Thread.ofPlatform().name("feed").daemon().unstarted(this::run);
  }

  /** Begins to send. */
  public void start() {
    thread.start();
  }

  /** Someone lacks a keyframe. */
  public void requestKeyframe() {
    keyframeWanted = answersRequests;
  }

  @Override
  public void close() {
    stopping = true;
    LockSupport.unpark(thread);
    try {
      thread.join();
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  private void run() {
    List<byte[]> frames = material.frames();
    List<byte[]> sounds = material.sounds();
    int gop = material.gop();
    long start = clock.nowMicros();
    long frame = 0;
    long sound = 0;
    int place = 0;
    while (!stopping) {
      long videoDue = start + frame * SECOND / material.fps();
      long audioDue = start + sound * AUDIO_MICROS;
      long due = Math.min(videoDue, audioDue);
      long wait = due - clock.nowMicros();
      if (wait > 0) {
        LockSupport.parkNanos(wait * 1_000);
        continue;
      }
      if (audioDue < videoDue) {
        sink.onAudio(
            new EncodedAudio(
                audioDue,
                sound * AudioSettings.PACKET_SAMPLES,
                sounds.get((int) (sound % sounds.size()))));
        sound++;
        continue;
      }
      if (keyframeWanted) {
        keyframeWanted = false;
        place = Math.ceilDiv(place, gop) * gop % frames.size();
      }
      sink.onVideo(new EncodedFrame(place % gop == 0, videoDue, frames.get(place)));
      place = (place + 1) % frames.size();
      frame++;
    }
  }
}
