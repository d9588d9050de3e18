package dev.croupier.loadtest.app;

import dev.croupier.loadtest.viewer.People;
import dev.croupier.loadtest.viewer.Together;
import dev.croupier.loadtest.viewer.WhepTarget;
import java.io.IOException;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * Tokens that clients have before they come. Each is used once; who comes again, or got none, asks
 * for one then. Any thread.
 */
final class TokensAtHand implements WhepTarget.Tokens {
  /** Asked for at the same time. */
  private static final int TOGETHER = 16;

  private final People people;
  private final Map<String, String> bySubject = new ConcurrentHashMap<>();

  private TokensAtHand(People people) {
    this.people = people;
  }

  /** Gets a token for each of so many clients. Blocks. */
  static TokensAtHand of(People people, String kind, int count) throws InterruptedException {
    TokensAtHand tokens = new TokensAtHand(people);
    try (ExecutorService threads =
        Executors.newFixedThreadPool(TOGETHER, Thread.ofVirtual().name("token-", 0).factory())) {
      for (int i = 0; i < count; i++) {
        String subject = people.subject(kind, i);
        threads.execute(() -> tokens.fetch(subject));
      }
      Together.await(threads);
    }
    return tokens;
  }

  @Override
  public String token(String kind, int number) throws IOException, InterruptedException {
    String subject = people.subject(kind, number);
    String token = bySubject.remove(subject);
    return token != null ? token : people.token(subject);
  }

  private void fetch(String subject) {
    try {
      bySubject.put(subject, people.token(subject));
    } catch (IOException _) {
      // It is told when its client comes and asks again.
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }
}
