package dev.croupier.gateway.media.worker;

import dev.croupier.gateway.media.codec.AnnexB;
import dev.croupier.gateway.media.codec.Codec;
import dev.croupier.gateway.media.codec.CodedFrame;
import java.io.BufferedInputStream;
import java.io.BufferedReader;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Has a slate encoded in a process of its own, once per codec, size and table name. Blocks: call it
 * on a virtual thread.
 */
public final class SlateMaker {
  private static final int MAX_FRAME_BYTES = 4 << 20;
  private static final int MAX_FRAMES = 1_000;
  private static final int MAX_ERROR_LINES = 1_000;

  /** A cold Java and two seconds of pictures, on a busy machine. */
  private static final Duration DEADLINE = Duration.ofSeconds(60);

  private SlateMaker() {}

  /**
   * Makes a loop of frames, one at least.
   *
   * @param codec H264 or VP8
   * @throws IOException when the worker failed, with its last words, or took longer than 60 s
   */
  public static List<CodedFrame> make(Codec codec, int width, int height, int fps, String tableName)
      throws IOException {
    return make(
        WorkerCommand.of(
            SlateWorker.class,
            List.of("-Xmx256m"),
            codec.name(),
            Integer.toString(width),
            Integer.toString(height),
            Integer.toString(fps),
            tableName),
        codec,
        DEADLINE);
  }

  /** The frames that a command writes, which is ended at a deadline. */
  static List<CodedFrame> make(List<String> command, Codec codec, Duration deadline)
      throws IOException {
    Process worker = new ProcessBuilder(command).start();
    // Its end is the end of what it writes: nobody waits for a worker that hangs.
    AtomicBoolean late = new AtomicBoolean();
    var unused =
        worker
            .onExit()
            .orTimeout(deadline.toMillis(), TimeUnit.MILLISECONDS)
            .whenComplete(
                (_, failure) -> {
                  if (failure != null) {
                    late.set(true);
                    worker.destroyForcibly();
                  }
                });
    try {
      List<CodedFrame> frames = read(worker, codec);
      boolean ended = worker.waitFor(deadline.toMillis(), TimeUnit.MILLISECONDS);
      if (!ended || late.get()) {
        throw new IOException("the slate worker took longer than " + deadline.toMillis() + " ms");
      }
      if (frames.isEmpty() || worker.exitValue() != 0) {
        throw new IOException("the slate worker failed: " + lastWords(worker));
      }
      return frames;
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted while the slate was made");
    } finally {
      worker.destroyForcibly();
    }
  }

  /** Its own pipe, so that a worker who outlives us says nothing on our standard error. */
  private static String lastWords(Process worker) throws IOException {
    try (BufferedReader errors = worker.errorReader(StandardCharsets.UTF_8)) {
      return errors.lines().limit(MAX_ERROR_LINES).reduce("nothing said", (_, line) -> line);
    }
  }

  private static List<CodedFrame> read(Process worker, Codec codec) throws IOException {
    List<CodedFrame> frames = new ArrayList<>();
    try (var in = new DataInputStream(new BufferedInputStream(worker.getInputStream()))) {
      while (frames.size() < MAX_FRAMES) {
        int length;
        try {
          length = in.readInt();
        } catch (EOFException _) {
          break;
        }
        if (length <= 0 || length > MAX_FRAME_BYTES) {
          throw new IOException("the slate worker wrote a frame of " + length + " bytes");
        }
        boolean keyframe = in.readByte() == 1;
        byte[] coded = in.readNBytes(length);
        if (coded.length < length) {
          return List.of(); // it died of something: its last words say of what
        }
        byte[] data = codec == Codec.H264 ? AnnexB.toLengthPrefixed(coded) : coded;
        frames.add(new CodedFrame(codec, frames.size(), keyframe, data));
      }
    }
    return frames;
  }
}
