package dev.croupier.gateway.rounds.ledger;

import dev.croupier.gateway.rounds.event.Fact;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Predicate;

/** Where facts go after their commit, in order of {@code seq}. */
public interface CommittedFacts {
  /** Takes the facts of a commit; never blocks, never throws. The writer's thread. */
  void publish(List<Fact> facts);

  /**
   * Listens from now on. The listener runs on a thread of its own and may take its time; if it
   * falls behind by more than the feed's bound it gets nothing more, and {@code lagged} runs once:
   * read the state anew, then subscribe again.
   *
   * @param wanted asked on the writer's thread; must be quick
   */
  Subscription subscribe(Predicate<Fact> wanted, Consumer<Fact> listener, Runnable lagged);

  /** One listener. */
  interface Subscription extends AutoCloseable {
    /** Ends it; what is under way may still arrive. */
    @Override
    void close();
  }
}
