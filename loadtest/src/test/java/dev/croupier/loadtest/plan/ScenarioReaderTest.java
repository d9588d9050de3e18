package dev.croupier.loadtest.plan;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

final class ScenarioReaderTest {
  private static final Path PAGE = Path.of("docs/scenarios.md");

  /** What must never happen where bets are taken. */
  private static final List<Figure> NEVER =
      List.of(
          Figure.LATE_ACCEPTED_BETS,
          Figure.LOST_BETS,
          Figure.DOUBLED_BETS,
          Figure.WRONG_PAYOUTS,
          Figure.WRONG_WALLETS,
          Figure.WRONG_BALANCES,
          Figure.CHANGED_RESULTS,
          Figure.IMPOSSIBLE_RESULTS,
          Figure.SEQUENCE_HOLES,
          Figure.SEQUENCE_REPEATS);

  /** Everything that can be said. */
  private static final String ALL =
      """
      name: mine
      table: roulette-1
      durationSeconds: 30
      settleSeconds: 20
      seed: 9
      house:
        small: false
        bettingMs: 8000
        cameras: {cam-a: [720p30], cam-b: [540p25, "gop=2s"]}
      relay: {up: "delay=5ms", down: "loss=1%"}
      viewers:
        full: 7
        sinks: 8
        decoding: 2
        arrivals: {model: ramp, perSecond: 1, toPerSecond: 4, seconds: 5}
        warmUp: 6
      hls: {count: 3, startsPerSecond: 2}
      browsers: {count: 1}
      bettors:
        count: 5
        startsPerSecond: 6
        slips: {model: stampede, perSecond: 0.1, toPerSecond: 3, seconds: 2}
        rounds: 2
        stakeMinor: 200
        spots: [red, "straight:17"]
        repeatShare: 0.25
        dropsPerMinute: 1.5
      clocks: {ntp: 2, webSocket: 3, exchangesPerSecond: 4}
      events:
        - {at: 20, reconnect: viewers}
        - {at: 10, camera: cam-a, do: [freeze]}
        - {at: 12.5, relay: {down: "loss=5%"}}
        - {at: 15, handover: cam-b}
        - {at: 18, swap: build}
      generator: {lagP99Ms: 20, gcPauseMs: 30, cpuShare: 0.8, threadShare: 0.7, socketDrops: 5}
      objectives: {failed_joins: 0, frames_shown: 800, bet_p95_ms: 150, skew_p95_ms: 5}
      """;

  private static String complaint(String yaml) {
    return assertThrows(ScenarioException.class, () -> ScenarioReader.read(yaml, "my.yaml"))
        .getMessage();
  }

  @Test
  void everythingThatIsSaidIsRead() {
    Scenario mine = ScenarioReader.read(ALL, "my.yaml");
    assertEquals(OptionalLong.of(9), mine.seed());
    assertEquals(
        new HousePlan(
            false, 8_000, Map.of("cam-a", List.of("720p30"), "cam-b", List.of("540p25", "gop=2s"))),
        mine.house());
    assertEquals(new RelayPlan("delay=5ms", "loss=1%"), mine.relay().orElseThrow());
    assertEquals(
        new ViewerPlan(7, 8, 2, new Arrivals(Arrivals.Model.RAMP, 1, 4, 5), 6), mine.viewers());
    assertEquals(new HlsPlan(3, 2), mine.hls());
    assertEquals(new BrowserPlan(1), mine.browsers());
    assertEquals(
        new BettorPlan(
            5,
            6,
            new Arrivals(Arrivals.Model.STAMPEDE, 0.1, 3, 2),
            2,
            200,
            List.of("red", "straight:17"),
            0.25,
            1.5),
        mine.bettors());
    assertEquals(new ClockPlan(2, 3, 4), mine.clocks());
    assertEquals(new Scenario.Generator(20, 30, 0.8, 0.7, 5), mine.generator());
    assertEquals(
        Map.of(
            Figure.FAILED_JOINS, 0.0,
            Figure.FRAMES_SHOWN, 800.0,
            Figure.BET_P95_MS, 150.0,
            Figure.SKEW_P95_MS, 5.0),
        mine.objectives());
  }

  @Test
  void eventsComeInTheOrderOfTheirTimes() {
    assertEquals(
        List.of(
            new Event.Camera(10, "cam-a", List.of("freeze")),
            new Event.Relay(12.5, null, "loss=5%"),
            new Event.Handover(15, "cam-b"),
            new Event.Swap(18, "build"),
            new Event.Reconnect(20, Event.Who.VIEWERS)),
        ScenarioReader.read(ALL, "my.yaml").events());
  }

  @Test
  void whatIsNotSaidIsNobodyAndTheUsualHouse() {
    Scenario least = ScenarioReader.read("name: x\ndurationSeconds: 5\n", "my.yaml");
    assertEquals("nobody", least.people());
    assertEquals("roulette-1", least.table());
    assertEquals(0, least.settleSeconds());
    assertTrue(least.relay().isEmpty());
    assertTrue(least.seed().isEmpty());
    assertEquals(HousePlan.usual(), least.house());
    assertEquals(
        45,
        ScenarioReader.read("name: x\ndurationSeconds: 5\nbettors: {count: 1}\n", "my.yaml")
            .settleSeconds());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "viewers: | viewrs: | unknown key 'viewrs'; did you mean 'viewers'?",
        "repeatShare: | repeatshare: | unknown key 'bettors.repeatshare'; did you mean"
            + " 'bettors.repeatShare'?",
        "bet_p95_ms: | bet_p59_ms: | unknown key 'objectives.bet_p59_ms'; did you mean"
            + " 'objectives.bet_p50_ms'?",
        "model: ramp | model: rampe | viewers.arrivals.model: there is no 'rampe'; did you mean"
            + " 'ramp'?",
        "model: ramp | model: stampede | viewers.arrivals.model: constant or ramp, not stampede",
        "model: ramp | model: constant | viewers.arrivals.toPerSecond: only for ramp and stampede",
        "name: mine | nam: mine | unknown key 'nam'; did you mean 'name'?",
        "table: roulette-1 | table: 5 | table: a text is needed",
        "rounds: 2 | rounds: 0 | bettors.rounds: 1 or more, not 0",
        "rounds: 2 | rounds: 1.5 | bettors.rounds: a whole number is needed",
        "durationSeconds: 30 | durationSeconds: 90000 | durationSeconds: 1..86400, not 90000",
        "small: false | small: 1 | house.small: true or false is needed",
        "bettingMs: 8000 | bettingMs: 8 | house.bettingMs: 1000..120000, not 8",
        "decoding: 2 | decoding: 9 | viewers.decoding: 0 to viewers.full, not 9",
        "at: 20 | at: 31 | 'events.at: 0..30, the scenario''s duration, not 31.0'",
        "reconnect: viewers | reconnect: viewer | events.reconnect: there is no 'viewer'; did you"
            + " mean 'viewers'?",
        "camera: cam-a, do: [freeze] | camera: cam-a | events.do: what the camera does is needed",
        "handover: cam-b | do: [freeze] | events.at: one of camera, relay, reconnect, handover,"
            + " swap must say what happens",
        "'{at: 15, ' | '{at: 15, swap: build, ' | events.at: one of camera, relay, reconnect,"
            + " handover, swap must say what happens",
        "spots: [red | spots: [1 | bettors.spots: a list of texts is needed",
        "cpuShare: 0.8 | cpuShare: 2 | 'generator.cpuShare: more than 0, up to 1, not 2.0'",
        "bet_p95_ms: 150 | bet_p95_ms: fast | objectives.bet_p95_ms: a number is needed",
        "browsers: {count: 1} | browsers: 1 | browsers: a mapping is needed"
      })
  void whatIsWrongIsSaidInOneLine(String right, String wrong, String expected) {
    assertTrue(ALL.contains(right), right);
    String complaint = complaint(ALL.replace(right, wrong));
    assertEquals(1, complaint.lines().count());
    assertTrue(complaint.startsWith("my.yaml:"), complaint);
    assertTrue(complaint.contains(expected), complaint);
  }

  @Test
  void aMissingKeyIsNamed() {
    assertEquals("my.yaml: 'durationSeconds' is missing", complaint("name: x\n"));
    assertEquals(
        "my.yaml: 'bettors.slips.perSecond' is missing",
        complaint("name: x\ndurationSeconds: 3\nbettors: {slips: {model: constant}}\n"));
  }

  @Test
  void whatIsNoYamlIsSaidWithItsLine() {
    String complaint = complaint("name: [\n");
    assertTrue(complaint.startsWith("my.yaml: line "), complaint);
    assertEquals(1, complaint.lines().count());
    assertEquals("my.yaml: no mapping of keys to values", complaint("[1, 2]"));
    assertEquals("my.yaml: no mapping of keys to values", complaint(""));
  }

  @Test
  void anUnknownScenarioNamesTheNearest() {
    assertEquals(
        "there is no scenario 'smok'; did you mean 'smoke'?",
        assertThrows(ScenarioException.class, () -> ScenarioReader.load("smok")).getMessage());
  }

  @Test
  void aFileThatCannotBeReadIsSaidSo() {
    for (String file : List.of("no/such.yaml", "docs", "\0")) {
      String complaint =
          assertThrows(ScenarioException.class, () -> ScenarioReader.load(file)).getMessage();
      assertEquals(1, complaint.lines().count(), complaint);
    }
  }

  static List<String> builtIn() {
    return List.copyOf(ScenarioReader.BUILT_IN.keySet());
  }

  @ParameterizedTest
  @MethodSource("builtIn")
  void everyScenarioBuiltInIsSoundAndHasObjectives(String name) {
    Scenario scenario = ScenarioReader.load(name);
    assertEquals(name, scenario.name());
    assertFalse(scenario.objectives().isEmpty());
    assertFalse(scenario.people().equals("nobody"));
    assertTrue(scenario.bettors().count() > 0, "money is always an objective");
    for (Figure money : NEVER) {
      assertEquals(0.0, scenario.objectives().get(money), money.key());
    }
    if (scenario.bettors().repeatShare() > 0) {
      assertEquals(0.0, scenario.objectives().get(Figure.CHANGED_ANSWERS));
    }
  }

  @Test
  void smokeIsOverInAMinute() {
    Scenario smoke = ScenarioReader.load("smoke");
    assertTrue(smoke.durationSeconds() + smoke.settleSeconds() <= 60);
  }

  @Test
  void otherNumbersLeaveOutLowerLimitsThatWereMadeForTheOldOnes() {
    Scenario smoke = ScenarioReader.load("smoke");
    Scenario two = smoke.with(new Overrides(null, 5L, Map.of(Overrides.Kind.VIEWERS, 2)));
    assertEquals(2, two.viewers().full());
    assertEquals(OptionalLong.of(5), two.seed());
    assertFalse(two.objectives().containsKey(Figure.FRAMES_SHOWN));
    assertTrue(two.objectives().containsKey(Figure.ACCEPTED_BETS), "bettors are as they were");
    assertTrue(two.objectives().containsKey(Figure.FAILED_JOINS));
    Scenario shorter = smoke.with(new Overrides(5, null, Map.of()));
    assertFalse(shorter.objectives().containsKey(Figure.ACCEPTED_BETS));
    assertEquals(smoke, smoke.with(new Overrides(null, null, Map.of())));
  }

  @Test
  void eventsBeyondAShorterDurationAreLeftOut() {
    Scenario mine = ScenarioReader.read(ALL, "my.yaml");
    assertEquals(3, mine.with(new Overrides(15, null, Map.of())).events().size());
  }

  @Test
  void theReferencePageNamesEveryKeyFigureAndScenario() throws IOException {
    String page = Files.readString(PAGE);
    for (String key : ScenarioReader.keys()) {
      assertTrue(page.contains("`" + key + "`"), "no `" + key + "` in " + PAGE);
    }
    for (String figure : Figure.keys()) {
      assertTrue(page.contains("`" + figure + "`"), "no `" + figure + "` in " + PAGE);
    }
    for (String name : builtIn()) {
      assertTrue(page.contains("`" + name + "`"), "no `" + name + "` in " + PAGE);
    }
  }
}
