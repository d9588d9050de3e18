package dev.croupier.gateway.media.peer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

final class SealedShareTest {
  private static int opened(SealedShare share, int ssrc, int packets) {
    int opened = 0;
    for (int i = 0; i < packets; i++) {
      if (share.opens(ssrc)) {
        opened++;
        share.authentic(ssrc);
      }
    }
    return opened;
  }

  @Test
  void oneInTwentyOfEachStreamIsOpenedAndItsFirst() {
    SealedShare share = new SealedShare(20);
    assertEquals(1, opened(share, 5, 1), "the rollover count is learned from it");
    assertEquals(50, opened(share, 5, 1_000));
    assertEquals(1, opened(share, 6, 1), "another stream has its own");
    assertEquals(0, opened(share, 6, 19));
    assertEquals(1, opened(share, 6, 1));
  }

  @Test
  void untilOneIsAuthenticAllAreTried() {
    SealedShare share = new SealedShare(20);
    for (int i = 0; i < 100; i++) {
      assertTrue(share.opens(5));
    }
  }

  @Test
  void manyForgedStreamsCostNoMemoryAndStayRefusable() {
    SealedShare share = new SealedShare(20);
    for (int ssrc = 0; ssrc < 1_000; ssrc++) {
      share.authentic(ssrc);
    }
    assertEquals(10, opened(share, 999, 10), "beyond the cap nothing passes unopened");
    assertEquals(0, opened(share, 0, 19));
  }

  @Test
  void aViewerThatWantsAllOpensAll() {
    assertEquals(100, opened(new SealedShare(1), 5, 100));
  }
}
