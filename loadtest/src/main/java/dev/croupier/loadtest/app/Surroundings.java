package dev.croupier.loadtest.app;

import com.sun.management.OperatingSystemMXBean;
import dev.croupier.loadtest.report.Environment;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** What a run should know of the machine that it runs on. */
final class Surroundings {
  private static final OperatingSystemMXBean MACHINE =
      (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();

  private Surroundings() {}

  /** The load average of the last minute; negative if unknown. */
  static double load() {
    return MACHINE.getSystemLoadAverage();
  }

  /** The manifest of a run that ends now. */
  static Environment of(Place place, double loadBefore, boolean merged) {
    String version = Surroundings.class.getPackage().getImplementationVersion();
    return new Environment(
        place.shown().toString(),
        place.shares(),
        place.server(),
        value("/etc/os-release", "PRETTY_NAME", System.getProperty("os.name")),
        System.getProperty("os.name") + " " + System.getProperty("os.version"),
        System.getProperty("java.version") + " " + System.getProperty("java.vendor"),
        value("/proc/cpuinfo", "model name", System.getProperty("os.arch")),
        Runtime.getRuntime().availableProcessors(),
        MACHINE.getTotalMemorySize() >> 20,
        loadBefore,
        load(),
        merged,
        version == null ? "unpackaged" : version);
  }

  /** The first value of a key in a file of {@code key=value} or {@code key: value} lines. */
  private static String value(String file, String key, String otherwise) {
    List<String> lines;
    try {
      lines = Files.readAllLines(Path.of(file));
    } catch (IOException _) {
      return otherwise;
    }
    return lines.stream()
        .filter(line -> line.startsWith(key))
        .map(line -> line.substring(key.length()).replaceFirst("^\\s*[=:]\\s*", ""))
        .map(value -> value.replace("\"", "").strip())
        .findFirst()
        .orElse(otherwise);
  }
}
