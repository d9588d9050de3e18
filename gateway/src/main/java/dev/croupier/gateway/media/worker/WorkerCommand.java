package dev.croupier.gateway.media.worker;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** How a worker's process is started: this Java, this class path, compiled quickly, one thread. */
final class WorkerCommand {
  private WorkerCommand() {}

  /**
   * The command of a worker.
   *
   * @param options of the JVM: its heap at least
   * @param arguments of the worker
   */
  static List<String> of(Class<?> worker, List<String> options, String... arguments) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC"));
    command.addAll(options);
    command.addAll(
        List.of(
            "-Djava.awt.headless=true",
            "--enable-native-access=ALL-UNNAMED",
            "-cp",
            System.getProperty("java.class.path"),
            worker.getName()));
    command.addAll(List.of(arguments));
    return List.copyOf(command);
  }
}
