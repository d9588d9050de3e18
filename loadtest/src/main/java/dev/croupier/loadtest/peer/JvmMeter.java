package dev.croupier.loadtest.peer;

import com.sun.management.ThreadMXBean;
import com.sun.tools.attach.AttachNotSupportedException;
import com.sun.tools.attach.VirtualMachine;
import java.io.IOException;
import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryMXBean;
import java.lang.management.ThreadInfo;
import javax.management.MBeanServerConnection;
import javax.management.remote.JMXConnector;
import javax.management.remote.JMXConnectorFactory;
import javax.management.remote.JMXServiceURL;

/**
 * What the threads of another JVM cost that carry media, read over its local management door: CPU
 * time, bytes allocated, the collector's pauses. Only readings cost that JVM anything. One thread.
 */
public final class JvmMeter implements AutoCloseable {
  /** The event loops of the media port are called {@code media-1-1} and so on. */
  private static final String LOOPS = "media-";

  private static final String TABLES = "table ";
  private static final int NO_STACK = 0;
  private static final long KIB = 1_024;

  /**
   * Costs up to a moment, since the JVM began.
   *
   * @param loopCpuMicros of the event loops that send to viewers, user and kernel
   * @param loopUserMicros of these, outside the kernel
   * @param tableCpuMicros of the tables' threads
   * @param allocatedBytes by event loops and tables' threads
   * @param pauses of the collector
   * @param pausedMillis in all of them
   */
  public record Reading(
      long loopCpuMicros,
      long loopUserMicros,
      long tableCpuMicros,
      long allocatedBytes,
      long pauses,
      long pausedMillis) {}

  private final JMXConnector connector;
  private final MBeanServerConnection beans;
  private final ThreadMXBean threads;

  private JvmMeter(JMXConnector connector) throws IOException {
    this.connector = connector;
    this.beans = connector.getMBeanServerConnection();
    this.threads =
        ManagementFactory.newPlatformMXBeanProxy(
            beans, ManagementFactory.THREAD_MXBEAN_NAME, ThreadMXBean.class);
  }

  /**
   * Opens the door of a JVM of the same user.
   *
   * @throws IOException if there is no such JVM, or it lets nobody in
   */
  // The address comes from this machine's kernel and the JVM itself, not from anybody's input.
  @SuppressWarnings("BanJNDI")
  static JvmMeter attach(long pid) throws IOException {
    try {
      VirtualMachine machine = VirtualMachine.attach(Long.toString(pid));
      try {
        return new JvmMeter(
            JMXConnectorFactory.connect(new JMXServiceURL(machine.startLocalManagementAgent())));
      } finally {
        machine.detach();
      }
    } catch (AttachNotSupportedException e) {
      throw new IOException("process " + pid + " is no JVM that can be measured", e);
    }
  }

  /**
   * Reads it.
   *
   * @throws IOException if the JVM is gone
   */
  public Reading read() throws IOException {
    long[] ids = threads.getAllThreadIds();
    ThreadInfo[] infos = threads.getThreadInfo(ids, NO_STACK);
    long[] cpu = threads.getThreadCpuTime(ids);
    long[] user = threads.getThreadUserTime(ids);
    long[] allocated = threads.getThreadAllocatedBytes(ids);
    long loopCpu = 0;
    long loopUser = 0;
    long tableCpu = 0;
    long bytes = 0;
    for (int i = 0; i < ids.length; i++) {
      String name = infos[i] == null ? "" : infos[i].getThreadName();
      if (name.startsWith(LOOPS)) {
        loopCpu += cpu[i];
        loopUser += user[i];
        bytes += allocated[i];
      } else if (name.startsWith(TABLES)) {
        tableCpu += cpu[i];
        bytes += allocated[i];
      }
    }
    long pauses = 0;
    long pausedMillis = 0;
    for (GarbageCollectorMXBean each :
        ManagementFactory.getPlatformMXBeans(beans, GarbageCollectorMXBean.class)) {
      if (pauses(each.getName())) {
        pauses += each.getCollectionCount();
        pausedMillis += each.getCollectionTime();
      }
    }
    return new Reading(
        loopCpu / 1_000, loopUser / 1_000, tableCpu / 1_000, bytes, pauses, pausedMillis);
  }

  /**
   * Collects garbage; what is left on the heap, KiB. The JVM is busy for a moment.
   *
   * @throws IOException if the JVM is gone
   */
  public long liveHeapKiB() throws IOException {
    MemoryMXBean memory =
        ManagementFactory.newPlatformMXBeanProxy(
            beans, ManagementFactory.MEMORY_MXBEAN_NAME, MemoryMXBean.class);
    memory.gc();
    return memory.getHeapMemoryUsage().getUsed() / KIB;
  }

  /** ZGC tells its concurrent cycles as well, which stop nobody. */
  private static boolean pauses(String bean) {
    return !bean.startsWith("ZGC") || bean.endsWith("Pauses");
  }

  @Override
  public void close() {
    try {
      connector.close();
    } catch (IOException _) {
      // The process may have ended first.
    }
  }
}
