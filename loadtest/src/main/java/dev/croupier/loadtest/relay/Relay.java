package dev.croupier.loadtest.relay;

import dev.croupier.loadtest.measure.Section;
import dev.croupier.time.clock.TableClock;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;

/**
 * A relay between clients and a server: what goes over UDP and TCP passes through it and meets the
 * impairments of its direction, which can be changed while it runs. Clients use {@link #base}
 * instead of the server's address; WHEP and WHIP answers that pass name the relay's UDP port.
 *
 * <p>Any thread but the relay's own. Once it is closed, only {@link #section} and the addresses are
 * left; all else throws {@link IllegalStateException}.
 */
public final class Relay implements AutoCloseable {
  /** Later changes of impairments are not marked in timelines any more. */
  private static final int MAX_MARKS = 1_000;

  private final long seed;
  private final RelaySockets sockets;
  private final RelayLoop loop;
  private final Leg up;
  private final Leg down;
  private final UdpRelay datagrams;
  private final TcpRelay streams;
  private final URI base;
  private final InetSocketAddress media;
  private final List<Section.Mark> marks = new ArrayList<>();
  private final Object closing = new Object();
  private Section last;

  private Relay(RelaySettings settings, long seed, TableClock clock) throws IOException {
    this.seed = seed;
    this.sockets = new RelaySockets("relay");
    this.loop = new RelayLoop(sockets.loop(), clock, settings.maxHeldBytes());
    this.up = new Leg(Direction.UP, Impairment.NONE, loop.nowNs());
    this.down = new Leg(Direction.DOWN, Impairment.NONE, loop.nowNs());
    this.datagrams = new UdpRelay(settings, seed, loop, sockets, up, down);
    try {
      this.streams = new TcpRelay(settings, seed, loop, sockets, datagrams, up, down);
      datagrams.open();
      streams.open();
      InetSocketAddress http = streams.address();
      base = URI.create("http://" + literal(http.getAddress()) + ":" + http.getPort() + "/");
      media = datagrams.address();
    } catch (IOException | RuntimeException e) {
      sockets.close();
      throw e;
    }
  }

  /**
   * Opens a relay that changes nothing yet.
   *
   * @param seed with the same one, and the same impairments, the same packets of a client are lost,
   *     late, doubled; clients are numbered as they come
   * @throws IOException in one line, when a port is taken or the server's name means nothing
   */
  public static Relay open(RelaySettings settings, long seed, TableClock clock) throws IOException {
    return new Relay(settings, seed, clock);
  }

  /** Where clients find the server over HTTP and WebSockets: {@code http://127.0.0.1:9080/}. */
  public URI base() {
    return base;
  }

  /** Where clients find the server's media port. */
  public InetSocketAddress datagrams() {
    return media;
  }

  /** What its random numbers follow from. */
  public long seed() {
    return seed;
  }

  /**
   * Changes what happens to packets that come from now on. Packets under way keep their time, and
   * those behind do not overtake them.
   */
  public void set(Direction direction, Impairment impairment) {
    call(
        () -> {
          leg(direction).set(impairment, loop.nowNs());
          if (marks.size() < MAX_MARKS) {
            marks.add(
                new Section.Mark(loop.nowMicros(), direction.word() + ": " + impairment.text()));
          }
          return null;
        });
  }

  /** What happens to packets of a direction now. */
  public Impairment impairment(Direction direction) {
    return call(() -> leg(direction).impairment());
  }

  /** The server's media address, given or learned; empty before an answer has named it. */
  public Optional<InetSocketAddress> media() {
    return call(datagrams::server);
  }

  /** UDP clients that are there now. */
  public int flows() {
    return call(datagrams::flows);
  }

  /** TCP connections that are there now. */
  public int connections() {
    return call(streams::connections);
  }

  /** Bytes of datagrams and streams that are under way now. */
  public long heldBytes() {
    return call(loop::heldBytes);
  }

  /** Ends all TCP connections at once, as a network does that fails; new ones may come. */
  public void reset() {
    call(
        () -> {
          streams.reset();
          return null;
        });
  }

  /** What it has done by now; after {@link #close}, what it had done then. */
  public Section section() {
    synchronized (closing) {
      return last != null ? last : measured();
    }
  }

  /** Ends all sockets; what is under way is lost. Blocks for a moment. */
  @Override
  public void close() {
    synchronized (closing) {
      if (last == null) {
        last = measured();
        call(
            () -> {
              streams.reset();
              datagrams.close();
              loop.finish();
              return null;
            });
        sockets.close();
      }
    }
  }

  private Section measured() {
    return call(() -> RelaySection.of(up, down, datagrams, streams, marks));
  }

  private Leg leg(Direction direction) {
    return direction == Direction.UP ? up : down;
  }

  private <T> T call(Callable<T> task) {
    try {
      return loop.call(task);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String literal(InetAddress address) {
    InetAddress shown = address.isAnyLocalAddress() ? InetAddress.getLoopbackAddress() : address;
    String text = shown.getHostAddress();
    return text.indexOf(':') < 0 ? text : "[" + text + "]";
  }
}
