package dev.croupier.loadtest.studio;

import java.io.IOException;
import java.io.OutputStream;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/**
 * Gives a camera's pictures and sound to another process as they are, each with its capture time.
 * Whoever reads slowly holds the camera up, which then leaves frames out. Once nobody reads any
 * more, what comes is lost. The camera's thread; {@link #read} by any.
 */
final class PipeRecorder implements Recorder {
  /** More than a pipe holds, so that somebody must have read. */
  private static final int READ_BYTES = 128 * 1024;

  private final OutputStream out;
  private final MatroskaWriter writer;
  private final VideoSettings video;
  private final Optional<AudioSettings> audio;
  private final long originMicros;
  private final CompletableFuture<Void> read = new CompletableFuture<>();
  private long next;
  private long written;
  private boolean begun;
  private boolean broken;

  /**
   * A recorder for a pipe, which it closes at its end.
   *
   * @param originMicros time of the camera's clock from which the stream counts; earlier than all
   *     that comes
   */
  PipeRecorder(CameraSettings settings, long originMicros, OutputStream out) {
    this.out = out;
    this.writer = new MatroskaWriter(out);
    this.video = settings.video();
    this.audio = settings.audio();
    this.originMicros = originMicros;
    // On the grid of whole packets, as every camera's sound.
    this.next =
        Math.ceilDiv(Tone.sampleAt(originMicros), AudioSettings.PACKET_SAMPLES)
            * (long) AudioSettings.PACKET_SAMPLES;
  }

  /** Completes once the other side has begun to read. */
  CompletableFuture<Void> read() {
    return read.copy();
  }

  @Override
  public void picture(YuvPicture picture, long captureMicros) {
    write(
        picture.luma().length * 3 / 2, () -> writer.picture(captureMicros - originMicros, picture));
  }

  @Override
  public boolean hasSound() {
    return audio.isPresent();
  }

  @Override
  public long nextSample() {
    return next;
  }

  @Override
  public void skipTo(long sample) {
    if (sample > next) {
      long packets = Math.ceilDiv(sample - next, AudioSettings.PACKET_SAMPLES);
      next += packets * AudioSettings.PACKET_SAMPLES;
    }
  }

  @Override
  public void sound() {
    int channels = audio.orElseThrow().channels();
    short[] samples = new short[AudioSettings.PACKET_SAMPLES * channels];
    for (int i = 0; i < samples.length; i++) {
      samples[i] = Tone.at(next + i / channels);
    }
    long micros = Tone.microsOf(next) - originMicros;
    next += AudioSettings.PACKET_SAMPLES;
    write(samples.length * 2, () -> writer.sound(micros, samples));
  }

  @Override
  public void close() {
    try {
      out.close();
    } catch (IOException _) {
      // The other side has gone first.
    }
  }

  private void write(int bytes, Writing writing) {
    if (broken) {
      return;
    }
    try {
      if (!begun) {
        begun = true;
        writer.header(video, audio);
      }
      writing.write();
      written += bytes;
      if (written > READ_BYTES) {
        read.complete(null);
      }
    } catch (IOException _) {
      // Its owner sees the process end.
      broken = true;
    }
  }

  @FunctionalInterface
  private interface Writing {
    void write() throws IOException;
  }
}
