package dev.croupier.gateway.media.net;

import dev.croupier.gateway.media.webrtc.MediaRefusal;
import dev.croupier.gateway.media.webrtc.RtpPorts;
import dev.croupier.gateway.media.webrtc.TransportCounters;
import dev.croupier.gateway.media.webrtc.TransportRefusal;
import dev.croupier.time.clock.TableClock;
import io.netty.channel.EventLoop;
import io.netty.channel.socket.DatagramChannel;
import java.io.IOException;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The UDP ports of plain RTP publishes, all on one event loop. Any thread. */
public final class RtpSockets implements RtpPorts, AutoCloseable {
  /** Publishes at once: more than the tables of a node have cameras. */
  static final int MAX_PUBLISHES = 256;

  /** A keyframe of a large picture comes at once. */
  private static final int BUFFER_BYTES = 2 << 20;

  /** Tries to find two free ports in a row where the kernel chooses the first. */
  private static final int TRIES = 64;

  /** Sockets close at once unless the loop has ended. */
  private static final long RELEASE_SECONDS = 2;

  private final InetAddress bind;
  private final InetAddress shown;
  private final RtpPortRange range;
  private final TableClock clock;
  private final TransportCounters counters;
  private final UdpLoops loops = new UdpLoops("rtp", 1);
  private final AtomicInteger open = new AtomicInteger();
  private int next;

  /**
   * No port yet.
   *
   * @param bind the address that is listened on
   * @param shown the address that senders are told
   * @param counters counts what is received and refused
   */
  public RtpSockets(
      InetAddress bind,
      InetAddress shown,
      RtpPortRange range,
      TableClock clock,
      TransportCounters counters) {
    this.bind = bind;
    this.shown = shown;
    this.range = range;
    this.clock = clock;
    this.counters = counters;
    this.next = range.low() + (range.low() & 1);
  }

  /**
   * An address that stands for a bound one: itself, or for a wildcard that of an interface, of IPv4
   * where there is one: there is room for one only, and IPv4 is what every encoder knows.
   */
  public static InetAddress reachable(InetAddress bound) {
    if (!bound.isAnyLocalAddress()) {
      return bound;
    }
    List<InetAddress> ipv4 = IceCandidates.interfaces(true);
    boolean outside = !ipv4.isEmpty() && !ipv4.getFirst().isLoopbackAddress();
    return outside || bound instanceof Inet4Address
        ? ipv4.getFirst()
        : IceCandidates.interfaces(false).getFirst();
  }

  @Override
  public Opened open(List<Wanted> tracks, Receiver receiver) throws MediaRefusal {
    return reserve(tracks, receiver, Set.of(), MAX_PUBLISHES).open();
  }

  @Override
  public Reserved reserve(List<Wanted> tracks, Receiver receiver, Opened before)
      throws MediaRefusal {
    // It stands for two until the other one has closed.
    return reserve(tracks, receiver, ((Group) before).ports(), MAX_PUBLISHES + 1);
  }

  private Group reserve(List<Wanted> tracks, Receiver receiver, Set<Integer> held, int most)
      throws MediaRefusal {
    checkNamed(tracks);
    if (open.incrementAndGet() > most) {
      open.decrementAndGet();
      counters.refused(TransportRefusal.SESSION_LIMIT);
      throw new MediaRefusal("too_many_sessions", "at most " + MAX_PUBLISHES + " RTP publishes");
    }
    Group group = new Group(tracks, receiver);
    try {
      // Named ports first, so that a free one is never one of them.
      group.openNamed(held);
      group.openFree();
      return group;
    } catch (MediaRefusal refusal) {
      group.release();
      throw refusal;
    }
  }

  private void checkNamed(List<Wanted> tracks) throws MediaRefusal {
    Set<Integer> named = new HashSet<>();
    for (Wanted wanted : tracks) {
      if (wanted.port() == 0) {
        continue;
      }
      if (!range.allows(wanted.port(), width(wanted))) {
        throw new MediaRefusal(
            "port_not_allowed",
            "port " + wanted.port() + " is not one of " + range.low() + " to " + range.high());
      }
      for (int i = 0; i < width(wanted); i++) {
        if (!named.add(wanted.port() + i)) {
          throw new MediaRefusal("port_taken", "port " + (wanted.port() + i) + " is named twice");
        }
      }
    }
  }

  /** Publishes that have ports now. */
  public int publishes() {
    return open.get();
  }

  /** Ends the loop and its sockets. Blocks for a moment; not on a loop. */
  @Override
  public void close() {
    loops.close();
  }

  /** RTP's ports are even ones where we choose from a range (RFC 3550 section 11). */
  private synchronized int candidate(int width) {
    if (!range.chosen()) {
      return 0;
    }
    if (!range.allows(next, width)) {
      next = range.low() + (range.low() & 1);
    }
    int port = next;
    next += 2;
    return port;
  }

  private Socket socket(int track, int port, boolean control, Receiver receiver) {
    UdpSink sink = new UdpSink(counters);
    UdpReceiver handler =
        new UdpReceiver(
            counters,
            sink,
            (from, buffer, length) -> {
              // Longer ones were cut to this, which nothing behind would notice.
              if (length == UdpLoops.MAX_DATAGRAM_BYTES) {
                counters.refused(TransportRefusal.DATAGRAM_SIZE);
              } else {
                receiver.received(track, control, from, buffer, length, clock.nowMicros());
              }
            });
    try {
      DatagramChannel channel =
          loops.bind(loop(), new InetSocketAddress(bind, port), false, BUFFER_BYTES, handler);
      loops.attach(sink, channel);
      return new Socket(channel, sink, channel.localAddress().getPort());
    } catch (IOException _) {
      return null;
    }
  }

  private EventLoop loop() {
    return loops.loops().getFirst();
  }

  private static int width(Wanted wanted) {
    return wanted.mux() ? 1 : 2;
  }

  private static CompletableFuture<Void> closed(Socket socket) {
    CompletableFuture<Void> done = new CompletableFuture<>();
    var unused = socket.channel.close().addListener(future -> done.complete(null));
    return done;
  }

  private record Socket(DatagramChannel channel, UdpSink sink, int port) {}

  /** The ports of one publish. */
  private final class Group implements Opened, Reserved {
    private static final int MAX_TRACKS = 2;

    private final List<Wanted> tracks;
    private final Receiver receiver;
    private final Socket[] media = new Socket[MAX_TRACKS];

    /** Null where RTCP comes to the same port. */
    private final Socket[] control = new Socket[MAX_TRACKS];

    private CompletableFuture<Void> closing;

    private Group(List<Wanted> tracks, Receiver receiver) {
      this.tracks = List.copyOf(tracks);
      this.receiver = receiver;
    }

    /** Opens the named ports that are not held and not open. */
    private void openNamed(Set<Integer> held) throws MediaRefusal {
      for (int i = 0; i < tracks.size(); i++) {
        int port = tracks.get(i).port();
        if (port == 0) {
          continue;
        }
        if (media[i] == null && !held.contains(port)) {
          media[i] = named(i, port, false);
        }
        if (!tracks.get(i).mux() && control[i] == null && !held.contains(port + 1)) {
          control[i] = named(i, port + 1, true);
        }
      }
    }

    private Socket named(int track, int port, boolean forControl) throws MediaRefusal {
      Socket socket = socket(track, port, forControl, receiver);
      if (socket == null) {
        throw new MediaRefusal(
            "port_taken", "port " + port + (forControl ? ", for its RTCP," : "") + " is in use");
      }
      return socket;
    }

    private void openFree() throws MediaRefusal {
      for (int i = 0; i < tracks.size(); i++) {
        if (tracks.get(i).port() == 0 && !openFree(i)) {
          throw new MediaRefusal("too_many_sessions", "no free port for RTP");
        }
      }
    }

    private boolean openFree(int track) {
      boolean mux = tracks.get(track).mux();
      int tries = range.chosen() ? (range.high() - range.low()) / 2 + 1 : TRIES;
      for (int i = 0; i < tries; i++) {
        Socket first = socket(track, candidate(width(tracks.get(track))), false, receiver);
        if (first == null) {
          continue;
        }
        int beside = first.port + 1;
        Socket second = mux || beside > 65_535 ? null : socket(track, beside, true, receiver);
        if (mux || second != null) {
          media[track] = first;
          control[track] = second;
          return true;
        }
        boolean unused = first.channel.close().awaitUninterruptibly().isSuccess();
      }
      return false;
    }

    @Override
    public Opened open() throws MediaRefusal {
      try {
        openNamed(Set.of());
        return this;
      } catch (MediaRefusal refusal) {
        release();
        throw refusal;
      }
    }

    @Override
    public void release() {
      close().copy().completeOnTimeout(null, RELEASE_SECONDS, TimeUnit.SECONDS).join();
    }

    private Stream<Socket> sockets() {
      return Stream.concat(Arrays.stream(media), Arrays.stream(control)).filter(Objects::nonNull);
    }

    private Set<Integer> ports() {
      return sockets().map(Socket::port).collect(Collectors.toSet());
    }

    @Override
    public List<InetSocketAddress> addresses() {
      return Arrays.stream(media)
          .filter(Objects::nonNull)
          .map(socket -> new InetSocketAddress(shown, socket.port))
          .toList();
    }

    @Override
    public ScheduledExecutorService loop() {
      return RtpSockets.this.loop();
    }

    @Override
    public void send(int track, boolean rtcp, InetSocketAddress to, byte[] buffer, int length) {
      (rtcp ? control : media)[track].sink.send(to, buffer, 0, length);
    }

    @Override
    public synchronized CompletableFuture<Void> close() {
      if (closing == null) {
        closing =
            CompletableFuture.allOf(
                    sockets().map(RtpSockets::closed).toArray(CompletableFuture[]::new))
                .whenComplete((done, failure) -> open.decrementAndGet());
      }
      return closing;
    }
  }
}
