package dev.croupier.gateway.media.webrtc;

import java.net.InetAddress;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * How many sessions one principal and one address ({@link ClientNetwork}) may have at a time. Holds
 * what live sessions hold, no more. Any thread.
 */
public final class SessionLimits {
  /**
   * Who asks for a session.
   *
   * @param owner who may change and end it: a principal, never empty
   * @param address where the request came from
   */
  public record Caller(String owner, InetAddress address) {}

  /** A session's place; given back once, further times do nothing. */
  @FunctionalInterface
  public interface Place {
    /** Gives the place back. */
    void release();
  }

  private final int perOwner;
  private final int perAddress;
  private final Map<String, Integer> owners = new ConcurrentHashMap<>();
  private final Map<String, Integer> addresses = new ConcurrentHashMap<>();

  /**
   * The limits.
   *
   * @param perOwner 1 or more; 0 for no limit
   * @param perAddress 1 or more; 0 for no limit
   */
  public SessionLimits(int perOwner, int perAddress) {
    this.perOwner = perOwner;
    this.perAddress = perAddress;
  }

  /**
   * Takes a place.
   *
   * @throws MediaRefusal {@code too_many_sessions}
   */
  public Place take(Caller caller) throws MediaRefusal {
    String network = ClientNetwork.of(caller.address());
    if (!take(owners, caller.owner(), perOwner)) {
      throw new MediaRefusal("too_many_sessions", "at most " + perOwner + " sessions of yours");
    }
    if (!take(addresses, network, perAddress)) {
      release(owners, caller.owner());
      throw new MediaRefusal(
          "too_many_sessions", "at most " + perAddress + " sessions from your address");
    }
    AtomicBoolean released = new AtomicBoolean();
    return () -> {
      if (released.compareAndSet(false, true)) {
        release(owners, caller.owner());
        release(addresses, network);
      }
    };
  }

  /** Principals and addresses that have a place. */
  int held() {
    return owners.size() + addresses.size();
  }

  private static boolean take(Map<String, Integer> counts, String key, int limit) {
    if (limit == 0) {
      return true;
    }
    AtomicBoolean taken = new AtomicBoolean();
    counts.compute(
        key,
        (_, count) -> {
          int before = count == null ? 0 : count;
          taken.set(before < limit);
          return taken.get() ? Integer.valueOf(before + 1) : count;
        });
    return taken.get();
  }

  private static void release(Map<String, Integer> counts, String key) {
    counts.computeIfPresent(key, (_, count) -> count == 1 ? null : Integer.valueOf(count - 1));
  }
}
