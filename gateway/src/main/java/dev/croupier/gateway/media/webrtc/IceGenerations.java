package dev.croupier.gateway.media.webrtc;

import dev.croupier.gateway.media.webrtc.TransportFactory.LocalIce;
import dev.croupier.gateway.media.webrtc.TransportFactory.RemoteIce;
import java.util.Optional;

/**
 * The credentials of a session: those in use and, between an ICE restart and the first check that
 * belongs to it, those to come (RFC 8445 §9). A further restart replaces the ones to come, so there
 * are never more than two. Owner: the session's event loop; {@link #current} on any thread.
 */
final class IceGenerations {
  /** Credentials of both ends. */
  record Generation(LocalIce local, RemoteIce remote) {}

  private volatile Generation current;
  private Generation next;

  IceGenerations(LocalIce local, RemoteIce remote) {
    current = new Generation(local, remote);
  }

  /** Those in use. */
  Generation current() {
    return current;
  }

  /** Those that no check has confirmed yet. */
  Optional<Generation> next() {
    return Optional.ofNullable(next);
  }

  /** The ones that a check with our user fragment means, or null. */
  Generation find(String ufrag) {
    if (current.local().ufrag().equals(ufrag)) {
      return current;
    }
    return next != null && next.local().ufrag().equals(ufrag) ? next : null;
  }

  /**
   * New credentials.
   *
   * @return our own that they make invalid: of an earlier restart that was never confirmed
   */
  Optional<LocalIce> restart(LocalIce local, RemoteIce remote) {
    Optional<LocalIce> replaced = next().map(Generation::local);
    next = new Generation(local, remote);
    return replaced;
  }

  /** Whether these are the ones to come. */
  boolean isNext(Generation generation) {
    return generation.equals(next);
  }

  /** Those to come are confirmed; returns our own that were in use. */
  LocalIce advance() {
    LocalIce old = current.local();
    current = next;
    next = null;
    return old;
  }
}
