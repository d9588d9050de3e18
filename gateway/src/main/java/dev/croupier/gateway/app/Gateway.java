package dev.croupier.gateway.app;

import dev.croupier.gateway.http.DemoTokens;
import dev.croupier.gateway.http.Documents;
import dev.croupier.gateway.http.HttpServer;
import dev.croupier.gateway.http.OriginPolicy;
import dev.croupier.gateway.ids.LicenseeId;
import dev.croupier.gateway.rounds.table.Rounds;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.Set;

/** Opens all doors of a gateway on its ground. */
public final class Gateway {
  private Gateway() {}

  /** Opens them and says where a person finds the house. */
  public static URI start(Ground ground) throws Exception {
    return open(ground).uri();
  }

  /** Opens them; the server knows its routes. */
  static HttpServer open(Ground ground) throws Exception {
    Config config = ground.config();
    InetAddress address = InetAddress.getByName(config.http().address());
    HttpServer.Builder http =
        HttpServer.at(new InetSocketAddress(address, config.http().port()))
            .clock(ground.clock())
            .tokens(ground.tokens())
            .origins(
                new OriginPolicy(Set.copyOf(config.http().origins()), address.isLoopbackAddress()))
            .listener(ground.httpListener());
    Documents.register(http.routes());
    TimeParts.open(ground, http);
    MediaParts media = MediaParts.open(ground, http.routes());
    Rounds rounds = RoundsParts.open(ground);
    if (config.demo().enabled()) {
      demoTokens(ground, rounds).register(http.routes());
    }
    ControlParts.open(ground, http, new RoundsAdapter(rounds), media.adapter(), media::hlsPass);
    return ground.lifecycle().add("http", http.build().start());
  }

  /** Whoever asks for a player's token finds the welcome money in the wallet. */
  private static DemoTokens demoTokens(Ground ground, Rounds rounds) {
    Config.Demo demo = ground.config().demo();
    LicenseeId licensee = new LicenseeId(demo.licensee());
    return new DemoTokens(
        ground.issuer(),
        licensee,
        demo.currency(),
        player -> rounds.welcome(licensee, player, demo.currency()).join());
  }
}
