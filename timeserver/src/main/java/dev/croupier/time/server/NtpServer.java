package dev.croupier.time.server;

import dev.croupier.time.clock.TableClock;
import dev.croupier.time.wire.NtpPacket;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollDatagramChannel;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.DatagramChannel;
import io.netty.channel.socket.DatagramPacket;
import io.netty.channel.socket.nio.NioDatagramChannel;
import io.netty.util.ReferenceCountUtil;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.io.IOException;
import java.net.BindException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;

/**
 * Table time over NTPv4 (RFC 5905): any NTP client can ask and judge it.
 *
 * <p>One UDP port and one event loop, which owns all its state. Opened and closed by any thread.
 */
public final class NtpServer implements AutoCloseable {
  /** Addresses whose rate is remembered. */
  private static final int REMEMBERED = 1 << 16;

  /** A client's burst at its start, then its steady rate: ten times what ours asks for. */
  private static final int BURST = 128;

  private static final long INTERVAL_MICROS = 20_000;
  private static final String METER = "time.ntp";

  private final EventLoopGroup group;
  private final Channel channel;

  private NtpServer(EventLoopGroup group, Channel channel) {
    this.group = group;
    this.channel = channel;
  }

  /**
   * Opens a port; 0 takes any free one.
   *
   * @param registry counts datagrams by outcome in {@code time.ntp}
   * @throws BindException if the port is taken
   * @throws IOException if it cannot be opened for another reason
   */
  public static NtpServer open(
      InetSocketAddress address,
      TableClock clock,
      TimeQuality quality,
      RandomGenerator random,
      MeterRegistry registry)
      throws IOException {
    RateLimit limit = new RateLimit(REMEMBERED, BURST, INTERVAL_MICROS, random);
    NtpResponder responder = new NtpResponder(quality, limit, clock.nowMicros());
    boolean epoll = Epoll.isAvailable();
    EventLoopGroup group =
        new MultiThreadIoEventLoopGroup(
            1,
            new DefaultThreadFactory("ntp", true),
            epoll ? EpollIoHandler.newFactory() : NioIoHandler.newFactory());
    Class<? extends DatagramChannel> type =
        epoll ? EpollDatagramChannel.class : NioDatagramChannel.class;
    var bound =
        new Bootstrap()
            .group(group)
            .channel(type)
            .option(ChannelOption.SO_RCVBUF, 1 << 20)
            .handler(new Answerer(responder, clock, registry))
            .bind(address)
            .awaitUninterruptibly();
    if (bound.isSuccess()) {
      return new NtpServer(group, bound.channel());
    }
    group.shutdownGracefully(0, 0, TimeUnit.SECONDS).awaitUninterruptibly();
    throw bound.cause() instanceof IOException io
        ? isTaken(io) ? taken(address, io) : io
        : new IOException("the NTP port did not open", bound.cause());
  }

  /** The port that is open. */
  public int port() {
    return ((InetSocketAddress) channel.localAddress()).getPort();
  }

  @Override
  public void close() {
    channel.close().awaitUninterruptibly();
    group.shutdownGracefully(0, 1, TimeUnit.SECONDS).awaitUninterruptibly();
  }

  private static boolean isTaken(IOException e) {
    return e instanceof BindException || String.valueOf(e.getMessage()).contains("in use");
  }

  private static BindException taken(InetSocketAddress address, IOException cause) {
    BindException taken = new BindException("port " + address.getPort() + " is taken");
    taken.initCause(cause);
    return taken;
  }

  /** Reads, judges, answers; runs on the event loop. */
  private static final class Answerer extends ChannelInboundHandlerAdapter {
    private final NtpResponder responder;
    private final TableClock clock;
    private final Map<NtpResponder.Outcome, Counter> counters =
        new EnumMap<>(NtpResponder.Outcome.class);

    Answerer(NtpResponder responder, TableClock clock, MeterRegistry registry) {
      this.responder = responder;
      this.clock = clock;
      for (NtpResponder.Outcome outcome : NtpResponder.Outcome.values()) {
        counters.put(
            outcome,
            Counter.builder(METER)
                .description("NTP datagrams received, by what came of them")
                .baseUnit("datagrams")
                .tag("outcome", outcome.name().toLowerCase(Locale.ROOT))
                .register(registry));
      }
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
      long receivedMicros = clock.nowMicros();
      try {
        if (message instanceof DatagramPacket datagram) {
          answer(context, datagram, receivedMicros);
        }
      } finally {
        ReferenceCountUtil.release(message);
      }
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext context) {
      context.flush();
    }

    private void answer(ChannelHandlerContext context, DatagramPacket datagram, long receivedUs) {
      ByteBuf content = datagram.content();
      ByteBuf out = context.alloc().ioBuffer(NtpPacket.LENGTH, NtpPacket.LENGTH);
      ByteBuffer answer = out.nioBuffer(0, NtpPacket.LENGTH);
      var outcome =
          responder.respond(
              content.nioBuffer(), datagram.sender().getAddress(), receivedUs, answer);
      counters.get(outcome).increment();
      if (answer.position() == 0) {
        out.release();
        return;
      }
      NtpResponder.stamp(answer, clock.nowMicros());
      out.writerIndex(NtpPacket.LENGTH);
      // A datagram that cannot be sent is lost, as it may be on any network.
      var _ = context.write(new DatagramPacket(out, datagram.sender()), context.voidPromise());
    }
  }
}
