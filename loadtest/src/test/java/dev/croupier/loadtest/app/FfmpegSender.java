package dev.croupier.loadtest.app;

import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** Debian's {@code ffmpeg} as an encoder that sends plain RTP: a moving test picture and a tone. */
final class FfmpegSender implements AutoCloseable {
  static final int WIDTH = 480;
  static final int HEIGHT = 270;

  private static final long POLL_NANOS = 20_000_000;
  private static final int POLLS = 500;

  private final Process process;
  private final Path sdp;

  private FfmpegSender(Process process, Path sdp) {
    this.process = process;
    this.sdp = sdp;
  }

  /**
   * Begins to send at once, for half a minute at most.
   *
   * @param videoPort RTP's port of the picture, RTCP's is the next one; so is {@code audioPort}
   * @param sdp where it writes its SDP file
   * @param x264 how the picture is coded, beyond {@code -c:v libx264 -g 15}
   */
  static FfmpegSender start(int videoPort, int audioPort, Path sdp, String... x264)
      throws IOException {
    List<String> video = new ArrayList<>(List.of("-c:v", "libx264", "-preset", "ultrafast"));
    video.addAll(List.of(x264));
    return begin(videoPort, audioPort, sdp, video);
  }

  /** The same in VP8. */
  static FfmpegSender startVp8(int videoPort, int audioPort, Path sdp) throws IOException {
    List<String> video = List.of("-c:v", "libvpx", "-deadline", "realtime", "-cpu-used", "8");
    return begin(videoPort, audioPort, sdp, video);
  }

  /** A tone and no picture, as a mixer sends it. */
  static FfmpegSender startSound(int audioPort, Path sdp) throws IOException {
    List<String> command =
        new ArrayList<>(List.of("/usr/bin/ffmpeg", "-nostdin", "-v", "error", "-re"));
    command.addAll(List.of("-f", "lavfi", "-i", "sine=440:sample_rate=48000", "-t", "30"));
    command.addAll(List.of("-c:a", "libopus", "-ac", "2", "-f", "rtp", "-rtpflags", "send_bye"));
    command.addAll(List.of("rtp://127.0.0.1:" + audioPort, "-sdp_file", sdp.toString()));
    return start(command, sdp);
  }

  private static FfmpegSender begin(int videoPort, int audioPort, Path sdp, List<String> video)
      throws IOException {
    List<String> command =
        new ArrayList<>(
            List.of("/usr/bin/ffmpeg", "-nostdin", "-v", "error", "-re", "-f", "lavfi", "-i"));
    command.add("testsrc2=s=" + WIDTH + "x" + HEIGHT + ":r=30");
    command.addAll(List.of("-re", "-f", "lavfi", "-i", "sine=440:sample_rate=48000"));
    command.addAll(List.of("-map", "0", "-t", "30", "-pix_fmt", "yuv420p"));
    command.addAll(video);
    command.addAll(List.of("-g", "15"));
    command.addAll(List.of("-f", "rtp", "-rtpflags", "send_bye"));
    command.add("rtp://127.0.0.1:" + videoPort);
    command.addAll(List.of("-map", "1", "-t", "30", "-c:a", "libopus", "-ac", "2"));
    command.addAll(List.of("-f", "rtp", "-rtpflags", "send_bye"));
    command.add("rtp://127.0.0.1:" + audioPort);
    command.addAll(List.of("-sdp_file", sdp.toString()));
    return start(command, sdp);
  }

  private static FfmpegSender start(List<String> command, Path sdp) throws IOException {
    return new FfmpegSender(
        new ProcessBuilder(command)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start(),
        sdp);
  }

  /** A port that is free now, and the next one too. */
  static int freePort() throws IOException {
    for (int i = 0; i < 100; i++) {
      try (DatagramSocket first = new DatagramSocket(0, InetAddress.getLoopbackAddress());
          DatagramSocket next =
              new DatagramSocket(first.getLocalPort() + 1, InetAddress.getLoopbackAddress())) {
        return next.getLocalPort() - 1;
      } catch (IOException | IllegalArgumentException _) {
        continue;
      }
    }
    throw new IOException("no two free ports in a row");
  }

  /** The SDP file, once it is written. */
  String description() throws IOException {
    for (int i = 0; i < POLLS; i++) {
      String text = Files.exists(sdp) ? Files.readString(sdp) : "";
      if (text.contains("opus/48000") && text.endsWith("\n")) {
        return text;
      }
      LockSupport.parkNanos(POLL_NANOS);
    }
    throw new IOException("ffmpeg wrote no SDP file; alive: " + process.isAlive());
  }

  /** Ends it as an encoder dies: packets just stop. */
  void kill() throws InterruptedException {
    process.destroyForcibly().waitFor(10, TimeUnit.SECONDS);
  }

  /** Ends it as a polite encoder does: with a farewell. */
  void quit() throws InterruptedException {
    process.destroy();
    process.waitFor(10, TimeUnit.SECONDS);
  }

  @Override
  public void close() {
    process.destroyForcibly();
  }
}
