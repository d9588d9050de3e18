package dev.croupier.gateway.control.ws;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.croupier.gateway.control.FakeRounds;
import dev.croupier.gateway.control.House;
import dev.croupier.gateway.control.Zips;
import dev.croupier.gateway.control.port.ViewerQos;
import dev.croupier.gateway.control.session.SessionLimits;
import dev.croupier.gateway.control.wire.ClientMessage;
import dev.croupier.gateway.http.Documents;
import dev.croupier.gateway.http.Role;
import dev.croupier.gateway.http.SchemaCheck;
import dev.croupier.gateway.ids.BuildId;
import dev.croupier.gateway.ids.SessionId;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.Tag;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

final class SessionQualityTest {
  private static final JsonMapper JSON = new JsonMapper();
  private static final BuildId OWN = new BuildId("roulette-1.0.0");

  @TempDir Path folder;
  private House house;

  @BeforeEach
  void start() throws Exception {
    house = new House(folder, SessionLimits.DEFAULT);
    String operator = house.token("olga", Role.OPERATOR);
    house.upload(OWN.value(), Zips.build("roulette", "1.0.0", "export {};"), operator);
  }

  @AfterEach
  void stop() throws Exception {
    house.close();
  }

  @Test
  void aFreezeWhileLossReadsZeroIsSeenInMetersAndBySession() throws Exception {
    SocketPeer peer = seated("ann", OWN);
    house.clock.advanceMillis(5_000);
    report(peer, Map.of("packetsReceived", 900.0, "packetsLost", 0.0, "freezeCount", 0.0));
    house.clock.advanceMillis(5_000);
    report(
        peer,
        Map.of(
            "packetsReceived", 1_800.0,
            "packetsLost", 0.0,
            "retransmittedPacketsReceived", 0.0,
            "freezeCount", 1.0,
            "freezeMs", 1_250.0));
    JsonNode page = quality(peer).path("page");
    assertEquals(1, page.path("freezeCount").intValue());
    assertEquals(1_250.0, page.path("freezeMs").doubleValue());
    assertEquals(0, page.path("packetsLost").intValue());
    assertEquals(house.clock.nowMicros(), page.path("at").longValue());
    assertEquals(1, counted("page.freezes"));
    assertEquals(1, counted("page.freezes.without.loss"));
    assertEquals(1.25, counted("page.frozen"));
    assertEquals(0, house.meters.get("page.loss").tags("build", OWN.value()).summary().max());
    assertEquals(2, house.meters.get("page.reports").tags("outcome", "counted").counter().count());
  }

  @Test
  void bothEndsStandSideBySide() throws Exception {
    SocketPeer peer = seated("ann", OWN);
    house.media.viewers.put(
        new SessionId(peer.session()),
        List.of(
            new ViewerQos(
                "roulette-1",
                40_000,
                120_500,
                21_000,
                -1,
                0.25,
                7,
                9,
                8,
                Map.of("too_soon", 1L),
                300,
                2,
                5,
                3,
                2_500_000,
                -1,
                0.125,
                1_500)));
    JsonNode before = quality(peer);
    assertTrue(before.get("page").isNull(), "nothing is reported yet");
    house.clock.advanceMillis(1_000);
    report(peer, Map.of("rttMs", 20.5, "jitterMs", 3.0, "joinMs", 412.0));
    JsonNode both = quality(peer);
    assertEquals("roulette-1", both.path("table").textValue());
    assertEquals(OWN.value(), both.path("build").textValue());
    assertTrue(both.path("present").booleanValue());
    JsonNode measured = both.path("viewers").path(0);
    assertEquals(21.0, measured.path("rttMs").doubleValue());
    assertEquals(120.5, measured.path("joinMs").doubleValue());
    assertTrue(measured.get("jitterMs").isNull(), "not known");
    assertEquals(0.25, measured.path("lossRatio").doubleValue());
    assertEquals(1, measured.path("packetsRefused").path("too_soon").intValue());
    assertTrue(measured.get("arrivingBps").isNull());
    assertEquals(20.5, both.path("page").path("rttMs").doubleValue());
    assertEquals(412.0, both.path("page").path("joinMs").doubleValue());
  }

  @ParameterizedTest
  @EnumSource(Role.class)
  void onlyStaffWhoLookAfterQualityReadsIt(Role role) throws Exception {
    SocketPeer peer = seated("ann", OWN);
    boolean reads = Set.of(Role.OPERATOR, Role.SUPERVISOR, Role.AUDITOR, Role.ADMIN).contains(role);
    assertEquals(reads ? 200 : 403, get(peer.session(), "house", role).statusCode());
  }

  @Test
  void anotherLicenseesSessionIsUnknown() throws Exception {
    SocketPeer peer = seated("ann", OWN);
    assertEquals(404, get(peer.session(), "other", Role.OPERATOR).statusCode());
    assertEquals(404, get("none-such", "house", Role.OPERATOR).statusCode());
    assertEquals(404, get("not%20a%20name", "house", Role.OPERATOR).statusCode());
    assertEquals(401, house.get(path(peer.session()), null).statusCode());
  }

  @Test
  void aSessionThatIsGoneIsStillKnownAndItsLabelIsNot() throws Exception {
    SocketPeer peer = seated("ann", OWN);
    report(peer, Map.of("rttMs", 33.0));
    SessionId id = new SessionId(peer.session());
    assertEquals(OWN.value(), house.media.labels.get(id));
    house.sessions.close();
    peer.closeCode();
    JsonNode gone = quality(peer);
    assertFalse(gone.path("present").booleanValue());
    assertEquals(33.0, gone.path("page").path("rttMs").doubleValue());
    assertEquals(OWN.value(), gone.path("build").textValue());
    assertEquals("", house.media.labels.get(id), "it is forgotten in the media plane");
  }

  @Test
  void figuresOutOfRangeAreRefusedAndCounted() throws Exception {
    SocketPeer peer = seated("ann", OWN);
    report(peer, Map.of("rttMs", 12.0));
    report(peer, Map.of("rttMs", -5.0, "freezeCount", 1.0));
    assertEquals(12.0, quality(peer).path("page").path("rttMs").doubleValue());
    assertEquals(
        1, house.meters.get("page.reports").tags("outcome", "out_of_range").counter().count());
    assertEquals(0, counted("page.freezes"));
  }

  @Test
  void noSessionAndNoClientsOwnNameIsEverATag() throws Exception {
    Set<String> said = new TreeSet<>();
    for (int i = 0; i < 20; i++) {
      BuildId invented = new BuildId("invented-" + i);
      SocketPeer peer = seated("player-" + i, invented);
      peer.send(new ClientMessage.BuildReady(new BuildId("made-up-" + i)));
      report(peer, Map.of("rttMs", 10.0, "joinMs", 300.0, "freezeCount", 1.0, "freezeMs", 5.0));
      said.addAll(List.of(peer.session(), "invented-" + i, "made-up-" + i, "player-" + i));
    }
    Set<String> builds = new TreeSet<>();
    for (Meter meter : house.meters.getMeters()) {
      for (Tag tag : meter.getId().getTags()) {
        assertFalse(said.contains(tag.getValue()), meter.getId().toString());
        if (tag.getKey().equals("build")) {
          builds.add(tag.getValue());
        }
      }
    }
    assertEquals(Set.of("foreign"), builds);
    assertEquals(Set.of("foreign", ""), labels());
  }

  private Set<String> labels() {
    Set<String> labels = new TreeSet<>(house.media.labels.values());
    labels.add("");
    return labels;
  }

  private SocketPeer seated(String player, BuildId build) throws Exception {
    SocketPeer peer = SocketPeer.connect(house);
    String token = house.token(player, Role.PLAYER);
    peer.send(new ClientMessage.Hello(token, FakeRounds.ROULETTE, build, List.of(1), null));
    peer.next("welcome");
    return peer;
  }

  /** Sends a report and waits until the server has heard it: an unknown type is answered. */
  private static void report(SocketPeer peer, Map<String, Double> figures) throws Exception {
    peer.send(new ClientMessage.QosReport(figures));
    peer.send(new ClientMessage.HandoverReady("none"));
    peer.next("error");
  }

  private JsonNode quality(SocketPeer peer) throws Exception {
    HttpResponse<String> answer = get(peer.session(), "house", Role.OPERATOR);
    assertEquals(200, answer.statusCode(), answer.body());
    assertEquals("no-store", answer.headers().firstValue("Cache-Control").orElseThrow());
    JsonNode body = JSON.readTree(answer.body());
    assertEquals(
        List.of(),
        new SchemaCheck(JSON.readTree(Documents.openApi()))
            .answer("GET", "/api/v1/sessions/{s}/qos", 200, body));
    return body;
  }

  private HttpResponse<String> get(String session, String licensee, Role role) throws Exception {
    return house.get(path(session), house.token(licensee, "olga", role, Duration.ofHours(1)));
  }

  private static String path(String session) {
    return "/api/v1/sessions/" + session + "/qos";
  }

  private double counted(String meter) {
    assertNull(house.meters.find(meter).tagKeys("session").counter());
    return house
        .meters
        .get(meter)
        .tags("table", "roulette-1", "build", OWN.value())
        .counter()
        .count();
  }
}
