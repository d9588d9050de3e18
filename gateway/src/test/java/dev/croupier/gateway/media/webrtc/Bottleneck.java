package dev.croupier.gateway.media.webrtc;

import java.util.ArrayDeque;
import java.util.SplittableRandom;

/**
 * A path of one direction in simulated time: a queue that drains at a rate, then a delay with
 * jitter that never reorders, and losses. Its receiver tells arrivals each 100 ms after half a
 * round trip.
 */
final class Bottleneck {
  /** A packet that has passed, or was lost ({@code arrival} is -1). */
  record Passed(int sequence, long sent, long arrival, int bytes) {}

  private final SplittableRandom random;
  private final ArrayDeque<Passed> passed = new ArrayDeque<>();
  private long bps;
  private long delayMicros = 20_000;
  private long jitterMicros;
  private long queueMicros = 1_000_000;
  private double loss;
  private boolean dead;
  private long stallFrom;
  private long stallUntil;
  private long freeAt;
  private long lastArrival;
  private long delivered;
  private long worstQueue;

  Bottleneck(long seed, long bps) {
    this.random = new SplittableRandom(seed);
    this.bps = bps;
  }

  Bottleneck rate(long bitsPerSecond) {
    bps = bitsPerSecond;
    return this;
  }

  Bottleneck delay(long micros, long jitter) {
    delayMicros = micros;
    jitterMicros = jitter;
    return this;
  }

  Bottleneck loss(double share) {
    loss = share;
    return this;
  }

  Bottleneck queue(long micros) {
    queueMicros = micros;
    return this;
  }

  Bottleneck dead(boolean is) {
    dead = is;
    return this;
  }

  /** Nothing leaves the queue from a moment on for so long. */
  Bottleneck stall(long fromMicros, long micros) {
    stallFrom = fromMicros;
    stallUntil = fromMicros + micros;
    return this;
  }

  void send(int sequence, int bytes, long now) {
    freeAt = Math.max(freeAt, now);
    boolean lost = dead || freeAt - now > queueMicros || random.nextDouble() < loss;
    if (!dead && freeAt - now <= queueMicros) {
      freeAt += bytes * 8_000_000L / bps;
      worstQueue = Math.max(worstQueue, freeAt - now);
    }
    long arrival = -1;
    if (!lost) {
      long jitter = jitterMicros == 0 ? 0 : random.nextLong(jitterMicros);
      long left = freeAt >= stallFrom && freeAt < stallUntil ? stallUntil : freeAt;
      arrival = Math.max(lastArrival, left + delayMicros + jitter);
      lastArrival = arrival;
      delivered += bytes;
    }
    passed.add(new Passed(sequence, now, arrival, bytes));
  }

  /** The next packet whose fate is known at this moment; null for none. */
  Passed poll(long now) {
    Passed next = passed.peek();
    if (next == null || (next.arrival() < 0 ? next.sent() + 150_000 : next.arrival()) > now) {
      return null;
    }
    return passed.poll();
  }

  /** Whether the receiver can tell anything. */
  boolean dead() {
    return dead;
  }

  /** Bytes that got through. */
  long delivered() {
    return delivered;
  }

  /** The longest queue since the last call, µs. */
  long takeWorstQueue() {
    long was = worstQueue;
    worstQueue = 0;
    return was;
  }
}
