package dev.croupier.gateway.control.wire;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import dev.croupier.gateway.ids.BetId;
import dev.croupier.gateway.ids.BuildId;
import dev.croupier.gateway.ids.RoundId;
import dev.croupier.gateway.ids.SessionId;
import dev.croupier.gateway.ids.TableId;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

final class ClientDecoderTest {
  static List<ClientMessage> messages() {
    return List.of(
        new ClientMessage.Hello(
            "tok",
            new TableId("roulette-1"),
            new BuildId("roulette-1.0.0"),
            List.of(1, 2),
            new ClientMessage.Resume(new SessionId("s_1"), 17)),
        new ClientMessage.Hello("tok", new TableId("roulette-1"), null, List.of(1), null),
        new ClientMessage.BetPlace(
            "k.1:2-3_4",
            new RoundId("r-1"),
            List.of(
                new ClientMessage.Item("straight:17", Long.MAX_VALUE),
                new ClientMessage.Item("red", Long.MIN_VALUE))),
        new ClientMessage.BetCancel("k", new BetId("b-1"), null),
        new ClientMessage.BetCancel("k", null, "k-0"),
        new ClientMessage.QosReport(Map.of("rttMs", 12.5, "freezes", 0.0)),
        new ClientMessage.HandoverReady("h-1"),
        new ClientMessage.BuildReady(new BuildId("roulette-2.0.0")),
        new ClientMessage.BuildFailed(new BuildId("roulette-2.0.0"), "threw", "TypeError: ü"),
        new ClientMessage.Unknown("bet.dream"));
  }

  @ParameterizedTest
  @MethodSource("messages")
  void whatAClientWritesIsRead(ClientMessage message) {
    assertEquals(
        new ClientDecoder.Decoded.Message(message),
        ClientDecoder.decode(ClientEncoder.encode(message)));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          {"type":"bet.place","body":{"round":"r","items":[{"spot":"red","stakeMinor":1}]}}
          {"type":"bet.place","body":{"idempotencyKey":"a b","round":"r","items":[{"spot":"red","stakeMinor":1}]}}
          {"type":"bet.place","body":{"idempotencyKey":"k","items":[{"spot":"red","stakeMinor":1}]}}
          {"type":"bet.place","body":{"idempotencyKey":"k","round":"../r","items":[{"spot":"red","stakeMinor":1}]}}
          {"type":"bet.place","body":{"idempotencyKey":"k","round":"r","items":[]}}
          {"type":"bet.place","body":{"idempotencyKey":"k","round":"r","items":{}}}
          {"type":"bet.place","body":{"idempotencyKey":"k","round":"r","items":[7]}}
          {"type":"bet.place","body":{"idempotencyKey":"k","round":"r","items":[{"spot":7,"stakeMinor":1}]}}
          {"type":"bet.place","body":{"idempotencyKey":"k","round":"r","items":[{"spot":"","stakeMinor":1}]}}
          {"type":"bet.place","body":{"idempotencyKey":"k","round":"r","items":[{"spot":"red"}]}}
          {"type":"bet.place","body":{"idempotencyKey":"k","round":"r","items":[{"spot":"red","stakeMinor":1.0}]}}
          {"type":"bet.place","body":{"idempotencyKey":"k","round":"r","items":[{"spot":"red","stakeMinor":1e400}]}}
          {"type":"bet.place","body":null}
          {"type":"bet.place"}
          {"type":"bet.cancel","body":{"idempotencyKey":"k"}}
          {"type":"bet.cancel","body":{"idempotencyKey":"k","bet":"b","placeKey":"p"}}
          {"type":"hello","body":{"token":"t","table":"roulette-1"}}
          {"type":"hello","body":{"token":"t","table":"Roulette 1","contractVers":[1]}}
          {"type":"hello","body":{"token":"t","table":"roulette-1","contractVers":["1"]}}
          {"type":"hello","body":{"token":"t","table":"roulette-1","contractVers":[1],"build":"A B"}}
          {"type":"hello","body":{"token":"t","table":"roulette-1","contractVers":[1],"resume":{"session":"s"}}}
          {"type":"build.ready","body":{}}
          {"type":"","body":{}}
          {"type":null,"body":{}}
          {"body":{}}
          {"type":"qos.report","contractVer":"1","body":{}}
          """)
  void isMalformed(String text) {
    var rejected =
        assertInstanceOf(ClientDecoder.Decoded.Rejected.class, ClientDecoder.decode(text));
    assertEquals("malformed", rejected.code());
  }

  @Test
  void aSlipOfTooManyItemsIsMalformed() {
    String items = "{\"spot\":\"red\",\"stakeMinor\":1},".repeat(257);
    String text =
        "{\"type\":\"bet.place\",\"body\":{\"idempotencyKey\":\"k\",\"round\":\"r\",\"items\":["
            + items.substring(0, items.length() - 1)
            + "]}}";
    var rejected =
        assertInstanceOf(ClientDecoder.Decoded.Rejected.class, ClientDecoder.decode(text));
    assertEquals("k", rejected.idempotencyKey());
  }

  @Test
  void figuresThatAreNoneAreLeftOut() {
    String text =
        "{\"type\":\"qos.report\",\"body\":{\"rttMs\":1.5,\"name\":\"x\",\"big\":1e400,\"o\":{}}}";
    assertEquals(
        new ClientDecoder.Decoded.Message(new ClientMessage.QosReport(Map.of("rttMs", 1.5))),
        ClientDecoder.decode(text));
  }

  @Test
  void aFailuresTextIsCutToItsLimit() {
    String text =
        "{\"type\":\"build.failed\",\"body\":{\"buildId\":\"b\",\"detail\":\""
            + "x".repeat(5_000)
            + "\"}}";
    var message = assertInstanceOf(ClientDecoder.Decoded.Message.class, ClientDecoder.decode(text));
    var failed = assertInstanceOf(ClientMessage.BuildFailed.class, message.message());
    assertEquals(512, failed.detail().length());
    assertEquals("", failed.code());
  }

  @Test
  void aHelloDoesNotShowItsToken() {
    assertFalse(messages().getFirst().toString().contains("tok"));
  }

  @Test
  void rubbishNeverThrows() {
    Random random = new Random(20_261_121);
    List<String> seeds = messages().stream().map(ClientEncoder::encode).toList();
    for (int i = 0; i < 20_000; i++) {
      StringBuilder text = new StringBuilder(seeds.get(random.nextInt(seeds.size())));
      for (int n = random.nextInt(4); n >= 0; n--) {
        int at = random.nextInt(text.length());
        switch (random.nextInt(3)) {
          case 0 -> text.deleteCharAt(at);
          case 1 -> text.setCharAt(at, (char) random.nextInt(0x1_0000));
          default -> text.insert(at, "{}[]\",:0e-\\u".charAt(random.nextInt(12)));
        }
      }
      ClientDecoder.Decoded decoded = ClientDecoder.decode(text.toString());
      if (decoded instanceof ClientDecoder.Decoded.Message(ClientMessage.BetPlace place)) {
        assertFalse(place.items().isEmpty(), text.toString());
      }
    }
  }
}
