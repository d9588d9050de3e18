package dev.croupier.gateway.media.net;

import dev.croupier.gateway.media.webrtc.ClientNetwork;
import java.net.InetAddress;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * Places for handshakes under way: so many in all, and of these so many with the peers of one
 * network. Who finds none waits, behind those who came earlier; those of a network that has its
 * places wait apart, so they keep nobody else waiting. Any thread.
 */
final class HandshakePlaces {
  /** A handshake's place. */
  interface Place {
    /** Gives it back; once. */
    void release();
  }

  private final Semaphore all;
  private final int perNetwork;

  /** Networks whose handshakes have a place or wait for one; no more than there are sessions. */
  private final Map<String, Crowd> crowds = new ConcurrentHashMap<>();

  /**
   * All are free.
   *
   * @param all 1 or more
   * @param perNetwork 1 or more; 0 for no limit
   */
  HandshakePlaces(int all, int perNetwork) {
    this.all = new Semaphore(all, true);
    this.perNetwork = perNetwork;
  }

  /**
   * Takes a place.
   *
   * @param peer null for one that counts for no network
   * @param waitMillis how long to wait at most, for each of the two
   * @return null when there was none in this time
   */
  Place take(InetAddress peer, long waitMillis) throws InterruptedException {
    if (peer == null || perNetwork == 0) {
      return all.tryAcquire(waitMillis, TimeUnit.MILLISECONDS) ? all::release : null;
    }
    String network = ClientNetwork.of(peer);
    Crowd crowd = crowds.compute(network, (_, known) -> Crowd.with(known, perNetwork));
    boolean first = false;
    boolean both = false;
    try {
      first = crowd.places.tryAcquire(waitMillis, TimeUnit.MILLISECONDS);
      both = first && all.tryAcquire(waitMillis, TimeUnit.MILLISECONDS);
    } finally {
      if (!both) {
        leave(network, crowd, first);
      }
    }
    return both
        ? () -> {
          all.release();
          leave(network, crowd, true);
        }
        : null;
  }

  /** Networks that are known now. */
  int networks() {
    return crowds.size();
  }

  private void leave(String network, Crowd crowd, boolean placed) {
    if (placed) {
      crowd.places.release();
    }
    crowds.computeIfPresent(network, (_, known) -> --known.members == 0 ? null : known);
  }

  private static final class Crowd {
    private final Semaphore places;

    /** With a place or waiting; changed only inside the map's own locks. */
    private int members;

    private Crowd(int places) {
      this.places = new Semaphore(places, true);
    }

    private static Crowd with(Crowd known, int places) {
      Crowd crowd = known == null ? new Crowd(places) : known;
      crowd.members++;
      return crowd;
    }
  }
}
