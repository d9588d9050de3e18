package dev.croupier.loadtest.peer;

import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * A server's process, pinned to a core, in a folder of its own that goes away with it. Its output
 * is in {@code server.log} there. Opened and closed by one thread.
 */
final class ServerProcess implements AutoCloseable {
  private static final Duration ASK = Duration.ofSeconds(1);
  private static final int ASKS = 600;
  private static final long BETWEEN_ASKS_MILLIS = 100;
  private static final long END_SECONDS = 10;

  private final String name;
  private final Path folder;
  private final Process process;

  private ServerProcess(String name, Path folder, Process process) {
    this.name = name;
    this.folder = folder;
    this.process = process;
  }

  /**
   * Starts a program.
   *
   * @param core where alone it may run
   * @param folder its own; removed at the end, also when starting fails
   */
  static ServerProcess start(
      String name, int core, Path folder, List<String> command, Map<String, String> environment)
      throws IOException {
    List<String> pinned = new ArrayList<>(List.of("taskset", "--cpu-list", Integer.toString(core)));
    pinned.addAll(command);
    ProcessBuilder builder =
        new ProcessBuilder(pinned)
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("server.log").toFile());
    builder.environment().putAll(environment);
    try {
      return new ServerProcess(name, folder, builder.start());
    } catch (IOException e) {
      delete(folder);
      throw new IOException(name + " does not start: " + e.getMessage(), e);
    }
  }

  long pid() {
    return process.pid();
  }

  /** What it has written so far. */
  String log() throws IOException {
    return Files.readString(folder.resolve("server.log"));
  }

  /** Waits until it answers an address with any status below 500. */
  void awaitHttp(HttpClient http, URI address) throws IOException, InterruptedException {
    HttpRequest request = HttpRequest.newBuilder(address).timeout(ASK).GET().build();
    await(
        () -> {
          try {
            return http.send(request, HttpResponse.BodyHandlers.discarding()).statusCode() < 500;
          } catch (IOException _) {
            return false;
          }
        });
  }

  /** Waits until it is ready by a sign that the caller knows. */
  void await(Sign sign) throws IOException, InterruptedException {
    for (int i = 0; i < ASKS; i++) {
      if (sign.seen()) {
        return;
      }
      if (process.waitFor(BETWEEN_ASKS_MILLIS, TimeUnit.MILLISECONDS)) {
        throw new IOException(
            name + " ended with " + process.exitValue() + " before it was ready: " + lastLine());
      }
    }
    throw new IOException(name + " was not ready in time: " + lastLine());
  }

  /** A sign of readiness. */
  interface Sign {
    boolean seen() throws IOException, InterruptedException;
  }

  private String lastLine() throws IOException {
    return log().lines().filter(line -> !line.isBlank()).reduce("", (_, line) -> line);
  }

  @Override
  public void close() {
    process.destroy();
    try {
      if (!process.waitFor(END_SECONDS, TimeUnit.SECONDS)) {
        process.destroyForcibly().waitFor();
      }
      delete(folder);
    } catch (InterruptedException _) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    } catch (IOException _) {
      // A temporary folder that stays is no reason to lose the figures.
    }
  }

  /** A TCP port that is free now. */
  static int freeTcpPort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  /** A UDP port that is free now. */
  static int freeUdpPort() throws IOException {
    try (DatagramSocket socket = new DatagramSocket(0, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  static void delete(Path folder) throws IOException {
    List<Path> all;
    try (Stream<Path> walk = Files.walk(folder)) {
      all = walk.sorted(Comparator.reverseOrder()).toList();
    }
    for (Path path : all) {
      Files.deleteIfExists(path);
    }
  }
}
