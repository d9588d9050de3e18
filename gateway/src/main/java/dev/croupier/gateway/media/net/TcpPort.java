package dev.croupier.gateway.media.net;

import dev.croupier.gateway.media.webrtc.ClientNetwork;
import dev.croupier.gateway.media.webrtc.StunCodec;
import dev.croupier.gateway.media.webrtc.StunMessage;
import dev.croupier.gateway.media.webrtc.TransportCounters;
import dev.croupier.gateway.media.webrtc.TransportDatagram;
import dev.croupier.gateway.media.webrtc.TransportRefusal;
import dev.croupier.time.clock.TableClock;
import io.netty.channel.socket.SocketChannel;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The TCP side of the media port, for peers without UDP (RFC 6544, passive candidates; RFC 4571
 * framing). Checks find their session by user fragment as on UDP. A connection that has not shown a
 * signed check is worth little: their number is capped, in all and for each network ({@link
 * ClientNetwork}), and they end after 10 s. Any thread.
 */
final class TcpPort {
  /** Connections without a signed check, of all peers. */
  static final int MAX_UNPROVEN = 256;

  /** Connections without a signed check, of one network. */
  static final int MAX_UNPROVEN_PER_NETWORK = 32;

  /** From being accepted to the first signed check: 10 s. */
  static final long UNPROVEN_MICROS = 10_000_000;

  /** A peer that reads nothing for so long loses its connection: 10 s. */
  static final long BLOCKED_MICROS = 10_000_000;

  private static final Logger LOG = LoggerFactory.getLogger(TcpPort.class);

  private final MediaSessions sessions;
  private final StunCodec stun;
  private final TransportCounters counters;
  private final TableClock clock;
  private final Set<TcpConnection> connections = ConcurrentHashMap.newKeySet();

  /** With their networks. */
  private final Map<TcpConnection, String> unproven = new ConcurrentHashMap<>();

  TcpPort(MediaSessions sessions, StunCodec stun, TransportCounters counters, TableClock clock) {
    this.sessions = sessions;
    this.stun = stun;
    this.counters = counters;
    this.clock = clock;
  }

  /**
   * Listens at an address; not on a loop.
   *
   * @return the address with its real port
   */
  InetSocketAddress bind(UdpLoops loops, InetSocketAddress address) throws IOException {
    return loops.listen(address, this::accepted);
  }

  private void accepted(SocketChannel channel) {
    InetSocketAddress remote = channel.remoteAddress();
    TcpConnection connection = remote == null ? null : place(channel, remote.getAddress());
    if (connection == null) {
      counters.refused(TransportRefusal.TCP_LIMIT);
      var _ = channel.close();
      return;
    }
    connections.add(connection);
    channel.pipeline().addLast(connection);
  }

  /** A connection in a place of its own; null where there is none for such an address. */
  synchronized TcpConnection place(SocketChannel channel, InetAddress from) {
    String network = ClientNetwork.of(from);
    long ofNetwork = unproven.values().stream().filter(network::equals).count();
    if (unproven.size() >= MAX_UNPROVEN || ofNetwork >= MAX_UNPROVEN_PER_NETWORK) {
      return null;
    }
    TcpConnection connection = new TcpConnection(this, channel, clock.nowMicros());
    unproven.put(connection, network);
    return connection;
  }

  /** Connections open now. */
  int connections() {
    return connections.size();
  }

  TransportCounters counters() {
    return counters;
  }

  long nowMicros() {
    return clock.nowMicros();
  }

  /** Looks at the clock; to be called about twice a second. */
  void tick(long nowMicros) {
    for (TcpConnection each : connections) {
      long blocked = each.blockedSinceMicros();
      if (blocked >= 0 && nowMicros - blocked > BLOCKED_MICROS) {
        counters.refused(TransportRefusal.TCP_SLOW);
        each.close();
      } else if (!each.isProven() && nowMicros - each.openedMicros() > UNPROVEN_MICROS) {
        counters.refused(TransportRefusal.TCP_UNPROVEN);
        each.close();
      }
    }
  }

  void proven(TcpConnection connection) {
    unproven.remove(connection);
  }

  void closed(TcpConnection connection) {
    connections.remove(connection);
    unproven.remove(connection);
    MediaSessions.Entry entry = connection.session();
    if (entry != null) {
      entry.tell(session -> session.lost(connection));
    }
  }

  /**
   * Takes one packet; on the connection's loop.
   *
   * @return false when the connection is to end
   */
  boolean received(TcpConnection from, byte[] buffer, int length) {
    counters.received(length);
    try {
      return switch (TransportDatagram.of(buffer[0] & 0xFF)) {
        case STUN -> check(from, buffer, length);
        case DTLS -> deliver(from, buffer, length, TransportRefusal.DTLS_UNVALIDATED);
        case MEDIA -> deliver(from, buffer, length, TransportRefusal.SRTP_UNVALIDATED);
        case OTHER -> refused(TransportRefusal.DATAGRAM_UNKNOWN);
      };
    } catch (RuntimeException e) {
      LOG.error("a packet of {} bytes from {} was not handled", length, from.remote(), e);
      return false;
    }
  }

  private boolean check(TcpConnection from, byte[] buffer, int length) {
    return switch (stun.decode(buffer, 0, length)) {
      case StunMessage.Request request -> {
        MediaSessions.Entry entry = sessions.byUfrag(request.recipient());
        if (entry == null) {
          counters.refused(TransportRefusal.STUN_UNKNOWN_USER);
          yield from.isProven(); // after a restart the old name is unknown
        }
        if (!from.belongsTo(entry)) {
          yield refused(TransportRefusal.STUN_ADDRESS_TAKEN);
        }
        long now = clock.nowMicros();
        entry.run(counters, session -> session.stun(from, from.remote(), request, now));
        yield true;
      }
      case StunMessage.Rejected rejected -> refused(rejected.reason());
      case StunMessage.Success success -> refused(TransportRefusal.STUN_UNEXPECTED);
      case StunMessage.Failure failure -> refused(TransportRefusal.STUN_UNEXPECTED);
      case StunMessage.Indication indication -> true;
    };
  }

  private boolean deliver(
      TcpConnection from, byte[] buffer, int length, TransportRefusal unvalidated) {
    if (!from.isProven()) {
      return refused(unvalidated);
    }
    byte[] copy = Arrays.copyOf(buffer, length);
    long now = clock.nowMicros();
    from.session()
        .run(counters, session -> session.receive(from, from.remote(), copy, 0, length, now));
    return true;
  }

  private boolean refused(TransportRefusal reason) {
    counters.refused(reason);
    return false;
  }
}
