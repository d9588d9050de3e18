package dev.croupier.loadtest.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.croupier.gateway.media.peer.ClientTransports;
import dev.croupier.gateway.media.peer.ReceivedFrame;
import dev.croupier.gateway.media.peer.WhepPlayer;
import dev.croupier.gateway.media.peer.WhepPlayerFigures;
import dev.croupier.loadtest.relay.Direction;
import dev.croupier.loadtest.relay.Impairment;
import dev.croupier.loadtest.relay.Relay;
import dev.croupier.loadtest.relay.RelaySettings;
import java.net.InetAddress;
import java.net.http.HttpClient;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A native viewer of a real gateway, all of whose packets pass through a relay. */
final class RelayWhepTest {
  private static final int FRAMES = 45;
  private static final int PACKETS = 600;

  @TempDir Path folder;

  private static final class Ears implements WhepPlayer.Listener {
    private final AtomicInteger frames = new AtomicInteger();
    private final CountDownLatch enough = new CountDownLatch(FRAMES);

    @Override
    public void frame(ReceivedFrame frame) {
      frames.incrementAndGet();
      enough.countDown();
    }
  }

  @Test
  void roundTripsGrowByTheDelayAndLossesAreSeenBeforeNackAndMended() throws Exception {
    try (TestHouse house = TestHouse.open(folder.resolve("data"), TestHouse.ROULETTE);
        HttpClient http = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
        ClientTransports transports =
            new ClientTransports(
                1, InetAddress.getLoopbackAddress(), house.ground().clock(), new SecureRandom());
        Relay relay = Relay.open(RelaySettings.to(house.address()), 5, house.ground().clock())) {
      house.startHouse();
      house.awaitSignal("cam-a", "live");
      relay.set(Direction.UP, Impairment.parse("delay=20ms"));
      relay.set(Direction.DOWN, Impairment.parse("delay=10ms"));
      Ears ears = new Ears();
      try (WhepPlayer player =
          WhepPlayer.play(
              relay.base().resolve("/whep/roulette-1"),
              house.api().demoToken("player", "far-away"),
              "",
              http,
              transports,
              house.ground().clock(),
              house.ground().random(),
              ears)) {
        player.ready().get(20, TimeUnit.SECONDS);
        assertTrue(ears.enough.await(30, TimeUnit.SECONDS), ears.frames + " frames came");
        assertEquals(relay.base().getPort(), player.session().getPort());
        WhepPlayerFigures clean = player.figures().get();
        assertTrue(
            clean.rttMicros() >= 30_000 && clean.rttMicros() < 80_000,
            "the round trip is the delays' sum and a little: " + clean.rttMicros());
        assertEquals(0, clean.video().lost());
        assertEquals(1, relay.flows(), "media passes through the relay");

        relay.set(Direction.DOWN, Impairment.parse("delay=10ms loss=5%"));
        WhepPlayerFigures.Stream before = clean.video();
        WhepPlayerFigures.Stream now = before;
        long deadline = house.ground().clock().nowMicros() + 20_000_000;
        CountDownLatch tick = new CountDownLatch(1);
        while (now.packets() - before.packets() < PACKETS
            && house.ground().clock().nowMicros() < deadline) {
          boolean _ = tick.await(100, TimeUnit.MILLISECONDS);
          now = player.figures().get().video();
        }
        relay.set(Direction.DOWN, Impairment.parse("delay=10ms"));
        boolean _ = tick.await(700, TimeUnit.MILLISECONDS); // the last ones are asked for and come
        now = player.figures().get().video();
        long lost = now.lost() - before.lost();
        long expected = lost + now.packets() - before.packets();
        assertTrue(expected > PACKETS, expected + " packets");
        // Four standard deviations of a binomial of so many draws at 5 %, and of those sent after.
        double bound = 4 * Math.sqrt(0.05 * 0.95 / expected) + 0.005;
        assertEquals(0.05, (double) lost / expected, bound);
        assertTrue(now.recovered() - before.recovered() > lost * 0.8, now.toString());
        assertTrue(now.givenUp() <= lost * 0.05, now.toString());
      }
      double share = relay.section().figures().get("relay_loss_share");
      assertTrue(share > 0.01 && share < 0.06, "of both directions, clean time included: " + share);
    }
  }
}
