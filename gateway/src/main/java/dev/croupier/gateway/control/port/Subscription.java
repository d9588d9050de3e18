package dev.croupier.gateway.control.port;

/** A listener's place in a plane; closing it twice is harmless. Any thread. */
@FunctionalInterface
public interface Subscription extends AutoCloseable {
  /** Nothing is delivered that begins after this returns. */
  @Override
  void close();
}
