package dev.croupier.loadtest.app;

import dev.croupier.gateway.app.Config;
import dev.croupier.loadtest.plan.ScenarioException;
import dev.croupier.loadtest.studio.CameraPlan;
import dev.croupier.loadtest.studio.CameraStation;
import dev.croupier.loadtest.studio.Fault;
import dev.croupier.loadtest.studio.GatewayApi;
import dev.croupier.loadtest.studio.Outcomes;
import dev.croupier.loadtest.studio.Pictures;
import dev.croupier.loadtest.studio.ScriptedDealer;
import dev.croupier.loadtest.studio.Station;
import dev.croupier.loadtest.studio.Studio;
import dev.croupier.time.clock.TableClock;
import java.net.URI;
import java.nio.ByteBuffer;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The people and things of a studio: a dealer and cameras at each table. Opened and closed by one
 * thread.
 */
final class House implements AutoCloseable {
  /**
   * How a studio is set up.
   *
   * @param small all cameras at 360p30, alike; else as {@link CameraPlan#demoPair}
   * @param bettingMillis how long rounds take bets; 0: as each table says
   * @param dealing whether the dealers run rounds
   * @param cameras by {@code table/signal}, words that make a camera from the plain one instead,
   *     and say who publishes it
   */
  record Settings(
      boolean small, long bettingMillis, boolean dealing, Map<String, List<String>> cameras) {
    /** Checks the words. */
    Settings {
      cameras = Map.copyOf(cameras);
      cameras.values().forEach(Described::parse);
    }

    /** With no words about cameras. */
    Settings(boolean small, long bettingMillis, boolean dealing) {
      this(small, bettingMillis, dealing, Map.of());
    }
  }

  private final Studio studio;
  private final List<ScriptedDealer> dealers = new ArrayList<>();

  private House(Studio studio) {
    this.studio = studio;
  }

  /**
   * Sets a studio up beside a gateway in demo mode.
   *
   * @param seed what all outcomes, jitter and garbage follow from
   * @throws ScenarioException if the settings name a camera that there is not
   */
  static House open(
      URI gateway,
      TableClock clock,
      SecureRandom random,
      byte[] seed,
      List<Config.Table> tables,
      Settings settings) {
    Studio studio = new Studio(gateway, null, clock, random, ByteBuffer.wrap(seed).getLong());
    House house = new House(studio);
    try {
      house.furnish(clock, seed, tables, settings);
      return house;
    } catch (RuntimeException e) {
      house.close();
      throw e;
    }
  }

  private void furnish(
      TableClock clock, byte[] seed, List<Config.Table> tables, Settings settings) {
    Map<String, List<String>> described = new HashMap<>(settings.cameras());
    GatewayApi api = studio.api();
    for (Config.Table table : tables) {
      Pictures.Game game =
          table.game().equals("baccarat") ? Pictures.Game.BACCARAT : Pictures.Game.ROULETTE;
      ScriptedDealer dealer =
          new ScriptedDealer(
              table.id(),
              settings.bettingMillis() > 0 ? settings.bettingMillis() : table.bettingMs(),
              api,
              clock,
              Outcomes.of(game, seed));
      if (settings.dealing()) {
        dealers.add(dealer);
      }
      int place = 0;
      for (String signal : table.signals()) {
        String path = table.id() + "/" + signal;
        List<String> words = described.remove(path);
        Described camera =
            words == null
                ? new Described(Described.Publisher.STUDIO, plan(settings, place))
                : Described.parse(words);
        var _ = camera.addTo(studio, path, lens(game, place, table.id()), dealer::round);
        place++;
      }
    }
    for (String unknown : described.keySet()) {
      studio.station(unknown);
    }
  }

  /** What the camera in a place of a table sees: from the front and from above by turns. */
  static CameraStation.Lens lens(Pictures.Game game, int place, String table) {
    Pictures.View view = place % 2 == 0 ? Pictures.View.ACROSS : Pictures.View.ABOVE;
    return (width, height) -> Pictures.of(game, view, table.replace('-', ' '), width, height);
  }

  private static CameraPlan plan(Settings settings, int place) {
    if (settings.small()) {
      return CameraPlan.parse(List.of("360p30", "bitrate=700k"));
    }
    return CameraPlan.demoPair().get(Math.min(place, 1));
  }

  /** Starts the cameras and the rounds. */
  void start() {
    studio.start();
    dealers.forEach(ScriptedDealer::start);
  }

  /** A camera, by {@code table/signal}. */
  Station station(String path) {
    return studio.station(path);
  }

  /** Changes a camera, by {@code table/signal}. */
  void apply(String path, Fault fault) {
    studio.apply(path, fault);
  }

  /** Its cameras. */
  Studio studio() {
    return studio;
  }

  /** Ends them politely. */
  @Override
  public void close() {
    dealers.forEach(ScriptedDealer::close);
    studio.close();
  }
}
