package dev.croupier.loadtest.app;

import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Firefox as Debian ships it plays a program in VP8 from another origin, restarts ICE by PATCH and
 * ends its session; a page by the standard's words alone, no driver.
 */
class FirefoxTest {
  /** Nothing of a first start, and nothing that calls home. */
  private static final List<String> PREFERENCES =
      List.of(
          "user_pref(\"media.autoplay.default\", 0);",
          "user_pref(\"browser.shell.checkDefaultBrowser\", false);",
          "user_pref(\"browser.aboutwelcome.enabled\", false);",
          "user_pref(\"datareporting.policy.dataSubmissionEnabled\", false);",
          "user_pref(\"toolkit.telemetry.enabled\", false);",
          "user_pref(\"app.normandy.enabled\", false);",
          "user_pref(\"app.update.enabled\", false);",
          "user_pref(\"media.gmp-manager.updateEnabled\", false);",
          "user_pref(\"network.captive-portal-service.enabled\", false);",
          "user_pref(\"network.connectivity-service.enabled\", false);",
          "user_pref(\"services.settings.server\", \"http://127.0.0.1:9\");");

  @TempDir Path folder;

  @Test
  void playsVp8AndRestartsIce() throws Exception {
    Vp8Clip clip = Vp8Clip.make(folder.resolve("clip.ivf"), 320, 180);
    Path profile = Files.createDirectories(folder.resolve("profile"));
    Files.write(profile.resolve("user.js"), PREFERENCES);
    try (StandardPage page = new StandardPage();
        TestHouse house =
            page.house(
                folder.resolve("data"), TestHouse.ROULETTE.replace("codec: h264", "codec: vp8"));
        Vp8Camera _ = new Vp8Camera(house, "roulette-1/cam-a", clip)) {
      house.awaitSignal("cam-a", "live");
      String address =
          page.playing(
              house.address().resolve("/whep/roulette-1"),
              house.api().demoToken("player", "firefox"),
              "udp");
      ProcessBuilder builder =
          new ProcessBuilder(
              "/usr/bin/firefox-esr",
              "--headless",
              "--no-remote",
              "--profile",
              profile.toString(),
              address);
      builder.environment().put("HOME", folder.toString());
      builder.environment().put("MOZ_CRASHREPORTER_DISABLE", "1");
      Process firefox =
          builder
              .redirectErrorStream(true)
              .redirectOutput(folder.resolve("firefox.log").toFile())
              .start();
      try {
        JsonNode seen = page.success("video/VP8");
        assertTrue(seen.path("widths").toString().contains("320"), seen.toString());
      } finally {
        List<ProcessHandle> children = firefox.descendants().toList();
        firefox.destroyForcibly().waitFor();
        children.forEach(ProcessHandle::destroyForcibly);
      }
    }
  }
}
