package dev.croupier.gateway.media.webrtc;

import java.net.InetSocketAddress;

/**
 * A way to the peer that a signed check has proven: the own socket it came in by and the peer's
 * address. Owner: the session's event loop.
 */
public final class IcePair {
  private final PacketSink via;
  private final InetSocketAddress remote;
  private long lastCheckMicros;
  private int generation;

  IcePair(PacketSink via, InetSocketAddress remote, long nowMicros) {
    this.via = via;
    this.remote = remote;
    this.lastCheckMicros = nowMicros;
  }

  /** The peer's address. */
  public InetSocketAddress remote() {
    return remote;
  }

  /** Table time of the latest signed check on this pair, microseconds. */
  public long lastCheckMicros() {
    return lastCheckMicros;
  }

  /** Sends one datagram this way. */
  public void send(byte[] buffer, int offset, int length) {
    via.send(remote, buffer, offset, length);
  }

  /** The ICE session whose credentials signed the latest check, counted from 0. */
  int generation() {
    return generation;
  }

  PacketSink via() {
    return via;
  }

  boolean is(PacketSink sink, InetSocketAddress address) {
    return via.equals(sink) && remote.equals(address);
  }

  void checked(int byGeneration, long nowMicros) {
    generation = byGeneration;
    lastCheckMicros = nowMicros;
  }
}
