package dev.croupier.gateway.media.net;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The UDP ports that plain RTP may use, as configured.
 *
 * @param low the lowest, 1024 or above
 * @param high the highest, {@code low} + 1 or above; 65,535 at most
 * @param chosen whether free ones are taken from this range; else the kernel chooses them
 */
public record RtpPortRange(int low, int high, boolean chosen) {
  /** Any unprivileged port a sender names; free ones are the kernel's choice. */
  public static final RtpPortRange ANY = new RtpPortRange(1_024, 65_535, false);

  private static final Pattern FORM = Pattern.compile("(\\d{4,5})-(\\d{4,5})");

  /** Checks the range. */
  public RtpPortRange {
    if (low < 1_024 || high > 65_535 || high <= low) {
      throw new IllegalArgumentException("ports from 1024 to 65535, two at least");
    }
  }

  /**
   * Reads {@code 40000-40099}; empty for {@link #ANY}.
   *
   * @throws IllegalArgumentException for anything else
   */
  public static RtpPortRange parse(String text) {
    if (text.isEmpty()) {
      return ANY;
    }
    Matcher ports = FORM.matcher(text);
    if (!ports.matches()) {
      throw new IllegalArgumentException("two ports with a hyphen between them");
    }
    return new RtpPortRange(
        Integer.parseInt(ports.group(1)), Integer.parseInt(ports.group(2)), true);
  }

  /** Whether a sender may name it; {@code width} ports from it on are used. */
  boolean allows(int port, int width) {
    return port >= low && port + width - 1 <= high;
  }
}
