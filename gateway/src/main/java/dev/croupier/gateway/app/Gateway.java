package dev.croupier.gateway.app;

import dev.croupier.gateway.http.DemoTokens;
import dev.croupier.gateway.http.HttpServer;
import dev.croupier.gateway.http.OriginPolicy;
import dev.croupier.gateway.ids.LicenseeId;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.Set;

/** Opens all doors of a gateway on its ground. */
public final class Gateway {
  private Gateway() {}

  /** Opens them and says where a person finds the house. */
  public static URI start(Ground ground) throws Exception {
    Config config = ground.config();
    InetAddress address = InetAddress.getByName(config.http().address());
    HttpServer.Builder http =
        HttpServer.at(new InetSocketAddress(address, config.http().port()))
            .clock(ground.clock())
            .tokens(ground.tokens())
            .origins(
                new OriginPolicy(Set.copyOf(config.http().origins()), address.isLoopbackAddress()))
            .listener(ground.httpListener());
    if (config.demo().enabled()) {
      new DemoTokens(
              ground.issuer(), new LicenseeId(config.demo().licensee()), config.demo().currency())
          .register(http.routes());
    }
    MediaParts.open(ground, http.routes());
    return ground.lifecycle().add("http", http.build().start()).uri();
  }
}
