package dev.croupier.loadtest.app;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * A moving test picture in VP8 by Debian's {@code ffmpeg} (libvpx), a keyframe every half second.
 *
 * @param frames a whole number of GOPs at 30 frames a second, so that it can be shown in a loop
 */
record Vp8Clip(List<byte[]> frames) {
  static final int FPS = 30;
  static final int GOP = 15;

  private static final int IVF_HEADER = 32;
  private static final int IVF_FRAME_HEADER = 12;

  /** Makes one of two seconds, by way of an IVF file. */
  static Vp8Clip make(Path file, int width, int height) throws Exception {
    Process ffmpeg =
        new ProcessBuilder(
                List.of(
                    ("/usr/bin/ffmpeg -nostdin -v error -f lavfi -i testsrc2=s=%dx%d:r=%d"
                            + " -frames:v 60 -c:v libvpx -deadline realtime -cpu-used 8"
                            + " -b:v 600k -g %d -keyint_min %d -auto-alt-ref 0 -f ivf %s")
                        .formatted(width, height, FPS, GOP, GOP, file)
                        .split(" ")))
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start();
    if (!ffmpeg.waitFor(1, TimeUnit.MINUTES) || ffmpeg.exitValue() != 0) {
      ffmpeg.destroyForcibly();
      throw new IOException("ffmpeg made no VP8");
    }
    ByteBuffer ivf = ByteBuffer.wrap(Files.readAllBytes(file)).order(ByteOrder.LITTLE_ENDIAN);
    List<byte[]> frames = new ArrayList<>();
    ivf.position(IVF_HEADER);
    while (ivf.remaining() > IVF_FRAME_HEADER) {
      byte[] frame = new byte[ivf.getInt()];
      ivf.getLong();
      ivf.get(frame);
      frames.add(frame);
    }
    return new Vp8Clip(frames);
  }

  /** The number of a frame in it by its bytes. */
  Map<ByteBuffer, Integer> numbers() {
    Map<ByteBuffer, Integer> numbers = new HashMap<>();
    for (int i = 0; i < frames.size(); i++) {
      numbers.put(ByteBuffer.wrap(frames.get(i)), i);
    }
    return numbers;
  }
}
