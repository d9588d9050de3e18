package dev.croupier.gateway.control.http;

import dev.croupier.gateway.control.handover.Handovers;
import dev.croupier.gateway.control.port.MediaPlane;
import dev.croupier.gateway.control.port.RoundPlane;
import dev.croupier.gateway.control.release.Releases;
import dev.croupier.gateway.control.session.QualityBook;
import dev.croupier.gateway.http.Routes;
import dev.croupier.gateway.ids.TableId;
import java.util.function.Function;

/** All HTTP doors of control. */
public final class ControlDoors {
  private ControlDoors() {}

  /**
   * Registers the routes.
   *
   * @param pages finds the player-overlay's files
   * @param pass the {@code Set-Cookie} value that lets a table's page at its HLS stream
   */
  public static void register(
      Routes routes,
      RoundPlane rounds,
      MediaPlane media,
      Handovers handovers,
      Releases releases,
      QualityBook quality,
      ClassLoader pages,
      Function<TableId, String> pass) {
    new TableDoors(rounds, media).register(routes);
    new HandoverDoors(rounds, handovers).register(routes);
    new RoundDoors(rounds).register(routes);
    new BetDoors(rounds).register(routes);
    new ReleaseDoors(releases).register(routes);
    new QualityDoors(quality, media).register(routes);
    new PageDoors(
            pages,
            table -> rounds.tables().stream().anyMatch(info -> info.table().equals(table)),
            pass)
        .register(routes);
  }
}
