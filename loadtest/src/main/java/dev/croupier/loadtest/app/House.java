package dev.croupier.loadtest.app;

import dev.croupier.gateway.app.Config;
import dev.croupier.gateway.media.net.DtlsSettings;
import dev.croupier.gateway.media.peer.ClientTransports;
import dev.croupier.loadtest.studio.AudioSettings;
import dev.croupier.loadtest.studio.CameraSettings;
import dev.croupier.loadtest.studio.CameraStation;
import dev.croupier.loadtest.studio.GatewayApi;
import dev.croupier.loadtest.studio.Picture;
import dev.croupier.loadtest.studio.RoundState;
import dev.croupier.loadtest.studio.TestCard;
import dev.croupier.loadtest.studio.VideoSettings;
import dev.croupier.time.clock.TableClock;
import java.net.InetAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** The people and things of a studio: cameras at each table. Opened and closed by one thread. */
final class House implements AutoCloseable {
  private final ClientTransports transports;
  private final HttpClient http;
  private final List<CameraStation> stations = new ArrayList<>();

  private House(ClientTransports transports, HttpClient http) {
    this.transports = transports;
    this.http = http;
  }

  /**
   * Sets a studio up beside a gateway.
   *
   * @param small all cameras at 360p
   */
  static House open(
      URI gateway,
      TableClock clock,
      SecureRandom random,
      List<Config.Table> tables,
      boolean small) {
    HttpClient http = HttpClient.newHttpClient();
    ClientTransports transports =
        new ClientTransports(
            1, InetAddress.getLoopbackAddress(), DtlsSettings.standard(), clock, random);
    House house = new House(transports, http);
    GatewayApi api = new GatewayApi(gateway, http);
    int camera = 1;
    for (Config.Table table : tables) {
      int place = 0;
      for (String signal : table.signals()) {
        VideoSettings video =
            small
                ? VideoSettings.small30()
                : place == 0 ? VideoSettings.hd30() : VideoSettings.sd25();
        Supplier<RoundState> round = () -> RoundState.NONE;
        Picture picture = new TestCard(video.width(), video.height(), table.id() + " " + signal);
        house.stations.add(
            new CameraStation(
                table.id() + "/" + signal,
                new CameraSettings(
                    camera++,
                    table.id() + "/" + signal,
                    video,
                    Optional.of(AudioSettings.stereo()),
                    0),
                picture,
                round,
                api,
                transports,
                clock,
                random));
        place++;
      }
    }
    return house;
  }

  /** Starts the cameras. */
  void start() {
    stations.forEach(CameraStation::start);
  }

  /** Ends them politely. */
  @Override
  public void close() {
    stations.forEach(CameraStation::close);
    transports.close();
    http.close();
  }
}
