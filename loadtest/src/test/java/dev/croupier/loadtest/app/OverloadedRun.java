package dev.croupier.loadtest.app;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * A whole process for a test: a run against a server that refuses everybody. With {@code hog} as
 * its second argument it computes with all its might as soon as the first client comes.
 */
final class OverloadedRun {
  private static final int THREADS = 24;
  private static final long HOGGING_NANOS = 3_500_000_000L;

  private OverloadedRun() {}

  /** Arguments: a folder for its files, and {@code hog} or {@code rest}. */
  public static void main(String[] arguments) throws IOException {
    AtomicBoolean hog = new AtomicBoolean(arguments[1].equals("hog"));
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/",
        exchange -> {
          if (exchange.getRequestMethod().equals("POST") && hog.compareAndSet(true, false)) {
            compute();
          }
          exchange.sendResponseHeaders(404, -1);
          exchange.close();
        });
    server.start();
    Path folder = Path.of(arguments[0]);
    Path scenario =
        Files.writeString(
            folder.resolve("own.yaml"),
            """
            name: own
            durationSeconds: 4
            viewers: {full: 1}
            generator: {lagP99Ms: %s, gcPauseMs: 100000, cpuShare: 0.4, threadShare: 1}
            """
                // Beside other work its threads get little of the machine: then its timers are
                // late.
                // A resting one on a busy machine has late timers too, which is not its fault.
                .formatted(arguments[1].equals("hog") ? "50" : "100000"));
    int exitCode =
        LoadtestCommand.run(
            new String[] {
              "run",
              scenario.toString(),
              "--whep",
              "http://127.0.0.1:" + server.getAddress().getPort() + "/whep",
              "--out",
              folder.toString()
            },
            System.out,
            System.err);
    System.exit(exitCode);
  }

  private static void compute() {
    long until = System.nanoTime() + HOGGING_NANOS;
    for (int i = 0; i < THREADS; i++) {
      Thread.ofPlatform()
          .daemon()
          .start(
              () -> {
                while (System.nanoTime() < until) {
                  Thread.onSpinWait();
                }
              });
    }
  }
}
