package dev.croupier.loadtest.app;

import dev.croupier.loadtest.plan.Overrides;
import dev.croupier.loadtest.plan.Scenario;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.EnumMap;
import java.util.Map;

/**
 * Which server a command line names.
 *
 * @param url of a gateway; null: not given
 * @param whep of any other server; null: not given
 * @param hls of any other server; null: not given
 * @param ntp of the gateway's time server; null: not given
 * @param token that all use; null: demo tokens, or none at another server
 * @param merged let the kernel merge viewers' datagrams where it can
 */
record Target(URI url, URI whep, URI hls, InetSocketAddress ntp, String token, boolean merged) {
  /** Whether the run opens a house of its own. */
  boolean ownHouse() {
    return url == null && !foreign();
  }

  /** Whether it is no gateway. */
  boolean foreign() {
    return whep != null || hls != null;
  }

  /** The scenario with only those people whom this server can serve. */
  Scenario whom(Scenario scenario) {
    if (!foreign()) {
      return scenario;
    }
    Map<Overrides.Kind, Integer> none = new EnumMap<>(Overrides.Kind.class);
    none.put(Overrides.Kind.BETTORS, 0);
    none.put(Overrides.Kind.NTP, 0);
    none.put(Overrides.Kind.WEB_SOCKET_CLOCKS, 0);
    if (whep == null) {
      none.put(Overrides.Kind.VIEWERS, 0);
      none.put(Overrides.Kind.SINKS, 0);
      none.put(Overrides.Kind.BROWSERS, 0);
    }
    if (hls == null) {
      none.put(Overrides.Kind.HLS, 0);
    }
    return scenario.with(new Overrides(null, null, none));
  }
}
