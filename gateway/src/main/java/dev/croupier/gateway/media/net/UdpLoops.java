package dev.croupier.gateway.media.net;

import io.netty.bootstrap.Bootstrap;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.ChannelFactory;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelInitializer;
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
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.SocketProtocolFamily;
import io.netty.channel.socket.nio.NioDatagramChannel;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.io.IOException;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * A few event loops and the UDP sockets on them: native epoll where it is there, else NIO. Any
 * thread.
 */
final class UdpLoops implements AutoCloseable {
  /** Datagrams are read into so much; they must be shorter. */
  static final int MAX_DATAGRAM_BYTES = 2048;

  /** Datagrams that one read call takes at most (recvmmsg). */
  private static final int READ_BATCH = 32;

  /** The kernel's limits here are 4 MB; it takes less where it allows less. */
  static final int SERVER_BUFFER_BYTES = 4 << 20;

  /**
   * Above this much unsent a channel calls itself unwritable; below the low mark writable again.
   */
  private static final WriteBufferWaterMark UNSENT = new WriteBufferWaterMark(1 << 20, 4 << 20);

  /** A second of a stream at 2.5 Mbit/s waits here at most, and as much in {@link #TCP_UNSENT}. */
  private static final int TCP_BUFFER_BYTES = 256 * 1024;

  private static final WriteBufferWaterMark TCP_UNSENT =
      new WriteBufferWaterMark(64 * 1024, 256 * 1024);

  private static final int CONNECT_MILLIS = 5_000;

  private static final Duration QUIET = Duration.ZERO;
  private static final Duration SHUTDOWN = Duration.ofSeconds(2);

  private final boolean epoll;
  private final MultiThreadIoEventLoopGroup group;
  private final List<EventLoop> loops = new ArrayList<>();
  private final IdentityHashMap<EventLoop, SendSlab> slabs = new IdentityHashMap<>();

  /** Daemon threads called {@code name-1-1} and so on. */
  UdpLoops(String name, int threads) {
    epoll = Epoll.isAvailable();
    group =
        new MultiThreadIoEventLoopGroup(
            threads,
            new DefaultThreadFactory(name, true),
            epoll ? EpollIoHandler.newFactory() : NioIoHandler.newFactory());
    for (int i = 0; i < threads; i++) {
      EventLoop loop = group.next();
      loops.add(loop);
      slabs.put(loop, new SendSlab());
    }
  }

  /** As many loops as can share one port: without epoll one. */
  static int sharing(int wanted) {
    return Epoll.isAvailable() ? wanted : 1;
  }

  List<EventLoop> loops() {
    return loops;
  }

  /** Ties a way out to its socket on one of these loops, before the first send. */
  void attach(UdpSink sink, DatagramChannel socket) {
    sink.attach(socket, slabs.get(socket.eventLoop()), segments());
  }

  /** Whether one send can carry many datagrams (UDP GSO). */
  boolean segments() {
    return epoll && EpollDatagramChannel.isSegmentedDatagramPacketSupported();
  }

  /**
   * Opens a socket on a loop; not to be called on a loop.
   *
   * @param shared whether it joins others on the same port (SO_REUSEPORT)
   * @throws IOException when the address is taken or not one of this machine
   */
  DatagramChannel bind(
      EventLoop loop,
      InetSocketAddress address,
      boolean shared,
      int bufferBytes,
      ChannelHandler handler)
      throws IOException {
    return bind(loop, address, shared, bufferBytes, true, handler);
  }

  /**
   * As {@link #bind(EventLoop, InetSocketAddress, boolean, int, ChannelHandler)}.
   *
   * @param reads whether the channel reads by itself
   */
  DatagramChannel bind(
      EventLoop loop,
      InetSocketAddress address,
      boolean shared,
      int bufferBytes,
      boolean reads,
      ChannelHandler handler)
      throws IOException {
    Bootstrap bootstrap =
        new Bootstrap()
            .group(loop)
            .channelFactory(channels(address))
            .option(ChannelOption.SO_RCVBUF, bufferBytes)
            .option(ChannelOption.SO_SNDBUF, bufferBytes)
            .option(ChannelOption.WRITE_BUFFER_WATER_MARK, UNSENT)
            .option(ChannelOption.AUTO_READ, reads)
            .option(
                ChannelOption.RECVBUF_ALLOCATOR,
                new FixedRecvByteBufAllocator(MAX_DATAGRAM_BYTES * READ_BATCH))
            .handler(handler);
    if (epoll) {
      bootstrap.option(EpollChannelOption.MAX_DATAGRAM_PAYLOAD_SIZE, MAX_DATAGRAM_BYTES);
      bootstrap.option(EpollChannelOption.SO_REUSEPORT, shared);
    }
    ChannelFuture bound = bootstrap.bind(address).awaitUninterruptibly();
    if (!bound.isSuccess()) {
      throw new IOException(bound.cause().getMessage(), bound.cause());
    }
    return (DatagramChannel) bound.channel();
  }

  /**
   * Listens for TCP; connections are spread over the loops. Not to be called on a loop.
   *
   * @param accepted puts its handler into each connection's pipeline, or closes it
   * @return the address with its real port
   * @throws IOException when the address is taken or not one of this machine
   */
  InetSocketAddress listen(InetSocketAddress address, Consumer<SocketChannel> accepted)
      throws IOException {
    ServerBootstrap bootstrap =
        new ServerBootstrap()
            .group(group)
            .channelFactory(epoll ? EpollServerSocketChannel::new : NioServerSocketChannel::new)
            .option(ChannelOption.SO_REUSEADDR, true)
            .childOption(ChannelOption.TCP_NODELAY, true)
            .childOption(ChannelOption.SO_SNDBUF, TCP_BUFFER_BYTES)
            .childOption(ChannelOption.SO_RCVBUF, TCP_BUFFER_BYTES)
            .childOption(ChannelOption.WRITE_BUFFER_WATER_MARK, TCP_UNSENT)
            .childHandler(
                new ChannelInitializer<SocketChannel>() {
                  @Override
                  protected void initChannel(SocketChannel channel) {
                    accepted.accept(channel);
                  }
                });
    ChannelFuture bound = bootstrap.bind(address).awaitUninterruptibly();
    if (!bound.isSuccess()) {
      throw new IOException(bound.cause().getMessage(), bound.cause());
    }
    return (InetSocketAddress) bound.channel().localAddress();
  }

  /** Begins to connect by TCP from an address. */
  ChannelFuture connect(
      EventLoop loop, InetAddress local, InetSocketAddress remote, ChannelHandler handler) {
    return new Bootstrap()
        .group(loop)
        .channelFactory(epoll ? EpollSocketChannel::new : NioSocketChannel::new)
        .option(ChannelOption.TCP_NODELAY, true)
        .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, CONNECT_MILLIS)
        .handler(handler)
        .connect(remote, new InetSocketAddress(local, 0));
  }

  @Override
  public void close() {
    boolean unused =
        group
            .shutdownGracefully(QUIET.toMillis(), SHUTDOWN.toMillis(), TimeUnit.MILLISECONDS)
            .awaitUninterruptibly(2 * SHUTDOWN.toMillis());
  }

  private ChannelFactory<DatagramChannel> channels(InetSocketAddress address) {
    boolean ipv4 = address.getAddress() instanceof Inet4Address;
    SocketProtocolFamily family = ipv4 ? SocketProtocolFamily.INET : SocketProtocolFamily.INET6;
    return epoll ? () -> new EpollDatagramChannel(family) : () -> new NioDatagramChannel(family);
  }
}
