package dev.croupier.gateway.media.webrtc;

import java.util.Arrays;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Remembers what a transport says, and lets a test wait for it. */
public final class RecordingListener implements TransportListener {
  public static final long PATIENCE_SECONDS = 20;

  private final CompletableFuture<Void> connected = new CompletableFuture<>();
  private final CompletableFuture<String> closed = new CompletableFuture<>();
  private final BlockingQueue<byte[]> rtp = new LinkedBlockingQueue<>();
  private final BlockingQueue<byte[]> rtcp = new LinkedBlockingQueue<>();
  private volatile boolean failing;

  /** From now on it has a bug. */
  void fail() {
    failing = true;
  }

  @Override
  public void connected() {
    if (failing) {
      throw new IllegalStateException("a bug");
    }
    connected.complete(null);
  }

  @Override
  public void rtp(byte[] buffer, int offset, int length, long arrivalMicros) {
    rtp.add(Arrays.copyOfRange(buffer, offset, offset + length));
  }

  @Override
  public void rtcp(byte[] buffer, int offset, int length, long arrivalMicros) {
    rtcp.add(Arrays.copyOfRange(buffer, offset, offset + length));
  }

  @Override
  public void closed(String reason) {
    closed.complete(reason);
  }

  /** Waits for {@code connected}; fails at once when the transport closes instead. */
  public void awaitConnected() throws Exception {
    CompletableFuture.anyOf(
            connected,
            closed.thenAccept(
                reason -> {
                  if (!connected.isDone()) {
                    throw new IllegalStateException("closed: " + reason);
                  }
                }))
        .get(PATIENCE_SECONDS, TimeUnit.SECONDS);
  }

  public boolean isConnected() {
    return connected.isDone();
  }

  public boolean isClosed() {
    return closed.isDone();
  }

  public String awaitClosed() throws InterruptedException, ExecutionException, TimeoutException {
    return closed.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
  }

  public byte[] awaitRtp() throws InterruptedException {
    return rtp.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
  }

  public byte[] awaitRtcp() throws InterruptedException {
    return rtcp.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
  }

  public int rtpWaiting() {
    return rtp.size();
  }
}
