package dev.croupier.gateway.media.webrtc;

/**
 * The transport-wide sequence number of one viewer, over all its streams. The session's event loop.
 */
final class TransportSequence {
  private int next;

  int next() {
    return next++ & 0xFFFF;
  }
}
