package dev.croupier.gateway.media.net;

import dev.croupier.gateway.media.fanout.Guarded;
import dev.croupier.gateway.media.webrtc.PacketSink;
import dev.croupier.gateway.media.webrtc.PeerTransport;
import dev.croupier.gateway.media.webrtc.StunCodec;
import dev.croupier.gateway.media.webrtc.StunMessage;
import dev.croupier.gateway.media.webrtc.TransportCounters;
import dev.croupier.gateway.media.webrtc.TransportDatagram;
import dev.croupier.gateway.media.webrtc.TransportFactory;
import dev.croupier.gateway.media.webrtc.TransportListener;
import dev.croupier.gateway.media.webrtc.TransportRefusal;
import dev.croupier.gateway.media.webrtc.TransportSession;
import dev.croupier.time.clock.TableClock;
import io.netty.channel.EventLoop;
import io.netty.channel.epoll.EpollChannelOption;
import io.netty.channel.socket.DatagramChannel;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The media port: one UDP port for all sessions, and a TCP port for peers without UDP. Checks find
 * their session by user fragment, the rest by the address that checks have validated; what finds
 * none is counted and dropped.
 *
 * <p>Each session belongs to one event loop; each loop has a socket of its own on the shared port
 * (SO_REUSEPORT), so it sends without asking anybody. The kernel picks the socket a datagram comes
 * in by; one for a session of another loop is copied over. Any thread.
 */
public final class MediaSocket implements TransportFactory, AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(MediaSocket.class);
  private static final long TICK_MILLIS = 500;
  private static final long CLOSE_MILLIS = 1000;
  private static final long RESTART_MILLIS = 2000;

  private final TableClock clock;
  private final TransportCounters counters;
  private final UdpLoops loops;
  private final MediaSessions sessions;
  private final StunCodec stun = new Ice4jStunCodec();
  private final BcDtlsEngine dtls;
  private final IceCredentials credentials;
  private final AtomicInteger nextLoop = new AtomicInteger();

  /** By loop, then by bound address. */
  private final List<List<UdpSink>> sinks = new ArrayList<>();

  private final List<InetSocketAddress> bound = new ArrayList<>();
  private final TcpPort tcp;
  private final List<String> candidates;

  private MediaSocket(MediaSocketConfig config, TableClock clock, SecureRandom random)
      throws IOException {
    this.clock = clock;
    this.counters = new TransportCounters();
    this.credentials = new IceCredentials(random);
    this.sessions = new MediaSessions(config.maxSessions(), counters);
    Instant now = Instant.EPOCH.plus(clock.nowMicros(), ChronoUnit.MICROS);
    this.dtls = new BcDtlsEngine(DtlsIdentity.generate(random, now), config.dtls(), random);
    this.tcp = new TcpPort(sessions, stun, counters, clock);
    this.loops = new UdpLoops("media", UdpLoops.sharing(config.loops()));
    try {
      bindAll(config);
      List<String> all = new ArrayList<>(IceCandidates.of(config.publicAddresses(), bound));
      if (config.tcp()) {
        all.addAll(IceCandidates.passive(config.publicAddresses(), listen(config)));
      }
      this.candidates = List.copyOf(all);
    } catch (IOException | RuntimeException e) {
      loops.close();
      throw e;
    }
    var _ =
        loops
            .loops()
            .getFirst()
            .scheduleAtFixedRate(
                new Guarded(
                    () -> tcp.tick(clock.nowMicros()),
                    bug -> LOG.error("TCP connections were not looked at", bug)),
                TICK_MILLIS,
                TICK_MILLIS,
                TimeUnit.MILLISECONDS);
    for (EventLoop loop : loops.loops()) {
      var unused =
          loop.scheduleAtFixedRate(
              () -> sessions.tick(loop, clock.nowMicros()),
              TICK_MILLIS,
              TICK_MILLIS,
              TimeUnit.MILLISECONDS);
    }
  }

  /**
   * Opens the port.
   *
   * @throws java.io.UncheckedIOException when an address is taken or not one of this machine
   */
  public static MediaSocket open(MediaSocketConfig config, TableClock clock, SecureRandom random) {
    try {
      return new MediaSocket(config, clock, random);
    } catch (IOException e) {
      throw new UncheckedIOException("media port " + config.bind() + ": " + e.getMessage(), e);
    }
  }

  @Override
  public Opened open(RemoteIce remote, TransportListener listener) {
    List<EventLoop> all = loops.loops();
    int index = Math.floorMod(nextLoop.getAndIncrement(), all.size());
    EventLoop loop = all.get(index);
    TransportSession.Parts parts = new TransportSession.Parts(loop, stun, dtls, sessions, counters);
    LocalIce local = credentials.next();
    TransportSession session =
        new TransportSession(parts, local, remote, listener, clock.nowMicros());
    sessions.add(new MediaSessions.Entry(session, loop, index)); // refuses beyond the cap
    return new Opened(session, local);
  }

  @Override
  public Optional<LocalIce> restart(PeerTransport transport, RemoteIce remote)
      throws InterruptedException {
    TransportSession session = (TransportSession) transport;
    LocalIce next = credentials.next();
    try {
      boolean taken =
          session
              .loop()
              .submit(() -> session.restart(next, remote))
              .get(RESTART_MILLIS, TimeUnit.MILLISECONDS);
      return taken ? Optional.of(next) : Optional.empty();
    } catch (RejectedExecutionException | TimeoutException e) {
      return Optional.empty();
    } catch (ExecutionException e) {
      throw new IllegalStateException("a restart failed", e.getCause());
    }
  }

  @Override
  public List<String> candidates() {
    return candidates;
  }

  @Override
  public String fingerprint() {
    return dtls.fingerprint();
  }

  /** The bound addresses, with their real port. */
  public List<InetSocketAddress> boundAddresses() {
    return List.copyOf(bound);
  }

  /** What was refused, received and sent. */
  public TransportCounters counters() {
    return counters;
  }

  /** TCP connections open now. */
  public int connections() {
    return tcp.connections();
  }

  /** Sessions open now. */
  public int sessions() {
    return sessions.size();
  }

  /**
   * Makes a whole session over loopback, with checks, handshake and a packet each way, and closes
   * it: a cold JVM's first session otherwise takes more than a second. Blocks; not on a loop.
   *
   * @return whether it came through in time
   */
  public boolean warmUp() {
    return new WarmUp(this, stun, clock).run();
  }

  /** Ends all sessions, then the sockets. Blocks for a moment; not on a loop. */
  @Override
  public void close() {
    CountDownLatch done = new CountDownLatch(loops.loops().size());
    for (EventLoop loop : loops.loops()) {
      loop.execute(
          () -> {
            sessions.closeAll(loop);
            loop.execute(done::countDown); // behind the flush of the last close_notify
          });
    }
    try {
      boolean unused = done.await(CLOSE_MILLIS, TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    loops.close();
  }

  private void bindAll(MediaSocketConfig config) throws IOException {
    int port = config.bind().get(0).getPort();
    for (int l = 0; l < loops.loops().size(); l++) {
      List<UdpSink> own = new ArrayList<>();
      for (int a = 0; a < config.bind().size(); a++) {
        InetSocketAddress address = new InetSocketAddress(config.bind().get(a).getAddress(), port);
        DatagramChannel channel = bind(address, l, a, own);
        port = channel.localAddress().getPort();
        if (l == 0) {
          bound.add(channel.localAddress());
        }
      }
      sinks.add(own);
    }
  }

  /** TCP at UDP's port; where any port would do and that one is taken, at another. */
  private List<InetSocketAddress> listen(MediaSocketConfig config) throws IOException {
    boolean anyPort = config.bind().getFirst().getPort() == 0;
    List<InetSocketAddress> listening = new ArrayList<>();
    for (InetSocketAddress address : bound) {
      try {
        listening.add(tcp.bind(loops, address));
      } catch (IOException e) {
        if (!anyPort) {
          throw e;
        }
        listening.add(tcp.bind(loops, new InetSocketAddress(address.getAddress(), 0)));
      }
    }
    return listening;
  }

  private DatagramChannel bind(InetSocketAddress address, int l, int a, List<UdpSink> own)
      throws IOException {
    EventLoop loop = loops.loops().get(l);
    UdpSink sink = new UdpSink(counters);
    UdpReceiver receiver =
        new UdpReceiver(
            counters, sink, (from, buffer, length) -> route(loop, a, from, buffer, length));
    // The first one binds alone, so that a port in use is noticed; then it lets the others join.
    DatagramChannel channel =
        loops.bind(loop, address, l > 0, UdpLoops.SERVER_BUFFER_BYTES, receiver);
    if (l == 0 && loops.loops().size() > 1) {
      channel.config().setOption(EpollChannelOption.SO_REUSEPORT, true);
    }
    loops.attach(sink, channel);
    own.add(sink);
    return channel;
  }

  private void route(EventLoop loop, int a, InetSocketAddress from, byte[] buffer, int length) {
    long now = clock.nowMicros();
    switch (TransportDatagram.of(buffer[0] & 0xFF)) {
      case STUN -> check(a, from, buffer, length, now);
      case DTLS -> deliver(loop, a, from, buffer, length, now, TransportRefusal.DTLS_UNVALIDATED);
      case MEDIA -> deliver(loop, a, from, buffer, length, now, TransportRefusal.SRTP_UNVALIDATED);
      case OTHER -> counters.refused(TransportRefusal.DATAGRAM_UNKNOWN);
    }
  }

  private void check(int a, InetSocketAddress from, byte[] buffer, int length, long now) {
    switch (stun.decode(buffer, 0, length)) {
      case StunMessage.Request request -> {
        MediaSessions.Entry entry = sessions.byUfrag(request.recipient());
        if (entry == null) {
          counters.refused(TransportRefusal.STUN_UNKNOWN_USER);
        } else {
          PacketSink via = sinkOf(entry, a);
          entry.run(counters, session -> session.stun(via, from, request, now));
        }
      }
      case StunMessage.Rejected rejected -> counters.refused(rejected.reason());
      case StunMessage.Success success -> counters.refused(TransportRefusal.STUN_UNEXPECTED);
      case StunMessage.Failure failure -> counters.refused(TransportRefusal.STUN_UNEXPECTED);
      case StunMessage.Indication indication -> {
        // A keepalive: it has done its work in the NATs on its way.
      }
    }
  }

  private void deliver(
      EventLoop loop,
      int a,
      InetSocketAddress from,
      byte[] buffer,
      int length,
      long now,
      TransportRefusal unvalidated) {
    MediaSessions.Entry entry = sessions.byAddress(from);
    if (entry == null) {
      counters.refused(unvalidated);
      return;
    }
    PacketSink via = sinkOf(entry, a);
    if (entry.loop().equals(loop)) {
      entry.run(counters, session -> session.receive(via, from, buffer, 0, length, now));
    } else {
      byte[] copy = Arrays.copyOf(buffer, length);
      entry.run(counters, session -> session.receive(via, from, copy, 0, length, now));
    }
  }

  /** The session's own loop's socket on the address that the datagram came in by. */
  private PacketSink sinkOf(MediaSessions.Entry entry, int a) {
    return sinks.get(entry.loopIndex()).get(a);
  }
}
