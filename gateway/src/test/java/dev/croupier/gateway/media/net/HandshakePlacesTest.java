package dev.croupier.gateway.media.net;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;

import dev.croupier.gateway.media.net.HandshakePlaces.Place;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Hardening row 23: floods of handshakes. */
@Timeout(30)
final class HandshakePlacesTest {
  private static final InetAddress ANNA = InetAddress.ofLiteral("192.0.2.1");
  private static final InetAddress BERT = InetAddress.ofLiteral("192.0.2.2");

  @Test
  void row23_oneNetworkTakesItsOwnPlacesOnly() throws Exception {
    HandshakePlaces places = new HandshakePlaces(3, 2);
    Place first = places.take(ANNA, 0);
    Place second = places.take(ANNA, 0);
    assertNotNull(first);
    assertNotNull(second);
    assertNull(places.take(ANNA, 5));
    Place other = places.take(BERT, 0);
    assertNotNull(other);
    assertNull(places.take(BERT, 5), "all three are taken");
    assertNull(places.take(null, 5));
    assertEquals(2, places.networks());
    first.release();
    Place third = places.take(ANNA, 0);
    assertNotNull(third);
    List.of(second, third, other).forEach(Place::release);
    assertEquals(0, places.networks(), "nothing is remembered of those who have gone");
  }

  @Test
  void row23_thoseWhoWaitForTheirNetworksPlacesKeepNobodyElseWaiting() throws Exception {
    HandshakePlaces places = new HandshakePlaces(2, 1);
    Place held = places.take(ANNA, 0);
    List<CompletableFuture<Place>> crowd = new ArrayList<>();
    CountDownLatch begun = new CountDownLatch(20);
    for (int i = 0; i < 20; i++) {
      CompletableFuture<Place> each = new CompletableFuture<>();
      crowd.add(each);
      Thread.ofVirtual()
          .start(
              () -> {
                begun.countDown();
                try {
                  Place place = places.take(ANNA, 20_000);
                  each.complete(place);
                  place.release();
                } catch (InterruptedException e) {
                  each.completeExceptionally(e);
                }
              });
    }
    begun.await();
    for (int i = 0; i < 100; i++) {
      Place other = places.take(BERT, 1_000);
      assertNotNull(other);
      other.release();
    }
    held.release();
    for (CompletableFuture<Place> each : crowd) {
      assertNotNull(each.get(20, TimeUnit.SECONDS), "each has its turn");
    }
    while (places.networks() > 0) {
      Thread.onSpinWait();
    }
  }

  @Test
  void withoutALimitOfEachNetworkOnlyAllCount() throws Exception {
    HandshakePlaces places = new HandshakePlaces(2, 0);
    assertNotNull(places.take(ANNA, 0));
    assertNotNull(places.take(ANNA, 0));
    assertNull(places.take(BERT, 5));
    assertEquals(0, places.networks());
  }

  @Test
  void whoIsInterruptedLeavesNothingBehind() throws Exception {
    HandshakePlaces places = new HandshakePlaces(1, 1);
    Place held = places.take(ANNA, 0);
    CompletableFuture<Boolean> interrupted = new CompletableFuture<>();
    Thread waiting =
        Thread.ofVirtual()
            .start(
                () -> {
                  try {
                    interrupted.complete(places.take(ANNA, 20_000) == null);
                  } catch (InterruptedException e) {
                    interrupted.complete(true);
                  }
                });
    waiting.interrupt();
    assertEquals(true, interrupted.get(10, TimeUnit.SECONDS));
    held.release();
    waiting.join();
    assertEquals(0, places.networks());
    assertNotNull(places.take(ANNA, 0));
  }
}
