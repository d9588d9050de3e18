package dev.croupier.gateway.rounds.feed;

import dev.croupier.gateway.rounds.event.Fact;
import dev.croupier.gateway.rounds.ledger.CommittedFacts;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Committed facts to whoever listens in this process, in order of {@code seq}.
 *
 * <p>Each listener has a virtual thread and a queue of its own. The writer never waits: a listener
 * that is {@link #QUEUE} facts behind is told so and gets nothing more. A listener that throws is
 * logged and goes on with the next fact.
 */
public final class Feed implements CommittedFacts {
  /** Facts that may wait for one listener: two settlements of a full table. */
  public static final int QUEUE = 65_536;

  private static final Logger LOG = LoggerFactory.getLogger(Feed.class);

  private final List<Listening> listeners = new CopyOnWriteArrayList<>();
  private final int capacity;

  /** With the bound of {@link #QUEUE}. */
  public Feed() {
    this(QUEUE);
  }

  Feed(int capacity) {
    this.capacity = capacity;
  }

  @Override
  public void publish(List<Fact> facts) {
    if (!facts.isEmpty()) {
      for (Listening listening : listeners) {
        listening.offer(facts);
      }
    }
  }

  @Override
  public Subscription subscribe(Predicate<Fact> wanted, Consumer<Fact> listener, Runnable lagged) {
    Listening listening = new Listening(wanted, listener, lagged);
    listeners.add(listening);
    Thread.ofVirtual().name("feed").start(listening::run);
    return listening;
  }

  /** How many listen. */
  public int listeners() {
    return listeners.size();
  }

  private final class Listening implements Subscription {
    private final Predicate<Fact> wanted;
    private final Consumer<Fact> listener;
    private final Runnable lagged;
    private final LinkedBlockingQueue<Fact> queue = new LinkedBlockingQueue<>(capacity);
    private final Semaphore waiting = new Semaphore(0);
    private final AtomicBoolean ended = new AtomicBoolean();
    private volatile boolean behind;

    Listening(Predicate<Fact> wanted, Consumer<Fact> listener, Runnable lagged) {
      this.wanted = wanted;
      this.listener = listener;
      this.lagged = lagged;
    }

    void offer(List<Fact> facts) {
      for (Fact fact : facts) {
        if (ended.get()) {
          return;
        }
        if (wants(fact)) {
          if (!queue.offer(fact)) {
            behind = true;
            close();
            return;
          }
          waiting.release();
        }
      }
    }

    @Override
    public void close() {
      if (ended.compareAndSet(false, true)) {
        listeners.remove(this);
        queue.clear();
        waiting.release();
      }
    }

    private boolean wants(Fact fact) {
      try {
        return wanted.test(fact);
      } catch (RuntimeException bug) {
        LOG.error("a listener's filter failed on {}", fact.at(), bug);
        return false;
      }
    }

    private void run() {
      while (true) {
        waiting.acquireUninterruptibly();
        if (ended.get()) {
          break;
        }
        Fact fact = queue.poll();
        if (fact != null) {
          tell(() -> listener.accept(fact), fact.at());
        }
      }
      if (behind) {
        LOG.warn("a listener of the feed was {} facts behind and is dropped", capacity);
        tell(lagged, "its end");
      }
    }

    private void tell(Runnable what, Object about) {
      try {
        what.run();
      } catch (RuntimeException bug) {
        LOG.error("a listener failed on {}", about, bug);
      }
    }
  }
}
