package dev.croupier.loadtest.peer;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * What a process costs, read from Linux's {@code /proc} (proc(5)): CPU time and resident memory.
 * Any thread.
 */
public final class ProcessMeter {
  /** Linux tells CPU time in hundredths of a second on all its common machines (USER_HZ). */
  private static final long MICROS_PER_TICK = 10_000;

  /** Fields behind the name in parentheses: state is the third of all. */
  private static final int USER_TIME = 14 - 3;

  private static final int SYSTEM_TIME = 15 - 3;

  private final Path folder;

  /**
   * Costs up to a moment.
   *
   * @param cpuMicros user and system time since the process began
   * @param residentKiB memory that it holds now
   */
  public record Reading(long cpuMicros, long residentKiB) {}

  /** A meter of a process. */
  public ProcessMeter(long pid) {
    this.folder = Path.of("/proc", Long.toString(pid));
  }

  /**
   * Reads it.
   *
   * @throws IOException if the process is gone
   */
  public Reading read() throws IOException {
    return new Reading(
        cpuMicros(Files.readString(folder.resolve("stat"))),
        residentKiB(Files.readString(folder.resolve("status"))));
  }

  static long cpuMicros(String stat) throws IOException {
    // The name may hold spaces and parentheses itself.
    String[] fields = stat.substring(stat.lastIndexOf(')') + 1).trim().split(" ", -1);
    if (fields.length <= SYSTEM_TIME) {
      throw new IOException("/proc/…/stat has an unknown form");
    }
    return (Long.parseLong(fields[USER_TIME]) + Long.parseLong(fields[SYSTEM_TIME]))
        * MICROS_PER_TICK;
  }

  static long residentKiB(String status) throws IOException {
    return status
        .lines()
        .filter(line -> line.startsWith("VmRSS:"))
        .map(line -> Long.parseLong(line.replaceAll("[^0-9]", "")))
        .findFirst()
        .orElseThrow(() -> new IOException("/proc/…/status tells no memory"));
  }
}
