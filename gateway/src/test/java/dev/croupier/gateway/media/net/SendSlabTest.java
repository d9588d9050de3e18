package dev.croupier.gateway.media.net;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.croupier.gateway.media.webrtc.TransportCounters;
import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import io.netty.channel.EventLoop;
import io.netty.channel.socket.DatagramChannel;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Queue;
import java.util.SplittableRandom;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What two sockets of one loop send from one slab, over real sockets. */
final class SendSlabTest {
  private static final InetSocketAddress ANY =
      new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);

  private final TransportCounters counters = new TransportCounters();
  private final UdpLoops loops = new UdpLoops("slab", 1);
  private final EventLoop loop = loops.loops().getFirst();
  private final List<Socket> sockets = new ArrayList<>();

  @BeforeEach
  void open() throws IOException {
    for (int i = 0; i < 2; i++) {
      sockets.add(new Socket());
    }
  }

  @AfterEach
  void close() {
    sockets.forEach(socket -> socket.viewer.close());
    loops.close();
  }

  @Test
  void rowsOfTwoSocketsInTurnKeepTheirBytes() throws Exception {
    SplittableRandom random = new SplittableRandom(7);
    // More than a slab in each of many turns of the event loop, sizes as they come.
    for (int turn = 0; turn < 20; turn++) {
      loop.submit(
              () -> {
                for (int i = 0; i < 300; i++) {
                  sockets.get(random.nextInt(2)).send(random);
                }
              })
          .get();
      for (Socket socket : sockets) {
        socket.compare();
      }
    }
  }

  @Test
  void whatTheSocketHasNotTakenYetIsNotOverwritten() throws Exception {
    SplittableRandom random = new SplittableRandom(8);
    Socket slow = sockets.get(0);
    Socket quick = sockets.get(1);
    slow.holds = true;
    for (int turn = 0; turn < 5; turn++) {
      loop.submit(
              () -> {
                for (int i = 0; i < 10; i++) {
                  slow.send(random);
                }
                for (int i = 0; i < 250; i++) {
                  quick.send(random);
                }
              })
          .get();
      quick.compare();
    }
    loop.submit(slow::letGo).get();
    slow.compare();
  }

  @Test
  void aRunThatAnotherSocketCameBetweenIsTwo() throws Exception {
    SplittableRandom random = new SplittableRandom(9);
    loop.submit(
            () -> {
              for (int i = 0; i < 50; i++) {
                sockets.get(i % 2).send(random, 1_000);
              }
            })
        .get();
    for (Socket socket : sockets) {
      assertEquals(25, socket.sent.size());
      socket.compare();
    }
  }

  /** A socket that sends by the loop, and a viewer that it sends to. */
  private final class Socket extends ChannelDuplexHandler {
    final DatagramSocket viewer = new DatagramSocket(ANY);
    final UdpSink sink = new UdpSink(counters);
    final Queue<byte[]> sent = new ArrayDeque<>();
    private final Queue<Object> held = new ArrayDeque<>();
    private final DatagramChannel channel;
    private final InetSocketAddress to;
    boolean holds;

    Socket() throws IOException {
      viewer.setReceiveBufferSize(4 << 20);
      viewer.setSoTimeout(10_000);
      to = new InetSocketAddress(viewer.getLocalAddress(), viewer.getLocalPort());
      channel = loops.bind(loop, ANY, false, UdpLoops.SERVER_BUFFER_BYTES, this);
      loops.attach(sink, channel);
    }

    void send(SplittableRandom random) {
      // Equal ones in rows now and then, as pictures have them.
      send(random, random.nextInt(3) == 0 ? random.nextInt(1, 1_200) : 1_200);
    }

    void send(SplittableRandom random, int length) {
      byte[] datagram = new byte[length];
      random.nextBytes(datagram);
      sent.add(datagram);
      sink.send(to, datagram, 0, length);
    }

    void compare() throws IOException {
      DatagramPacket into = new DatagramPacket(new byte[2_048], 2_048);
      while (!sent.isEmpty()) {
        viewer.receive(into);
        assertArrayEquals(sent.remove(), Arrays.copyOf(into.getData(), into.getLength()));
      }
    }

    void letGo() {
      holds = false;
      held.forEach(channel::write);
      held.clear();
      channel.flush();
    }

    @Override
    public void write(ChannelHandlerContext context, Object message, ChannelPromise promise) {
      if (holds) {
        held.add(message);
      } else {
        context.write(message, promise);
      }
    }
  }
}
