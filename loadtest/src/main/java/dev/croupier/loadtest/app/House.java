package dev.croupier.loadtest.app;

import dev.croupier.gateway.app.Config;
import dev.croupier.gateway.media.peer.ClientTransports;
import dev.croupier.loadtest.studio.AudioSettings;
import dev.croupier.loadtest.studio.CameraSettings;
import dev.croupier.loadtest.studio.CameraStation;
import dev.croupier.loadtest.studio.GatewayApi;
import dev.croupier.loadtest.studio.Outcomes;
import dev.croupier.loadtest.studio.Picture;
import dev.croupier.loadtest.studio.Pictures;
import dev.croupier.loadtest.studio.ScriptedDealer;
import dev.croupier.loadtest.studio.VideoSettings;
import dev.croupier.time.clock.TableClock;
import java.net.InetAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The people and things of a studio: a dealer and cameras at each table. Opened and closed by one
 * thread.
 */
final class House implements AutoCloseable {
  /**
   * How a studio is set up.
   *
   * @param small all cameras at 360p
   * @param bettingMillis how long rounds take bets; 0: as each table says
   * @param dealing whether the dealers run rounds
   */
  record Settings(boolean small, long bettingMillis, boolean dealing) {}

  private final ClientTransports transports;
  private final HttpClient http;
  private final List<ScriptedDealer> dealers = new ArrayList<>();
  private final Map<String, CameraStation> stations = new LinkedHashMap<>();

  private House(ClientTransports transports, HttpClient http) {
    this.transports = transports;
    this.http = http;
  }

  /**
   * Sets a studio up beside a gateway in demo mode.
   *
   * @param seed what all outcomes follow from
   */
  static House open(
      URI gateway,
      TableClock clock,
      SecureRandom random,
      byte[] seed,
      List<Config.Table> tables,
      Settings settings) {
    HttpClient http = HttpClient.newHttpClient();
    ClientTransports transports =
        new ClientTransports(1, InetAddress.getLoopbackAddress(), clock, random);
    House house = new House(transports, http);
    GatewayApi api = new GatewayApi(gateway, http);
    int camera = 1;
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
        house.dealers.add(dealer);
      }
      int place = 0;
      for (String signal : table.signals()) {
        VideoSettings video = video(settings, place);
        String path = table.id() + "/" + signal;
        Picture picture =
            Pictures.of(
                game,
                place % 2 == 0 ? Pictures.View.ACROSS : Pictures.View.ABOVE,
                table.id().replace('-', ' '),
                video.width(),
                video.height());
        house.stations.put(
            path,
            new CameraStation(
                path,
                new CameraSettings(camera, path, video, Optional.of(AudioSettings.stereo()), 0),
                picture,
                dealer::round,
                api,
                transports,
                clock,
                random));
        camera++;
        place++;
      }
    }
    return house;
  }

  private static VideoSettings video(Settings settings, int place) {
    if (settings.small()) {
      return VideoSettings.small30();
    }
    return place == 0 ? VideoSettings.hd30() : VideoSettings.sd25();
  }

  /** Starts the cameras and the rounds. */
  void start() {
    stations.values().forEach(CameraStation::start);
    dealers.forEach(ScriptedDealer::start);
  }

  /** A camera, by {@code table/signal}. */
  CameraStation station(String path) {
    return stations.get(path);
  }

  /** Ends them politely. */
  @Override
  public void close() {
    dealers.forEach(ScriptedDealer::close);
    stations.values().forEach(CameraStation::close);
    transports.close();
    http.close();
  }
}
