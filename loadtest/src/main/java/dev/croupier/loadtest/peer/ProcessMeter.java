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
   * @param userMicros outside the kernel, since the process began
   * @param systemMicros inside the kernel
   * @param residentKiB memory that it holds now
   */
  public record Reading(long userMicros, long systemMicros, long residentKiB) {
    /** All CPU time. */
    public long cpuMicros() {
      return userMicros + systemMicros;
    }
  }

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
    return reading(
        Files.readString(folder.resolve("stat")), Files.readString(folder.resolve("status")));
  }

  static Reading reading(String stat, String status) throws IOException {
    // The name may hold spaces and parentheses itself.
    String[] fields = stat.substring(stat.lastIndexOf(')') + 1).trim().split(" ", -1);
    if (fields.length <= SYSTEM_TIME) {
      throw new IOException("/proc/…/stat has an unknown form");
    }
    return new Reading(
        Long.parseLong(fields[USER_TIME]) * MICROS_PER_TICK,
        Long.parseLong(fields[SYSTEM_TIME]) * MICROS_PER_TICK,
        residentKiB(status));
  }

  private static long residentKiB(String status) throws IOException {
    return status
        .lines()
        .filter(line -> line.startsWith("VmRSS:"))
        .map(line -> Long.parseLong(line.replaceAll("[^0-9]", "")))
        .findFirst()
        .orElseThrow(() -> new IOException("/proc/…/status tells no memory"));
  }
}
