package dev.croupier.gateway.control.ws;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.croupier.gateway.control.FakeRounds;
import dev.croupier.gateway.control.House;
import dev.croupier.gateway.control.port.CatchUp;
import dev.croupier.gateway.control.port.PlayerRef;
import dev.croupier.gateway.control.wire.ClientMessage;
import dev.croupier.gateway.control.wire.ServerFrame;
import dev.croupier.gateway.http.Role;
import dev.croupier.gateway.ids.PlayerId;
import dev.croupier.gateway.ids.SessionId;
import dev.croupier.gateway.ids.TableId;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A viewer that catches up hears of it over its own socket, and nobody else does. */
final class CatchUpMessageTest {
  @TempDir Path folder;
  private House house;

  @BeforeEach
  void start() throws Exception {
    house = new House(folder, House.TIGHT);
  }

  @AfterEach
  void stop() throws Exception {
    house.close();
  }

  @Test
  void aViewerIsToldInItsOwnSession() throws Exception {
    SocketPeer ann = seated("ann");
    SocketPeer bob = seated("bob");
    catchUp(ann.session(), "ann", 4_294_967_295L);
    ServerFrame told = ann.next();
    assertEquals("media.catchup", told.type());
    assertEquals(4_294_967_295L, told.body().path("untilRtp").longValue());
    house.media.show(null);
    assertEquals("table.status", bob.next().type(), "nothing before it");
  }

  @Test
  void whoNamesAnothersSessionIsNotHeard() throws Exception {
    SocketPeer ann = seated("ann");
    catchUp(ann.session(), "bob", 7);
    catchUp("s-999", "ann", 7);
    catchUp(ann.session(), "ann", 8);
    assertEquals(8, ann.next("media.catchup").body().path("untilRtp").longValue());
  }

  private void catchUp(String session, String player, long untilRtp) {
    PlayerRef ref = new PlayerRef(FakeRounds.HOUSE, new PlayerId(player));
    house.media.catchUp(new CatchUp(new SessionId(session), ref, untilRtp));
  }

  private SocketPeer seated(String player) throws Exception {
    SocketPeer peer = SocketPeer.connect(house);
    String token = house.token(player, Role.PLAYER);
    peer.send(new ClientMessage.Hello(token, new TableId("roulette-1"), null, List.of(1), null));
    peer.next("welcome");
    peer.next("table.status");
    return peer;
  }
}
