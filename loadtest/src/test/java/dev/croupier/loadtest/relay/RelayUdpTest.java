package dev.croupier.loadtest.relay;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.croupier.loadtest.measure.Section;
import dev.croupier.time.clock.SystemTableClock;
import dev.croupier.time.clock.TableClock;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Datagrams over loopback: client, relay, and a server that sends everything back. */
final class RelayUdpTest {
  private static final long MAX_WAIT_MICROS = 20_000_000;
  private static final int TIMEOUT_MILLIS = 3_000;

  private final TableClock clock = SystemTableClock.start(new SplittableRandom(1));
  private DatagramSocket server;
  private Thread echo;
  private Relay relay;

  @BeforeEach
  void open() throws IOException {
    server = socket();
    echo = Thread.ofVirtual().start(this::echo);
    relay = Relay.open(settings(), 21, clock);
  }

  @AfterEach
  void close() throws InterruptedException {
    relay.close();
    server.close();
    echo.join();
  }

  private RelaySettings settings() {
    return RelaySettings.to(URI.create("http://127.0.0.1:1"))
        .withMedia((InetSocketAddress) server.getLocalSocketAddress());
  }

  private static DatagramSocket socket() throws SocketException {
    DatagramSocket socket = new DatagramSocket(0, InetAddress.getLoopbackAddress());
    socket.setReceiveBufferSize(4 << 20);
    socket.setSoTimeout(TIMEOUT_MILLIS);
    return socket;
  }

  private void echo() {
    DatagramPacket packet = new DatagramPacket(new byte[2_048], 2_048);
    while (!server.isClosed()) {
      try {
        packet.setLength(2_048);
        server.receive(packet);
        server.send(packet);
      } catch (SocketTimeoutException _) {
        // Nobody has anything to say.
      } catch (IOException _) {
        return;
      }
    }
  }

  private void send(DatagramSocket client, int number, int size) throws IOException {
    byte[] bytes = ByteBuffer.allocate(size).putInt(number).array();
    client.send(new DatagramPacket(bytes, size, relay.datagrams()));
  }

  private static int receive(DatagramSocket client) throws IOException {
    DatagramPacket packet = new DatagramPacket(new byte[2_048], 2_048);
    client.receive(packet);
    return ByteBuffer.wrap(packet.getData()).getInt();
  }

  private double medianRttMs(DatagramSocket client) throws IOException {
    List<Long> rtts = new ArrayList<>();
    for (int i = 0; i < 11; i++) {
      long sent = clock.nowMicros();
      send(client, i, 200);
      assertEquals(i, receive(client));
      rtts.add(clock.nowMicros() - sent);
    }
    rtts.sort(Long::compare);
    return rtts.get(rtts.size() / 2) / 1_000.0;
  }

  /** A busy machine only ever adds to a round trip: the least of a few medians counts. */
  private void assertRtt(DatagramSocket client, double plain, double added) throws IOException {
    double least = Double.MAX_VALUE;
    for (int round = 0; round < 20 && least - plain > added + 2; round++) {
      least = Math.min(least, medianRttMs(client));
    }
    assertEquals(added, least - plain, 2);
  }

  private long count(String key) {
    return relay.section().counts().stream()
        .filter(count -> count.key().equals(key))
        .mapToLong(count -> (long) count.value())
        .findFirst()
        .orElse(0);
  }

  private void await(BooleanSupplier done, String what) {
    long deadline = clock.nowMicros() + MAX_WAIT_MICROS;
    while (!done.getAsBoolean()) {
      assertTrue(clock.nowMicros() < deadline, what);
      LockSupport.parkNanos(200_000);
    }
  }

  @Test
  void aDelayIsAddedToTheRoundTripAndCanBeChangedAndTakenAway() throws IOException {
    try (DatagramSocket client = socket()) {
      double plain = Math.min(medianRttMs(client), medianRttMs(client));
      relay.set(Direction.UP, Impairment.parse("delay=20ms"));
      assertRtt(client, plain, 20);
      relay.set(Direction.DOWN, Impairment.parse("delay=10ms"));
      assertRtt(client, plain, 30);
      relay.set(Direction.UP, Impairment.NONE);
      relay.set(Direction.DOWN, Impairment.NONE);
      assertRtt(client, plain, 0);
    }
    Section section = relay.section();
    assertEquals(4, section.marks().size());
    assertEquals("up: delay=20ms", section.marks().getFirst().label());
    assertEquals(0, section.figures().get("relay_packets") % 22, "all came, both ways");
    assertEquals(0.0, section.figures().get("relay_loss_share"));
    assertTrue(section.figures().get("relay_delay_p99_ms") >= 20);
  }

  @Test
  void lossIsWhatWasAskedForAndTheRestArrivesOnceAndInOrder() throws IOException {
    relay.set(Direction.UP, Impairment.parse("loss=5%"));
    int packets = 20_000;
    int burst = 200;
    int next = 0;
    int last = -1;
    int came = 0;
    try (DatagramSocket client = socket()) {
      while (next < packets) {
        for (int i = 0; i < burst; i++) {
          send(client, next++, 32);
        }
        int sent = next;
        await(() -> count("up_packets") == sent, "the relay has read them all");
        int wanted = sent - (int) count("up_dropped_loss");
        for (; came < wanted; came++) {
          int number = receive(client);
          assertTrue(number > last, number + " behind " + last);
          last = number;
        }
      }
    }
    // 0.5 % are more than three standard deviations of 20,000 draws (0.154 %).
    assertEquals(0.05, count("up_dropped_loss") / (double) packets, 0.005);
    assertEquals(packets, came + count("up_dropped_loss"));
    assertEquals(came, count("down_delivered"));
  }

  @Test
  void theSameSeedLosesTheSamePackets() throws IOException {
    Set<Integer> first = survivors(5);
    assertEquals(first, survivors(5));
    assertTrue(first.size() < 300 && first.size() > 150, first.size() + " of 300");
  }

  private Set<Integer> survivors(long seed) throws IOException {
    Set<Integer> came = new HashSet<>();
    relay.close();
    relay = Relay.open(settings(), seed, clock);
    relay.set(Direction.UP, Impairment.parse("loss=20% burst=2 delay=1ms jitter=1ms"));
    try (DatagramSocket client = socket()) {
      for (int i = 0; i < 300; i++) {
        send(client, i, 100);
      }
      await(() -> count("up_packets") == 300, "the relay has read them all");
      for (long left = 300 - count("up_dropped_loss"); left > 0; left--) {
        came.add(receive(client));
      }
    }
    return came;
  }

  @Test
  void copiesAndOvertakenPacketsAreSeenByTheReceiver() throws IOException {
    relay.set(Direction.DOWN, Impairment.parse("duplicate=20% reorder=10%,5ms"));
    int packets = 500;
    List<Integer> came = new ArrayList<>();
    try (DatagramSocket client = socket()) {
      for (int i = 0; i < packets; i++) {
        send(client, i, 300);
        LockSupport.parkNanos(200_000);
      }
      await(() -> count("down_packets") == packets, "all came back");
      for (long left = packets + count("down_duplicated"); left > 0; left--) {
        came.add(receive(client));
      }
    }
    assertEquals(packets, new HashSet<>(came).size());
    long copies = count("down_duplicated");
    assertTrue(copies > 60 && copies < 140, copies + " copies");
    int backwards = 0;
    for (int i = 1; i < came.size(); i++) {
      backwards += came.get(i) < came.get(i - 1) ? 1 : 0;
    }
    assertTrue(backwards > 10, backwards + " came behind a later one");
    assertTrue(count("down_reordered") > 20, "picked ones are counted");
  }

  @Test
  void packetsOfOneTickLeaveTogetherAndArriveAsTheyWere() throws IOException {
    relay.set(Direction.DOWN, Impairment.parse("delay=30ms"));
    try (DatagramSocket client = socket()) {
      send(client, 0, 1_000);
      assertEquals(0, receive(client));
      int packets = 64;
      long sends = packets;
      // A busy machine may put the client to sleep between two packets: then they are of two ticks.
      for (int row = 0; sends >= packets / 2 && row < 20; row++) {
        long before = count("down_sends");
        long delivered = count("down_delivered");
        for (int i = 1; i <= packets; i++) {
          send(client, i, i % 9 == 0 ? 700 : 1_000);
        }
        for (int i = 1; i <= packets; i++) {
          DatagramPacket packet = new DatagramPacket(new byte[2_048], 2_048);
          client.receive(packet);
          assertEquals(i % 9 == 0 ? 700 : 1_000, packet.getLength());
          assertEquals(i, ByteBuffer.wrap(packet.getData()).getInt());
          assertEquals(relay.datagrams(), packet.getSocketAddress());
        }
        assertEquals(packets, count("down_delivered") - delivered);
        sends = count("down_sends") - before;
      }
      assertTrue(sends < packets / 2, sends + " sends");
      assertEquals(0, relay.heldBytes());
    }
  }

  @Test
  void clientsBeyondTheCapAreRefusedUntilOneHasBeenIdle() throws IOException {
    relay.close();
    relay = Relay.open(settings().withLimits(2, 10, 1 << 20, Duration.ofMillis(400)), 1, clock);
    try (DatagramSocket one = socket();
        DatagramSocket two = socket();
        DatagramSocket three = socket()) {
      send(one, 1, 50);
      assertEquals(1, receive(one));
      send(two, 2, 50);
      assertEquals(2, receive(two));
      send(three, 3, 50);
      await(() -> count("up_dropped_flows") == 1, "the third is refused");
      assertEquals(2, relay.flows());
      await(() -> relay.flows() == 0, "the idle ones are forgotten");
      send(three, 4, 50);
      assertEquals(4, receive(three));
      assertEquals(3, count("flows"));
    }
  }

  @Test
  void memoryIsBoundedHoweverLongTheDelay() throws IOException {
    relay.close();
    relay = Relay.open(settings().withLimits(10, 10, 1 << 20, Duration.ofSeconds(9)), 1, clock);
    relay.set(Direction.UP, Impairment.parse("delay=60s"));
    try (DatagramSocket client = socket()) {
      for (int i = 0; i < 1_500; i++) {
        send(client, i, 1_000);
        if (i % 100 == 99) {
          int sent = i + 1;
          await(() -> count("up_packets") == sent, "read");
        }
      }
    }
    assertEquals(1_048_000, relay.heldBytes());
    assertEquals(1_500 - 1_048, count("up_dropped_memory"));
  }

  @Test
  void withoutAKnownServerPacketsAreDroppedAndCounted() throws IOException {
    relay.close();
    relay = Relay.open(RelaySettings.to(URI.create("http://127.0.0.1:1")), 1, clock);
    try (DatagramSocket client = socket()) {
      send(client, 1, 50);
      await(() -> count("up_dropped_no_server") == 1, "it is counted");
    }
    assertEquals(0, relay.flows());
  }

  @Test
  void aTakenPortIsSaidInOneLine() {
    InetSocketAddress taken = relay.datagrams();
    IOException complaint =
        assertThrows(
            IOException.class,
            () ->
                Relay.open(settings().at(new InetSocketAddress("127.0.0.1", 0), taken), 1, clock));
    assertTrue(
        complaint.getMessage().startsWith("UDP port 127.0.0.1:" + taken.getPort()),
        complaint.getMessage());
  }
}
