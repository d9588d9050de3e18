package dev.croupier.gateway.control.release;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.croupier.gateway.control.Zips;
import dev.croupier.gateway.ids.BuildId;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class BuildPackageTest {
  private static final BuildId ID = new BuildId("roulette-1.2.3");
  private static final String MODULE = "export const create = () => {};";

  @Test
  void aSoundBuildIsTakenAndItsFilesAreNamedByTheirContent() throws Exception {
    BuildPackage taken = BuildPackage.check(ID, Zips.build("roulette", "1.2.3", MODULE));
    // printf '%s' 'export const create = () => {};' | sha256sum
    assertEquals("/assets/main.9613a69c8397435b.js", taken.build().entry());
    assertEquals(List.of("main.9613a69c8397435b.js"), taken.build().assets());
    assertArrayEquals(utf8(MODULE), taken.files().get("main.9613a69c8397435b.js"));
    assertEquals("1.2.3", taken.build().semver());
    assertEquals(Zips.sri(MODULE), taken.build().integrity());
  }

  @Test
  void namesThatCarryAHashStayAsTheyAre() throws Exception {
    Map<String, byte[]> files = new LinkedHashMap<>();
    files.put(
        "descriptor.json",
        utf8(
            Zips.descriptor("roulette", "1.2.3", "main.0a1b2c3d.js", Zips.sri(MODULE), 1, 4)
                .replace("\"assets\":[]", "\"assets\":[\"chips.ffee0011.svg\"]")));
    files.put("main.0a1b2c3d.js", utf8(MODULE));
    files.put("chips.ffee0011.svg", utf8("<svg/>"));
    BuildPackage taken = BuildPackage.check(ID, Zips.zip(files));
    assertEquals("/assets/main.0a1b2c3d.js", taken.build().entry());
    assertEquals(List.of("chips.ffee0011.svg", "main.0a1b2c3d.js"), taken.build().assets());
  }

  @Test
  void theSameFilesInAnotherOrderAreTheSameBuild() throws Exception {
    Map<String, byte[]> files = new LinkedHashMap<>();
    files.put("main.js", utf8(MODULE));
    files.put(
        "descriptor.json",
        utf8(Zips.descriptor("roulette", "1.2.3", "main.js", Zips.sri(MODULE), 1, 1)));
    String digest = BuildPackage.check(ID, Zips.zip(files)).build().digest();
    assertEquals(
        BuildPackage.check(ID, Zips.build("roulette", "1.2.3", MODULE)).build().digest(), digest);
    assertNotEquals(
        BuildPackage.check(ID, Zips.build("roulette", "1.2.3", MODULE + " ")).build().digest(),
        digest);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "../evil.js",
        "/etc/passwd",
        "a/../../evil.js",
        "folder/file.js",
        "..\\evil.js",
        "C:\\evil.js",
        ".hidden.js",
        "a..b.js",
        "with blank.js",
        "nul\u0000.js",
        "folder/"
      })
  void aNameThatLeadsAnywhereIsRefused(String name) {
    refused("malformed", 400, Zips.zip(Map.of(name, utf8("x"))));
  }

  @Test
  void aBombEndsAtTheLimit() {
    Map<String, byte[]> files = new LinkedHashMap<>();
    files.put("zeros.js", new byte[9 * 1024 * 1024]);
    refused("too_large", 413, Zips.zip(files));
    Map<String, byte[]> many = new LinkedHashMap<>();
    for (int i = 0; i < 4; i++) {
      many.put("zeros" + i + ".js", new byte[7 * 1024 * 1024]);
    }
    refused("too_large", 413, Zips.zip(many));
    Map<String, byte[]> crowd = new LinkedHashMap<>();
    for (int i = 0; i < 300; i++) {
      crowd.put("f" + i + ".js", new byte[1]);
    }
    refused("too_large", 413, Zips.zip(crowd));
  }

  @Test
  void aWrongHashIsRefused() {
    refused(
        "integrity_mismatch",
        422,
        Zips.build("roulette", "1.2.3", MODULE, Zips.sri("something else"), 1, 1));
    refused(
        "integrity_mismatch",
        422,
        Zips.build("roulette", "1.2.3", MODULE, Zips.sri(MODULE) + " " + Zips.sri("x"), 1, 1));
    refused("integrity_mismatch", 422, Zips.build("roulette", "1.2.3", MODULE, "md5-abc", 1, 1));
    refused("integrity_mismatch", 422, Zips.build("roulette", "1.2.3", MODULE, "nothing", 1, 1));
  }

  @ParameterizedTest
  @CsvSource({"2,3", "7,9"})
  void aContractThatIsNotSpokenIsRefused(int min, int max) {
    refused(
        "contract_unsupported",
        422,
        Zips.build("roulette", "1.2.3", MODULE, Zips.sri(MODULE), min, max));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          "buildId":"roulette-1.2.3" | "buildId":"roulette-1.2.4"
          "buildId":"roulette-1.2.3" | "buildId":7
          "semver":"1.2.3"           | "semver":"1.2"
          "semver":"1.2.3"           | "semver":"01.2.3"
          "game":"roulette"          | "game":"Roulette"
          "min":1                    | "min":2
          "min":1                    | "min":0
          "min":1                    | "min":1.0
          "entry":"main.js"          | "entry":"other.js"
          "entry":"main.js"          | "entry":"descriptor.json"
          "assets":[]                | "assets":["ghost.png"]
          "assets":[]                | "assets":{"a":1}
          "assets":[]                | "assets":[7]
          {"buildId"                 | [{"buildId"
          """)
  void aDescriptorThatIsNotRightIsRefused(String right, String wrong) {
    Map<String, byte[]> files = new LinkedHashMap<>();
    String descriptor =
        Zips.descriptor("roulette", "1.2.3", "main.js", Zips.sri(MODULE), 1, 1)
            .replace(right, wrong);
    files.put("descriptor.json", utf8(descriptor));
    files.put("main.js", utf8(MODULE));
    refused("malformed", 400, Zips.zip(files));
  }

  @Test
  void filesNobodyNamedOrOfNoServedKindAreRefused() {
    Map<String, byte[]> files = new LinkedHashMap<>();
    files.put(
        "descriptor.json",
        utf8(Zips.descriptor("roulette", "1.2.3", "main.js", Zips.sri(MODULE), 1, 1)));
    files.put("main.js", utf8(MODULE));
    files.put("stowaway.js", utf8("x"));
    refused("malformed", 400, Zips.zip(files));
    files.remove("stowaway.js");
    files.put("tool.exe", utf8("x"));
    files.put(
        "descriptor.json",
        utf8(
            Zips.descriptor("roulette", "1.2.3", "main.js", Zips.sri(MODULE), 1, 1)
                .replace("[]", "[\"tool.exe\"]")));
    refused("malformed", 400, Zips.zip(files));
  }

  @Test
  void whatIsNoZipIsRefused() {
    refused("malformed", 400, new byte[0]);
    refused("malformed", 400, utf8("PK? no"));
    refused("malformed", 400, Zips.zip(Map.of("main.js", utf8(MODULE))));
    byte[] sound = Zips.build("roulette", "1.2.3", MODULE);
    refused("malformed", 400, Arrays.copyOf(sound, sound.length / 2));
  }

  private static void refused(String code, int status, byte[] zip) {
    RefusedException refused =
        assertThrows(RefusedException.class, () -> BuildPackage.check(ID, zip));
    assertEquals(code, refused.code(), refused.getMessage());
    assertEquals(status, refused.status());
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
