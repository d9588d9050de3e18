package dev.croupier.gateway.control.wire;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

final class ServerEncoderTest {
  private static final ServerMessage.MediaAnchor ANCHOR =
      new ServerMessage.MediaAnchor("p", 4_294_967_295L, 5, "00ff", 2);

  /** Message, type and body of contract 1 as published. */
  static List<Arguments> golden() {
    return List.of(
        row(
            new ServerMessage.Welcome("s", "roulette-1.0.0", true, null),
            "welcome",
            "{'session':'s','build':'roulette-1.0.0','resumed':true}"),
        row(
            new ServerMessage.Welcome(
                "s",
                null,
                false,
                new ServerMessage.Snapshot(
                    "t",
                    null,
                    utf8("[]"),
                    5,
                    "EUR",
                    2,
                    utf8("{}"),
                    List.of(100L),
                    utf8("[]"),
                    null)),
            "welcome",
            "{'session':'s','build':null,'resumed':false,'snapshot':{'table':'t','round':null,"
                + "'openBets':[],'balanceMinor':5,'currency':'EUR','exponent':2,'limits':{},"
                + "'chips':[100],'lastResults':[],'anchor':null}}"),
        row(
            new ServerMessage.RoundOpened("r", "t", "c", "h", "l", 1, 2, 3),
            "round.opened",
            "{'round':'r','table':'t','calcVer':'c','rulesHash':'h','limitsVer':'l','openedAt':1,"
                + "'closesAt':2,'displayClosesAt':3}"),
        row(new ServerMessage.RoundClosed("r", 4), "round.closed", "{'round':'r','at':4}"),
        row(new ServerMessage.RoundHeld("r", "why"), "round.held", "{'round':'r','reason':'why'}"),
        row(
            new ServerMessage.RoundVoided("r", "misdeal", utf8("[{}]")),
            "round.voided",
            "{'round':'r','reason':'misdeal','refunds':[{}]}"),
        row(
            new ServerMessage.RoundProgress("r", "card", "7H", "player", 6),
            "round.progress",
            "{'round':'r','kind':'card','card':'7H','to':'player','frame':6}"),
        row(
            new ServerMessage.RoundResult("r", utf8("{\"pocket\": 1}"), 6),
            "round.result",
            "{'round':'r','result':{'pocket': 1},'frame':6}"),
        row(
            new ServerMessage.RoundSettled(false, "r", "c", "h", null, null),
            "round.settled",
            "{'round':'r','calcVer':'c','rulesHash':'h','clientBuild':null}"),
        row(
            new ServerMessage.RoundSettled(
                true, "r", "c", "h", "b", new ServerMessage.Own(utf8("[]"), -1, 2)),
            "round.resettled",
            "{'round':'r','calcVer':'c','rulesHash':'h','clientBuild':'b','bets':[],'netMinor':-1,"
                + "'balanceMinor':2}"),
        row(new ServerMessage.BetDecided("bet.pending", utf8("{ }")), "bet.pending", "{ }"),
        row(
            new ServerMessage.Balance(1, 2, 3, "EUR", "bet"),
            "balance",
            "{'balanceMinor':1,'bonusMinor':2,'openStakesMinor':3,'currency':'EUR',"
                + "'because':'bet'}"),
        row(
            ANCHOR,
            "media.anchor",
            "{'programId':'p','rtpBase':4294967295,'tableTime':5,'clockId':'00ff','epoch':2}"),
        row(new ServerMessage.MediaCatchup(9), "media.catchup", "{'untilRtp':9}"),
        row(new ServerMessage.MediaMove("/whep/t"), "media.move", "{'whep':'/whep/t'}"),
        row(
            new ServerMessage.Handover(
                ServerMessage.HandoverStep.COMMIT, "h", "a", "b", 7, 8L, null),
            "handover.commit",
            "{'id':'h','from':'a','to':'b','at':7,'agreedCapture':8}"),
        row(
            new ServerMessage.Handover(
                ServerMessage.HandoverStep.ABORT, "h", "a", "b", 7, null, "late"),
            "handover.abort",
            "{'id':'h','from':'a','to':'b','at':7,'reason':'late'}"),
        row(
            new ServerMessage.Build(ServerMessage.BuildNews.AVAILABLE, "b", "/e", "sha384-", "r"),
            "build.available",
            "{'buildId':'b','entry':'/e','integrity':'sha384-','after':'r'}"),
        row(
            new ServerMessage.Build(ServerMessage.BuildNews.ROLLBACK, "b", "/e", "s", null),
            "build.rollback",
            "{'buildId':'b','entry':'/e','integrity':'s'}"),
        row(
            new ServerMessage.TableStatus("t", "slate", null, 3),
            "table.status",
            "{'table':'t','state':'slate','signal':null,'since':3}"),
        row(new ServerMessage.OverlayChanged(utf8("{}")), "overlay.changed", "{}"),
        row(
            new ServerMessage.PlayerMessage("c", "line\n"),
            "player.message",
            "{'code':'c','detail':'line\\n'}"),
        row(new ServerMessage.Flags(utf8("{}")), "flags", "{}"),
        row(new ServerMessage.SessionEnded("c", "d"), "session.ended", "{'code':'c','detail':'d'}"),
        row(
            new ServerMessage.Refusal("malformed", "d", null),
            "error",
            "{'code':'malformed','detail':'d'}"),
        row(
            new ServerMessage.Refusal("overloaded", "d", "k"),
            "error",
            "{'code':'overloaded','detail':'d','idempotencyKey':'k'}"),
        row(new ServerMessage.RawRefusal(utf8("{\"code\":\"x\"}")), "error", "{'code':'x'}"));
  }

  @ParameterizedTest
  @MethodSource("golden")
  void isWrittenAsPublished(ServerMessage message, String type, String body) {
    assertEquals(type, message.type());
    assertEquals(body.replace('\'', '"'), ServerEncoder.body(message));
  }

  @Test
  void everyMessageHasARow() {
    Set<Class<?>> tested =
        golden().stream().map(row -> row.get()[0].getClass()).collect(Collectors.toSet());
    assertEquals(Set.of(ServerMessage.class.getPermittedSubclasses()), tested);
  }

  @Test
  void aFrameIsTheEnvelopeAroundTheVeryBody() {
    String body = "{\"a\" :1.50}";
    assertEquals(
        "{\"type\":\"bet.accepted\",\"contractVer\":1,\"eventVer\":1,\"seq\":7,\"tableTime\":9,"
            + "\"body\":{\"a\" :1.50}}",
        ServerEncoder.frame("bet.accepted", 1, 7, 9, body));
  }

  @Test
  void aClientReadsTheFrame() {
    ServerFrame frame =
        ServerFrame.parse(ServerEncoder.frame("balance", 1, 7, 9, "{\"balanceMinor\":1}"))
            .orElseThrow();
    assertEquals("balance", frame.type());
    assertEquals(7, frame.seq());
    assertEquals(9, frame.tableTime());
    assertEquals(1, frame.body().path("balanceMinor").longValue());
    assertTrue(ServerFrame.parse("{\"type\":1}").isEmpty());
    assertTrue(ServerFrame.parse("{").isEmpty());
  }

  @Test
  void contractsAreAgreedOn() {
    assertEquals(1, Contract.agree(List.of(3, 1, 0)).orElseThrow());
    assertTrue(Contract.agree(List.of(0, 2)).isEmpty());
    Map<List<Integer>, Boolean> ranges =
        Map.of(
            List.of(1, 1),
            true,
            List.of(1, 9),
            true,
            List.of(0, 1),
            true,
            List.of(2, 3),
            false,
            List.of(0, 0),
            false);
    ranges.forEach((r, spoken) -> assertEquals(spoken, Contract.speaksAnyOf(r.get(0), r.get(1))));
  }

  @Test
  void closeCodesAreThePublishedOnes() {
    assertEquals(
        List.of(1001, 4001, 4003, 4008, 4009, 4010, 1013),
        Arrays.stream(CloseCode.values()).map(CloseCode::code).toList());
  }

  private static Arguments row(ServerMessage message, String type, String body) {
    return Arguments.of(message, type, body);
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
