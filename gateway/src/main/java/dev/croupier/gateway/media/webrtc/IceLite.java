package dev.croupier.gateway.media.webrtc;

import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The lite agent of one session (RFC 8445 §2.5): it never makes a check, it believes the ones it
 * receives. Browsers may take seconds to nominate, so the first valid pair is used at once; later
 * the pair moves to the one last nominated, or, with no nomination, last used. Pure: time comes in,
 * nothing goes out. After a restart (RFC 8445 §9) media stays on the pair it had until a check with
 * the new credentials came in. Owner: the session's event loop.
 */
final class IceLite {
  /** Pairs kept: a peer has a few interfaces, IPv4 and IPv6, and NATs that rebind. */
  static final int MAX_PAIRS = 16;

  /** Without a signed check for this long the peer has withdrawn its consent (RFC 7675 §5.1). */
  static final long CONSENT_MICROS = 30_000_000;

  /** Browsers check about every 2.65 s: two missed ones make another valid pair the better one. */
  static final long STALE_MICROS = 6_000_000;

  private final List<IcePair> pairs = new ArrayList<>(2);
  private IcePair selected;
  private boolean nominated;
  private int generation;
  private long lastCheckMicros;

  IceLite(long nowMicros) {
    lastCheckMicros = nowMicros;
  }

  /**
   * A signed check came in.
   *
   * @return the pair given up for the new one, if there were too many
   */
  Optional<IcePair> validated(
      PacketSink via, InetSocketAddress remote, boolean nominate, long nowMicros) {
    lastCheckMicros = nowMicros;
    Optional<IcePair> evicted = Optional.empty();
    IcePair pair = find(via, remote);
    if (pair == null) {
      if (pairs.size() == MAX_PAIRS) {
        evicted = Optional.of(evict());
      }
      pair = new IcePair(via, remote, nowMicros);
      pairs.add(pair);
    }
    pair.checked(generation, nowMicros);
    boolean stale = selected != null && nowMicros - selected.lastCheckMicros() > STALE_MICROS;
    boolean old = selected != null && selected.generation() != generation;
    if (selected == null || nominate || stale || old) {
      selected = pair;
    }
    nominated |= nominate;
    return evicted;
  }

  /** The next check is the first one with new credentials. */
  void restarted() {
    generation++;
    nominated = false;
  }

  /** Authentic media came in on a pair; without nomination this is where the peer is now. */
  void used(IcePair pair) {
    if (!nominated && pair.generation() == generation) {
      selected = pair;
    }
  }

  /** The pair with this socket and address, or null: then ICE has not validated it. */
  IcePair find(PacketSink via, InetSocketAddress remote) {
    for (int i = 0; i < pairs.size(); i++) {
      if (pairs.get(i).is(via, remote)) {
        return pairs.get(i);
      }
    }
    return null;
  }

  /** A connection has ended, and its pair with it. The one checked last takes its place. */
  void lost(PacketSink via) {
    pairs.removeIf(pair -> pair.via().equals(via));
    if (selected != null && selected.via().equals(via)) {
      selected = null;
      nominated = false;
      for (IcePair pair : pairs) {
        if (selected == null || pair.lastCheckMicros() > selected.lastCheckMicros()) {
          selected = pair;
        }
      }
    }
  }

  /** Whether a pair of a shared socket still has this remote address. */
  boolean has(InetSocketAddress remote) {
    return pairs.stream().anyMatch(pair -> !pair.via().single() && pair.remote().equals(remote));
  }

  /** The pair to send on, or null before the first check. */
  IcePair selected() {
    return selected;
  }

  List<IcePair> pairs() {
    return pairs;
  }

  boolean consentExpired(long nowMicros) {
    return nowMicros - lastCheckMicros > CONSENT_MICROS;
  }

  private IcePair evict() {
    IcePair oldest = null;
    for (IcePair pair : pairs) {
      if (!pair.equals(selected)
          && (oldest == null || pair.lastCheckMicros() < oldest.lastCheckMicros())) {
        oldest = pair;
      }
    }
    pairs.remove(oldest);
    return oldest;
  }
}
