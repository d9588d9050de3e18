package dev.croupier.gateway.rounds.event;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.croupier.gateway.ids.BetId;
import dev.croupier.gateway.rounds.Fixtures;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class CommandCodecTest {
  static Stream<Command> everyKind() {
    Card seven = new Card('7', 'H');
    var coup = new BaccaratResult(List.of(seven, seven), List.of(seven, seven), "shoe-1");
    return Stream.of(
        Fixtures.slip(
            "k",
            Fixtures.ANN,
            Fixtures.ROUND,
            "EUR",
            new SlipItem("straight:17", Long.MAX_VALUE),
            new SlipItem("q\"\\\u00e9\u0000", Long.MIN_VALUE)),
        new Command.BetPlace(
            Fixtures.LIC,
            "k",
            Fixtures.ANN,
            Fixtures.ROUND,
            List.of(new SlipItem("red", 1)),
            "JPY",
            "vip",
            null,
            3),
        Fixtures.cancel("k", Fixtures.ANN, "other"),
        new Command.BetCancel(Fixtures.LIC, "k", Fixtures.ANN, new BetId("s0-1-3"), null),
        Fixtures.deposit("k", Fixtures.ANN, 5),
        Fixtures.open("k"),
        Fixtures.close("k", Fixtures.ROUND),
        new Command.RoundProgress(
            Fixtures.LIC, "k", Fixtures.ROUND, ProgressKind.CARD, seven, "player", 5L, "dan"),
        new Command.RoundProgress(
            Fixtures.LIC, "k", Fixtures.ROUND, ProgressKind.BALL_LAUNCHED, null, null, null, "dan"),
        Fixtures.result("k", Fixtures.ROUND, 17),
        new Command.RoundResult(
            Fixtures.LIC, "k", Fixtures.ROUND, coup, ResultSource.SENSOR, 7L, "eye"),
        new Command.RoundConfirm(Fixtures.LIC, "k", Fixtures.ROUND, coup, 8L, "sue"),
        Fixtures.settle("k", Fixtures.ROUND),
        Fixtures.voided("k", Fixtures.ROUND),
        new Command.RoundRespin(Fixtures.LIC, "k", Fixtures.ROUND, "dan"));
  }

  @ParameterizedTest
  @MethodSource("everyKind")
  void whatIsReadBackIsWhatWasWritten(Command command) {
    byte[] record = CommandCodec.encode(command).record();
    assertEquals(
        command, CommandCodec.decode(command.licensee(), command.key(), command.kind(), record));
  }

  @Test
  void noTwoDifferentRequestsShareAHash() {
    Set<String> hashes = new HashSet<>();
    long different =
        everyKind()
            .filter(
                command ->
                    hashes.add(
                        HexFormat.of().formatHex(CommandCodec.encode(command).requestHash())))
            .count();
    assertEquals(everyKind().count(), different);
  }

  /**
   * Written down once: a hash that changes would turn every repeat of yesterday into a mismatch.
   */
  @Test
  void theBytesAndTheHashOfASlipAreTheseForEver() {
    var encoded =
        CommandCodec.encode(Fixtures.bet("k", Fixtures.ANN, Fixtures.ROUND, "straight:17", 500));
    String fields =
        "{\"player\":\"ann\",\"round\":\"roulette-1-1\",\"items\":[{\"spot\":\"straight:17\","
            + "\"stakeMinor\":500}],\"currency\":\"EUR\"}";
    assertEquals(
        "{\"fields\":"
            + fields
            + ",\"context\":{\"limitGroup\":null,"
            + "\"clientBuild\":\"roulette-1.0.0\",\"contractVer\":1}}",
        new String(encoded.record(), StandardCharsets.UTF_8));
    assertEquals(
        Digest.hex(("bet.place\n" + fields).getBytes(StandardCharsets.UTF_8)),
        HexFormat.of().formatHex(encoded.requestHash()));
  }

  @Test
  void theContextIsNoPartOfTheHash() {
    var one = Fixtures.bet("k", Fixtures.ANN, Fixtures.ROUND, "red", 500);
    var other =
        new Command.BetPlace(
            Fixtures.LIC,
            "k",
            Fixtures.ANN,
            Fixtures.ROUND,
            List.of(new SlipItem("red", 500)),
            "EUR",
            "vip",
            "another-build",
            2);
    assertEquals(
        HexFormat.of().formatHex(CommandCodec.encode(one).requestHash()),
        HexFormat.of().formatHex(CommandCodec.encode(other).requestHash()));
    assertFalse(
        Arrays.equals(CommandCodec.encode(one).record(), CommandCodec.encode(other).record()));
  }

  @Test
  void aSlipHasItemsAndACancelNamesOneOther() {
    assertThrows(
        IllegalArgumentException.class,
        () -> Fixtures.slip("k", Fixtures.ANN, Fixtures.ROUND, "EUR"));
    assertThrows(IllegalArgumentException.class, () -> Fixtures.cancel("k", Fixtures.ANN, "k"));
    assertThrows(
        IllegalArgumentException.class,
        () -> new Command.BetCancel(Fixtures.LIC, "k", Fixtures.ANN, null, null));
  }
}
