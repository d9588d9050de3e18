package dev.croupier.loadtest.app;

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
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * A real gateway with one synthetic camera, and native viewers of it, each behind a relay of its
 * own that does to its packets what its words say.
 */
final class LossScene implements AutoCloseable {
  private static final long NEVER = Long.MIN_VALUE;

  private final TestHouse house;
  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private final ClientTransports transports;
  private final List<Watcher> watchers = new ArrayList<>();

  /**
   * Opens the gateway and waits until its camera is live.
   *
   * @param camera its words
   */
  LossScene(Path data, String... camera) throws Exception {
    house = TestHouse.open(data, TestHouse.ROULETTE);
    transports =
        new ClientTransports(
            2, InetAddress.getLoopbackAddress(), house.ground().clock(), new SecureRandom());
    house.testCard("roulette-1/cam-a", 1, camera).start();
    house.awaitSignal("cam-a", "live");
  }

  /** Lets a viewer in, whose path is clean so far; returns when it shows pictures. */
  Watcher watch(String name, long seed) throws Exception {
    Watcher watcher = new Watcher(name, seed);
    watchers.add(watcher);
    return watcher;
  }

  /** Lets so much time pass. */
  static void pass(long millis) throws InterruptedException {
    boolean _ = new CountDownLatch(1).await(millis, TimeUnit.MILLISECONDS);
  }

  long nowMicros() {
    return house.ground().clock().nowMicros();
  }

  @Override
  public void close() throws Exception {
    for (Watcher watcher : List.copyOf(watchers)) {
      watcher.leave();
    }
    transports.close();
    http.close();
    house.close();
  }

  /** A viewer behind a relay. */
  final class Watcher implements WhepPlayer.Listener {
    private final String name;
    private final Relay relay;
    private final WhepPlayer player;
    private final CountDownLatch shows = new CountDownLatch(1);
    private WhepPlayerFigures before;
    private long sinceMicros = NEVER;
    private long lastMicros = NEVER;
    private long longestMicros;
    private long markMicros = NEVER;
    private long afterMarkMicros = NEVER;
    private long shown;
    private long longestSound;
    private long lastSound = NEVER;

    private Watcher(String name, long seed) throws Exception {
      this.name = name;
      relay = Relay.open(RelaySettings.to(house.address()), seed, house.ground().clock());
      player =
          WhepPlayer.play(
              relay.base().resolve("/whep/roulette-1"),
              house.api().demoToken("player", "viewer-" + seed),
              "",
              http,
              transports,
              house.ground().clock(),
              house.ground().random(),
              this);
      player.ready().get(20, TimeUnit.SECONDS);
      if (!shows.await(20, TimeUnit.SECONDS)) {
        throw new AssertionError(name + " sees nothing");
      }
    }

    /** From now on its packets meet this, and what becomes of them is counted. */
    void begin(String down, String up) throws Exception {
      before = player.figures().get();
      long now = nowMicros();
      player
          .read(
              figures -> {
                sinceMicros = now;
                lastMicros = now;
                lastSound = now;
                return figures;
              })
          .get();
      relay.set(Direction.DOWN, Impairment.parse(down));
      relay.set(Direction.UP, Impairment.parse(up));
    }

    /** Its path is as it is now from this moment on; the first picture behind it is noted. */
    void mark(long micros) throws Exception {
      player
          .read(
              figures -> {
                markMicros = micros;
                return figures;
              })
          .get();
    }

    /** Ends it. */
    void leave() throws Exception {
      if (watchers.remove(this)) {
        relay.set(Direction.DOWN, Impairment.NONE);
        relay.set(Direction.UP, Impairment.NONE);
        player.close();
        relay.close();
      }
    }

    /** What became of it so far. */
    Result result() throws Exception {
      long now = nowMicros();
      return player
          .read(
              figures -> {
                WhepPlayerFigures.Stream was = before.video();
                WhepPlayerFigures.Stream is = figures.video();
                long lost = is.lost() - was.lost();
                return new Result(
                    name,
                    is.packets() - was.packets() + lost,
                    lost,
                    is.recovered() - was.recovered(),
                    is.givenUp() - was.givenUp(),
                    shown,
                    Math.max(longestMicros, now - lastMicros),
                    Math.max(longestSound, now - lastSound),
                    afterMarkMicros == NEVER ? -1 : afterMarkMicros - markMicros,
                    figures.keyframeRequests() - before.keyframeRequests());
              })
          .get();
    }

    @Override
    public void frame(ReceivedFrame frame) {
      if (!frame.decodable()) {
        return;
      }
      shows.countDown();
      if (sinceMicros == NEVER) {
        return;
      }
      long now = nowMicros();
      shown++;
      longestMicros = Math.max(longestMicros, now - lastMicros);
      lastMicros = now;
      if (markMicros != NEVER && afterMarkMicros == NEVER && now >= markMicros) {
        afterMarkMicros = now;
      }
    }

    @Override
    public void audio(long rtpTime, long captureMicros, long arrivalMicros) {
      if (sinceMicros != NEVER) {
        long now = nowMicros();
        longestSound = Math.max(longestSound, now - lastSound);
        lastSound = now;
      }
    }
  }

  /**
   * What a viewer saw since {@link Watcher#begin}.
   *
   * @param expected video packets
   * @param lost of these at their first sending
   * @param recovered of these by retransmission
   * @param residual never came in time
   * @param shown pictures that could be decoded
   * @param longestMicros without a picture
   * @param soundMicros without sound
   * @param recoveryMicros from the mark to the first picture, or -1
   * @param keyframeRequests PLIs it sent
   */
  record Result(
      String name,
      long expected,
      long lost,
      long recovered,
      long residual,
      long shown,
      long longestMicros,
      long soundMicros,
      long recoveryMicros,
      long keyframeRequests) {}
}
