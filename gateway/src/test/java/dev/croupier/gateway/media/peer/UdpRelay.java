package dev.croupier.gateway.media.peer;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Arrays;
import java.util.List;

/** A hop between one client and a server that may drop, double, change or keep datagrams. */
final class UdpRelay implements AutoCloseable {
  /** What becomes of a datagram. */
  interface Filter {
    List<byte[]> apply(byte[] datagram, boolean toServer);
  }

  private final InetSocketAddress server;
  private final Filter filter;
  private final DatagramSocket clientSide;
  private final DatagramSocket serverSide;
  private volatile InetSocketAddress client;

  UdpRelay(InetSocketAddress server, Filter filter) throws IOException {
    this.server = server;
    this.filter = filter;
    InetAddress loopback = InetAddress.ofLiteral("127.0.0.1");
    this.clientSide = new DatagramSocket(0, loopback);
    this.serverSide = new DatagramSocket(0, loopback);
    Thread.ofVirtual().start(() -> pump(true));
    Thread.ofVirtual().start(() -> pump(false));
  }

  /** What a client is told instead of the server's candidates. */
  List<String> candidates() {
    return List.of("1 1 udp 1 127.0.0.1 " + clientSide.getLocalPort() + " typ host");
  }

  /** The client's address, as the server sees it. */
  InetSocketAddress seenByServer() {
    return (InetSocketAddress) serverSide.getLocalSocketAddress();
  }

  /** Sends a datagram to the server as if the client had. */
  void inject(byte[] datagram) throws IOException {
    serverSide.send(new DatagramPacket(datagram, datagram.length, server));
  }

  @Override
  public void close() {
    clientSide.close();
    serverSide.close();
  }

  private void pump(boolean toServer) {
    DatagramSocket in = toServer ? clientSide : serverSide;
    DatagramSocket out = toServer ? serverSide : clientSide;
    byte[] buffer = new byte[4096];
    while (!in.isClosed()) {
      try {
        DatagramPacket packet = new DatagramPacket(buffer, buffer.length);
        in.receive(packet);
        if (toServer) {
          client = (InetSocketAddress) packet.getSocketAddress();
        }
        byte[] datagram = Arrays.copyOf(packet.getData(), packet.getLength());
        for (byte[] each : filter.apply(datagram, toServer)) {
          out.send(new DatagramPacket(each, each.length, toServer ? server : client));
        }
      } catch (IOException e) {
        return; // closed
      }
    }
  }
}
