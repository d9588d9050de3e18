package dev.croupier.loadtest.relay;

import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * The TCP side of a relay: a port for clients, and for each connection one to the server. Owner:
 * the relay's event loop.
 */
final class TcpRelay {
  private final RelaySettings settings;
  private final long seed;
  private final RelayLoop loop;
  private final RelaySockets sockets;
  private final UdpRelay datagrams;
  private final Leg up;
  private final Leg down;
  private final InetSocketAddress server;
  private final Set<TcpConnection> connections = new HashSet<>();
  private Channel listening;
  private int opened;
  private int refused;
  private int failed;

  /**
   * @param datagrams opened already
   * @throws IOException when the server's name means nothing
   */
  TcpRelay(
      RelaySettings settings,
      long seed,
      RelayLoop loop,
      RelaySockets sockets,
      UdpRelay datagrams,
      Leg up,
      Leg down)
      throws IOException {
    this.settings = settings;
    this.seed = seed;
    this.loop = loop;
    this.sockets = sockets;
    this.datagrams = datagrams;
    this.up = up;
    this.down = down;
    this.server = new InetSocketAddress(settings.to().getHost(), settings.toPort());
    if (server.isUnresolved()) {
      throw new IOException("there is no host '" + settings.to().getHost() + "'");
    }
  }

  /** Opens the port; not on the loop, once. */
  void open() throws IOException {
    listening =
        sockets.listen(
            settings.http(),
            new ChannelInitializer<Channel>() {
              @Override
              protected void initChannel(Channel channel) {
                accepted(channel);
              }
            });
  }

  /** Where clients find it; any thread, once it is open. */
  InetSocketAddress address() {
    return (InetSocketAddress) listening.localAddress();
  }

  /** Connections there now. */
  int connections() {
    return connections.size();
  }

  /** Connections that came in all and were let in. */
  int opened() {
    return opened;
  }

  /** Connections beyond the cap. */
  int refused() {
    return refused;
  }

  /** Connections that the server did not take. */
  int failed() {
    return failed;
  }

  /** Ends all connections at once, as a network does that fails. */
  void reset() {
    List.copyOf(connections).forEach(TcpConnection::close);
  }

  private void accepted(Channel client) {
    if (connections.size() >= settings.maxConnections()) {
      refused++;
      var _ = client.close();
      return;
    }
    int number = opened++;
    TcpConnection connection =
        new TcpConnection(
            loop,
            client,
            decided -> new Decider(Draws.of(seed, "tcp", number, decided)),
            connections::remove);
    connections.add(connection);
    connection.connect(
        handler -> sockets.connect(server, handler),
        () -> failed++,
        up,
        down,
        output ->
            new HttpExchanges(
                server,
                settings.to().getRawAuthority(),
                new InetSocketAddress(
                    ((InetSocketAddress) client.localAddress()).getAddress(),
                    datagrams.address().getPort()),
                datagrams::learn,
                output));
  }
}
