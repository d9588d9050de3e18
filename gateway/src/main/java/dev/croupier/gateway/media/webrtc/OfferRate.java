package dev.croupier.gateway.media.webrtc;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * How many offers one principal and one address ({@link ClientNetwork}) may make in a minute, all
 * of them at once if they like: a token bucket each, kept as the moment at which it is full again.
 * Pure but for its memory, which is bounded: beyond {@value #MAX_REMEMBERED} the one that has asked
 * least recently is forgotten, which is one that may ask again anyway unless as many others have
 * asked within the same minute. Any thread.
 */
public final class OfferRate {
  /** Principals, and addresses, whose buckets are remembered. */
  public static final int MAX_REMEMBERED = 65_536;

  private static final long WINDOW_MICROS = 60_000_000;

  private final Buckets owners;
  private final Buckets addresses;

  /**
   * The limits; nobody has asked yet.
   *
   * @param perOwner offers a minute, 1 … 1,000,000; 0 for no limit
   * @param perAddress offers a minute, 1 … 1,000,000; 0 for no limit
   */
  public OfferRate(int perOwner, int perAddress) {
    this.owners = new Buckets(perOwner);
    this.addresses = new Buckets(perAddress);
  }

  /**
   * Somebody makes an offer. One that is refused costs nothing.
   *
   * @return 0 to let it in; else microseconds after which one is let in again
   */
  public synchronized long ask(SessionLimits.Caller caller, long nowMicros) {
    String network = ClientNetwork.of(caller.address());
    long wait =
        Math.max(
            owners.waitMicros(caller.owner(), nowMicros), addresses.waitMicros(network, nowMicros));
    if (wait == 0) {
      owners.take(caller.owner(), nowMicros);
      addresses.take(network, nowMicros);
    }
    return wait;
  }

  /** Principals and addresses remembered. */
  synchronized int remembered() {
    return owners.fullAt.size() + addresses.fullAt.size();
  }

  private static final class Buckets {
    /** In the order in which they were last asked. */
    private final Map<String, Long> fullAt =
        new LinkedHashMap<>(16, 0.75f, true) {
          @Override
          protected boolean removeEldestEntry(Map.Entry<String, Long> eldest) {
            return size() > MAX_REMEMBERED;
          }
        };

    /** A token comes back after this; 0 where there is no limit. */
    private final long tokenMicros;

    private Buckets(int aMinute) {
      this.tokenMicros = aMinute == 0 ? 0 : WINDOW_MICROS / aMinute;
    }

    private long waitMicros(String key, long now) {
      if (tokenMicros == 0) {
        return 0;
      }
      long full = Math.max(now, fullAt.getOrDefault(key, now));
      return Math.max(0, full + tokenMicros - now - WINDOW_MICROS);
    }

    private void take(String key, long now) {
      if (tokenMicros > 0) {
        fullAt.merge(key, now + tokenMicros, (full, _) -> Math.max(now, full) + tokenMicros);
      }
    }
  }
}
