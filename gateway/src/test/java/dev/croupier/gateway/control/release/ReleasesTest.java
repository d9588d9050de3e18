package dev.croupier.gateway.control.release;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.croupier.gateway.control.ManualClock;
import dev.croupier.gateway.control.Zips;
import dev.croupier.gateway.control.port.Staff;
import dev.croupier.gateway.control.store.FileBuilds;
import dev.croupier.gateway.control.store.FileReleaseLog;
import dev.croupier.gateway.ids.BuildId;
import dev.croupier.gateway.ids.LicenseeId;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;

final class ReleasesTest {
  private static final Staff OLGA = new Staff(new LicenseeId("house"), "olga", false);

  @TempDir Path folder;
  private final ManualClock clock = new ManualClock();
  private final List<String> told = new ArrayList<>();
  private int ids;

  @Test
  void nothingIsShownBeforeTheFirstRollout() throws Exception {
    Releases releases = open(true);
    assertTrue(upload(releases, "1.0.0").isNew());
    assertTrue(releases.manifest("roulette").isEmpty());
    assertTrue(releases.current("roulette").isEmpty());
    assertTrue(releases.find("roulette", id("1.0.0")).isPresent());
    assertTrue(releases.find("baccarat", id("1.0.0")).isEmpty());
  }

  @Test
  void aRolloutFlipsTheManifestAndTellsEverybody() throws Exception {
    Releases releases = open(true);
    upload(releases, "1.0.0");
    upload(releases, "2.0.0");
    releases.rollOut("roulette", id("1.0.0"), null, OLGA);
    String etag = releases.manifest("roulette").orElseThrow().etag();
    releases.rollOut("roulette", id("2.0.0"), null, OLGA);
    Manifest manifest = releases.manifest("roulette").orElseThrow();
    assertNotEquals(etag, manifest.etag());
    String json = new String(manifest.json(), StandardCharsets.UTF_8);
    String v2 = releases.find("roulette", id("2.0.0")).orElseThrow().entry();
    assertTrue(
        json.startsWith(
            "{\"game\":\"roulette\",\"build\":\"roulette-2.0.0\","
                + "\"previous\":[\"roulette-1.0.0\"],\"builds\":[{\"buildId\":\"roulette-2.0.0\","
                + "\"semver\":\"2.0.0\",\"contractVer\":{\"min\":1,\"max\":1},\"entry\":\""
                + v2
                + "\",\"integrity\":\""
                + Zips.sri("v2.0.0")
                + "\"},{\"buildId\":\"roulette-1.0.0\""),
        json);
    assertEquals(List.of("roulette-1.0.0", "roulette-2.0.0"), told);
  }

  @Test
  void aRollbackIsTheSameFlipOnce() throws Exception {
    Releases releases = open(true);
    upload(releases, "1.0.0");
    upload(releases, "2.0.0");
    String first = rollOut(releases, "1.0.0");
    String second = rollOut(releases, "2.0.0");
    refused(412, "precondition_failed", () -> releases.rollBack(first, OLGA));
    refused(404, "not_found", () -> releases.rollBack("ro-none", OLGA));
    assertEquals("rolled_back", releases.rollBack(second, OLGA).view().get("state"));
    assertEquals(id("1.0.0"), releases.current("roulette").orElseThrow().build());
    releases.rollBack(second, OLGA);
    assertEquals(List.of("roulette-1.0.0", "roulette-2.0.0", "roulette-1.0.0 back"), told);
  }

  @Test
  void theFirstRolloutHasNothingToGoBackTo() throws Exception {
    Releases releases = open(true);
    upload(releases, "1.0.0");
    String first = rollOut(releases, "1.0.0");
    refused(412, "precondition_failed", () -> releases.rollBack(first, OLGA));
  }

  @Test
  void aBuildNeverChanges() throws Exception {
    Releases releases = open(true);
    upload(releases, "1.0.0");
    assertFalse(upload(releases, "1.0.0").isNew());
    refused(
        409,
        "build_exists",
        () -> releases.upload(id("1.0.0"), Zips.build("roulette", "1.0.0", "other"), OLGA));
  }

  @Test
  void twoBuildsCannotShareANameWithOtherBytes() throws Exception {
    Releases releases = open(true);
    releases.upload(id("1.0.0"), named("1.0.0", "one"), OLGA);
    refused(409, "build_exists", () -> releases.upload(id("2.0.0"), named("2.0.0", "two"), OLGA));
    assertArrayEquals(
        "one".getBytes(StandardCharsets.UTF_8), releases.asset("main.00000000.js").orElseThrow());
    assertTrue(releases.find("roulette", id("2.0.0")).isEmpty());
  }

  @Test
  void outsideDemoModeAllAtOnceNeedsAReason() throws Exception {
    Releases releases = open(false);
    upload(releases, "1.0.0");
    refused(
        428, "precondition_required", () -> releases.rollOut("roulette", id("1.0.0"), null, OLGA));
    assertTrue(releases.manifest("roulette").isEmpty());
    assertEquals(
        Map.of("reason", "opening night"),
        releases.rollOut("roulette", id("1.0.0"), "opening night", OLGA).view().get("override"));
  }

  @Test
  void anUnknownBuildOrAnotherGamesIsNotRolledOut() throws Exception {
    Releases releases = open(true);
    upload(releases, "1.0.0");
    refused(404, "not_found", () -> releases.rollOut("roulette", id("9.0.0"), null, OLGA));
    refused(400, "malformed", () -> releases.rollOut("baccarat", id("1.0.0"), null, OLGA));
  }

  @Test
  void allIsThereAgainAfterARestart() throws Exception {
    Manifest before;
    String rollout;
    try (FileReleaseLog log = new FileReleaseLog(folder.resolve("log"))) {
      Releases releases = open(log, true);
      upload(releases, "1.0.0");
      upload(releases, "2.0.0");
      upload(releases, "3.0.0");
      rollOut(releases, "1.0.0");
      rollOut(releases, "2.0.0");
      rollout = rollOut(releases, "3.0.0");
      releases.report("roulette", id("3.0.0"), "s-1", true, null, null);
      releases.report("roulette", id("3.0.0"), "s-2", false, "threw", "TypeError");
      releases.report("roulette", id("1.0.0"), "s-3", false, "threw", "not this rollout's");
      releases.rollBack(rollout, OLGA);
      before = releases.manifest("roulette").orElseThrow();
    }
    Releases again = open(true);
    Manifest after = again.manifest("roulette").orElseThrow();
    assertEquals(before.etag(), after.etag());
    assertEquals(List.of(id("3.0.0"), id("1.0.0")), after.previous());
    Map<String, Object> view = again.rollout(rollout).orElseThrow().view();
    assertEquals("rolled_back", view.get("state"));
    assertEquals(1L, view.get("ready"));
    assertEquals(1L, view.get("failed"));
    assertEquals(Map.of("threw", 1L), view.get("failures"));
    assertEquals("TypeError", view.get("lastFailure"));
    assertEquals("roulette-2.0.0", view.get("from"));
    assertFalse(upload(again, "2.0.0").isNew());
    String name = again.find("roulette", id("2.0.0")).orElseThrow().entry().substring(8);
    assertArrayEquals("v2.0.0".getBytes(StandardCharsets.UTF_8), again.asset(name).orElseThrow());
    List<String> audit = Files.readAllLines(folder.resolve("log/audit.jsonl"));
    assertEquals(7, audit.size());
    assertTrue(audit.getFirst().contains("\"by\":\"olga\",\"what\":\"build.upload\""));
  }

  @Test
  void namesThatAreNoFilesOfBuildsFindNothing() throws Exception {
    Releases releases = open(true);
    upload(releases, "1.0.0");
    for (String name : List.of("../builds/roulette-1.0.0.json", "", ".", "main.js")) {
      assertTrue(releases.asset(name).isEmpty());
    }
  }

  private Releases open(boolean demo) throws IOException {
    return open(new FileReleaseLog(folder.resolve("log")), demo);
  }

  private Releases open(ReleaseLog log, boolean demo) throws IOException {
    Releases releases =
        new Releases(
            new FileBuilds(folder.resolve("builds")), log, clock, () -> "ro-" + ++ids, demo);
    releases.announceTo((_, ref, back) -> told.add(ref.build() + (back ? " back" : "")));
    return releases;
  }

  private static Releases.Uploaded upload(Releases releases, String semver) throws Exception {
    return releases.upload(id(semver), Zips.build("roulette", semver, "v" + semver), OLGA);
  }

  private static String rollOut(Releases releases, String semver) throws Exception {
    return releases.rollOut("roulette", id(semver), null, OLGA).started().id();
  }

  private static byte[] named(String semver, String module) {
    return Zips.zip(
        Map.of(
            "descriptor.json",
            Zips.descriptor("roulette", semver, "main.00000000.js", Zips.sri(module), 1, 1)
                .getBytes(StandardCharsets.UTF_8),
            "main.00000000.js",
            module.getBytes(StandardCharsets.UTF_8)));
  }

  private static BuildId id(String semver) {
    return new BuildId("roulette-" + semver);
  }

  private static void refused(int status, String code, Executable action) {
    RefusedException refused = assertThrows(RefusedException.class, action);
    assertEquals(code, refused.code());
    assertEquals(status, refused.status());
  }
}
