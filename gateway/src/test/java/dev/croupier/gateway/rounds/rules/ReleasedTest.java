package dev.croupier.gateway.rounds.rules;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class ReleasedTest {
  private static final Path RESOURCES = Path.of("src/main/resources");
  private static final Path CANDIDATES = Path.of("target/rulesets");

  private final Map<String, byte[]> files = new HashMap<>();

  @Test
  void everyReleasedRulesetStillComputesItsWholeCorpus() {
    assertEquals(Optional.empty(), Rulesets.builtIn().verifyCorpus(1));
  }

  @Test
  void aSampleIsReplayedAtTheStart() {
    assertEquals(Optional.empty(), Rulesets.builtIn().verifyCorpus(50));
  }

  @Test
  void theTwoFirstGamesAreReleased() {
    List<String> names = Rulesets.builtIn().list().stream().map(Ruleset::calcVer).toList();
    assertTrue(names.containsAll(List.of("baccarat-1.0.0", "roulette-1.0.0")), names.toString());
  }

  @Test
  void theHashesOfTheFirstReleaseNeverChange() throws IOException {
    List<String> lines = Files.readAllLines(RESOURCES.resolve(Released.LOCK));
    assertTrue(
        lines.contains(
            "roulette-1.0.0"
                + " 09c4085ab12bf165583e79865f3f1692fca7b75dfa80452565c9acaf8457fcd6"
                + " 85f73daf12953195f5fcda5478fab02c5f4ecadf1c939902b6644eba9dd40efd"),
        lines.toString());
    assertTrue(
        lines.contains(
            "baccarat-1.0.0"
                + " 2af50b22706af5b0dca6a4b120eda07b86229c270c10a42b4ee07f4f3b833fe4"
                + " 7c628c8947d4ad039a8482d1667e45bfe1e2c298fa78fcce129ff92bff3715cc"),
        lines.toString());
  }

  /**
   * A definition that is not released yet fails here, once: its corpus and its line for the lock
   * are then found below target/rulesets, to be read, moved beside the definition and committed.
   */
  @Test
  void everyDefinitionHasItsCorpusAndItsLineInTheLock() throws IOException {
    String lock = Files.readString(RESOURCES.resolve(Released.LOCK));
    List<String> missing = new ArrayList<>();
    try (Stream<Path> definitions = Files.list(RESOURCES.resolve("rulesets"))) {
      for (Path file : definitions.filter(f -> f.toString().endsWith(".json")).toList()) {
        Ruleset ruleset = ruleset(Files.readAllBytes(file));
        assertEquals(ruleset.calcVer() + ".json", file.getFileName().toString());
        if (lock.lines().noneMatch(line -> line.startsWith(ruleset.calcVer() + " "))) {
          missing.add(writeCandidate(ruleset));
        }
      }
    }
    assertEquals(List.of(), missing, "candidates lie in " + CANDIDATES);
  }

  @Test
  void anEngineThatComputesOneCreditOtherwiseIsNamed() {
    release("{\"banker\":\"19:20\",\"player\":\"1:1\"}", "down", 20, 39);
    assertEquals(
        Optional.of(
            "baccarat-1.2.0 no longer computes what was released: 20 on banker under"
                + " {\"banker\":[\"9S\",\"TH\"],\"player\":[\"6S\",\"TH\"],\"shoe\":\"s\"}"
                + " gives 39, gave 38"),
        verifyWithOneCreditChanged());
  }

  @Test
  void aChangedDefinitionIsRefusedAtTheStart() {
    release("{\"banker\":\"19:20\",\"player\":\"1:1\"}", "down", 20, 39);
    files.computeIfPresent(
        "rulesets/baccarat-1.2.0.json",
        (_, json) -> new String(json, US_ASCII).replace("down", "up").getBytes(US_ASCII));
    IllegalStateException refusal =
        assertThrows(IllegalStateException.class, () -> Rulesets.from(this::file));
    assertEquals(
        "baccarat-1.2.0: its rules are not those that were released", refusal.getMessage());
  }

  @Test
  void aChangedCorpusIsFoundEvenIfTheEngineAgreesWithIt() {
    release("{\"banker\":\"19:20\",\"player\":\"1:1\"}", "down", 20, 39);
    files.computeIfPresent(
        "rulesets/baccarat-1.2.0.corpus",
        (_, text) -> new String(text, US_ASCII).replace("bet player 20\n", "").getBytes(US_ASCII));
    assertEquals(
        Optional.of("baccarat-1.2.0: its corpus is not the one that was released"),
        Rulesets.from(this::file).verifyCorpus(1));
  }

  @Test
  void aSpotThatCameOrWentIsADifference() {
    release("{\"banker\":\"19:20\",\"player\":\"1:1\",\"tie\":\"8:1\"}", "down", 20, 39);
    assertEquals(
        Optional.of("baccarat-1.2.0 no longer computes what was released: other spots"),
        Rulesets.from(this::file).verifyCorpus(1));
  }

  @Test
  void aMissingFileIsNamed() {
    release("{\"banker\":\"19:20\",\"player\":\"1:1\"}", "down", 20, 39);
    files.remove("rulesets/baccarat-1.2.0.corpus");
    Rulesets rulesets = Rulesets.from(this::file);
    IllegalStateException refusal =
        assertThrows(IllegalStateException.class, () -> rulesets.verifyCorpus(1));
    assertEquals(
        "rulesets/baccarat-1.2.0.corpus is missing from the program", refusal.getMessage());
  }

  /** Puts a release of two bets and one result there; the banker wins. */
  private void release(String paytable, String rounding, long stakeMinor, long bankerMinor) {
    String json =
        "{\"calcVer\":\"baccarat-1.2.0\",\"engine\":\"baccarat\",\"engineVer\":1,\"paytable\":"
            + paytable
            + ",\"rounding\":\""
            + rounding
            + "\"}";
    String corpus =
        """
        result 0 {"banker":["9S","TH"],"player":["6S","TH"],"shoe":"s"}
        impossible wrong_game {"pocket":1}
        bet player %d
        bet banker %d 0=%d
        """
            .formatted(stakeMinor, stakeMinor, bankerMinor);
    files.put("rulesets/baccarat-1.2.0.json", json.getBytes(US_ASCII));
    files.put("rulesets/baccarat-1.2.0.corpus", corpus.getBytes(US_ASCII));
    lock();
  }

  private void lock() {
    String line =
        "baccarat-1.2.0 "
            + ruleset(files.get("rulesets/baccarat-1.2.0.json")).rulesHash()
            + " "
            + Sha256.hex(files.get("rulesets/baccarat-1.2.0.corpus"));
    files.put(Released.LOCK, ("# a lock\n" + line + "\n").getBytes(US_ASCII));
  }

  private Optional<String> verifyWithOneCreditChanged() {
    files.computeIfPresent(
        "rulesets/baccarat-1.2.0.corpus",
        (_, text) -> new String(text, US_ASCII).replace("0=39", "0=38").getBytes(US_ASCII));
    lock();
    return Rulesets.from(this::file).verifyCorpus(1);
  }

  private Optional<byte[]> file(String name) {
    return Optional.ofNullable(files.get(name));
  }

  private static String writeCandidate(Ruleset ruleset) throws IOException {
    Files.createDirectories(CANDIDATES);
    String corpus = CorpusInputs.write(ruleset);
    Released.Entry entry =
        new Released.Entry(
            ruleset.calcVer(), ruleset.rulesHash(), Sha256.hex(corpus.getBytes(US_ASCII)));
    Files.writeString(CANDIDATES.resolve(ruleset.calcVer() + ".corpus"), corpus);
    Files.writeString(CANDIDATES.resolve(ruleset.calcVer() + ".lock"), entry + "\n");
    return entry.toString();
  }

  private static Ruleset ruleset(byte[] definition) {
    return ((Rulesets.Registered) RulesetReader.read(definition)).ruleset();
  }
}
