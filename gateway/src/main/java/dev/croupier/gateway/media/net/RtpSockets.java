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
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.atomic.AtomicInteger;

/** The UDP ports of plain RTP publishes, all on one event loop. Any thread. */
public final class RtpSockets implements RtpPorts, AutoCloseable {
  /** Publishes at once: more than the tables of a node have cameras. */
  static final int MAX_PUBLISHES = 256;

  /** A keyframe of a large picture comes at once. */
  private static final int BUFFER_BYTES = 2 << 20;

  /** Tries to find two free ports in a row where the kernel chooses the first. */
  private static final int TRIES = 64;

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

  /** An address that stands for a bound one: itself, or for a wildcard that of an interface. */
  public static InetAddress reachable(InetAddress bound) {
    return bound.isAnyLocalAddress()
        ? IceCandidates.interfaces(bound instanceof Inet4Address).getFirst()
        : bound;
  }

  @Override
  public Opened open(List<Wanted> tracks, Receiver receiver) throws MediaRefusal {
    for (Wanted wanted : tracks) {
      if (wanted.port() != 0 && !range.allows(wanted.port(), width(wanted))) {
        throw new MediaRefusal(
            "port_not_allowed",
            "port " + wanted.port() + " is not one of " + range.low() + " to " + range.high());
      }
    }
    if (open.incrementAndGet() > MAX_PUBLISHES) {
      open.decrementAndGet();
      counters.refused(TransportRefusal.SESSION_LIMIT);
      throw new MediaRefusal("too_many_sessions", "at most " + MAX_PUBLISHES + " RTP publishes");
    }
    Group group = new Group();
    try {
      // Named ports first, so that a free one is never one of them.
      for (int pass = 0; pass < 2; pass++) {
        for (int i = 0; i < tracks.size(); i++) {
          Wanted wanted = tracks.get(i);
          if ((wanted.port() == 0) == (pass == 1)) {
            group.lines[i] =
                wanted.port() == 0 ? free(i, wanted, receiver) : named(i, wanted, receiver);
          }
        }
      }
      return group;
    } catch (MediaRefusal refusal) {
      var unused = group.close();
      throw refusal;
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

  private Line named(int track, Wanted wanted, Receiver receiver) throws MediaRefusal {
    Line line = line(track, wanted.port(), wanted.mux(), receiver);
    if (line == null) {
      String ports = wanted.mux() ? "" : " or " + (wanted.port() + 1) + " for its RTCP";
      throw new MediaRefusal("port_taken", "port " + wanted.port() + ports + " is in use");
    }
    return line;
  }

  private Line free(int track, Wanted wanted, Receiver receiver) throws MediaRefusal {
    int tries = range.chosen() ? (range.high() - range.low()) / 2 + 1 : TRIES;
    for (int i = 0; i < tries; i++) {
      Line line = line(track, candidate(width(wanted)), wanted.mux(), receiver);
      if (line != null) {
        return line;
      }
    }
    throw new MediaRefusal("too_many_sessions", "no free port for RTP");
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

  /** Both sockets of a track, or null when one of the ports is taken. */
  private Line line(int track, int port, boolean mux, Receiver receiver) {
    Socket media = socket(track, port, false, receiver);
    if (media == null) {
      return null;
    }
    Socket control = null;
    if (!mux) {
      int beside = media.channel.localAddress().getPort() + 1;
      control = beside > 65_535 ? null : socket(track, beside, true, receiver);
      if (control == null) {
        boolean unused = media.channel.close().awaitUninterruptibly().isSuccess();
        return null;
      }
    }
    return new Line(media, control);
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
      return new Socket(channel, sink);
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

  private record Socket(DatagramChannel channel, UdpSink sink) {}

  /** A track's sockets; {@code control} is null where RTCP comes to the same one. */
  private record Line(Socket media, Socket control) {}

  /** The ports of one publish. */
  private final class Group implements Opened {
    private static final int MAX_TRACKS = 2;

    private final Line[] lines = new Line[MAX_TRACKS];
    private CompletableFuture<Void> closing;

    @Override
    public List<InetSocketAddress> addresses() {
      List<InetSocketAddress> all = new ArrayList<>();
      for (Line line : lines) {
        if (line != null) {
          all.add(new InetSocketAddress(shown, line.media.channel.localAddress().getPort()));
        }
      }
      return all;
    }

    @Override
    public ScheduledExecutorService loop() {
      return RtpSockets.this.loop();
    }

    @Override
    public void send(int track, boolean control, InetSocketAddress to, byte[] buffer, int length) {
      Line line = lines[track];
      (control ? line.control : line.media).sink.send(to, buffer, 0, length);
    }

    @Override
    public synchronized CompletableFuture<Void> close() {
      if (closing == null) {
        List<CompletableFuture<Void>> all = new ArrayList<>();
        for (Line line : lines) {
          if (line != null) {
            all.add(closed(line.media));
            if (line.control != null) {
              all.add(closed(line.control));
            }
          }
        }
        closing =
            CompletableFuture.allOf(all.toArray(CompletableFuture[]::new))
                .whenComplete((done, failure) -> open.decrementAndGet());
      }
      return closing;
    }

    private static CompletableFuture<Void> closed(Socket socket) {
      CompletableFuture<Void> done = new CompletableFuture<>();
      var unused = socket.channel.close().addListener(future -> done.complete(null));
      return done;
    }
  }
}
