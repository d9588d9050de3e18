package dev.croupier.gateway.media.webrtc;

import java.util.concurrent.ScheduledExecutorService;

/** A way to a peer that is open and of which a test hears what it overrides. */
abstract class SilentTransport implements PeerTransport {
  private final ScheduledExecutorService loop;

  SilentTransport() {
    this(new InlineLoop());
  }

  SilentTransport(ScheduledExecutorService loop) {
    this.loop = loop;
  }

  @Override
  public final ScheduledExecutorService loop() {
    return loop;
  }

  @Override
  public boolean connected() {
    return true;
  }

  @Override
  public void sendRtp(byte[] buffer, int offset, int length) {}

  @Override
  public void sendRtcp(byte[] buffer, int offset, int length) {}

  @Override
  public long stunRttMicros() {
    return -1;
  }

  @Override
  public void close() {}
}
