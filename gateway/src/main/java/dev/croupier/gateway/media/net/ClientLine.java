package dev.croupier.gateway.media.net;

import dev.croupier.gateway.media.webrtc.PacketSink;
import java.net.InetSocketAddress;
import java.util.concurrent.ScheduledExecutorService;

/** One client's way to servers: a UDP socket, or TCP connections. Sends on its loop only. */
public interface ClientLine extends PacketSink, AutoCloseable {
  /** The event loop that owns it. */
  ScheduledExecutorService loop();

  /** Its own address; the port is 0 where it has many. */
  InetSocketAddress localAddress();

  /** Sends what is waiting, then closes. Any thread; does not wait. */
  @Override
  void close();
}
