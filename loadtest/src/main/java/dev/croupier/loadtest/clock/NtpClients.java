package dev.croupier.loadtest.clock;

import dev.croupier.time.estimate.TimeSample;
import dev.croupier.time.wire.NtpPacket;
import dev.croupier.time.wire.NtpTimestamp;
import java.io.IOException;
import java.net.BindException;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.PortUnreachableException;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Any number of NTPv4 clients (RFC 5905, mode 3) on one thread, each with a socket, a port and an
 * estimate of its own. An answer counts only for the question it belongs to (RFC 5905, section 8:
 * its origin is the question's transmit time, here a random number that nobody can guess).
 */
final class NtpClients {
  private static final int MAX_PACKET = 1024;

  /** Puts NTP's 32 bits of seconds into this era; any time within 68 years would do. */
  private static final long PIVOT_MICROS = 1_780_000_000_000_000L;

  private static final int VERSION = 4;

  private final InetSocketAddress server;
  private final double perSecond;
  private final Truth truth;
  private final ClockTally tally;
  private final SplittableRandom random;
  private final List<Client> clients = new ArrayList<>();
  private final ByteBuffer packet = ByteBuffer.allocateDirect(MAX_PACKET);
  private final AtomicInteger silent = new AtomicInteger();

  private final class Client {
    private final DatagramChannel channel;
    private final ClockWatch watch = new ClockWatch(truth, tally);
    private long cookie;
    private long askedMicros;
    private long nextMicros;

    Client(DatagramChannel channel, long nextMicros) {
      this.channel = channel;
      this.nextMicros = nextMicros;
    }
  }

  NtpClients(
      InetSocketAddress server,
      double perSecond,
      Truth truth,
      ClockTally tally,
      SplittableRandom random) {
    this.server = server;
    this.perSecond = perSecond;
    this.truth = truth;
    this.tally = tally;
    this.random = random;
  }

  /** Clients that never had an answer, so far; all of them before the first. */
  int silent() {
    return silent.get();
  }

  /** Asks and listens until a moment of the local clock. */
  void run(int count, long untilMicros) throws IOException {
    silent.set(count);
    try (Selector selector = Selector.open()) {
      PriorityQueue<Client> due =
          new PriorityQueue<>(
              Math.max(1, count), Comparator.comparingLong(client -> client.nextMicros));
      long interval = Math.round(1e6 / perSecond);
      long now = truth.now();
      for (int i = 0; i < count; i++) {
        Client client = new Client(open(i), now + random.nextLong(interval + 1));
        client.channel.register(selector, SelectionKey.OP_READ, client);
        clients.add(client);
        due.add(client);
      }
      while (now < untilMicros && !Thread.currentThread().isInterrupted()) {
        Client next = due.peek();
        if (next != null && next.nextMicros <= now) {
          due.remove();
          ask(next);
          // From the intended moment: being late does not thin the questions out.
          next.nextMicros = Math.max(next.nextMicros + interval, now - interval);
          due.add(next);
        } else {
          long wait = (next == null ? untilMicros : Math.min(next.nextMicros, untilMicros)) - now;
          int _ = selector.select(key -> hear((Client) key.attachment()), wait / 1_000 + 1);
        }
        now = truth.now();
      }
    } finally {
      for (Client client : clients) {
        client.channel.close();
      }
    }
  }

  /**
   * On the loopback each client has an address of its own, as on a real network: servers limit
   * each.
   */
  private DatagramChannel open(int number) throws IOException {
    DatagramChannel channel = DatagramChannel.open();
    channel.configureBlocking(false);
    if (server.getAddress() instanceof Inet4Address && server.getAddress().isLoopbackAddress()) {
      byte[] own = {127, (byte) (1 + number / 62_500), (byte) (number / 250 % 250), 0};
      own[3] = (byte) (1 + number % 250);
      try {
        channel.bind(new InetSocketAddress(InetAddress.getByAddress(own), 0));
      } catch (BindException _) {
        // Not every system has the whole network 127: then all share one address.
        channel.bind(null);
      }
    }
    return channel.connect(server);
  }

  private void ask(Client client) {
    if (client.cookie != 0) {
      tally.lost.increment();
    }
    client.cookie = random.nextLong() | 1;
    packet.clear();
    client.askedMicros = truth.now();
    new NtpPacket(0, VERSION, NtpPacket.MODE_CLIENT, 0, 0, 0, 0, 0, 0, 0, 0, 0, client.cookie)
        .write(packet);
    try {
      int _ = client.channel.write(packet.flip());
    } catch (IOException _) {
      // Nobody is there, or no room: the question is lost, as on any network.
    }
  }

  private void hear(Client client) {
    try {
      packet.clear();
      while (client.channel.read(packet) > 0) {
        take(client, truth.now());
        packet.clear();
      }
    } catch (PortUnreachableException _) {
      // The question counts as lost when the next one is due.
    } catch (IOException _) {
      tally.unusable.increment();
    }
  }

  private void take(Client client, long t4) {
    if (!(NtpPacket.parse(packet.flip()) instanceof NtpPacket.Parse.Parsed(NtpPacket answer))
        || answer.mode() != NtpPacket.MODE_SERVER
        || client.cookie == 0
        || answer.origin() != client.cookie) {
      tally.unusable.increment();
      return;
    }
    client.cookie = 0;
    if (answer.stratum() == 0) {
      tally.kisses.increment();
      return;
    }
    boolean first = !client.watch.answered();
    client.watch.add(
        new TimeSample(
            client.askedMicros,
            NtpTimestamp.toUnixMicros(answer.receive(), PIVOT_MICROS),
            NtpTimestamp.toUnixMicros(answer.transmit(), PIVOT_MICROS),
            t4,
            answer.rootDispersionMicros() + answer.rootDelayMicros() / 2));
    if (first && client.watch.answered()) {
      silent.decrementAndGet();
    }
  }
}
