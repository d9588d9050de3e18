package dev.croupier.loadtest.socket;

import com.sun.management.UnixOperatingSystemMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;

/** Whether this process may open as many sockets as a plan needs. */
final class Descriptors {
  /** For HTTP connections, libraries and what else comes beside the sockets. */
  private static final long BESIDE = 256;

  private Descriptors() {}

  /**
   * Checks it beforehand: half a crowd says nothing.
   *
   * @throws IOException one line that says what to do
   */
  static void check(int sockets) throws IOException {
    if (ManagementFactory.getOperatingSystemMXBean() instanceof UnixOperatingSystemMXBean system) {
      check(sockets, system.getOpenFileDescriptorCount(), system.getMaxFileDescriptorCount());
    }
  }

  static void check(int sockets, long open, long most) throws IOException {
    if (sockets + BESIDE > most - open) {
      throw new IOException(
          sockets
              + " sockets need "
              + (sockets + BESIDE)
              + " file descriptors more than the "
              + open
              + " open, but this process may have "
              + most
              + ": raise `ulimit -n`");
    }
  }
}
