package dev.croupier.gateway.app;

import dev.croupier.gateway.http.HttpServer;
import dev.croupier.gateway.http.PortTakenException;
import dev.croupier.time.server.NtpServer;
import dev.croupier.time.server.TimeHttpServer;
import dev.croupier.time.server.TimeQuality;
import dev.croupier.time.server.TimeService;
import dev.croupier.time.server.TimeSocket;
import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Set;

/** Opens the embedded time server: NTP, its own HTTP port, and {@code /time} on the public one. */
final class TimeParts {
  private static final String PATH = "/time";
  private static final Duration IDLE = Duration.ofMinutes(2);

  private TimeParts() {}

  /** Opens it; what is open is in the ground's lifecycle. */
  static void open(Ground ground, HttpServer.Builder http) throws IOException {
    Config.Time time = ground.config().time();
    InetAddress address = InetAddress.getByName(time.address());
    TimeQuality quality = TimeQuality.primary();
    TimeService service =
        new TimeService(
            ground.clock(), ground.clock()::wallMinusTableMicros, quality, ground.registry());
    http.webSocket(
        PATH,
        (request, response, callback) -> service.socket(),
        TimeSocket.MAX_MESSAGE_BYTES,
        IDLE);
    try {
      ground
          .lifecycle()
          .add(
              "NTP",
              NtpServer.open(
                  new InetSocketAddress(address, time.ntpPort()),
                  ground.clock(),
                  quality,
                  ground.random(),
                  ground.registry()));
    } catch (BindException e) {
      throw new PortTakenException(time.ntpPort(), "time.ntpPort");
    }
    try {
      ground
          .lifecycle()
          .add(
              "time server",
              TimeHttpServer.open(
                  new InetSocketAddress(address, time.httpPort()),
                  service,
                  Set.copyOf(ground.config().http().origins()),
                  () -> ""));
    } catch (BindException e) {
      throw new PortTakenException(time.httpPort(), "time.httpPort");
    }
  }
}
