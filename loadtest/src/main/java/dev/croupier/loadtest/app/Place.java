package dev.croupier.loadtest.app;

import dev.croupier.loadtest.bettor.Cashier;
import dev.croupier.loadtest.report.Environment;
import dev.croupier.loadtest.viewer.People;
import dev.croupier.time.clock.TableClock;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.net.URI;
import java.net.UnknownHostException;

/**
 * Where a run's clients go.
 *
 * @param shown the server's address for reports
 * @param gateway what bettors take for its base address; null for any other server
 * @param whep what viewers play; null if they cannot
 * @param hls what LL-HLS viewers play; null if they cannot
 * @param ntp where time is served over NTP; null if nowhere
 * @param people who gives tokens
 * @param cashier the gateway's door; null for any other server
 * @param clock table time, or the nearest there is to it
 * @param sharedClock whether cameras live on this very clock
 * @param server what the server says that it is
 */
record Place(
    URI shown,
    URI gateway,
    URI whep,
    URI hls,
    InetSocketAddress ntp,
    People people,
    Cashier cashier,
    TableClock clock,
    boolean sharedClock,
    Environment.Shares shares,
    String server) {

  /** The same, its clients' packets going through a relay. */
  Place through(URI relay) {
    return new Place(
        shown,
        via(gateway, relay),
        via(whep, relay),
        via(hls, relay),
        ntp,
        people,
        cashier,
        clock,
        sharedClock,
        shares,
        server);
  }

  private static URI via(URI address, URI relay) {
    return address == null
        ? null
        : relay.resolve(
            address.getRawPath()
                + (address.getRawQuery() == null ? "" : "?" + address.getRawQuery()));
  }

  /** The address to which clients bind: never beyond this machine without need. */
  InetAddress bind() throws UnknownHostException {
    return loopback(shown) ? InetAddress.getLoopbackAddress() : InetAddress.getByName("0.0.0.0");
  }

  /** Whether a server is on this machine. */
  static Environment.Shares sharesOf(URI address) {
    try {
      InetAddress host = InetAddress.getByName(address.getHost());
      boolean here = host.isLoopbackAddress() || NetworkInterface.getByInetAddress(host) != null;
      return here ? Environment.Shares.MACHINE : Environment.Shares.NOTHING;
    } catch (UnknownHostException | SocketException _) {
      return Environment.Shares.NOTHING;
    }
  }

  private static boolean loopback(URI address) {
    try {
      return InetAddress.getByName(address.getHost()).isLoopbackAddress();
    } catch (UnknownHostException _) {
      return false;
    }
  }
}
