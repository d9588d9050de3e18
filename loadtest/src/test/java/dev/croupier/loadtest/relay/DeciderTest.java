package dev.croupier.loadtest.relay;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** In simulated time: what is decided on packets, with fixed seeds. */
final class DeciderTest {
  private static final int PACKETS = 100_000;
  private static final long MS = 1_000_000;
  private static final int SIZE = 1_172;

  private static Decider decider(long seed) {
    return new Decider(Draws.of(seed, "udp", 0, Direction.DOWN));
  }

  /** Delays of all packets in milliseconds, a packet each 100 ms; NaN for lost ones. */
  private static double[] delays(String impairment, int packets) {
    Impairment how = Impairment.parse(impairment);
    Decider decider = decider(11);
    double[] delays = new double[packets];
    for (int i = 0; i < packets; i++) {
      long now = i * 100 * MS;
      decider.decide(how, 0, SIZE, now);
      delays[i] = decider.dropped() == null ? (decider.departNs() - now) / (double) MS : Double.NaN;
    }
    return delays;
  }

  private static double quantile(double[] values, double share) {
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    return sorted[(int) (share * (sorted.length - 1))];
  }

  private static String digest(long seed, int flow, Direction direction, String impairment)
      throws Exception {
    MessageDigest digest = MessageDigest.getInstance("SHA-256");
    Impairment how = Impairment.parse(impairment);
    Decider decider = new Decider(Draws.of(seed, "udp", flow, direction));
    ByteBuffer buffer = ByteBuffer.allocate(17);
    for (int i = 0; i < 20_000; i++) {
      decider.decide(how, 0, 100 + i % 1_100, i * 300_000L);
      buffer.clear();
      buffer.put((byte) (decider.dropped() == null ? 0 : 1 + decider.dropped().ordinal()));
      buffer.putLong(decider.departNs()).putLong(decider.copyNs());
      digest.update(buffer.array());
    }
    return HexFormat.of().formatHex(digest.digest()).substring(0, 16);
  }

  @Test
  void aRepeatedSeedRepeatsEveryDecisionAndAnotherSeedFlowOrDirectionDoesNot() throws Exception {
    String all =
        "delay=20ms jitter=5ms,normal loss=5% burst=3 reorder=1%,10ms duplicate=0.5% rate=20mbit"
            + " blackout=100ms/1s";
    String first = digest(42, 3, Direction.UP, all);
    assertEquals(first, digest(42, 3, Direction.UP, all));
    assertNotEquals(first, digest(43, 3, Direction.UP, all));
    assertNotEquals(first, digest(42, 4, Direction.UP, all));
    assertNotEquals(first, digest(42, 3, Direction.DOWN, all));
  }

  @Test
  void whatIsLostDependsOnThePacketsNumberAndNotOnWhenItComes() {
    Impairment how = Impairment.parse("delay=5ms loss=10% burst=2 duplicate=3% jitter=1ms");
    Decider fast = decider(5);
    Decider slow = decider(5);
    for (int i = 0; i < 5_000; i++) {
      fast.decide(how, 0, 100, i);
      slow.decide(how, 0, 1_400, 7 * MS + i * 77 * MS);
      assertEquals(fast.dropped(), slow.dropped(), "packet " + i);
      assertEquals(fast.copyNs() == Decider.NEVER, slow.copyNs() == Decider.NEVER, "packet " + i);
    }
  }

  @Test
  void withoutImpairmentAPacketLeavesWhenItComes() {
    Decider decider = decider(1);
    for (long now : new long[] {0, 1, 999, 5_000_000_000L}) {
      decider.decide(Impairment.NONE, 0, SIZE, now);
      assertNull(decider.dropped());
      assertEquals(now, decider.departNs());
      assertEquals(Decider.NEVER, decider.copyNs());
    }
  }

  @Test
  void lossIsAsOftenAsAskedAndSingle() {
    double[] delays = delays("loss=5%", PACKETS);
    int lost = 0;
    int behindLost = 0;
    for (int i = 1; i < PACKETS; i++) {
      boolean gone = Double.isNaN(delays[i]);
      lost += gone ? 1 : 0;
      behindLost += gone && Double.isNaN(delays[i - 1]) ? 1 : 0;
    }
    // Four standard deviations of a binomial: sqrt(0.05 · 0.95 / 100,000) = 0.069 %.
    assertEquals(0.05, (double) lost / PACKETS, 0.0028);
    assertEquals(0.05, (double) behindLost / lost, 0.0125, "losses do not draw losses");
  }

  @ParameterizedTest
  @CsvSource({"5, 3", "10, 8", "1, 1", "50, 2"})
  void burstsHaveTheAskedMeanLengthAndTheAskedShareIsLost(double percent, double burst) {
    double[] delays = delays("loss=" + percent + "% burst=" + burst, 2 * PACKETS);
    int lost = 0;
    int bursts = 0;
    for (int i = 1; i < delays.length; i++) {
      boolean gone = Double.isNaN(delays[i]);
      lost += gone ? 1 : 0;
      bursts += gone && !Double.isNaN(delays[i - 1]) ? 1 : 0;
    }
    assertEquals(percent / 100, (double) lost / delays.length, percent / 100 * 0.08);
    assertEquals(burst, (double) lost / bursts, burst * 0.06);
  }

  @Test
  void uniformJitterIsAnythingAboveTheFloor() {
    double[] delays = delays("delay=20ms jitter=8ms,uniform", PACKETS);
    assertTrue(quantile(delays, 0) >= 20 && quantile(delays, 0) < 20.01);
    assertEquals(22, quantile(delays, 0.25), 0.1);
    assertEquals(24, quantile(delays, 0.5), 0.1);
    assertEquals(27.2, quantile(delays, 0.9), 0.1);
    assertTrue(quantile(delays, 1) <= 28);
  }

  @Test
  void normalJitterHasTheQuantilesOfANormalDrawsSize() {
    double[] delays = delays("delay=20ms jitter=4ms,normal", PACKETS);
    assertTrue(quantile(delays, 0) >= 20);
    // |N(0, 1)| lies below 0.6745, 1.6449 and 2.5758 in 50, 90 and 99 % (tables of the normal).
    assertEquals(20 + 0.6745 * 4, quantile(delays, 0.50), 0.05);
    assertEquals(20 + 1.6449 * 4, quantile(delays, 0.90), 0.1);
    assertEquals(20 + 2.5758 * 4, quantile(delays, 0.99), 0.3);
  }

  @Test
  void exponentialJitterHasItsMeanAndTail() {
    double[] delays = delays("delay=1ms jitter=2ms,exponential", PACKETS);
    assertTrue(quantile(delays, 0) >= 1);
    assertEquals(3, Arrays.stream(delays).average().orElseThrow(), 0.04);
    assertEquals(1 + 2 * Math.log(2), quantile(delays, 0.5), 0.04);
    assertEquals(1 + 2 * Math.log(100), quantile(delays, 0.99), 0.4);
  }

  @Test
  void jitterNeverReordersByItself() {
    Impairment how = Impairment.parse("delay=5ms jitter=20ms,exponential");
    Decider decider = decider(3);
    long last = 0;
    for (int i = 0; i < PACKETS; i++) {
      decider.decide(how, 0, SIZE, i * MS / 4);
      assertTrue(decider.departNs() >= last, "packet " + i);
      last = decider.departNs();
    }
  }

  @Test
  void onlyThePickedPacketsAreOvertaken() {
    Impairment how = Impairment.parse("delay=5ms jitter=2ms reorder=2%,10ms");
    Decider decider = decider(3);
    long last = 0;
    int picked = 0;
    for (int i = 0; i < PACKETS; i++) {
      decider.decide(how, 0, SIZE, i * MS);
      if (decider.reordered()) {
        picked++;
        assertTrue(decider.departNs() >= i * MS + 15 * MS);
      } else {
        assertTrue(decider.departNs() >= last, "packet " + i);
        last = decider.departNs();
      }
    }
    assertEquals(0.02, (double) picked / PACKETS, 0.0018);
  }

  @Test
  void copiesAreAsManyAsAskedAndNeverEarlierThanTheOriginal() {
    Impairment how = Impairment.parse("delay=5ms jitter=2ms duplicate=3%");
    Decider decider = decider(9);
    int copies = 0;
    for (int i = 0; i < PACKETS; i++) {
      decider.decide(how, 0, SIZE, i * MS);
      if (decider.copyNs() != Decider.NEVER) {
        copies++;
        assertTrue(decider.copyNs() >= decider.departNs());
      }
    }
    assertEquals(0.03, (double) copies / PACKETS, 0.0022);
  }

  @Test
  void aRateSpacesPacketsAndItsQueueDropsTheTail() {
    // 1,172 and 28 bytes of headers at 960 kbit/s take 10 ms each.
    Impairment how = Impairment.parse("rate=960kbit queue=25ms delay=1ms");
    Decider decider = decider(2);
    long[] expected = {11, 21, 31, -1, -1};
    for (long ms : expected) {
      decider.decide(how, 0, SIZE, 0);
      if (ms < 0) {
        assertEquals(DropReason.QUEUE, decider.dropped());
      } else {
        assertEquals(ms * MS, decider.departNs());
      }
    }
    decider.decide(how, 0, SIZE, 5 * MS);
    assertEquals(41 * MS, decider.departNs(), "there is room again once 5 ms have gone");
    decider.decide(how, 0, SIZE, 1_000 * MS);
    assertEquals(1_011 * MS, decider.departNs(), "an idle line sends at once");
  }

  @Test
  void nothingPassesInABlackoutAndNumbersGoOn() {
    Impairment black = Impairment.parse("loss=10% blackout=1s");
    Impairment plain = Impairment.parse("loss=10%");
    Decider one = decider(4);
    Decider other = decider(4);
    for (int i = 0; i < 2_000; i++) {
      long now = i * MS;
      one.decide(black, 0, SIZE, now);
      other.decide(plain, 0, SIZE, now);
      assertEquals(i < 1_000 ? DropReason.BLACKOUT : other.dropped(), one.dropped());
    }
  }

  @Test
  void aShorterDelayDoesNotLetPacketsOvertakeThoseUnderWay() {
    Decider decider = decider(6);
    decider.decide(Impairment.parse("delay=100ms"), 0, SIZE, 0);
    decider.decide(Impairment.parse("delay=10ms"), 0, SIZE, 50 * MS);
    assertEquals(100 * MS, decider.departNs());
    decider.decide(Impairment.parse("delay=10ms"), 0, SIZE, 95 * MS);
    assertEquals(105 * MS, decider.departNs());
  }

  @Test
  void aLostPieceOfAStreamComesARetransmissionLaterAndHoldsWhatIsBehind() {
    Impairment lossy = Impairment.parse("delay=30ms loss=100%");
    Impairment clean = Impairment.parse("delay=30ms");
    Decider decider = decider(8);
    assertEquals(90 * MS, decider.inOrder(lossy, 0, 500, 0), "two delays more");
    assertEquals(90 * MS, decider.inOrder(clean, 0, 500, 10 * MS));
    assertEquals(130 * MS, decider.inOrder(clean, 0, 500, 100 * MS));
    assertEquals(
        240 * MS, decider(8).inOrder(Impairment.parse("loss=100%"), 0, 9, 200 * MS), "at least 40");
  }

  @Test
  void aPieceOfManySegmentsIsHitMoreOften() {
    Impairment how = Impairment.parse("loss=5%");
    Decider decider = decider(12);
    int hit = 0;
    for (int i = 0; i < 20_000; i++) {
      decider.inOrder(how, 0, 10 * Decider.SEGMENT_BYTES, i * 1_000 * MS);
      hit += decider.dropped() == null ? 0 : 1;
    }
    // 1 − 0.95¹⁰ = 0.4013; four standard deviations are 1.4 %.
    assertEquals(0.4013, hit / 20_000.0, 0.014);
  }

  @Test
  void aStreamWaitsForTheEndOfABlackout() {
    Impairment how = Impairment.parse("blackout=2s");
    assertEquals(2_040 * MS, decider(1).inOrder(how, 0, 100, 500 * MS));
    assertEquals(2_500 * MS, decider(1).inOrder(how, 0, 100, 2_500 * MS));
  }
}
