package dev.croupier.gateway.rounds.feed;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.croupier.gateway.rounds.Fixtures;
import dev.croupier.gateway.rounds.event.Fact;
import dev.croupier.gateway.rounds.event.Stamp;
import dev.croupier.gateway.rounds.event.Wallet;
import dev.croupier.gateway.rounds.ledger.CommittedFacts;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class FeedTest {
  private static Fact fact(long seq) {
    return new Fact.BalanceChanged(
        new Stamp(Fixtures.SHARD, seq, seq),
        Wallet.empty(Fixtures.LIC, Fixtures.ANN, "EUR"),
        "deposit");
  }

  @Test
  void everyListenerHearsEveryFactInOrder() throws Exception {
    Feed feed = new Feed();
    LinkedBlockingQueue<Long> one = new LinkedBlockingQueue<>();
    LinkedBlockingQueue<Long> even = new LinkedBlockingQueue<>();
    feed.subscribe(_ -> true, f -> one.add(f.at().seq()), () -> {});
    feed.subscribe(f -> f.at().seq() % 2 == 0, f -> even.add(f.at().seq()), () -> {});
    for (long seq = 1; seq <= 1_000; seq += 2) {
      feed.publish(List.of(fact(seq), fact(seq + 1)));
    }
    List<Long> heard = new ArrayList<>();
    for (long seq = 1; seq <= 1_000; seq++) {
      heard.add(one.take());
    }
    assertEquals(java.util.stream.LongStream.rangeClosed(1, 1_000).boxed().toList(), heard);
    for (long seq = 2; seq <= 1_000; seq += 2) {
      assertEquals(seq, even.take());
    }
  }

  @Test
  void aSlowListenerIsDroppedAndToldAndTheOthersAreNotHeldUp() throws Exception {
    Feed feed = new Feed(10);
    CountDownLatch hold = new CountDownLatch(1);
    CountDownLatch lagged = new CountDownLatch(1);
    CountDownLatch entered = new CountDownLatch(1);
    feed.subscribe(
        _ -> true,
        _ -> {
          entered.countDown();
          try {
            hold.await();
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          }
        },
        lagged::countDown);
    LinkedBlockingQueue<Long> quick = new LinkedBlockingQueue<>();
    feed.subscribe(_ -> true, f -> quick.add(f.at().seq()), () -> {});
    feed.publish(List.of(fact(1)));
    entered.await();
    for (long seq = 1; seq <= 100; seq++) {
      if (seq > 1) {
        feed.publish(List.of(fact(seq)));
      }
      assertEquals(seq, quick.take());
    }
    assertEquals(1, feed.listeners());
    hold.countDown();
    lagged.await();
  }

  @Test
  void aListenerThatThrowsGoesOnWithTheNextFact() throws Exception {
    Feed feed = new Feed();
    LinkedBlockingQueue<Long> heard = new LinkedBlockingQueue<>();
    feed.subscribe(
        _ -> true,
        f -> {
          if (f.at().seq() == 1) {
            throw new IllegalStateException("on purpose");
          }
          heard.add(f.at().seq());
        },
        () -> {});
    feed.publish(List.of(fact(1), fact(2)));
    assertEquals(2, heard.take());
  }

  @Test
  void aClosedListenerHearsNothingMore() throws Exception {
    Feed feed = new Feed();
    LinkedBlockingQueue<Long> heard = new LinkedBlockingQueue<>();
    CommittedFacts.Subscription subscription =
        feed.subscribe(_ -> true, f -> heard.add(f.at().seq()), () -> {});
    feed.publish(List.of(fact(1)));
    assertEquals(1, heard.take());
    subscription.close();
    subscription.close();
    feed.publish(List.of(fact(2)));
    assertEquals(0, feed.listeners());
    assertTrue(heard.isEmpty());
  }
}
