package dev.croupier.loadtest.relay;

import io.netty.channel.socket.DatagramChannel;
import io.netty.channel.socket.DatagramPacket;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.HashMap;
import java.util.Iterator;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The UDP side of a relay: one port for all clients, one socket towards the server for each of
 * them, as a NAT has it. Owner: the relay's event loop.
 */
final class UdpRelay {
  private static final Logger LOG = LoggerFactory.getLogger(UdpRelay.class);

  private static final int SWEEPS_PER_IDLE = 4;

  private final RelaySettings settings;
  private final long seed;
  private final RelayLoop loop;
  private final RelaySockets sockets;
  private final Leg up;
  private final Leg down;
  private final Map<InetSocketAddress, Flow> flows = new HashMap<>();
  private InetSocketAddress server;
  private DatagramChannel clients;
  private UdpOutput toClients;
  private int opened;
  private long refused;

  UdpRelay(
      RelaySettings settings, long seed, RelayLoop loop, RelaySockets sockets, Leg up, Leg down) {
    this.settings = settings;
    this.seed = seed;
    this.loop = loop;
    this.sockets = sockets;
    this.up = up;
    this.down = down;
    this.server = settings.media().orElse(null);
  }

  /** Opens the port; not on the loop, once, before all else. */
  void open() throws IOException {
    clients = sockets.bindDatagrams(settings.datagrams(), new FromClients());
    long sweepMillis = settings.idle().toMillis() / SWEEPS_PER_IDLE;
    loop.call(
        () -> {
          toClients = new UdpOutput(loop, clients, sockets.segments());
          return loop.events()
              .scheduleAtFixedRate(this::sweep, sweepMillis, sweepMillis, TimeUnit.MILLISECONDS);
        });
  }

  /** Where clients find it; any thread, once it is open. */
  InetSocketAddress address() {
    return clients.localAddress();
  }

  /** An answer named the server's address; what was configured stays. */
  void learn(InetSocketAddress address) {
    if (settings.media().isEmpty() && !address.equals(server)) {
      LOG.debug("the server's media address is {}", address);
      server = address;
    }
  }

  /** The server's address, if it is known by now. */
  Optional<InetSocketAddress> server() {
    return Optional.ofNullable(server);
  }

  /** Clients there now. */
  int flows() {
    return flows.size();
  }

  /** Clients that came in all. */
  int opened() {
    return opened;
  }

  /** Datagrams that came while as many clients as may be were there, or no socket could be had. */
  long refused() {
    return refused;
  }

  /** Forgets all clients; what is under way to and from them goes nowhere. */
  void close() {
    flows.values().forEach(Flow::close);
    flows.clear();
    var _ = clients.close();
  }

  private void sweep() {
    long before = loop.nowNs() - settings.idle().toNanos();
    for (Iterator<Flow> each = flows.values().iterator(); each.hasNext(); ) {
      Flow flow = each.next();
      if (flow.lastNs < before) {
        each.remove();
        flow.close();
      }
    }
  }

  /** A new client's flow; null if there can be none, which is counted. */
  private Flow open(InetSocketAddress client) {
    if (server == null) {
      return refuse(DropReason.NO_SERVER);
    }
    if (flows.size() >= settings.maxFlows()) {
      return refuse(DropReason.FLOWS);
    }
    try {
      Flow flow = new Flow(client, opened);
      flows.put(client, flow);
      opened++;
      return flow;
    } catch (IOException e) {
      LOG.debug("{}", e.getMessage(), e);
      return refuse(DropReason.FLOWS);
    }
  }

  private Flow refuse(DropReason reason) {
    refused++;
    up.packets++;
    up.drop(reason, 1);
    return null;
  }

  private final class FromClients extends UdpInput {
    FromClients() {
      super(loop);
    }

    @Override
    void received(DatagramPacket datagram, long nowNs) {
      Flow flow = flows.get(datagram.sender());
      if (flow == null) {
        flow = open(datagram.sender());
      }
      if (flow != null) {
        flow.lastNs = nowNs;
        flow.up.take(datagram.content(), nowNs);
      }
    }

    @Override
    void failed(Throwable cause) {
      toClients.failed(cause);
    }
  }

  /** One client: its socket towards the server, and both its lanes. */
  private final class Flow extends UdpInput {
    private final UdpLane up;
    private final UdpLane down;
    private final DatagramChannel socket;
    private final UdpOutput toServer;
    private long lastNs;

    Flow(InetSocketAddress client, int number) throws IOException {
      super(loop);
      up = new UdpLane(loop, UdpRelay.this.up, decider(number, Direction.UP));
      down = new UdpLane(loop, UdpRelay.this.down, decider(number, Direction.DOWN));
      socket = sockets.connectDatagrams(server, this);
      toServer = new UdpOutput(loop, socket, sockets.segments());
      up.toward(toServer, server);
      down.toward(toClients, client);
    }

    @Override
    void received(DatagramPacket datagram, long nowNs) {
      lastNs = nowNs;
      down.take(datagram.content(), nowNs);
    }

    @Override
    void failed(Throwable cause) {
      if (toServer != null) {
        toServer.failed(cause);
      }
    }

    void close() {
      up.close();
      down.close();
      var _ = socket.close();
    }

    private Decider decider(int number, Direction direction) {
      return new Decider(Draws.of(seed, "udp", number, direction));
    }
  }
}
