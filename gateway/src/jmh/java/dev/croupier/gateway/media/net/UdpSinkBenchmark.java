package dev.croupier.gateway.media.net;

import dev.croupier.gateway.media.webrtc.TransportCounters;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.EventLoop;
import io.netty.channel.socket.DatagramChannel;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * A picture of 9 packets to 100 viewers over loopback, one GSO send each, and a packet of sound, by
 * the packet. The sockets are emptied a thousand times a second by a thread that allocates nothing;
 * what does not fit by then is dropped by the kernel. Give it a core of its own.
 */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
@State(Scope.Thread)
public class UdpSinkBenchmark {
  private static final int VIEWERS = 100;
  private static final int PACKETS = 9;
  private static final int BYTES = 1_200;
  private static final int SOUND_BYTES = 150;
  private static final long REST_NANOS = 1_000_000;

  private final byte[] packet = new byte[BYTES];
  private final TransportCounters counters = new TransportCounters();
  private final UdpSink sink = new UdpSink(counters);
  private final UdpLoops loops = new UdpLoops("media", 1);
  private final List<java.nio.channels.DatagramChannel> viewers = new ArrayList<>();
  private final InetSocketAddress[] addresses = new InetSocketAddress[VIEWERS];
  private EventLoop loop;
  private DatagramChannel socket;
  private Thread drain;
  private volatile boolean over;

  /** Opens the sockets. */
  @Setup
  public void open() throws IOException {
    InetSocketAddress any = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    loop = loops.loops().getFirst();
    socket =
        loops.bind(
            loop, any, false, UdpLoops.SERVER_BUFFER_BYTES, new ChannelInboundHandlerAdapter());
    loops.attach(sink, socket);
    for (int i = 0; i < VIEWERS; i++) {
      java.nio.channels.DatagramChannel viewer = java.nio.channels.DatagramChannel.open();
      viewer.setOption(StandardSocketOptions.SO_RCVBUF, 1 << 20);
      viewer.bind(any).connect(socket.localAddress()).configureBlocking(false);
      viewers.add(viewer);
      addresses[i] = (InetSocketAddress) viewer.getLocalAddress();
    }
    drain = Thread.ofPlatform().name("drain").daemon().start(this::empty);
  }

  /** Closes them. */
  @TearDown
  public void close() throws IOException, InterruptedException {
    over = true;
    drain.join();
    for (java.nio.channels.DatagramChannel viewer : viewers) {
      viewer.close();
    }
    loops.close();
    if (counters.refusals().values().stream().anyMatch(count -> count > 0)) {
      throw new IllegalStateException("not all was sent: " + counters.refusals());
    }
  }

  /** Until the last send has returned. */
  @Benchmark
  @OperationsPerInvocation(VIEWERS * PACKETS)
  public long frameOf9To100() throws InterruptedException, ExecutionException {
    return sent(PACKETS, BYTES);
  }

  /** One small packet each, which nothing can be joined with. */
  @Benchmark
  @OperationsPerInvocation(VIEWERS)
  public long soundTo100() throws InterruptedException, ExecutionException {
    return sent(1, SOUND_BYTES);
  }

  private long sent(int packets, int bytes) throws InterruptedException, ExecutionException {
    var _ = loop.submit(() -> send(packets, bytes));
    // Behind the flush at the end of the turn.
    loop.submit(() -> {}).get();
    loop.submit(() -> {}).get();
    return counters.packetsOut();
  }

  private void send(int packets, int bytes) {
    for (InetSocketAddress address : addresses) {
      for (int i = 0; i < packets; i++) {
        sink.send(address, packet, 0, bytes);
      }
    }
  }

  private void empty() {
    ByteBuffer into = ByteBuffer.allocateDirect(2 * BYTES);
    try {
      while (!over) {
        for (java.nio.channels.DatagramChannel viewer : viewers) {
          int read = 1;
          while (read > 0) {
            into.clear();
            read = viewer.read(into);
          }
        }
        LockSupport.parkNanos(REST_NANOS);
      }
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }
}
