package dev.croupier.loadtest.plan;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class ScenarioReaderTest {
  private static String smoke() throws IOException {
    try (InputStream in = ScenarioReader.class.getResourceAsStream("smoke.yaml")) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  private static String complaint(String yaml) {
    return assertThrows(ScenarioException.class, () -> ScenarioReader.read(yaml, "my.yaml"))
        .getMessage();
  }

  @Test
  void theBuiltInSmokeIsSound() {
    Scenario smoke = ScenarioReader.load("smoke");
    assertEquals("roulette-1", smoke.table());
    assertEquals(4, smoke.viewers().count());
    assertEquals(250, smoke.objectives().get(Figure.BET_P95_MS));
  }

  @ParameterizedTest
  @CsvSource({
    "'viewers:', 'viewrs:', unknown key 'viewrs'; did you mean 'viewers'?",
    "slipsPerSecond, slipPerSecond, unknown key 'bettors.slipPerSecond'; did you mean"
        + " 'bettors.slipsPerSecond'?",
    "bet_p95_ms, bet_p59_ms, unknown key 'objectives.bet_p59_ms'; did you mean"
        + " 'objectives.bet_p50_ms'?",
    "'table: roulette-1', 'table: 5', table: a text is needed",
    "'rounds: 1', 'rounds: 0', 'bettors.rounds: 1 or more, not 0'",
    "'rounds: 1', 'rounds: 1.5', bettors.rounds: a whole number is needed",
    "'  stakeMinor: 100', '', 'bettors.stakeMinor' is missing"
  })
  void whatIsWrongIsSaidInOneLine(String right, String wrong, String expected) throws IOException {
    String yaml = smoke();
    assertTrue(yaml.contains(right));
    assertEquals("my.yaml: " + expected, complaint(yaml.replace(right, wrong)));
  }

  @Test
  void whatIsNoYamlIsSaidWithItsLine() {
    String complaint = complaint("name: [\n");
    assertTrue(complaint.startsWith("my.yaml: line "), complaint);
    assertEquals(1, complaint.lines().count());
  }

  @Test
  void anUnknownScenarioNamesTheNearest() {
    assertEquals(
        "there is no scenario 'smok'; did you mean 'smoke'?",
        assertThrows(ScenarioException.class, () -> ScenarioReader.load("smok")).getMessage());
  }
}
