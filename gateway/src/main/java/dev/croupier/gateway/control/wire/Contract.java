package dev.croupier.gateway.control.wire;

import java.util.Collection;
import java.util.OptionalInt;
import java.util.regex.Pattern;

/** The constants of the socket's contract. */
public final class Contract {
  /** The WebSocket subprotocol. */
  public static final String SUBPROTOCOL = "croupier.v1+json";

  /** The oldest contract that is still served. */
  public static final int OLDEST = 1;

  /** The newest contract that is spoken. */
  public static final int NEWEST = 1;

  /** The version of the events' fields. */
  public static final int EVENT_VER = 1;

  private static final Pattern KEY = Pattern.compile("[A-Za-z0-9._:-]{1,64}");

  private Contract() {}

  /** The newest contract that both sides speak; empty: all that the client speaks is retired. */
  public static OptionalInt agree(Collection<Integer> offered) {
    return offered.stream()
        .mapToInt(Integer::intValue)
        .filter(ver -> ver >= OLDEST && ver <= NEWEST)
        .max();
  }

  /** Whether a range of contracts holds one that is spoken here. */
  public static boolean speaksAnyOf(int min, int max) {
    return min <= NEWEST && max >= OLDEST;
  }

  /** Whether a text may be an idempotency key. */
  public static boolean isKey(String text) {
    return text != null && KEY.matcher(text).matches();
  }
}
