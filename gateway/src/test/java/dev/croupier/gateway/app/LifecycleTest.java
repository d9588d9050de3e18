package dev.croupier.gateway.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

final class LifecycleTest {
  private final List<String> closed = Collections.synchronizedList(new ArrayList<>());

  @Test
  void partsCloseInReverseOrderOnce() {
    Lifecycle lifecycle = new Lifecycle(Duration.ofSeconds(5));
    lifecycle.add("a", () -> closed.add("a"));
    lifecycle.add("b", () -> closed.add("b"));
    lifecycle.add("c", () -> closed.add("c"));
    lifecycle.close();
    lifecycle.close();
    assertEquals(List.of("c", "b", "a"), closed);
    assertTrue(lifecycle.wasClean());
  }

  @Test
  void aPartThatFailsDoesNotKeepTheOthersOpen() {
    Lifecycle lifecycle = new Lifecycle(Duration.ofSeconds(5));
    lifecycle.add("a", () -> closed.add("a"));
    lifecycle.add(
        "broken",
        () -> {
          throw new IllegalStateException("no");
        });
    lifecycle.close();
    assertEquals(List.of("a"), closed);
    assertFalse(lifecycle.wasClean());
  }

  @Test
  void aPartThatHangsIsLeftBehind() throws Exception {
    CountDownLatch never = new CountDownLatch(1);
    Lifecycle lifecycle = new Lifecycle(Duration.ofMillis(50));
    CountDownLatch closedA = new CountDownLatch(1);
    lifecycle.add("a", closedA::countDown);
    lifecycle.add("hanging", never::await);
    lifecycle.close();
    closedA.await();
    assertFalse(lifecycle.wasClean());
    never.countDown();
  }

  @Test
  void nothingIsAddedAfterwards() {
    Lifecycle lifecycle = new Lifecycle(Duration.ofSeconds(5));
    lifecycle.close();
    assertThrows(IllegalStateException.class, () -> lifecycle.add("late", () -> {}));
  }
}
