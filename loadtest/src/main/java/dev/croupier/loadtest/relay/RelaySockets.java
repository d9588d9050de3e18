package dev.croupier.loadtest.relay;

import io.netty.bootstrap.Bootstrap;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.buffer.PooledByteBufAllocator;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.channel.FixedRecvByteBufAllocator;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.WriteBufferWaterMark;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollChannelOption;
import io.netty.channel.epoll.EpollDatagramChannel;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.DatagramChannel;
import io.netty.channel.socket.SocketProtocolFamily;
import io.netty.channel.socket.nio.NioDatagramChannel;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.io.IOException;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.concurrent.TimeUnit;

/**
 * A relay's event loop and the sockets on it: native epoll where it is there, else NIO without GSO.
 * Any thread.
 */
final class RelaySockets implements AutoCloseable {
  /** Datagrams of this size or more are not read whole. */
  static final int MAX_DATAGRAM_BYTES = 2_048;

  /** Datagrams that one read call takes at most (recvmmsg). */
  private static final int READ_BATCH = 32;

  /** The kernel's limits here are 4 MB; it takes less where it allows less. */
  private static final int CLIENTS_BUFFER_BYTES = 4 << 20;

  private static final int FLOW_BUFFER_BYTES = 1 << 20;
  private static final WriteBufferWaterMark UNSENT = new WriteBufferWaterMark(1 << 20, 4 << 20);
  private static final int CONNECT_MILLIS = 5_000;
  private static final int BACKLOG = 1_024;
  private static final int CLOSE_SECONDS = 2;

  private final boolean epoll = Epoll.isAvailable();
  private final MultiThreadIoEventLoopGroup group;
  private final EventLoop loop;

  /** A daemon thread of this name, and no socket yet. */
  RelaySockets(String name) {
    group =
        new MultiThreadIoEventLoopGroup(
            1,
            new DefaultThreadFactory(name, true),
            epoll ? EpollIoHandler.newFactory() : NioIoHandler.newFactory());
    loop = group.next();
  }

  EventLoop loop() {
    return loop;
  }

  /** Whether one send can carry many datagrams (UDP GSO). */
  boolean segments() {
    return epoll && EpollDatagramChannel.isSegmentedDatagramPacketSupported();
  }

  /** The port for clients; not on the loop. */
  DatagramChannel bindDatagrams(InetSocketAddress address, ChannelHandler handler)
      throws IOException {
    return (DatagramChannel)
        opened(
            datagrams(address, CLIENTS_BUFFER_BYTES, handler).bind(address), "UDP port", address);
  }

  /**
   * A socket of one client's towards the server; on the loop, where it is open at once.
   *
   * @throws IOException when there are no descriptors or no way left
   */
  DatagramChannel connectDatagrams(InetSocketAddress server, ChannelHandler handler)
      throws IOException {
    ChannelFuture future = datagrams(server, FLOW_BUFFER_BYTES, handler).register();
    Channel channel = future.channel();
    ChannelFuture bound = future;
    if (future.isSuccess()) {
      bound = channel.bind(new InetSocketAddress(anyLike(server), 0));
    }
    if (bound.isSuccess()) {
      bound = channel.connect(server);
    }
    if (!bound.isSuccess()) {
      var _ = channel.close();
      throw new IOException("no socket towards " + server, bound.cause());
    }
    return (DatagramChannel) channel;
  }

  /** The port for streams; not on the loop. */
  Channel listen(InetSocketAddress address, ChannelHandler accepted) throws IOException {
    ServerBootstrap bootstrap =
        new ServerBootstrap()
            .group(group)
            .channelFactory(
                epoll ? () -> new EpollServerSocketChannel() : () -> new NioServerSocketChannel())
            .option(ChannelOption.SO_BACKLOG, BACKLOG)
            .option(ChannelOption.SO_REUSEADDR, true)
            .childOption(ChannelOption.AUTO_READ, false)
            .childOption(ChannelOption.ALLOW_HALF_CLOSURE, true)
            .childOption(ChannelOption.TCP_NODELAY, true)
            .childHandler(accepted);
    return opened(bootstrap.bind(address), "TCP port", address);
  }

  /** A stream towards the server, which does not read before it is told to. */
  ChannelFuture connect(InetSocketAddress server, ChannelHandler handler) {
    return new Bootstrap()
        .group(loop)
        .channelFactory(epoll ? () -> new EpollSocketChannel() : () -> new NioSocketChannel())
        .option(ChannelOption.AUTO_READ, false)
        .option(ChannelOption.ALLOW_HALF_CLOSURE, true)
        .option(ChannelOption.TCP_NODELAY, true)
        .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, CONNECT_MILLIS)
        .handler(handler)
        .connect(server);
  }

  @Override
  public void close() {
    boolean _ =
        group
            .shutdownGracefully(0, CLOSE_SECONDS, TimeUnit.SECONDS)
            .awaitUninterruptibly(2L * CLOSE_SECONDS, TimeUnit.SECONDS);
  }

  private Bootstrap datagrams(InetSocketAddress like, int bufferBytes, ChannelHandler handler) {
    SocketProtocolFamily family =
        like.getAddress() instanceof Inet4Address
            ? SocketProtocolFamily.INET
            : SocketProtocolFamily.INET6;
    Bootstrap bootstrap =
        new Bootstrap()
            .group(loop)
            .channelFactory(
                epoll
                    ? () -> new EpollDatagramChannel(family)
                    : () -> new NioDatagramChannel(family))
            // Of Netty's allocators the cheaper one here, for buffers that live for milliseconds.
            .option(ChannelOption.ALLOCATOR, PooledByteBufAllocator.DEFAULT)
            .option(ChannelOption.SO_RCVBUF, bufferBytes)
            .option(ChannelOption.SO_SNDBUF, bufferBytes)
            .option(ChannelOption.WRITE_BUFFER_WATER_MARK, UNSENT)
            .option(
                ChannelOption.RECVBUF_ALLOCATOR,
                new FixedRecvByteBufAllocator(
                    epoll ? MAX_DATAGRAM_BYTES * READ_BATCH : MAX_DATAGRAM_BYTES))
            .handler(handler);
    if (epoll) {
      bootstrap.option(EpollChannelOption.MAX_DATAGRAM_PAYLOAD_SIZE, MAX_DATAGRAM_BYTES);
    }
    return bootstrap;
  }

  private static InetAddress anyLike(InetSocketAddress server) {
    return server.getAddress() instanceof Inet4Address
        ? InetAddress.ofLiteral("0.0.0.0")
        : InetAddress.ofLiteral("::");
  }

  private static Channel opened(ChannelFuture future, String what, InetSocketAddress address)
      throws IOException {
    if (!future.awaitUninterruptibly().isSuccess()) {
      throw new IOException(
          what
              + " "
              + address.getAddress().getHostAddress()
              + ":"
              + address.getPort()
              + " cannot be opened: "
              + future.cause().getMessage(),
          future.cause());
    }
    return future.channel();
  }
}
