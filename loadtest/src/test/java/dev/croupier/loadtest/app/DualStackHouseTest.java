package dev.croupier.loadtest.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.croupier.gateway.media.peer.ClientTransports;
import dev.croupier.gateway.media.peer.ReceivedFrame;
import dev.croupier.gateway.media.peer.WhepPlayer;
import java.net.InetAddress;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A gateway whose media port is configured to be at {@code ::}, and its viewers. */
final class DualStackHouseTest {
  private static final String BOTH_FAMILIES = "media: {address: '::'}\n" + TestHouse.ROULETTE;

  @TempDir Path folder;

  @Test
  void viewersOfBothFamiliesSeeTheTableByUdpAndByTcp() throws Exception {
    try (TestHouse house = TestHouse.open(folder.resolve("data"), BOTH_FAMILIES)) {
      for (String from : new String[] {"127.0.0.1", "::1"}) {
        see(house, from, false);
        see(house, from, true);
      }
    }
  }

  private static void see(TestHouse house, String from, boolean tcp) throws Exception {
    Pictures seen = new Pictures();
    try (ClientTransports way =
            new ClientTransports(
                1, InetAddress.ofLiteral(from), house.ground().clock(), house.ground().random());
        WhepPlayer player =
            house.play(
                house.address().resolve("/whep/roulette-1"),
                "viewer",
                tcp ? way.useTcp() : way,
                seen)) {
      assertTrue(seen.ten.await(60, TimeUnit.SECONDS), from + " saw too little");
      assertEquals(1, seen.open.getCount(), "the session goes on");
      player.close();
      assertTrue(seen.open.await(10, TimeUnit.SECONDS));
    }
  }

  private static final class Pictures implements WhepPlayer.Listener {
    private final CountDownLatch ten = new CountDownLatch(10);
    private final CountDownLatch open = new CountDownLatch(1);

    @Override
    public void frame(ReceivedFrame frame) {
      ten.countDown();
    }

    @Override
    public void audio(long rtpTime, long captureMicros, long arrivalMicros) {
      // The slate is silent.
    }

    @Override
    public void closed(String reason) {
      open.countDown();
    }
  }
}
