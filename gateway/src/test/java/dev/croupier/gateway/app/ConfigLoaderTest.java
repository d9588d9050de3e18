package dev.croupier.gateway.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class ConfigLoaderTest {
  @TempDir Path folder;

  @Test
  void theDefaultsAreThePublishedOnes() {
    Config config = ConfigLoader.load(null, Map.of());
    assertEquals("127.0.0.1", config.http().address());
    assertEquals(8080, config.http().port());
    assertEquals(8189, config.media().port());
    assertEquals(8081, config.admin().port());
    assertEquals(1123, config.time().ntpPort());
    assertEquals(8123, config.time().httpPort());
    assertEquals("./.croupier", config.data().dir());
    assertEquals(
        List.of("roulette-1", "baccarat-1"),
        config.tables().stream().map(Config.Table::id).toList());
    Config.Table roulette = config.tables().getFirst();
    assertEquals(20_000, roulette.bettingMs());
    assertEquals("h264", roulette.slate().codec());
    assertEquals("roulette-1.0.0", roulette.ruleset());
    assertEquals(100, roulette.limits().minMinor());
    assertEquals(200_000, roulette.limits().maxMinor());
    assertEquals(100, roulette.limits().stepMinor());
    assertEquals(100_000, config.demo().openingMinor());
  }

  @Test
  void aFileChangesWhatItNames() throws Exception {
    Config config =
        load(
            """
            http: {port: 9000, origins: ["https://casino.example"]}
            data:
              dir: /var/lib/croupier
            tables:
              - id: blitz
                game: baccarat
                bettingMs: 8000
                signals: [cam-x]
                limits: {currency: SEK, minMinor: 1000}
                slate: {codec: vp8, width: 640, height: 360}
            """);
    assertEquals(9000, config.http().port());
    assertEquals(List.of("https://casino.example"), config.http().origins());
    assertEquals("/var/lib/croupier", config.data().dir());
    assertEquals(8189, config.media().port());
    Config.Table blitz = config.tables().getFirst();
    assertEquals("baccarat-1.0.0", blitz.ruleset());
    assertEquals(8000, blitz.bettingMs());
    assertEquals("SEK", blitz.limits().currency());
    assertEquals(200_000, blitz.limits().maxMinor());
    assertEquals("vp8", blitz.slate().codec());
    assertEquals(640, blitz.slate().width());
    assertEquals(30, blitz.slate().fps());
    assertEquals(1, config.tables().size());
  }

  @Test
  void anEmptyFileChangesNothing() throws Exception {
    assertEquals(Config.defaults(), load("# nothing\n"));
  }

  @Test
  void theEnvironmentHasTheLastWord() throws Exception {
    Path file = Files.writeString(folder.resolve("c.yaml"), "http: {port: 9000}\n");
    Config config =
        ConfigLoader.load(
            file,
            Map.of(
                "CROUPIER_HTTP_PORT", "9001",
                "CROUPIER_TIME_NTP_PORT", "0",
                "CROUPIER_HTTP_ORIGINS", "https://a.example, https://b.example",
                "CROUPIER_DEMO_ENABLED", "true",
                "CROUPIER_SERVICE_HOST", "of somebody else",
                "PATH", "/bin"));
    assertEquals(9001, config.http().port());
    assertEquals(0, config.time().ntpPort());
    assertEquals(List.of("https://a.example", "https://b.example"), config.http().origins());
    assertTrue(config.demo().enabled());
  }

  @ParameterizedTest(name = "{0} → {1}")
  @CsvSource(
      delimiter = '|',
      value = {
        "htp: {port: 1}            | unknown configuration key 'htp'; the nearest known one is 'http'",
        "http: {prt: 1}            | unknown configuration key 'http.prt'; the nearest known one is"
            + " 'http.port'",
        "time: {ntpport: 1}        | unknown configuration key 'time.ntpport'; the nearest known one"
            + " is 'time.ntpPort'",
        "http.port: 1              | unknown configuration key 'http.port'; the nearest known one is"
            + " 'http.port'",
        "tables: [{id: a, game: roulette, slat: {}}] | unknown configuration key 'tables.slat'; the"
            + " nearest known one is 'tables.slate'",
        "http: {port: abc}         | http.port: expected a whole number, not \"abc\"",
        "http: {port: 70000}       | http.port: expected 0..65535, not '70000'",
        "http: {port: 99999999999} | Numeric value",
        "http: 8080                | http: expected keys below it, not 8080",
        "http: {insecure: maybe}   | http.insecure: expected true or false, not \"maybe\"",
        "http: {address: 0.0.0.0}  | http.address: 0.0.0.0 can be reached by others without TLS",
        "http: {origins: [nowhere]} | http.origins: expected scheme://host[:port], not 'nowhere'",
        "http: {origins: x}        | http.origins: expected a list, not \"x\"",
        "log: {format: xml}        | log.format: expected json or text, not 'xml'",
        "tables: [{id: a, game: roulette, slate: {codec: vp9}}] | tables.slate.codec: unknown codec"
            + " 'vp9'; the nearest known one is 'vp8'",
        "tables: [{id: a, game: roulette, slate: {codec: H264}}] | tables.slate.codec: unknown"
            + " codec 'H264'; the nearest known one is 'h264'",
        "tables: []                | tables: at least one",
        "tables: [{id: a}]         | tables: expected an element with 'game'",
        "tables: [{id: A B, game: roulette}] | tables.id: expected",
        "tables: [{id: a, game: poker}] | tables.game: expected roulette, baccarat, not 'poker'",
        "tables: [{id: a, game: roulette}, {id: a, game: baccarat}] | tables: at least one, each",
        "tables: [{id: a, game: roulette, limits: {maxMinor: 1}}] | tables.limits.maxMinor: expected",
        "'{http: {port: 1}, http: {port: 2}}' | c.yaml: line 1: not YAML: Duplicate",
        "'http: ['                 | not YAML",
        "just words                | c.yaml: keys and values are expected",
      })
  void aWrongFileIsOneClearLine(String yaml, String message) {
    ConfigException refused = assertThrows(ConfigException.class, () -> load(yaml));
    assertTrue(refused.getMessage().contains(message), refused.getMessage());
    assertEquals(1, refused.getMessage().lines().count());
  }

  @Test
  void aMissingFileIsNamed() {
    Path nowhere = folder.resolve("none.yaml");
    assertEquals(
        nowhere + ": there is no such file",
        assertThrows(ConfigException.class, () -> ConfigLoader.load(nowhere, Map.of()))
            .getMessage());
  }

  @Test
  void aWrongVariableIsNamed() {
    assertEquals(
        "CROUPIER_HTTP_PORT: expected a whole number, not 'x'",
        assertThrows(
                ConfigException.class,
                () -> ConfigLoader.load(null, Map.of("CROUPIER_HTTP_PORT", "x")))
            .getMessage());
  }

  @Test
  void aRangeOfRtpPortsIsCheckedAsWritten() {
    assertEquals(
        "40000-40099",
        ConfigLoader.load(null, Map.of("CROUPIER_MEDIA_RTP_PORTS", "40000-40099"))
            .media()
            .rtpPorts());
    for (String bad : List.of("80-90", "40000", "40099-40000", "x")) {
      ConfigException refused =
          assertThrows(
              ConfigException.class,
              () -> ConfigLoader.load(null, Map.of("CROUPIER_MEDIA_RTP_PORTS", bad)));
      assertTrue(refused.getMessage().startsWith("media.rtpPorts: expected "), bad);
    }
  }

  @Test
  void demoTokensAreNeverForOthers() {
    ConfigException refused =
        assertThrows(
            ConfigException.class,
            () -> load("{http: {address: 0.0.0.0, insecure: true}, demo: {enabled: true}}"));
    assertTrue(refused.getMessage().startsWith("demo.enabled"), refused.getMessage());
  }

  @Test
  void whatIsPrintedCanBeReadAgain() throws Exception {
    assertEquals(Config.defaults(), load(ConfigLoader.toYaml(Config.defaults())));
  }

  @ParameterizedTest
  @CsvSource({"kitten, sitting, 3", "'', abc, 3", "abc, '', 3", "same, same, 0", "flaw, lawn, 2"})
  void theNearestWordTakesTheFewestEdits(String a, String b, int edits) {
    assertEquals(edits, Nearest.distance(a, b));
  }

  private Config load(String yaml) throws Exception {
    return ConfigLoader.load(Files.writeString(folder.resolve("c.yaml"), yaml), Map.of());
  }
}
