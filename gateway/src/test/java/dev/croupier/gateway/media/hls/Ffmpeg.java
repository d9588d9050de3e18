package dev.croupier.gateway.media.hls;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.croupier.gateway.media.codec.AnnexB;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Debian's {@code ffmpeg} and {@code ffprobe}: they make real streams and judge ours. */
public final class Ffmpeg {
  /** What a run wrote. */
  public record Run(int status, byte[] out, String errors) {
    /** Its standard output as lines. */
    public List<String> lines() {
      return new String(out, UTF_8).lines().toList();
    }
  }

  private Ffmpeg() {}

  /** Runs a program, a minute at most. */
  public static Run run(String... command) throws Exception {
    Path errors = Files.createTempFile("ffmpeg", ".err");
    try {
      Process process =
          new ProcessBuilder(command)
              .redirectInput(Path.of("/dev/null").toFile())
              .redirectError(errors.toFile())
              .start();
      try {
        byte[] out = process.getInputStream().readAllBytes();
        if (!process.waitFor(1, TimeUnit.MINUTES)) {
          throw new IOException("did not end: " + String.join(" ", command));
        }
        return new Run(process.exitValue(), out, Files.readString(errors));
      } finally {
        process.destroyForcibly();
      }
    } finally {
      Files.delete(errors);
    }
  }

  /**
   * Frames of a moving test picture by x264, constrained baseline, as programs carry them.
   *
   * @param gop frames from IDR to IDR
   */
  public static List<byte[]> video(int width, int height, int fps, int frames, int gop)
      throws Exception {
    Run run =
        run(
            "/usr/bin/ffmpeg",
            "-v",
            "error",
            "-f",
            "lavfi",
            "-i",
            "testsrc2=size=" + width + "x" + height + ":rate=" + fps,
            "-frames:v",
            Integer.toString(frames),
            "-c:v",
            "libx264",
            "-preset",
            "ultrafast",
            "-profile:v",
            "baseline",
            "-bf",
            "0",
            "-g",
            Integer.toString(gop),
            "-keyint_min",
            Integer.toString(gop),
            "-sc_threshold",
            "0",
            "-x264-params",
            "slices=1:aud=1",
            "-f",
            "h264",
            "pipe:1");
    List<byte[]> units = new ArrayList<>();
    byte[] stream = run.out;
    int start = 0;
    for (int at = 1; at + 5 <= stream.length; at++) {
      boolean delimiter =
          stream[at] == 0
              && stream[at + 1] == 0
              && stream[at + 2] == 0
              && stream[at + 3] == 1
              && (stream[at + 4] & 0x1F) == 9;
      if (delimiter) {
        units.add(AnnexB.toLengthPrefixed(Arrays.copyOfRange(stream, start, at)));
        start = at;
      }
    }
    units.add(AnnexB.toLengthPrefixed(Arrays.copyOfRange(stream, start, stream.length)));
    if (units.size() != frames) {
      throw new IOException("ffmpeg made " + units.size() + " frames: " + run.errors);
    }
    return units;
  }

  /**
   * Frames of a moving test picture by libvpx, out of IVF's boxes of 12 bytes.
   *
   * @param gop frames from keyframe to keyframe
   */
  public static List<byte[]> vp8(int width, int height, int fps, int frames, int gop)
      throws Exception {
    Run run =
        run(
            "/usr/bin/ffmpeg",
            "-v",
            "error",
            "-f",
            "lavfi",
            "-i",
            "testsrc2=size=" + width + "x" + height + ":rate=" + fps,
            "-frames:v",
            Integer.toString(frames),
            "-c:v",
            "libvpx",
            "-deadline",
            "realtime",
            "-cpu-used",
            "8",
            "-b:v",
            "4M",
            "-g",
            Integer.toString(gop),
            "-keyint_min",
            Integer.toString(gop),
            "-auto-alt-ref",
            "0",
            "-f",
            "ivf",
            "pipe:1");
    ByteBuffer ivf = ByteBuffer.wrap(run.out).order(ByteOrder.LITTLE_ENDIAN);
    List<byte[]> units = new ArrayList<>();
    ivf.position(ivf.getShort(6));
    while (ivf.remaining() > 12) {
      byte[] frame = new byte[ivf.getInt()];
      ivf.getLong();
      ivf.get(frame);
      units.add(frame);
    }
    if (units.size() != frames) {
      throw new IOException("ffmpeg made " + units.size() + " frames: " + run.errors);
    }
    return units;
  }

  /**
   * The brightness of the moving test picture itself, one byte a pixel, 16 to 235, in another size.
   *
   * @param frame from 0
   * @param toWidth even, as is the height
   */
  public static byte[] grey(int width, int height, int fps, int frame, int toWidth, int toHeight)
      throws Exception {
    Run run =
        run(
            "/usr/bin/ffmpeg",
            "-v",
            "error",
            "-f",
            "lavfi",
            "-i",
            "testsrc2=size=" + width + "x" + height + ":rate=" + fps,
            "-vf",
            "select=eq(n\\,"
                + frame
                + "),format=yuv420p,scale="
                + toWidth
                + ":"
                + toHeight
                + ":flags=area",
            "-pix_fmt",
            "yuv420p",
            "-frames:v",
            "1",
            "-f",
            "rawvideo",
            "pipe:1");
    // Its colours lie behind it: a quarter as many pixels of each.
    if (run.out.length != toWidth * toHeight * 3 / 2) {
      throw new IOException("ffmpeg made " + run.out.length + " bytes: " + run.errors);
    }
    return Arrays.copyOf(run.out, toWidth * toHeight);
  }

  /** Opus packets of 20 ms of a tone in stereo, out of Ogg pages (RFC 3533 section 6). */
  public static List<byte[]> audio(int seconds) throws Exception {
    byte[] ogg =
        run(
                "/usr/bin/ffmpeg",
                "-v",
                "error",
                "-f",
                "lavfi",
                "-i",
                "sine=frequency=440:sample_rate=48000",
                "-t",
                Integer.toString(seconds),
                "-ac",
                "2",
                "-c:a",
                "libopus",
                "-b:a",
                "64k",
                "-frame_duration",
                "20",
                "-f",
                "ogg",
                "pipe:1")
            .out;
    List<byte[]> packets = new ArrayList<>();
    ByteArrayOutputStream packet = new ByteArrayOutputStream();
    for (int page = 0; page < ogg.length; ) {
      int segments = ogg[page + 26] & 0xFF;
      int data = page + 27 + segments;
      for (int i = 0; i < segments; i++) {
        int length = ogg[page + 27 + i] & 0xFF;
        packet.write(ogg, data, length);
        data += length;
        if (length < 255) {
          packets.add(packet.toByteArray());
          packet.reset();
        }
      }
      page = data;
    }
    // The first two are OpusHead and OpusTags (RFC 7845 section 3).
    return packets.subList(2, packets.size());
  }

  /** Whether a length-prefixed frame has an IDR slice. */
  public static boolean isKeyframe(byte[] frame) {
    for (int at = 0; at < frame.length; ) {
      int length =
          (frame[at] & 0xFF) << 24
              | (frame[at + 1] & 0xFF) << 16
              | (frame[at + 2] & 0xFF) << 8
              | (frame[at + 3] & 0xFF);
      if ((frame[at + 4] & 0x1F) == 5) {
        return true;
      }
      at += 4 + length;
    }
    return false;
  }
}
