package dev.croupier.gateway.control.session;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class SerialExecutorTest {
  @Test
  void tasksOfManyThreadsRunOneAtATimeAndInEachThreadsOrder() throws Exception {
    int threads = 8;
    int each = 5_000;
    List<int[]> seen = new ArrayList<>();
    CountDownLatch done = new CountDownLatch(threads * each);
    try (ExecutorService pool = Executors.newVirtualThreadPerTaskExecutor()) {
      SerialExecutor serial = new SerialExecutor(pool, threads * each);
      for (int t = 0; t < threads; t++) {
        int thread = t;
        pool.execute(
            () ->
                IntStream.range(0, each)
                    .forEach(
                        i ->
                            serial.execute(
                                () -> {
                                  seen.add(new int[] {thread, i});
                                  done.countDown();
                                })));
      }
      assertTrue(done.await(20, TimeUnit.SECONDS));
    }
    int[] next = new int[threads];
    seen.forEach(s -> assertEquals(next[s[0]]++, s[1]));
    assertEquals(threads * each, seen.size());
  }

  @Test
  void tooManyAreNotTaken() {
    Deque<Runnable> pool = new ArrayDeque<>();
    SerialExecutor serial = new SerialExecutor(pool::add, 2);
    List<String> ran = new ArrayList<>();
    assertTrue(serial.execute(() -> ran.add("a")));
    assertTrue(serial.execute(() -> ran.add("b")));
    assertFalse(serial.execute(() -> ran.add("c")));
    pool.remove().run();
    assertEquals(List.of("a", "b"), ran);
    assertTrue(serial.execute(() -> ran.add("d")));
    pool.remove().run();
    assertEquals(List.of("a", "b", "d"), ran);
  }

  @Test
  void aTaskThatThrowsDoesNotStopTheNext() {
    Deque<Runnable> pool = new ArrayDeque<>();
    SerialExecutor serial = new SerialExecutor(pool::add, 9);
    List<String> ran = new ArrayList<>();
    serial.execute(
        () -> {
          throw new IllegalStateException("on purpose");
        });
    serial.execute(() -> ran.add("next"));
    pool.remove().run();
    assertEquals(List.of("next"), ran);
  }
}
