package dev.croupier.gateway.control.ws;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.croupier.gateway.control.FakeRounds;
import dev.croupier.gateway.control.House;
import dev.croupier.gateway.control.Zips;
import dev.croupier.gateway.control.port.BetCommand;
import dev.croupier.gateway.control.port.PlayerRef;
import dev.croupier.gateway.control.port.PortAnswer;
import dev.croupier.gateway.control.port.RoundFact;
import dev.croupier.gateway.control.port.Staff;
import dev.croupier.gateway.control.wire.ClientMessage;
import dev.croupier.gateway.control.wire.ServerFrame;
import dev.croupier.gateway.http.Role;
import dev.croupier.gateway.ids.BuildId;
import dev.croupier.gateway.ids.PlayerId;
import dev.croupier.gateway.ids.RoundId;
import dev.croupier.gateway.ids.SessionId;
import dev.croupier.gateway.ids.TableId;
import java.net.http.WebSocketHandshakeException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class ControlSocketTest {
  private static final TableId TABLE = FakeRounds.ROULETTE;
  private static final Staff OPERATOR = new Staff(FakeRounds.HOUSE, "olga", false);

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
  void aHelloIsWelcomedWithASnapshotAndTheTablesState() throws Exception {
    SocketPeer peer = SocketPeer.connect(house);
    assertEquals("croupier.v1+json", peer.subprotocol());
    ServerFrame welcome = hello(peer, "ann", null).next();
    assertEquals("welcome", welcome.type());
    assertEquals(1, welcome.seq());
    assertEquals(1, welcome.contractVer());
    assertEquals(1, welcome.eventVer());
    assertEquals(house.clock.nowMicros(), welcome.tableTime());
    assertFalse(welcome.body().path("resumed").booleanValue());
    assertTrue(welcome.body().get("build").isNull());
    JsonNode snapshot = welcome.body().path("snapshot");
    assertEquals("roulette-1", snapshot.path("table").textValue());
    assertEquals("r-1", snapshot.path("round").path("round").textValue());
    assertEquals(100_000, snapshot.path("balanceMinor").longValue());
    assertEquals("EUR", snapshot.path("currency").textValue());
    assertEquals(2, snapshot.path("exponent").intValue());
    assertEquals(100, snapshot.path("limits").path("minMinor").longValue());
    assertEquals("[100,500]", snapshot.path("chips").toString());
    assertEquals(17, snapshot.path("lastResults").get(0).path("result").path("pocket").intValue());
    assertEquals(4_000_000_000L, snapshot.path("anchor").path("rtpBase").longValue());
    assertEquals("[]", snapshot.path("openBets").toString());
    ServerFrame status = peer.next();
    assertEquals("table.status", status.type());
    assertEquals("live", status.body().path("state").textValue());
    assertEquals("cam-a", status.body().path("signal").textValue());
  }

  @Test
  void silenceInsteadOfAHelloIsClosed() throws Exception {
    assertEquals(4001, SocketPeer.connect(house).closeCode());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "nonsense",
        "[]",
        "{\"type\":\"bet.place\",\"contractVer\":1,\"body\":{}}",
        "{\"type\":\"hello\",\"contractVer\":1,\"body\":{\"table\":\"roulette-1\"}}"
      })
  void whatIsNoHelloIsClosed(String first) throws Exception {
    assertEquals(4001, SocketPeer.connect(house).send(first).closeCode());
  }

  @Test
  void aBadTokenIsClosed() throws Exception {
    SocketPeer peer = SocketPeer.connect(house);
    peer.send(new ClientMessage.Hello("forged", TABLE, null, List.of(1), null));
    assertEquals(4001, peer.closeCode());
    SocketPeer late = SocketPeer.connect(house);
    String token = house.token("house", "ann", Role.PLAYER, Duration.ofSeconds(5));
    house.clock.advanceMillis(6_000);
    late.send(new ClientMessage.Hello(token, TABLE, null, List.of(1), null));
    assertEquals(4001, late.closeCode());
  }

  @Test
  void staffHasNoSeat() throws Exception {
    SocketPeer peer = SocketPeer.connect(house);
    String token = house.token("dan", Role.DEALER);
    peer.send(new ClientMessage.Hello(token, TABLE, null, List.of(1), null));
    assertEquals(4003, peer.closeCode());
  }

  @Test
  void aContractThatNobodySpeaksIsClosed() throws Exception {
    SocketPeer peer = SocketPeer.connect(house);
    String token = house.token("ann", Role.PLAYER);
    peer.send(new ClientMessage.Hello(token, TABLE, null, List.of(2, 3), null));
    assertEquals(4010, peer.closeCode());
  }

  @Test
  void anUnknownTableIsClosedByName() throws Exception {
    SocketPeer peer = SocketPeer.connect(house);
    String token = house.token("ann", Role.PLAYER);
    peer.send(new ClientMessage.Hello(token, new TableId("poker-9"), null, List.of(1), null));
    assertEquals(4001, peer.closeCode());
    assertEquals("unknown_table", peer.closeReason);
  }

  @Test
  void aForeignPageIsRefusedBeforeTheUpgrade() {
    CompletionException refused =
        assertThrows(
            CompletionException.class,
            () ->
                house
                    .http
                    .newWebSocketBuilder()
                    .header("Origin", "http://evil.example")
                    .buildAsync(house.socketUri(), new SocketPeer())
                    .join());
    var handshake = assertInstanceOf(WebSocketHandshakeException.class, refused.getCause());
    assertEquals(403, handshake.getResponse().statusCode());
  }

  @Test
  void aPlayerHasOnlySoManySessions() throws Exception {
    for (int i = 0; i < House.TIGHT.sessionsPerPlayer(); i++) {
      hello(SocketPeer.connect(house), "ann", null).next("welcome");
    }
    SocketPeer oneMore = hello(SocketPeer.connect(house), "ann", null);
    assertEquals(1013, oneMore.closeCode());
    hello(SocketPeer.connect(house), "bob", null).next("welcome");
  }

  @Test
  void aSlipIsAnsweredWithTheStoredBytesEachTime() throws Exception {
    SocketPeer peer = seated("ann");
    String first = peer.send(bet("k-1", "straight:17", 500)).nextText();
    String body = bodyOf(first);
    assertTrue(first.startsWith("{\"type\":\"bet.accepted\""), first);
    assertTrue(body.contains("\"state\" : \"accepted\""), "blanks of the stored bytes: " + body);
    String again = peer.send(bet("k-1", "straight:17", 500)).nextText();
    assertEquals(body, bodyOf(again));
    var http = house.get("/api/v1/bets/by-key/k-1", house.token("ann", Role.PLAYER));
    assertEquals(201, http.statusCode());
    assertEquals(body, http.body());
    BetCommand.Place place = assertInstanceOf(BetCommand.Place.class, house.rounds.bets.get(0));
    assertEquals(500, place.items().getFirst().stakeMinor());
    assertEquals("ann", place.bettor().ref().player().value());
  }

  @Test
  void aRefusalKeepsItsBytesToo() throws Exception {
    SocketPeer peer = seated("ann");
    String text = peer.send(bet("k-2", "nowhere", 500)).nextText();
    assertTrue(text.startsWith("{\"type\":\"bet.rejected\""), text);
    assertTrue(text.endsWith("\"n\":1.50}}"), text);
    ServerFrame error = peer.send(bet("k-3", "mismatch", 500)).next();
    assertEquals("error", error.type());
    assertEquals("idempotency_mismatch", error.body().path("code").textValue());
    assertEquals("k-3", error.body().path("idempotencyKey").textValue());
  }

  @Test
  void aSlipIsTakenBackByIdOrByKey() throws Exception {
    SocketPeer peer = seated("ann");
    peer.send(new ClientMessage.BetCancel("c-1", null, "k-9"));
    assertEquals("bet.cancelled", peer.next().type());
    assertEquals(
        "k-9", assertInstanceOf(BetCommand.CancelByKey.class, house.rounds.bets.get(0)).placeKey());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "1e2",
        "1e400",
        "100.0",
        "100.5",
        "\"100\"",
        "9223372036854775808",
        "null",
        "[1]",
        "true",
        "-9223372036854775809",
        "99999999999999999999999999999999999999999999999999999999999999999"
      })
  void aStakeThatIsNo64BitIntegerReachesNobody(String stake) throws Exception {
    SocketPeer peer = seated("ann");
    peer.send(
        "{\"type\":\"bet.place\",\"contractVer\":1,\"body\":{\"idempotencyKey\":\"k\","
            + "\"round\":\"r-1\",\"items\":[{\"spot\":\"red\",\"stakeMinor\":"
            + stake
            + "}]}}");
    ServerFrame error = peer.next();
    assertEquals("error", error.type());
    assertEquals("malformed", error.body().path("code").textValue());
    assertTrue(house.rounds.bets.isEmpty());
  }

  @Test
  void zeroAndNegativeStakesAreTheWritersToRefuse() throws Exception {
    SocketPeer peer = seated("ann");
    peer.send(bet("k-0", "red", 0)).next();
    peer.send(bet("k-n", "red", Long.MIN_VALUE)).next();
    assertEquals(2, house.rounds.bets.size());
  }

  @Test
  void oddJsonIsAnsweredAndTheSessionLives() throws Exception {
    SocketPeer peer = seated("ann");
    List<String> odd =
        List.of(
            "{\"type\":\"x\"".repeat(3),
            "[".repeat(5_000) + "]".repeat(5_000),
            "{\"type\":\"bet.place\",\"type\":\"hello\",\"body\":{}}",
            "{\"type\":\"bet.place\",\"body\":{\"idempotencyKey\":\"\\ud800\"}}",
            "{\"type\":\"bet.place\",\"body\":{}} {}",
            "{\"type\":7,\"body\":{}}",
            "NaN",
            "\"" + "x".repeat(20_000) + "\"");
    for (String text : odd) {
      assertEquals("malformed", peer.send(text).next("error").body().path("code").textValue());
    }
    peer.send("{\"type\":\"bet.dream\",\"contractVer\":1,\"body\":{}}");
    assertEquals("unknown_type", peer.next("error").body().path("code").textValue());
    peer.send("{\"type\":\"bet.place\",\"contractVer\":9,\"body\":{\"idempotencyKey\":\"k\"}}");
    ServerFrame newer = peer.next("error");
    assertEquals("contract_unsupported", newer.body().path("code").textValue());
    assertEquals("k", newer.body().path("idempotencyKey").textValue());
    assertTrue(house.rounds.bets.isEmpty());
    peer.send(bet("k-1", "red", 100));
    assertEquals("bet.accepted", peer.next().type());
  }

  @Test
  void unknownFieldsOfNewerClientsAreIgnored() throws Exception {
    SocketPeer peer = seated("ann");
    peer.send(
        "{\"type\":\"bet.place\",\"contractVer\":1,\"mood\":\"good\",\"body\":{\"idempotencyKey\":"
            + "\"k\",\"tip\":1,\"round\":\"r-1\",\"items\":[{\"spot\":\"red\",\"stakeMinor\":100,"
            + "\"colour\":2}]}}");
    assertEquals("bet.accepted", peer.next().type());
  }

  @Test
  void aFullDeskRefusesMoreBetsUntilTheFirstAreAnswered() throws Exception {
    house.rounds.gate = new CompletableFuture<>();
    SocketPeer peer = seated("ann");
    for (int i = 0; i <= House.TIGHT.betsInFlight(); i++) {
      peer.send(bet("k-" + i, "red", 100));
    }
    ServerFrame error = peer.next();
    assertEquals("overloaded", error.body().path("code").textValue());
    assertEquals("k-4", error.body().path("idempotencyKey").textValue());
    house.rounds.gate.complete(null);
    Set<String> answered = new TreeSet<>();
    for (int i = 0; i < House.TIGHT.betsInFlight(); i++) {
      answered.add(peer.next("bet.accepted").body().path("idempotencyKey").textValue());
    }
    assertEquals(Set.of("k-0", "k-1", "k-2", "k-3"), answered);
  }

  @Test
  void anExpiredTokenPlacesNoBetButStillHearsOfItsOwn() throws Exception {
    SocketPeer peer = SocketPeer.connect(house);
    String token = house.token("house", "ann", Role.PLAYER, Duration.ofSeconds(30));
    peer.send(new ClientMessage.Hello(token, TABLE, null, List.of(1), null)).next("welcome");
    peer.send(bet("k-1", "red", 100)).next("bet.accepted");
    house.clock.advanceMillis(31_000);
    ServerFrame refused = peer.send(bet("k-2", "red", 100)).next();
    assertEquals("unauthorized", refused.body().path("code").textValue());
    assertEquals(1, house.rounds.bets.size());
    house.rounds.publish(settled("r-1", "ann", 900));
    assertEquals(900, peer.next("round.settled").body().path("netMinor").longValue());
  }

  @Test
  void aSettledRoundShowsOwnBetsToTheirPlayerOnly() throws Exception {
    SocketPeer ann = seated("ann");
    SocketPeer bob = seated("bob");
    ann.send(bet("k-1", "red", 100)).next("bet.accepted");
    house.rounds.publish(settled("r-1", "ann", 900));
    JsonNode hers = ann.next("round.settled").body();
    assertEquals(900, hers.path("netMinor").longValue());
    assertEquals(100_900, hers.path("balanceMinor").longValue());
    assertEquals("b-1", hers.path("bets").get(0).path("bet").textValue());
    JsonNode his = bob.next("round.settled").body();
    assertEquals("roulette-1.0.0", his.path("calcVer").textValue());
    assertEquals("hash", his.path("rulesHash").textValue());
    assertFalse(his.has("bets") || his.has("netMinor") || his.has("balanceMinor"));
  }

  @Test
  void factsOfTheTableCarryTheirFields() throws Exception {
    SocketPeer peer = seated("ann");
    RoundId round = new RoundId("r-2");
    house.rounds.publish(
        new RoundFact.RoundOpened(TABLE, round, "roulette-1.0.0", "h", "l-1", 1, 9, 8));
    house.rounds.publish(new RoundFact.RoundClosed(TABLE, round, 9));
    house.rounds.publish(
        new RoundFact.RoundProgress(TABLE, round, "ball_launched", null, null, 10));
    house.rounds.publish(new RoundFact.RoundHeld(TABLE, round, "sources_differ"));
    house.rounds.publish(
        new RoundFact.RoundResult(TABLE, round, FakeRounds.utf8("{\"pocket\":0}"), 11));
    house.rounds.publish(new RoundFact.RoundVoided(TABLE, round, "misdeal", Map.of()));
    assertEquals(
        "{\"round\":\"r-2\",\"table\":\"roulette-1\",\"calcVer\":\"roulette-1.0.0\","
            + "\"rulesHash\":\"h\",\"limitsVer\":\"l-1\",\"openedAt\":1,\"closesAt\":9,"
            + "\"displayClosesAt\":8}",
        peer.next().body().toString());
    assertEquals("{\"round\":\"r-2\",\"at\":9}", peer.next().body().toString());
    assertEquals(
        "{\"round\":\"r-2\",\"kind\":\"ball_launched\",\"frame\":10}",
        peer.next().body().toString());
    assertEquals(
        "{\"round\":\"r-2\",\"reason\":\"sources_differ\"}", peer.next().body().toString());
    assertEquals(
        "{\"round\":\"r-2\",\"result\":{\"pocket\":0},\"frame\":11}",
        peer.next().body().toString());
    assertEquals(
        "{\"round\":\"r-2\",\"reason\":\"misdeal\",\"refunds\":[]}", peer.next().body().toString());
  }

  @Test
  void aBetThroughAnotherDoorIsNewsHereAndOnceOnly() throws Exception {
    SocketPeer first = seated("ann");
    SocketPeer second = seated("ann");
    first.send(bet("k-1", "red", 100)).next("bet.accepted");
    PortAnswer answer = house.rounds.betByKey(null, "k-1").orElseThrow();
    house.rounds.publish(
        new RoundFact.BetDecided(ref("ann"), TABLE, FakeRounds.ROUND, "k-1", answer));
    house.rounds.publish(new RoundFact.BalanceChanged(ref("ann"), 99_900, 0, 100, "EUR", "bet"));
    assertEquals("bet.accepted", second.next().type());
    assertEquals("balance", second.next().type());
    ServerFrame balance = first.next();
    assertEquals("balance", balance.type());
    assertEquals(99_900, balance.body().path("balanceMinor").longValue());
  }

  @Test
  void aLostConnectionComesBackAndMissesNothing() throws Exception {
    SocketPeer peer = seated("ann");
    String session = peer.session();
    long lastSeq = peer.seq();
    peer.drop();
    house.rounds.publish(new RoundFact.RoundClosed(TABLE, FakeRounds.ROUND, 9));
    house.rounds.publish(
        new RoundFact.RoundResult(TABLE, FakeRounds.ROUND, FakeRounds.utf8("{}"), 11));
    SocketPeer back = hello(SocketPeer.connect(house), "ann", resume(session, lastSeq));
    ServerFrame welcome = back.next();
    assertTrue(welcome.body().path("resumed").booleanValue());
    assertEquals(lastSeq, welcome.seq());
    assertEquals(session, welcome.body().path("session").textValue());
    assertFalse(welcome.body().has("snapshot"));
    assertEquals("round.closed", back.next().type());
    assertEquals("round.result", back.next().type());
    assertEquals(lastSeq + 2, back.seq());
  }

  @Test
  void aNewerConnectionReplacesTheOlderOne() throws Exception {
    SocketPeer old = seated("ann");
    SocketPeer back = hello(SocketPeer.connect(house), "ann", resume(old.session(), old.seq()));
    assertTrue(back.next("welcome").body().path("resumed").booleanValue());
    assertEquals(4009, old.closeCode());
    house.rounds.publish(new RoundFact.RoundClosed(TABLE, FakeRounds.ROUND, 9));
    assertEquals("round.closed", back.next().type());
  }

  @Test
  void aSessionOfSomebodyElseOrNoneAtAllBeginsAnew() throws Exception {
    SocketPeer ann = seated("ann");
    for (String session : List.of(ann.session(), "s-unknown")) {
      SocketPeer bob = hello(SocketPeer.connect(house), "bob", resume(session, 1));
      ServerFrame welcome = bob.next("welcome");
      assertFalse(welcome.body().path("resumed").booleanValue());
      assertEquals(1, welcome.seq());
      assertNotEquals(session, welcome.body().path("session").textValue());
    }
    ann.send(bet("k-1", "red", 100)).next("bet.accepted");
  }

  @Test
  void aResumeFromTheFutureBeginsAnew() throws Exception {
    SocketPeer peer = seated("ann");
    SocketPeer back = hello(SocketPeer.connect(house), "ann", resume(peer.session(), 99));
    assertFalse(back.next("welcome").body().path("resumed").booleanValue());
    assertEquals(4009, peer.closeCode());
  }

  @Test
  void aSlowReaderIsCutOffAndItsMemoryGiven() throws Exception {
    SocketPeer slow = SocketPeer.connect(house, false);
    String token = house.token("ann", Role.PLAYER);
    slow.send(new ClientMessage.Hello(token, TABLE, null, List.of(1), null));
    SocketPeer quick = seated("bob");
    String large = "{\"x\":\"" + "x".repeat(8_000) + "\"}";
    int published = 0;
    while (house.sessions.count() == 2 && published < 20_000) {
      house.rounds.publish(
          new RoundFact.RoundResult(TABLE, FakeRounds.ROUND, FakeRounds.utf8(large), published++));
      assertEquals(published - 1, quick.next("round.result").body().path("frame").intValue());
    }
    assertEquals(1, house.sessions.count(), "after " + published + " messages");
    slow.read();
    assertEquals(4008, slow.closeCode());
  }

  @Test
  void binaryIsNotSpoken() throws Exception {
    SocketPeer peer = seated("ann");
    peer.sendBinary();
    assertEquals(1003, peer.closeCode());
  }

  @Test
  void tooManyReportsAreRefused() throws Exception {
    SocketPeer peer = seated("ann");
    for (int i = 0; i < 3; i++) {
      peer.send(new ClientMessage.QosReport(Map.of("rttMs", 12.5 + i)));
    }
    assertEquals("rate_limited", peer.next("error").body().path("code").textValue());
    String session = peer.session();
    var figures =
        house.get("/api/v1/sessions/" + session + "/qos", house.token("olga", Role.OPERATOR));
    assertTrue(figures.body().contains("\"rttMs\":13.5"), figures.body());
  }

  @Test
  void aFloodOfMessagesIsRefused() throws Exception {
    SocketPeer peer = seated("ann");
    for (int i = 0; i < House.TIGHT.messagesPerSecond() + 1; i++) {
      peer.send(new ClientMessage.HandoverReady("h"));
    }
    while (true) {
      if (peer.next("error").body().path("code").textValue().equals("rate_limited")) {
        break;
      }
    }
    house.clock.advanceMillis(1_000);
    assertEquals("bet.accepted", peer.send(bet("k", "red", 100)).next("bet.accepted").type());
  }

  @Test
  void picturesThatChangeAreTold() throws Exception {
    SocketPeer peer = seated("ann");
    house.media.show(null);
    assertEquals("slate", peer.next("table.status").body().path("state").textValue());
    house.media.newProgram("p-2");
    assertEquals("p-2", peer.next("media.anchor").body().path("programId").textValue());
    house.media.newProgram("p-2");
    house.media.show("cam-b");
    ServerFrame status = peer.next();
    assertEquals("table.status", status.type(), "an anchor that did not change is no news");
    assertEquals("cam-b", status.body().path("signal").textValue());
  }

  @Test
  void aSwapWaitsForTheRoundWithOwnBetsAndThePinOutlivesAReconnect() throws Exception {
    publish("1.0.0");
    SocketPeer player = SocketPeer.connect(house);
    ServerFrame welcome = hello(player, "ann", null).next("welcome");
    assertEquals("roulette-1.0.0", welcome.body().path("build").textValue());
    player.send(new ClientMessage.BuildReady(new BuildId("roulette-1.0.0")));
    player.send(bet("k-1", "red", 100)).next("bet.accepted");
    ServerFrame pinned = player.next();
    assertEquals("build.pinned", pinned.type());
    assertEquals("roulette-1.0.0", pinned.body().path("buildId").textValue());
    assertEquals("r-1", pinned.body().path("after").textValue());

    SocketPeer watcher = seated("bob");
    publish("2.0.0");
    ServerFrame hers = player.next("build.available");
    assertEquals("roulette-2.0.0", hers.body().path("buildId").textValue());
    assertEquals("r-1", hers.body().path("after").textValue());
    assertTrue(hers.body().path("entry").textValue().startsWith("/assets/main."));
    assertEquals(Zips.sri("v2.0.0"), hers.body().path("integrity").textValue());
    assertFalse(watcher.next("build.available").body().has("after"));

    house.rounds.openBets =
        "[{\"bet\":\"b-1\",\"round\":\"r-1\",\"clientBuild\":\"roulette-1.0.0\"}]";
    SocketPeer back = hello(SocketPeer.connect(house), "ann", null);
    ServerFrame again = back.next("welcome");
    assertEquals("roulette-1.0.0", again.body().path("build").textValue());
    assertEquals(1, again.body().path("snapshot").path("openBets").size());
    assertEquals("r-1", back.next("build.available").body().path("after").textValue());

    house.rounds.publish(settled("r-1", "ann", 900));
    assertEquals(
        "roulette-1.0.0", player.next("round.settled").body().path("clientBuild").textValue());
    player.send(new ClientMessage.BuildReady(new BuildId("roulette-2.0.0")));
    player.send(
        new ClientMessage.BetPlace(
            "k-2", new RoundId("r-2"), List.of(new ClientMessage.Item("red", 100))));
    player.next("bet.accepted");
    var last = (BetCommand.Place) house.rounds.bets.getLast();
    assertEquals("roulette-2.0.0", last.clientBuild());
    assertEquals("roulette-1.0.0", ((BetCommand.Place) house.rounds.bets.get(0)).clientBuild());
  }

  @Test
  void aRollbackIsTold() throws Exception {
    publish("1.0.0");
    String rollout = publish("2.0.0");
    SocketPeer peer = seated("ann");
    house.releases.rollBack(rollout, OPERATOR);
    assertEquals("roulette-1.0.0", peer.next("build.rollback").body().path("buildId").textValue());
  }

  @Test
  void theServersEndClosesSessions() throws Exception {
    SocketPeer peer = seated("ann");
    house.sessions.close();
    assertEquals(1001, peer.closeCode());
  }

  private String publish(String semver) throws Exception {
    BuildId id = new BuildId("roulette-" + semver);
    house.releases.upload(id, Zips.build("roulette", semver, "v" + semver), OPERATOR);
    return house.releases.rollOut("roulette", id, null, OPERATOR).started().id();
  }

  private SocketPeer seated(String player) throws Exception {
    SocketPeer peer = hello(SocketPeer.connect(house), player, null);
    peer.next("welcome");
    peer.next("table.status");
    return peer;
  }

  private SocketPeer hello(SocketPeer peer, String player, ClientMessage.Resume resume) {
    String token = house.token(player, Role.PLAYER);
    return peer.send(new ClientMessage.Hello(token, TABLE, null, List.of(1), resume));
  }

  private static ClientMessage.Resume resume(String session, long lastSeq) {
    return new ClientMessage.Resume(new SessionId(session), lastSeq);
  }

  private static ClientMessage bet(String key, String spot, long stakeMinor) {
    return new ClientMessage.BetPlace(
        key, FakeRounds.ROUND, List.of(new ClientMessage.Item(spot, stakeMinor)));
  }

  private static PlayerRef ref(String player) {
    return new PlayerRef(FakeRounds.HOUSE, new PlayerId(player));
  }

  private static RoundFact settled(String round, String player, long netMinor) {
    return new RoundFact.RoundSettled(
        TABLE,
        new RoundId(round),
        "roulette-1.0.0",
        "hash",
        Map.of(
            ref(player),
            new RoundFact.Settlement(
                FakeRounds.utf8("[{\"bet\":\"b-1\"}]"), netMinor, 100_000 + netMinor)));
  }

  private static String bodyOf(String frame) {
    return frame.substring(frame.indexOf("\"body\":") + 7, frame.length() - 1);
  }
}
