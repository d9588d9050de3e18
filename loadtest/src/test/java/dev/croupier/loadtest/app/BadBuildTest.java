package dev.croupier.loadtest.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.microsoft.playwright.Page;
import dev.croupier.loadtest.studio.BuildPublisher;
import dev.croupier.loadtest.studio.GatewayApi;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Builds that must not be shown: whatever they do, the one on screen stays. */
class BadBuildTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String SALON = "roulette-1.4.2";
  private static final String DESCRIPTOR = "descriptor.json";

  @TempDir static Path folder;
  private static TestHouse house;
  private static Chromium chromium;
  private static String operator;

  @BeforeAll
  static void open() throws Exception {
    house = TestHouse.open(folder.resolve("data"), TestHouse.ROULETTE);
    BuildPublisher.publish(house.api(), TestHouse.builds());
    operator = house.api().demoToken("operator", "test");
    house.testCard("roulette-1/cam-a", 1).start();
    house.awaitSignal("cam-a", "live");
    chromium = Chromium.start();
  }

  @AfterAll
  static void close() throws Exception {
    chromium.close();
    house.close();
  }

  /** The published build with other code and another version; its integrity is that of the code. */
  private static Map<String, byte[]> altered(String semver, String code) throws Exception {
    Map<String, byte[]> files =
        unzip(Files.readAllBytes(TestHouse.builds().resolve(SALON + ".zip")));
    ObjectNode descriptor = (ObjectNode) JSON.readTree(files.get(DESCRIPTOR));
    byte[] entry = code.getBytes(StandardCharsets.UTF_8);
    byte[] sha256 = MessageDigest.getInstance("SHA-256").digest(entry);
    byte[] sha384 = MessageDigest.getInstance("SHA-384").digest(entry);
    String name = "roulette-bad." + HexFormat.of().formatHex(sha256, 0, 8) + ".js";
    descriptor.put("buildId", "roulette-" + semver);
    descriptor.put("semver", semver);
    descriptor.put("entry", name);
    descriptor.put("integrity", "sha384-" + Base64.getEncoder().encodeToString(sha384));
    descriptor.putArray("assets").add(name);
    Map<String, byte[]> made = new LinkedHashMap<>();
    made.put(DESCRIPTOR, JSON.writeValueAsBytes(descriptor));
    made.put(name, entry);
    return made;
  }

  private static GatewayApi.Answer upload(String semver, Map<String, byte[]> files)
      throws Exception {
    return house
        .api()
        .put("/api/v1/builds/roulette-" + semver, operator, "application/zip", zip(files));
  }

  @Test
  void aBuildThatThrowsIsReportedAndTheOldOneStaysUnderThePlayingVideo() throws Exception {
    Page page = chromium.page(1280, 720);
    page.navigate(house.address().resolve("/play/roulette-1").toString());
    page.waitForSelector("[data-build='" + SALON + "']");
    page.waitForFunction("() => document.querySelector('video.on')?.videoWidth > 0");
    Recording.start(page);
    Recording.more(page, 15);

    String thrower =
        """
        export const create = () => ({
          name: 'Thrower',
          prepare() { throw new Error('thrown on purpose'); },
          activate() {}, update() {}, resize() {}, snapshot: () => ({}), dispose() {},
        });
        """;
    GatewayApi.Answer uploaded = upload("9.0.0", altered("9.0.0", thrower));
    assertEquals(201, uploaded.status(), uploaded.toString());
    GatewayApi.Answer rollout =
        house
            .api()
            .post(
                "/api/v1/rollouts",
                operator,
                "bad-1",
                GatewayApi.object()
                    .put("game", "roulette")
                    .put("build", "roulette-9.0.0")
                    .put("percent", 100));
    assertEquals(201, rollout.status(), rollout.toString());
    JsonNode seen =
        house.await(
            "/api/v1/rollouts/" + rollout.body().path("id").asText(),
            operator,
            now -> now.path("failed").asLong() > 0);
    assertEquals(1, seen.path("failures").path("threw").asInt(), seen.toString());
    assertTrue(seen.path("lastFailure").asText().contains("thrown on purpose"), seen.toString());
    assertEquals(0, seen.path("ready").asInt(), seen.toString());

    int until = Recording.read(page).readable().size();
    Recording.more(page, until + 30);
    assertEquals(0, page.locator("[data-build='roulette-9.0.0']").count());
    assertTrue(page.locator("[data-build='" + SALON + "']").first().isVisible());
    page.locator("[data-chip='500']").first().click();
    assertEquals(1, page.evaluate("() => window.croupierPeers.length"), "one connection");
    page.context().close();
  }

  @Test
  void aBuildWhoseBytesAreNotThoseOfItsIntegrityIsRefused() throws Exception {
    Map<String, byte[]> files = altered("9.1.0", "export const create = () => null;\n");
    files.replaceAll(
        (name, bytes) ->
            name.equals(DESCRIPTOR) ? bytes : "alert(1)\n".getBytes(StandardCharsets.UTF_8));
    GatewayApi.Answer refused = upload("9.1.0", files);
    assertEquals(422, refused.status(), refused.toString());
    assertEquals("integrity_mismatch", refused.body().path("code").asText());
    GatewayApi.Answer rollout =
        house
            .api()
            .post(
                "/api/v1/rollouts",
                operator,
                "bad-2",
                GatewayApi.object()
                    .put("game", "roulette")
                    .put("build", "roulette-9.1.0")
                    .put("percent", 100));
    assertEquals(404, rollout.status(), rollout.toString());
  }

  private static Map<String, byte[]> unzip(byte[] zip) throws IOException {
    Map<String, byte[]> files = new LinkedHashMap<>();
    try (ZipInputStream in = new ZipInputStream(new ByteArrayInputStream(zip))) {
      for (ZipEntry entry = in.getNextEntry(); entry != null; entry = in.getNextEntry()) {
        files.put(entry.getName(), in.readAllBytes());
      }
    }
    return files;
  }

  private static byte[] zip(Map<String, byte[]> files) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ZipOutputStream out = new ZipOutputStream(bytes)) {
      for (Map.Entry<String, byte[]> file : files.entrySet()) {
        out.putNextEntry(new ZipEntry(file.getKey()));
        out.write(file.getValue());
        out.closeEntry();
      }
    }
    return bytes.toByteArray();
  }
}
