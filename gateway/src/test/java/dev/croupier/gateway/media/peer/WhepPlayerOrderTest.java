package dev.croupier.gateway.media.peer;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

final class WhepPlayerOrderTest {
  private static final long FIRST = 65_530;
  private final WhepPlayerOrder order = new WhepPlayerOrder(500_000);
  private final long[] asked = new long[WhepPlayerOrder.MAX_ASKED];

  private static WhepPlayerOrder.Packet packet(long sequence) {
    return new WhepPlayerOrder.Packet(sequence, 3_000 * sequence, false, 0, new byte[0]);
  }

  private long[] asks(long nowMicros) {
    return Arrays.copyOf(asked, order.toAskFor(nowMicros, asked));
  }

  @Test
  void packetsInOrderNeverTouchTheRing() {
    assertTrue(order.isNext(FIRST));
    order.skip(FIRST, 0);
    assertTrue(order.isNext(FIRST + 1));
    assertFalse(order.isNext(FIRST + 2));
    assertFalse(order.waits());
  }

  @Test
  void aReorderedPacketIsPutInItsPlaceWithoutAsking() {
    order.skip(FIRST, 0);
    assertTrue(order.insert(packet(FIRST + 2), 0));
    assertNull(order.poll(0));
    assertEquals(0, asks(4_999).length);
    assertTrue(order.insert(packet(FIRST + 1), 4_999));
    assertEquals(FIRST + 1, order.poll(4_999).sequence());
    assertEquals(FIRST + 2, order.poll(4_999).sequence());
    assertEquals(0, order.takeLost());
    assertTrue(order.isNext(FIRST + 3));
  }

  @Test
  void aHoleIsAskedForAfterItsPatienceAndAgainLater() {
    order.skip(FIRST, 0);
    order.insert(packet(FIRST + 3), 0);
    assertArrayEquals(new long[] {FIRST + 1, FIRST + 2}, asks(5_000));
    assertTrue(order.wasAskedFor(FIRST + 1));
    assertEquals(0, asks(84_999).length);
    order.insert(packet(FIRST + 1), 84_999);
    assertArrayEquals(new long[] {FIRST + 2}, asks(85_000));
    assertEquals(2, order.nacked());
  }

  @Test
  void whatWasSentDuringAnOutageIsNotWaitedFor() {
    order.skip(FIRST, 0);
    assertTrue(order.insert(packet(FIRST + 200), 500_000));
    assertEquals(FIRST + 200, order.poll(500_000).sequence());
    assertEquals(199, order.takeLost());
    assertEquals(199, order.givenUp());
    order.insert(packet(FIRST + 202), 999_999);
    assertNull(order.poll(999_999), "a hole after a shorter pause is waited for");
  }

  @Test
  void aHoleIsGivenUpAndCounted() {
    order.skip(FIRST, 0);
    order.insert(packet(FIRST + 3), 0);
    assertNull(order.poll(499_999));
    assertEquals(FIRST + 3, order.poll(500_000).sequence());
    assertEquals(2, order.takeLost());
    assertEquals(0, order.takeLost());
    assertEquals(2, order.givenUp());
    assertFalse(order.insert(packet(FIRST + 2), 500_001), "it comes too late");
  }

  @Test
  void repeatsAreRefused() {
    order.skip(FIRST, 0);
    assertFalse(order.insert(packet(FIRST), 0));
    assertTrue(order.insert(packet(FIRST + 2), 0));
    assertFalse(order.insert(packet(FIRST + 2), 0));
  }

  @Test
  void aJumpBeyondTheRingIsANewBeginning() {
    order.skip(FIRST, 0);
    order.insert(packet(FIRST + 2), 0);
    long far = FIRST + 1 + WhepPlayerOrder.CAPACITY;
    assertTrue(order.insert(packet(far), 1));
    assertEquals(far, order.poll(1).sequence());
    assertEquals(WhepPlayerOrder.CAPACITY - 1, order.takeLost());
  }
}
