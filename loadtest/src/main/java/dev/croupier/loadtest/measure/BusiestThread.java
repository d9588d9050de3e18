package dev.croupier.loadtest.measure;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadInfo;
import java.util.HashMap;
import java.util.Map;

/**
 * The platform thread of this process that computed most: an event loop that never rests holds back
 * its clients however idle the other cores are. One thread.
 */
final class BusiestThread {
  /** Threads that are remembered; a generator has tens. */
  private static final int MAX_THREADS = 10_000;

  private final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
  private final Map<Long, Long> atFirst = new HashMap<>();
  private long busiest = -1;
  private long busiestNanos;
  private String name = "";

  BusiestThread() {
    long[] ids = threads.getAllThreadIds();
    long[] now = threads.getThreadCpuTime(ids);
    for (int i = 0; i < ids.length; i++) {
      atFirst.put(ids[i], now[i]);
    }
  }

  /** Looks at all threads that live now. */
  void look() {
    long[] ids = threads.getAllThreadIds();
    long[] now = threads.getThreadCpuTime(ids);
    for (int i = 0; i < ids.length; i++) {
      if (atFirst.size() < MAX_THREADS) {
        atFirst.putIfAbsent(ids[i], 0L);
      }
      long spent = now[i] - atFirst.getOrDefault(ids[i], now[i]);
      if (spent > busiestNanos) {
        busiestNanos = spent;
        rename(ids[i]);
      }
    }
  }

  private void rename(long id) {
    if (id != busiest) {
      busiest = id;
      ThreadInfo info = threads.getThreadInfo(id);
      name = info == null ? "thread " + id : info.getThreadName();
    }
  }

  String name() {
    return name;
  }

  /** Its CPU time since the beginning. */
  long nanos() {
    return busiestNanos;
  }
}
