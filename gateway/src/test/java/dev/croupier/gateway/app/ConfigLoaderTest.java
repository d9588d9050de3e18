package dev.croupier.gateway.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.croupier.gateway.ids.SignalName;
import dev.croupier.gateway.media.codec.Codec;
import dev.croupier.gateway.media.codec.H264Level;
import dev.croupier.gateway.media.codec.ProfileLevelId.Profile;
import dev.croupier.gateway.media.ingest.ClockReference;
import dev.croupier.gateway.media.track.ProgramTerms;
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
  void aTableSaysHowItsCamerasAreKeptInStepAndWhatItDoesWithoutThem() throws Exception {
    Config.Table plain = Config.defaults().tables().getFirst();
    assertEquals(250_000, plain.timing().maxLatencyMicros());
    assertTrue(plain.timing().cutThrough());
    assertEquals(List.of(), plain.timing().clocks());
    assertEquals(new FailoverConfig(true, List.of(), false, 0, false, 450), plain.failover());
    assertEquals("high", plain.slate().profile());
    assertEquals(42, plain.slate().level());
    Config.Table table =
        load("""
                tables:
                  - id: blitz
                    game: baccarat
                    signals: [cam-a, cam-b, cam-c]
                    slate: {profile: main, level: 31, alsoIn: [vp8]}
                    timing:
                      maxLatencyMicros: 120000
                      cutThrough: false
                      clocks:
                        - {signal: cam-b, transitMicros: 41000, boundMicros: 2000}
                        - {signal: cam-c, kind: table_time}
                    failover: {standby: [cam-c], returns: true, slateAfterMs: 700,
                               frozenAfterMs: 5000, leavesFrozen: true}
                """)
            .tables()
            .getFirst();
    assertEquals(120_000, table.timing().maxLatencyMicros());
    assertFalse(table.timing().cutThrough());
    assertEquals(
        List.of(ClockReference.calibrated(41_000, 2_000), ClockReference.tableTime()),
        table.timing().clocks().stream().map(TimingConfig.Clock::reference).toList());
    assertEquals("cam-c", table.timing().clocks().getLast().signal());
    assertEquals(List.of(new SignalName("cam-c")), table.failover().order(table.signals()));
    assertTrue(table.failover().returns());
    assertEquals(700, table.failover().slateAfterMs());
    assertEquals(5_000, table.failover().frozenAfterMs());
    assertTrue(table.failover().leavesFrozen());
    assertEquals(
        List.of(
            new ProgramTerms(Codec.H264, Profile.MAIN, H264Level.of(31)),
            new ProgramTerms(Codec.VP8, Profile.MAIN, H264Level.of(31))),
        table.slate().terms());
    assertEquals(
        List.of(new SignalName("cam-a"), new SignalName("cam-b")),
        plain.failover().order(plain.signals()),
        "the table's own, in their order");
    assertEquals(
        List.of(),
        new FailoverConfig(false, List.of(), false, 0, false, 450).order(plain.signals()));
  }

  @Test
  void floodsAreLimitedUnlessAFileSaysOtherwise() throws Exception {
    MediaConfig usual = Config.defaults().media();
    assertEquals(60, usual.offersPerPrincipal());
    assertEquals(3_000, usual.offersPerAddress());
    assertEquals(512, usual.maxHandshakes());
    assertEquals(128, usual.handshakesPerAddress());
    MediaConfig open =
        load("media: {offersPerPrincipal: 0, offersPerAddress: 0, handshakesPerAddress: 0}\n")
            .media();
    assertEquals(0, open.offersPerPrincipal());
    assertEquals(0, open.offersPerAddress());
    assertEquals(0, open.handshakesPerAddress());
    assertEquals(20, open.sessionsPerPrincipal());
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
        "tables: [{id: a, game: roulette, timing: {maxLatency: 1}}] | unknown configuration key"
            + " 'tables.timing.maxLatency'; the nearest known one is"
            + " 'tables.timing.maxLatencyMicros'",
        "tables: [{id: a, game: roulette, timing: {maxLatencyMicros: 2000000}}] |"
            + " tables.timing.maxLatencyMicros: expected 0..1000000, not '2000000'",
        "tables: [{id: a, game: roulette, timing: {maxLatencyMicros: soon}}] |"
            + " tables.timing.maxLatencyMicros: expected a whole number, not \"soon\"",
        "tables: [{id: a, game: roulette, timing: {clocks: [{kind: calibrated}]}}] |"
            + " tables.timing.clocks: expected an element with 'signal', not"
            + " {\"kind\":\"calibrated\"}",
        "tables: [{id: a, game: roulette, timing: {clocks: [{signal: cam-a, boundMicro: 1}]}}] |"
            + " unknown configuration key 'tables.timing.clocks.boundMicro'; the nearest known one is"
            + " 'tables.timing.clocks.boundMicros'",
        "tables: [{id: a, game: roulette, timing: {clocks: [{signal: cam-a, kind: calibrate}]}}] |"
            + " tables.timing.clocks.kind: unknown kind 'calibrate'; the nearest known one is"
            + " 'calibrated'",
        "tables: [{id: a, game: roulette, timing: {clocks: [{signal: cam-x}]}}] |"
            + " tables.timing.clocks.signal: unknown signal 'cam-x'; the nearest known one is"
            + " 'cam-a'",
        "tables: [{id: a, game: roulette, timing: {clocks: [{signal: cam-a, transitMicros: -1}]}}] |"
            + " tables.timing.clocks.transitMicros: expected 0..1000000, not '-1'",
        "tables: [{id: a, game: roulette, failover: {standby: [cam-bb]}}] |"
            + " tables.failover.standby: unknown signal 'cam-bb'; the nearest known one is 'cam-b'",
        "tables: [{id: a, game: roulette, failover: {frozenAfterMs: 1999}}] |"
            + " tables.failover.frozenAfterMs: expected 0 or 2000..600000, not '1999'",
        "tables: [{id: a, game: roulette, failover: {returns: maybe}}] |"
            + " tables.failover.returns: expected true or false, not \"maybe\"",
        "tables: [{id: a, game: roulette, failover: {slateAfterMs: 100}}] |"
            + " tables.failover.slateAfterMs: expected 250..10000, not '100'",
        "tables: [{id: a, game: roulette, slate: {profile: hihg}}] | tables.slate.profile: unknown"
            + " profile 'hihg'; the nearest known one is 'high'",
        "tables: [{id: a, game: roulette, slate: {level: 33}}] | tables.slate.level: expected ten"
            + " times a level, as 31, not '33'",
        "http: {port: abc}         | http.port: expected a whole number, not \"abc\"",
        "http: {port: 70000}       | http.port: expected 0..65535, not '70000'",
        "http: {port: 99999999999} | Numeric value",
        "http: 8080                | http: expected keys below it, not 8080",
        "http: {insecure: maybe}   | http.insecure: expected true or false, not \"maybe\"",
        "http: {address: 0.0.0.0}  | http.address: 0.0.0.0 can be reached by others without TLS",
        "http: {origins: [nowhere]} | http.origins: expected scheme://host[:port], not 'nowhere'",
        "http: {origins: x}        | http.origins: expected a list, not \"x\"",
        "media: {turnTtlSeconds: 5} | media.turnTtlSeconds: expected 60..604800, not '5'",
        "media: {turnSecretFile: a, turnUsername: b, turnCredentialFile: c} | media.turnSecretFile:"
            + " expected none where media.turnUsername is set, not 'a'",
        "media: {iceServers: ['http://x']} | media.iceServers: expected stun:host or turn:host",
        "media: {offersPerPrincipal: -1} | media.offersPerPrincipal: expected 0..1000000, not '-1'",
        "media: {offersPerAddress: -1} | media.offersPerAddress: expected 0..1000000, not '-1'",
        "media: {maxHandshakes: 0} | media.maxHandshakes: expected 1..1000000, not '0'",
        "media: {handshakesPerAddres: 1} | unknown configuration key 'media.handshakesPerAddres';"
            + " the nearest known one is 'media.handshakesPerAddress'",
        "log: {format: xml}        | log.format: expected json or text, not 'xml'",
        "tables: [{id: a, game: roulette, slate: {alsoIn: [h264]}}] | tables.slate.alsoIn: expected",
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
  void theMediaPortMayBeAtAllAddressesOfBothFamilies() throws Exception {
    assertEquals("::", load("media: {address: '::'}").media().address());
    assertEquals(
        "::", ConfigLoader.load(null, Map.of("CROUPIER_MEDIA_ADDRESS", "::")).media().address());
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
