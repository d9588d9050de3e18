package dev.croupier.loadtest.relay;

import dev.croupier.loadtest.plan.ScenarioException;
import java.util.Locale;

/**
 * What happens to the packets of one direction. Immutable; times in nanoseconds, shares 0–1.
 *
 * <p>A packet meets these in order: blackout, loss, the queue before the rate, the delay. Each
 * client has a line of its own: rate and queue are not shared.
 *
 * @param delayNs the floor: no packet passes faster. 0–60 s
 * @param jitterNs how much is added to the floor at most ({@code UNIFORM}), as standard deviation
 *     ({@code NORMAL}) or as mean ({@code EXPONENTIAL}); never negative. 0–10 s
 * @param jitter how that is distributed. Jitter alone never reorders: a late packet holds those
 *     behind it
 * @param loss share that is lost, 0–1
 * @param burst mean length of a loss in packets (Gilbert–Elliott: all is lost in the bad state,
 *     nothing in the good one); 0: each packet for itself
 * @param reorder share that leaves later by {@code reorderByNs} while those behind overtake it; the
 *     only packets that may change their place
 * @param reorderByNs 0–10 s
 * @param duplicate share that comes twice, the copy with a jitter of its own, not before the
 *     original; 0–1
 * @param rate bits a second, headers of UDP and IPv4 (28 bytes) included; 0: no limit
 * @param queueNs what the rate's queue holds at most, in time; beyond it the tail is dropped
 * @param blackoutNs nothing passes for so long; 0: never
 * @param everyNs at the end of each period of this length; 0: once, from the moment on which it is
 *     set
 */
public record Impairment(
    long delayNs,
    long jitterNs,
    Jitter jitter,
    double loss,
    double burst,
    double reorder,
    long reorderByNs,
    double duplicate,
    long rate,
    long queueNs,
    long blackoutNs,
    long everyNs) {
  /** How jitter is distributed. */
  public enum Jitter {
    /** Anything from 0 to the value, each alike. */
    UNIFORM,
    /** The size of a normal draw around 0 with the value as standard deviation. */
    NORMAL,
    /** Exponential with the value as mean. */
    EXPONENTIAL;

    /** As in texts. */
    public String word() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  private static final long SECOND = 1_000_000_000;
  private static final long MAX_DELAY = 60 * SECOND;
  private static final long MAX_SPREAD = 10 * SECOND;
  private static final long MAX_BLACKOUT = 3_600 * SECOND;
  private static final long MAX_RATE = 100_000_000_000L;
  private static final double MAX_BURST = 10_000;

  /** The queue of a rate whose queue is not named, 200 ms. */
  static final long QUEUE_NS = SECOND / 5;

  /** Nothing happens: packets pass at once. */
  public static final Impairment NONE =
      new Impairment(0, 0, Jitter.UNIFORM, 0, 0, 0, 0, 0, 0, QUEUE_NS, 0, 0);

  /** Checks the ranges. */
  public Impairment {
    check(delayNs >= 0 && delayNs <= MAX_DELAY, "delay: 0 to 60s");
    check(jitterNs >= 0 && jitterNs <= MAX_SPREAD, "jitter: 0 to 10s");
    check(loss >= 0 && loss <= 1, "loss: 0% to 100%");
    check(burst == 0 || (burst >= 1 && burst <= MAX_BURST), "burst: 1 to 10000 packets");
    check(burst == 0 || loss > 0, "burst: needs loss=…");
    // Else the good state could not be left often enough.
    check(
        burst == 0 || loss <= burst / (burst + 1),
        "loss: with burst="
            + ImpairmentText.number(burst)
            + " at most "
            + ImpairmentText.number(Math.floor(10_000 * burst / (burst + 1)) / 100)
            + "%");
    check(reorder >= 0 && reorder <= 1, "reorder: 0% to 100%");
    check(
        reorder == 0 || (reorderByNs > 0 && reorderByNs <= MAX_SPREAD),
        "reorder: by more than 0, up to 10s");
    check(duplicate >= 0 && duplicate <= 1, "duplicate: 0% to 100%");
    check(rate == 0 || (rate >= 1_000 && rate <= MAX_RATE), "rate: 1kbit to 100gbit");
    check(queueNs >= 0 && queueNs <= MAX_SPREAD, "queue: 0 to 10s");
    check(blackoutNs >= 0 && blackoutNs <= MAX_BLACKOUT, "blackout: 0 to 3600s");
    check(
        everyNs == 0 || (everyNs > blackoutNs && everyNs <= MAX_BLACKOUT),
        "blackout: its period is longer than it, up to 3600s");
  }

  /**
   * Reads what a person wrote: words in any order, each at most once.
   *
   * <pre>
   * delay=20ms jitter=5ms,normal loss=5% burst=3 reorder=1%,10ms duplicate=0.5%
   * rate=2mbit queue=200ms blackout=500ms/10s
   * </pre>
   *
   * <p>Nothing, or {@code none}, is {@link #NONE}. Times take {@code us ms s}, shares {@code %},
   * rates {@code bit kbit mbit gbit} (powers of 1000). {@code blackout=2s} is once, from now.
   *
   * @throws ScenarioException one line for a person: an unknown word, with the nearest known one, a
   *     number out of its range
   */
  public static Impairment parse(String text) {
    return ImpairmentText.parse(text);
  }

  /** The same as text that {@link #parse} reads; {@code none} for {@link #NONE}. */
  public String text() {
    return ImpairmentText.of(this);
  }

  /**
   * Whether nothing passes at a moment.
   *
   * @param sinceNs when this was set
   */
  boolean blackAt(long nowNs, long sinceNs) {
    return blackoutNs > 0 && blackEndNs(nowNs, sinceNs) > nowNs;
  }

  /** When the blackout of this moment ends; the moment itself if there is none. */
  long blackEndNs(long nowNs, long sinceNs) {
    long since = nowNs - sinceNs;
    if (blackoutNs == 0 || since < 0) {
      return nowNs;
    }
    if (everyNs == 0) {
      return since < blackoutNs ? sinceNs + blackoutNs : nowNs;
    }
    long phase = since % everyNs;
    return phase >= everyNs - blackoutNs ? nowNs + (everyNs - phase) : nowNs;
  }

  private static void check(boolean fine, String complaint) {
    if (!fine) {
      throw new ScenarioException(complaint);
    }
  }
}
