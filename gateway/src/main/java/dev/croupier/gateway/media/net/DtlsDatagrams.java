package dev.croupier.gateway.media.net;

import dev.croupier.gateway.media.webrtc.DtlsGuard;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.bouncycastle.tls.DatagramTransport;

/**
 * The datagrams of one association, between its event loop, which offers, and Bouncy Castle, which
 * takes: blocking on a virtual thread during the handshake, without waiting afterwards.
 */
final class DtlsDatagrams implements DatagramTransport {
  /** Of a datagram; with IP and UDP headers below what any path carries. */
  private static final int SEND_LIMIT = 1200;

  /** Of a datagram taken in: more than an Ethernet frame carries. */
  static final int RECEIVE_LIMIT = 2048;

  private static final int QUEUE = 64;

  private final BlockingQueue<byte[]> queue = new ArrayBlockingQueue<>(QUEUE);
  private final AtomicInteger heldBytes = new AtomicInteger();
  private final Consumer<byte[]> out;
  private volatile boolean waiting = true;
  private volatile boolean closed;

  /**
   * Nothing is queued.
   *
   * @param out gets each datagram to send, on whatever thread it was made
   */
  DtlsDatagrams(Consumer<byte[]> out) {
    this.out = out;
  }

  /** Queues a copy; false when 64 datagrams or 64 KiB wait already. */
  boolean offer(byte[] buffer, int offset, int length) {
    if (length > RECEIVE_LIMIT || heldBytes.get() + length > DtlsGuard.MAX_HELD_BYTES) {
      return false;
    }
    byte[] copy = new byte[length];
    System.arraycopy(buffer, offset, copy, 0, length);
    heldBytes.addAndGet(length);
    if (!queue.offer(copy)) {
      heldBytes.addAndGet(-length);
      return false;
    }
    return true;
  }

  /** Whether Bouncy Castle has closed its side: after an alert of either end. */
  boolean isClosed() {
    return closed;
  }

  /** From now on an empty queue ends a receive at once. */
  void stopWaiting() {
    waiting = false;
  }

  @Override
  public int getReceiveLimit() {
    return RECEIVE_LIMIT;
  }

  @Override
  public int getSendLimit() {
    return SEND_LIMIT;
  }

  @Override
  public int receive(byte[] buffer, int offset, int length, int waitMillis) throws IOException {
    if (closed) {
      throw new InterruptedIOException("closed");
    }
    byte[] datagram;
    try {
      datagram = waiting ? queue.poll(waitMillis, TimeUnit.MILLISECONDS) : queue.poll();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("handshake given up");
    }
    if (datagram == null) {
      if (!waiting) {
        // Bouncy Castle would otherwise ask again until its time is over; this leaves at once and
        // changes nothing in its state.
        throw new InterruptedIOException("nothing there");
      }
      return -1;
    }
    heldBytes.addAndGet(-datagram.length);
    int size = Math.min(length, datagram.length);
    System.arraycopy(datagram, 0, buffer, offset, size);
    return size;
  }

  @Override
  public void send(byte[] buffer, int offset, int length) {
    byte[] copy = new byte[length];
    System.arraycopy(buffer, offset, copy, 0, length);
    out.accept(copy);
  }

  @Override
  public void close() {
    closed = true;
  }
}
