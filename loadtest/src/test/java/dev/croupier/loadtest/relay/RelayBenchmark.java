package dev.croupier.loadtest.relay;

import com.sun.management.ThreadMXBean;
import dev.croupier.loadtest.measure.Section;
import dev.croupier.loadtest.measure.Series;
import dev.croupier.time.clock.SystemTableClock;
import dev.croupier.time.clock.TableClock;
import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelOption;
import io.netty.channel.FixedRecvByteBufAllocator;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.epoll.EpollChannelOption;
import io.netty.channel.epoll.EpollDatagramChannel;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.socket.DatagramPacket;
import io.netty.channel.unix.SegmentedDatagramPacket;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.LockSupport;

/**
 * How many packets a second one core of the relay carries, and how much later they come than
 * without it. A server sends pictures of 9 packets of 1,200 bytes to each of many clients through
 * the relay; the relay's own CPU is that of its thread.
 *
 * <p>To run it, after {@code mvn -B -ntp test-compile}: class path of the tests, this class, {@code
 * [clients] [pictures a second and client] [seconds]}; without arguments 100, 60 and 6.
 */
final class RelayBenchmark {
  private static final int PACKETS = 9;
  private static final int BYTES = 1_200;
  private static final long SECOND = 1_000_000_000;
  private static final InetAddress LOOPBACK = InetAddress.getLoopbackAddress();

  private final TableClock clock = SystemTableClock.start(new SplittableRandom(1));
  private final MultiThreadIoEventLoopGroup group =
      new MultiThreadIoEventLoopGroup(
          1, new DefaultThreadFactory("bench", true), EpollIoHandler.newFactory());
  private final Map<InetSocketAddress, Boolean> viewers = new ConcurrentHashMap<>();
  private final LongAdder received = new LongAdder();
  private volatile Series way = new Series();

  public static void main(String[] arguments) throws Exception {
    int clients = number(arguments, 0, 100);
    int pictures = number(arguments, 1, 60);
    int seconds = number(arguments, 2, 6);
    RelayBenchmark bench = new RelayBenchmark();
    bench.run("warm-up", "none", clients, pictures, 4);
    bench.run("no delay", "none", clients, pictures, seconds);
    bench.run("no delay, few clients", "none", Math.min(clients, 4), pictures, seconds);
    bench.run("20 ms", "delay=20ms", clients, pictures, seconds);
    bench.run("20 ms, loss", "delay=20ms loss=5%", clients, pictures, seconds);
    bench.run("jitter", "delay=20ms jitter=5ms,normal", clients, pictures, seconds);
    bench.run(
        "jitter, every packet alone",
        "delay=20ms jitter=5ms,normal loss=1% reorder=100%,1ms",
        clients,
        pictures,
        seconds);
    System.exit(0);
  }

  private static int number(String[] arguments, int at, int otherwise) {
    return arguments.length > at ? Integer.parseInt(arguments[at]) : otherwise;
  }

  private void run(String name, String impairment, int clients, int pictures, int seconds)
      throws Exception {
    viewers.clear();
    Channel server = bind(new Server());
    RelaySettings settings =
        RelaySettings.to(URI.create("http://127.0.0.1:1"))
            .withMedia((InetSocketAddress) server.localAddress());
    try (Relay relay = Relay.open(settings, 7, clock)) {
      relay.set(Direction.DOWN, Impairment.parse(impairment));
      Channel[] sockets = new Channel[clients];
      for (int i = 0; i < clients; i++) {
        sockets[i] = bind(new Client());
        ByteBuf hello = sockets[i].alloc().directBuffer(64).writeZero(64);
        sockets[i].writeAndFlush(new DatagramPacket(hello, relay.datagrams())).sync();
      }
      while (viewers.size() < clients) {
        LockSupport.parkNanos(1_000_000);
      }
      send(server, clients, pictures, SECOND / 2); // the first ones find cold buffers
      ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
      long thread = thread(threads);
      LockSupport.parkNanos(SECOND / 10);
      received.reset();
      way = new Series();
      Section before = relay.section();
      long cpuBefore = threads.getThreadCpuTime(thread);
      long bytesBefore = threads.getThreadAllocatedBytes(thread);
      long sent = send(server, clients, pictures, seconds * SECOND);
      LockSupport.parkNanos(SECOND / 5);
      double cpu = threads.getThreadCpuTime(thread) - cpuBefore;
      long allocated = threads.getThreadAllocatedBytes(thread) - bytesBefore;
      Section after = relay.section();
      long out = count(after, "down_delivered") - count(before, "down_delivered");
      long sends = count(after, "down_sends") - count(before, "down_sends");
      double asked = Impairment.parse(impairment).delayNs() / 1e6;
      System.out.printf(
          "%-27s sent %,d/s, relayed %,d/s, received %,d/s; %.1f packets a send; relay %.2f µs a"
              + " packet, %,.0f packets/s and core; one way p50 %.2f p99 %.2f ms beyond %.0f;"
              + " late p99 %.2f ms; %d B a packet%n",
          name,
          sent / seconds,
          out / seconds,
          received.sum() / seconds,
          (double) out / sends,
          cpu / 1e3 / out,
          out / cpu * 1e9,
          way.percentileMs(50) - asked,
          way.percentileMs(99) - asked,
          asked,
          after.figures().get("relay_late_p99_ms"),
          allocated / out);
      for (Channel socket : sockets) {
        socket.close().sync();
      }
    }
    server.close().sync();
  }

  /** Pictures to all clients, each client's at its own time of the picture's period. */
  private long send(Channel server, int clients, int pictures, long forNs) {
    List<InetSocketAddress> to = List.copyOf(viewers.keySet());
    long begin = System.nanoTime();
    long sent = 0;
    for (long i = 0; ; i++) {
      long due = begin + i * SECOND / pictures / clients;
      long now = System.nanoTime();
      if (due - begin >= forNs) {
        return sent * PACKETS;
      }
      if (due - now > 50_000) {
        LockSupport.parkNanos(due - now);
      }
      if (server.isWritable()) {
        ByteBuf picture = server.alloc().directBuffer(PACKETS * BYTES);
        for (int p = 0; p < PACKETS; p++) {
          picture.writeLong(clock.nowMicros()).writeZero(BYTES - Long.BYTES);
        }
        server.writeAndFlush(
            new SegmentedDatagramPacket(picture, BYTES, to.get((int) (i % clients))),
            server.voidPromise());
        sent++;
      }
    }
  }

  private Channel bind(ChannelInboundHandlerAdapter handler) throws InterruptedException {
    return new Bootstrap()
        .group(group)
        .channelFactory(EpollDatagramChannel::new)
        .option(ChannelOption.SO_RCVBUF, 4 << 20)
        .option(ChannelOption.SO_SNDBUF, 4 << 20)
        .option(ChannelOption.RECVBUF_ALLOCATOR, new FixedRecvByteBufAllocator(2_048 * 32))
        .option(EpollChannelOption.MAX_DATAGRAM_PAYLOAD_SIZE, 2_048)
        .handler(handler)
        .bind(new InetSocketAddress(LOOPBACK, 0))
        .sync()
        .channel();
  }

  private static long thread(ThreadMXBean threads) {
    for (long id : threads.getAllThreadIds()) {
      if (threads.getThreadInfo(id) != null
          && threads.getThreadInfo(id).getThreadName().startsWith("relay-")) {
        return id;
      }
    }
    throw new IllegalStateException("no relay thread");
  }

  private static long count(Section section, String key) {
    return (long)
        section.counts().stream()
            .filter(count -> count.key().equals(key))
            .findFirst()
            .orElseThrow()
            .value();
  }

  private final class Server extends ChannelInboundHandlerAdapter {
    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
      DatagramPacket packet = (DatagramPacket) message;
      viewers.put(packet.sender(), true);
      packet.release();
    }
  }

  private final class Client extends ChannelInboundHandlerAdapter {
    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
      DatagramPacket packet = (DatagramPacket) message;
      received.increment();
      way.record(clock.nowMicros() - packet.content().getLong(packet.content().readerIndex()));
      packet.release();
    }
  }
}
