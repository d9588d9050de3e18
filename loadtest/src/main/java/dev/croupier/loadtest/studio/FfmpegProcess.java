package dev.croupier.loadtest.studio;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/**
 * The system's {@code ffmpeg}: takes a {@link MatroskaWriter}'s stream at its standard input, codes
 * it with x264 and Opus and sends it by {@code -f rtp}. It ends with its input, so it never
 * outlives this program. Any thread.
 */
final class FfmpegProcess {
  private static final int MOST_LINE = 200;
  private static final Duration LAST_WORDS = Duration.ofSeconds(1);

  /** What it says after the line that matters. */
  private static final List<String> AFTERWARDS =
      List.of(" ", "Error writing trailer", "Error closing", "Conversion failed");

  private final Process process;
  private final Thread listener;
  private volatile String complaint = "";

  private FfmpegProcess(Process process) {
    this.process = process;
    this.listener = Thread.ofVirtual().name("ffmpeg's complaints").start(this::listen);
  }

  /**
   * Refuses where there is no such program.
   *
   * @param program a name to be found in {@code PATH}, or a file
   * @throws StudioException one line
   */
  static void check(String program) {
    String folders = program.contains("/") ? "" : System.getenv().getOrDefault("PATH", "");
    for (String folder : folders.split(File.pathSeparator, -1)) {
      if (Files.isExecutable(Path.of(folder, program))) {
        return;
      }
    }
    throw new StudioException("a camera by ffmpeg needs the program " + program);
  }

  /**
   * Starts it.
   *
   * @param originMicros Unix time that the stream's times count from, whole milliseconds: ffmpeg
   *     makes its sender reports of it
   */
  static FfmpegProcess start(
      String program, CameraPlan plan, RtpDoor.Where where, long originMicros) throws IOException {
    try {
      return new FfmpegProcess(
          new ProcessBuilder(command(program, plan, where, originMicros))
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start());
    } catch (IOException e) {
      throw new IOException(program + " cannot be started", e);
    }
  }

  /** The command line. */
  static List<String> command(
      String program, CameraPlan plan, RtpDoor.Where where, long originMicros) {
    List<String> command = new ArrayList<>(List.of(program, "-nostdin", "-hide_banner"));
    // Errors only; read without looking ahead, times as they come.
    command.addAll(words("-v error -fflags nobuffer -probesize 32 -analyzeduration 0 -copyts"));
    command.addAll(words("-f matroska -i pipe:0"));
    command.addAll(words("-map 0:v -fps_mode passthrough -enc_time_base 1:90000"));
    command.addAll(words("-c:v libx264 -preset veryfast -tune zerolatency -bf 0 -pix_fmt yuv420p"));
    VideoSettings video = plan.video();
    String profile =
        video.profile() == VideoSettings.Profile.CONSTRAINED_BASELINE
            ? "baseline"
            : video.profile().name().toLowerCase(Locale.ROOT);
    int bits = video.bitrate();
    int gop = video.gopFrames();
    command.addAll(words("-profile:v " + profile + " -sc_threshold 0"));
    command.addAll(words("-g " + gop + " -keyint_min " + gop));
    command.addAll(words("-b:v " + bits + " -maxrate " + bits * 3L / 2 + " -bufsize " + bits));
    command.addAll(words("-color_range tv -colorspace bt709 -color_primaries bt709"));
    command.addAll(words("-color_trc bt709"));
    command.addAll(sent(RtpDoor.VIDEO_TYPE, where.host(), where.video(), originMicros));
    plan.audio()
        .ifPresent(
            audio -> {
              command.addAll(words("-map 0:a -c:a libopus -frame_duration 20"));
              command.addAll(words("-b:a " + audio.bitrate() + " -ac " + audio.channels()));
              command.addAll(
                  sent(
                      RtpDoor.AUDIO_TYPE, where.host(), where.audio().orElseThrow(), originMicros));
            });
    return List.copyOf(command);
  }

  /** Connected sockets: a port that was closed is told by ICMP, and ffmpeg ends. */
  private static List<String> sent(int type, String host, int port, long originMicros) {
    String shown = host.contains(":") ? "[" + host + "]" : host;
    return words(
        "-start_time_realtime %d -f rtp -payload_type %d -rtpflags send_bye rtp://%s:%d?connect=1"
            .formatted(originMicros, type, shown, port));
  }

  private static List<String> words(String line) {
    return List.of(line.split(" "));
  }

  /** Where its stream is written. */
  OutputStream input() {
    return process.getOutputStream();
  }

  /** Whether it still runs. */
  boolean alive() {
    return process.isAlive();
  }

  /** How it ended, in words. */
  String end() throws InterruptedException {
    listener.join(LAST_WORDS);
    String why = complaint;
    return "ffmpeg ended with " + process.exitValue() + (why.isEmpty() ? "" : ": " + why);
  }

  /** Waits for its end; false if it did not come in time. */
  boolean awaitEnd(long millis) throws InterruptedException {
    return process.waitFor(millis, TimeUnit.MILLISECONDS);
  }

  /** Completes at its end. */
  CompletableFuture<?> ended() {
    return process.onExit();
  }

  /** Ends it after a while, should it still be there then. */
  void killIn(long millis) {
    CompletableFuture.delayedExecutor(millis, TimeUnit.MILLISECONDS).execute(this::kill);
  }

  /** Ends it at once; nothing more is sent. */
  void kill() {
    process.destroyForcibly();
  }

  private void listen() {
    try (BufferedReader lines = process.errorReader(StandardCharsets.UTF_8)) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        if (!line.isBlank() && AFTERWARDS.stream().noneMatch(line::startsWith)) {
          complaint = line.length() > MOST_LINE ? line.substring(0, MOST_LINE) + "…" : line;
        }
      }
    } catch (IOException _) {
      // It has ended.
    }
  }
}
