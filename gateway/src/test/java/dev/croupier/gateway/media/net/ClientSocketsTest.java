package dev.croupier.gateway.media.net;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;

import dev.croupier.gateway.media.net.ClientSockets.ClientSocket;
import dev.croupier.gateway.media.webrtc.TransportCounters;
import dev.croupier.gateway.media.webrtc.TransportRefusal;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whether the kernel merges datagrams or not, what was sent is what is received. */
final class ClientSocketsTest {
  private static final InetAddress LOOPBACK = InetAddress.getLoopbackAddress();
  private static final int ROW = 9;

  private record Datagram(InetSocketAddress from, byte[] bytes) {}

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void aRowOfDatagramsComesOutAsItWasSent(boolean merging) throws Exception {
    TransportCounters counters = new TransportCounters();
    BlockingQueue<Datagram> received = new LinkedBlockingQueue<>();
    try (ClientSockets sockets = new ClientSockets(1, merging, counters);
        ClientSocket receiver = sockets.open(LOOPBACK, into(received));
        ClientSocket sender = sockets.open(LOOPBACK, ignored())) {
      List<byte[]> row = row(1_200, 700, 1);
      send(sender, receiver.localAddress(), row);
      for (byte[] expected : row) {
        assertDatagram(sender, expected, received.poll(5, TimeUnit.SECONDS));
      }
      assertEquals(row.size(), counters.packetsIn());
      assertEquals(row.stream().mapToLong(bytes -> bytes.length).sum(), counters.bytesIn());
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void twoSendersAreToldApart(boolean merging) throws Exception {
    BlockingQueue<Datagram> received = new LinkedBlockingQueue<>();
    try (ClientSockets sockets = new ClientSockets(1, merging, new TransportCounters());
        ClientSocket receiver = sockets.open(LOOPBACK, into(received));
        ClientSocket first = sockets.open(LOOPBACK, ignored());
        ClientSocket second = sockets.open(LOOPBACK, ignored())) {
      for (int turn = 0; turn < 20; turn++) {
        ClientSocket sender = turn % 2 == 0 ? first : second;
        List<byte[]> row = row(1_000 + turn, 300 + turn, turn);
        send(sender, receiver.localAddress(), row);
        for (byte[] expected : row) {
          assertDatagram(sender, expected, received.poll(5, TimeUnit.SECONDS));
        }
      }
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void whatIsTooLargeIsRefusedAndWhatFollowsComes(boolean merging) throws Exception {
    TransportCounters counters = new TransportCounters();
    BlockingQueue<Datagram> received = new LinkedBlockingQueue<>();
    try (ClientSockets sockets = new ClientSockets(1, merging, counters);
        ClientSocket receiver = sockets.open(LOOPBACK, into(received));
        ClientSocket sender = sockets.open(LOOPBACK, ignored())) {
      byte[] small = filled(100, 3);
      send(sender, receiver.localAddress(), List.of(filled(3_000, 2), small));
      assertDatagram(sender, small, received.poll(5, TimeUnit.SECONDS));
      assertEquals(1, counters.refusals(TransportRefusal.DATAGRAM_SIZE));
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void aClosedSocketReceivesNothingAndTheOthersGoOn(boolean merging) throws Exception {
    BlockingQueue<Datagram> closed = new LinkedBlockingQueue<>();
    BlockingQueue<Datagram> open = new LinkedBlockingQueue<>();
    try (ClientSockets sockets = new ClientSockets(1, merging, new TransportCounters());
        ClientSocket first = sockets.open(LOOPBACK, into(closed));
        ClientSocket second = sockets.open(LOOPBACK, into(open));
        ClientSocket sender = sockets.open(LOOPBACK, ignored())) {
      InetSocketAddress gone = first.localAddress();
      first.close();
      first.loop().submit(() -> {}).get(5, TimeUnit.SECONDS);
      byte[] bytes = filled(500, 4);
      send(sender, gone, List.of(bytes));
      send(sender, second.localAddress(), List.of(bytes));
      assertDatagram(sender, bytes, open.poll(5, TimeUnit.SECONDS));
      assertNull(closed.poll());
    }
  }

  private static ClientSockets.Receiver into(BlockingQueue<Datagram> queue) {
    return (from, buffer, length) -> queue.add(new Datagram(from, Arrays.copyOf(buffer, length)));
  }

  private static ClientSockets.Receiver ignored() {
    return (from, buffer, length) -> {};
  }

  private static List<byte[]> row(int size, int last, int seed) {
    List<byte[]> row = new ArrayList<>();
    for (int i = 0; i < ROW; i++) {
      row.add(filled(size, seed + i));
    }
    row.add(filled(last, seed + ROW));
    return row;
  }

  private static byte[] filled(int size, int value) {
    byte[] bytes = new byte[size];
    Arrays.fill(bytes, (byte) value);
    return bytes;
  }

  private static void send(ClientSocket from, InetSocketAddress to, List<byte[]> datagrams)
      throws Exception {
    from.loop()
        .submit(() -> datagrams.forEach(bytes -> from.send(to, bytes, 0, bytes.length)))
        .get(5, TimeUnit.SECONDS);
  }

  private static void assertDatagram(ClientSocket sender, byte[] expected, Datagram actual) {
    assertNotNull(actual);
    assertEquals(sender.localAddress(), actual.from());
    assertEquals(expected.length, actual.bytes().length);
    assertEquals(expected[0], actual.bytes()[expected.length - 1]);
  }
}
