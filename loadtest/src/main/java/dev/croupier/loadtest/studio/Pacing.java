package dev.croupier.loadtest.studio;

import dev.croupier.loadtest.plan.ScenarioException;
import java.math.BigDecimal;
import java.util.regex.Pattern;

/**
 * How fast a publisher sends the packets of a frame: at so many times the stream's own rate, as
 * libwebrtc does (2.5), or all at once. Immutable.
 *
 * @param times 1–100, or 0 for all at once
 */
public record Pacing(double times) {
  /** All packets of a frame at once. */
  public static final Pacing BURST = new Pacing(0);

  private static final String ALL_AT_ONCE = "burst";
  private static final double LEAST = 1;
  private static final double MOST = 100;
  private static final Pattern NUMBER = Pattern.compile("\\d{1,3}(\\.\\d{1,3})?");

  /**
   * Reads {@code 2.5} or {@code burst}.
   *
   * @param word what complaints name
   * @throws ScenarioException one line
   */
  public static Pacing parse(String word, String text) {
    if (text.equals(ALL_AT_ONCE)) {
      return BURST;
    }
    if (!NUMBER.matcher(text).matches()) {
      throw Words.bad(word, "pacing is burst, or a multiple of the rate such as 2.5");
    }
    double times = Double.parseDouble(text);
    if (times < LEAST || times > MOST) {
      throw Words.bad(word, "must be 1 to 100");
    }
    return new Pacing(times);
  }

  /**
   * The rate of packets.
   *
   * @param streamBits what the stream is coded at, bits a second
   * @return bits a second; 0: all at once
   */
  public long bitsPerSecond(long streamBits) {
    return Math.round(times * streamBits);
  }

  /** As {@link #parse} reads it. */
  public String text() {
    return times == 0
        ? ALL_AT_ONCE
        : BigDecimal.valueOf(times).stripTrailingZeros().toPlainString();
  }
}
