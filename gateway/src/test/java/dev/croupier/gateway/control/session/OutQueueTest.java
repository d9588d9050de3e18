package dev.croupier.gateway.control.session;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

final class OutQueueTest {
  private final OutQueue queue = new OutQueue(8, 1_000);

  @Test
  void factsKeepTheirOrderAndTheirNumber() {
    for (int i = 0; i < 8; i++) {
      assertTrue(queue.offer(new Prepared("bet.accepted", "b" + i, null, false)));
    }
    assertEquals(List.of("b0", "b1", "b2", "b3", "b4", "b5", "b6", "b7"), drain());
  }

  @Test
  void aNewerStateTakesTheOldersPlaceAtTheEnd() {
    queue.offer(state("balance", "1"));
    queue.offer(new Prepared("bet.accepted", "b", null, false));
    queue.offer(state("balance", "2"));
    queue.offer(state("table.status", "s"));
    assertEquals(List.of("b", "2", "s"), drain());
  }

  @Test
  void oneMoreThanTheLimitIsNotTaken() {
    for (int i = 0; i < 8; i++) {
      queue.offer(new Prepared("bet.accepted", "b", null, false));
    }
    assertFalse(queue.offer(new Prepared("bet.accepted", "b", null, false)));
    assertFalse(queue.offer(state("balance", "1")));
    assertEquals(8, queue.size());
  }

  @Test
  void aStateThatIsThereAlreadyNeedsNoRoom() {
    queue.offer(state("balance", "1"));
    for (int i = 0; i < 7; i++) {
      queue.offer(new Prepared("bet.accepted", "b", null, false));
    }
    assertTrue(queue.offer(state("balance", "2")));
  }

  @Test
  void theSizeOfWhatWaitsIsBoundedAndGivenBack() {
    assertTrue(queue.offer(new Prepared("x", "x".repeat(600), null, false)));
    assertFalse(queue.offer(new Prepared("x", "x".repeat(600), null, false)));
    assertTrue(queue.offer(new Prepared("x", "x".repeat(400), null, false)));
    drain();
    assertTrue(queue.offer(new Prepared("x", "x".repeat(1_000), null, false)));
    queue.clear();
    assertTrue(queue.offer(new Prepared("x", "x".repeat(1_000), null, false)));
  }

  @Test
  void cardsAreEachShownUnlessTheReaderIsSlow() {
    for (int i = 0; i < 6; i++) {
      queue.offer(new Prepared("round.progress", "c" + i, "round.progress", true));
    }
    assertEquals(List.of("c0", "c1", "c5"), drain(), "two each, then only the latest");
    assertNull(queue.poll());
  }

  private List<String> drain() {
    List<String> bodies = new ArrayList<>();
    for (Prepared next = queue.poll(); next != null; next = queue.poll()) {
      bodies.add(next.body());
    }
    return bodies;
  }

  private static Prepared state(String type, String body) {
    return new Prepared(type, body, type, false);
  }
}
