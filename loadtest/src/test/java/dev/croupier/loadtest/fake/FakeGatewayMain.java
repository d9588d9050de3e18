package dev.croupier.loadtest.fake;

import dev.croupier.time.clock.SystemTableClock;
import java.security.SecureRandom;

/** An honest fake gateway in a process of its own; ends when its input does. */
public final class FakeGatewayMain {
  private FakeGatewayMain() {}

  /** Arguments: players to wait for, milliseconds of betting. Prints its port. */
  public static void main(String[] arguments) throws Exception {
    FakeGateway.Settings settings =
        new FakeGateway.Settings(
            Integer.parseInt(arguments[0]),
            false,
            Long.parseLong(arguments[1]),
            true,
            Plant.NOTHING);
    try (FakeGateway gateway =
        FakeGateway.open(settings, SystemTableClock.start(new SecureRandom()))) {
      System.out.println(gateway.port());
      System.out.flush();
      while (System.in.read() >= 0) {
        // Lives as long as who started it.
      }
    }
    System.exit(0);
  }
}
