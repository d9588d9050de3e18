package dev.croupier.gateway.media.net;

import dev.croupier.gateway.media.webrtc.TransportCounters;
import io.netty.channel.EventLoop;
import io.netty.channel.epoll.EpollDatagramChannel;
import io.netty.channel.socket.DatagramChannel;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.atomic.AtomicInteger;

/** Sockets of the client role: one for each client, thousands on a few event loops. Any thread. */
public final class ClientSockets implements AutoCloseable {
  /** A viewer at 2.5 Mbit/s fills this in 800 ms. */
  private static final int BUFFER_BYTES = 256 * 1024;

  private final UdpLoops loops;
  private final TransportCounters counters;
  private final AtomicInteger nextLoop = new AtomicInteger();

  /** One for each loop; empty where every datagram is read alone. */
  private final List<MergedReads> merged = new ArrayList<>();

  /**
   * Opens the loops.
   *
   * @param merging let the kernel hand over rows of datagrams as one where it can (UDP_GRO):
   *     cheaper by far, but on one machine with the sender it takes work off the sender too
   */
  public ClientSockets(int threads, boolean merging, TransportCounters counters) {
    this.loops = new UdpLoops("client", threads);
    this.counters = counters;
    if (merging && loops.segments()) {
      loops.loops().forEach(_ -> MergedReads.open().ifPresent(merged::add));
    }
  }

  /** Whether the kernel hands over rows of datagrams as one. */
  public boolean merging() {
    return !merged.isEmpty();
  }

  /** Takes what a socket receives. On its loop; the buffer is valid during the call. */
  public interface Receiver {
    /** One datagram. */
    void received(InetSocketAddress from, byte[] buffer, int length);
  }

  /**
   * Opens a socket on a free port. Blocks for a moment; not on a loop.
   *
   * @param local the address to send from; a wildcard lets the kernel choose
   */
  public ClientSocket open(InetAddress local, Receiver receiver) throws IOException {
    int index = Math.floorMod(nextLoop.getAndIncrement(), loops.loops().size());
    EventLoop loop = loops.loops().get(index);
    UdpSink sink = new UdpSink(counters);
    UdpReceiver handler = new UdpReceiver(counters, sink, receiver::received);
    InetSocketAddress address = new InetSocketAddress(local, 0);
    DatagramChannel channel = loops.bind(loop, address, false, BUFFER_BYTES, !merging(), handler);
    loops.attach(sink, channel);
    MergedReader reader = null;
    if (merging()) {
      try {
        reader = MergedReader.attach((EpollDatagramChannel) channel, merged.get(index), handler);
      } catch (IOException e) {
        var _ = channel.close();
        throw e;
      }
    }
    return new ClientSocket(channel, sink, reader);
  }

  /**
   * A client by TCP: it connects where it sends to.
   *
   * @param local the address to connect from; a wildcard lets the kernel choose
   */
  public ClientLine connections(InetAddress local, Receiver receiver) {
    int index = Math.floorMod(nextLoop.getAndIncrement(), loops.loops().size());
    return new ClientConnections(loops, loops.loops().get(index), local, receiver, counters);
  }

  /** Ends the loops and their sockets. Blocks for a moment; not on a loop. */
  @Override
  public void close() {
    loops.close();
  }

  /** One client's socket. Sends on its loop only. */
  public static final class ClientSocket implements ClientLine {
    private final DatagramChannel channel;
    private final UdpSink sink;

    /** Null where the channel reads by itself. */
    private final MergedReader reader;

    private ClientSocket(DatagramChannel channel, UdpSink sink, MergedReader reader) {
      this.channel = channel;
      this.sink = sink;
      this.reader = reader;
    }

    @Override
    public ScheduledExecutorService loop() {
      return channel.eventLoop();
    }

    @Override
    public InetSocketAddress localAddress() {
      return channel.localAddress();
    }

    @Override
    public void send(InetSocketAddress to, byte[] buffer, int offset, int length) {
      sink.send(to, buffer, offset, length);
    }

    @Override
    public void close() {
      channel
          .eventLoop()
          .execute(
              () -> {
                if (reader != null) {
                  reader.close();
                }
                var unused = channel.close();
              });
    }
  }
}
