package dev.croupier.gateway.media.net;

import dev.croupier.gateway.media.webrtc.TransportCounters;
import dev.croupier.gateway.media.webrtc.TransportRefusal;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.EventLoop;
import io.netty.channel.SimpleChannelInboundHandler;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ScheduledExecutorService;

/**
 * A client's TCP connections, active (RFC 6544): one to each address that it sends to, opened by
 * the first packet. What is sent before a connection stands is dropped; checks are repeated anyway.
 * Owner: its loop.
 */
final class ClientConnections implements ClientLine {
  private static final int MAX_CONNECTIONS = 16;

  private final UdpLoops loops;
  private final EventLoop loop;
  private final InetAddress local;
  private final ClientSockets.Receiver receiver;
  private final TransportCounters counters;
  private final Map<InetSocketAddress, Channel> channels = new HashMap<>();
  private boolean closed;

  ClientConnections(
      UdpLoops loops,
      EventLoop loop,
      InetAddress local,
      ClientSockets.Receiver receiver,
      TransportCounters counters) {
    this.loops = loops;
    this.loop = loop;
    this.local = local;
    this.receiver = receiver;
    this.counters = counters;
  }

  @Override
  public ScheduledExecutorService loop() {
    return loop;
  }

  @Override
  public InetSocketAddress localAddress() {
    return new InetSocketAddress(local, 0);
  }

  @Override
  public void send(InetSocketAddress to, byte[] buffer, int offset, int length) {
    Channel channel = channels.get(to);
    if (channel == null && !closed && channels.size() < MAX_CONNECTIONS) {
      ChannelFuture connecting = loops.connect(loop, local, to, new Incoming(to));
      channels.put(to, connecting.channel());
      connecting.addListener(
          done -> {
            if (!done.isSuccess()) {
              channels.remove(to);
            }
          });
    }
    if (channel == null || !channel.isActive() || !channel.isWritable()) {
      counters.refused(TransportRefusal.SEND_QUEUE_FULL);
      return;
    }
    counters.sent(length);
    ByteBuf framed = channel.alloc().directBuffer(length + 2);
    TcpFrames.write(framed, buffer, offset, length);
    var _ = channel.writeAndFlush(framed, channel.voidPromise());
  }

  @Override
  public void close() {
    loop.execute(
        () -> {
          closed = true;
          for (Channel each : channels.values()) {
            var _ = each.close();
          }
          channels.clear();
        });
  }

  /** What comes by one connection. */
  private final class Incoming extends SimpleChannelInboundHandler<ByteBuf> {
    private final InetSocketAddress from;
    private final TcpFrames frames = new TcpFrames();

    Incoming(InetSocketAddress from) {
      this.from = from;
    }

    @Override
    protected void channelRead0(ChannelHandlerContext context, ByteBuf in) {
      TcpFrames.Outcome outcome = frames.feed(in, this::received);
      if (outcome != TcpFrames.Outcome.READ) {
        counters.refused(TransportRefusal.TCP_FRAMING);
        var _ = context.close();
      }
    }

    private boolean received(byte[] buffer, int length) {
      counters.received(length);
      receiver.received(from, buffer, length);
      return true;
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
      channels.remove(from, context.channel());
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
      var _ = context.close();
    }
  }
}
