package dev.croupier.gateway.media.peer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.croupier.gateway.media.peer.ClientTransportIce.Check;
import dev.croupier.gateway.media.peer.ClientTransportIce.Outcome;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ClientTransportIceTest {
  private static final long START = 1_000_000_000;
  private static final long MILLI = 1000;
  private static final long SECOND = 1_000_000;

  private final ClientTransportIce ice = new ClientTransportIce(new Random(1));

  @Test
  void checksEachCandidateInTurnEveryFiftyMillis() {
    ice.start(List.of(remote(1), remote(2)), START);
    assertEquals(remote(1), due(START).to());
    assertEquals(Optional.empty(), ice.poll(START + 49 * MILLI));
    assertEquals(START + 50 * MILLI, ice.nextMicros());
    assertEquals(remote(2), due(START + 50 * MILLI).to());
    assertEquals(remote(1), due(START + 100 * MILLI).to());
    assertNull(ice.selected());
  }

  @Test
  void nominatesTheFirstThatAnswersUntilThatIsAnsweredToo() {
    ice.start(List.of(remote(1), remote(2)), START);
    Check first = due(START);
    assertFalse(first.useCandidate());
    assertEquals(Outcome.SELECTED, answer(first, START + 3 * MILLI));
    assertEquals(3 * MILLI, ice.rttMicros());
    assertEquals(remote(1), ice.selected());

    Check nomination = due(START + 3 * MILLI);
    assertTrue(nomination.useCandidate());
    assertEquals(remote(1), nomination.to());
    Check again = due(START + 103 * MILLI);
    assertTrue(again.useCandidate());
    assertEquals(Outcome.CONFIRMED, answer(again, START + 104 * MILLI));
    assertEquals(Optional.empty(), ice.poll(START + 2 * SECOND));
  }

  @Test
  void asksForConsentEveryTwoAndAHalfToFiveSeconds() {
    long now = nominated();
    List<Long> gaps = new ArrayList<>();
    for (int i = 0; i < 50; i++) {
      long next = ice.nextMicros();
      gaps.add(next - now);
      now = next;
      Check check = due(now);
      assertFalse(check.useCandidate());
      assertEquals(Outcome.CONFIRMED, answer(check, now + MILLI));
    }
    assertTrue(gaps.stream().allMatch(gap -> gap >= 2_500_000 && gap <= 5_000_000), gaps::toString);
    assertTrue(gaps.stream().distinct().count() > 40, "they are random");
  }

  @Test
  void losesConsentAfterThirtySecondsWithoutAnswer() {
    long last = nominated();
    long now = last;
    while (now < last + 30 * SECOND) {
      Optional<Check> unanswered = ice.poll(now);
      assertFalse(ice.expired(now), () -> "check " + unanswered);
      now = Math.max(now + MILLI, ice.nextMicros());
    }
    assertFalse(ice.expired(last + 30 * SECOND));
    assertTrue(ice.expired(last + 30 * SECOND + 1));
  }

  @Test
  void givesUpWhenNobodyEverAnswers() {
    ice.start(List.of(remote(1)), START);
    assertFalse(ice.expired(START + 30 * SECOND));
    assertTrue(ice.expired(START + 30 * SECOND + 1));
  }

  @Test
  void believesOnlyAnswersToItsChecksFromWhereTheyWent() {
    ice.start(List.of(remote(1), remote(2)), START);
    Check check = due(START);
    assertFalse(ice.awaits(new byte[12], remote(1)));
    assertEquals(Outcome.IGNORED, ice.answered(new byte[12], remote(1), START));
    assertEquals(Outcome.IGNORED, ice.answered(check.transaction(), remote(2), START));
    assertNull(ice.selected());
    assertEquals(Outcome.SELECTED, answer(check, START));
    assertEquals(Outcome.IGNORED, answer(check, START), "an answer counts once");
  }

  @Test
  void drawsATransactionForEachCheckAndForgetsOldOnes() {
    ice.start(List.of(remote(1)), START);
    Check first = due(START);
    String last = HexFormat.of().formatHex(first.transaction());
    for (int i = 1; i <= ClientTransportIce.MAX_OUTSTANDING; i++) {
      String next = HexFormat.of().formatHex(due(START + i * 50L * MILLI).transaction());
      assertNotEquals(last, next);
      last = next;
    }
    assertFalse(ice.awaits(first.transaction(), remote(1)));
  }

  @Test
  void triesAFewCandidatesOnly() {
    List<InetSocketAddress> many = new ArrayList<>();
    for (int i = 0; i < 1000; i++) {
      many.add(remote(i));
    }
    ice.start(many, START);
    assertTrue(ice.knows(remote(15)));
    assertFalse(ice.knows(remote(16)));
  }

  private long nominated() {
    ice.start(List.of(remote(1)), START);
    answer(due(START), START);
    answer(due(START), START);
    return START;
  }

  private Check due(long now) {
    return ice.poll(now).orElseThrow();
  }

  private Outcome answer(Check check, long now) {
    return ice.answered(check.transaction(), check.to(), now);
  }

  private static InetSocketAddress remote(int port) {
    return new InetSocketAddress(InetAddress.ofLiteral("192.0.2.1"), 1 + port);
  }
}
