package dev.croupier.loadtest.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class HtmlPageTest {
  @TempDir Path folder;

  @Test
  void thePageNeedsNothingElse() {
    String html = HtmlPage.of(new Samples().report());
    assertFalse(Pattern.compile("(src|href)\\s*=|@import|url\\(").matcher(html).find());
  }

  @Test
  void whatOthersSaidIsTextAndNothingElse() {
    String html = HtmlPage.of(new Samples().report());
    assertFalse(html.contains("<script>alert"), "markup of a failure");
    assertFalse(html.contains("<CPU>"), "markup of a name");
    assertTrue(html.contains("&lt;script&gt;alert(1)&lt;/script&gt; &amp; so on"));
  }

  @Test
  void theEmbeddedDataAreTheJsonReport() throws Exception {
    Report report = new Samples().report();
    String html = HtmlPage.of(report);
    int from = html.indexOf("id=\"report\">") + "id=\"report\">".length();
    String data = html.substring(from, html.indexOf("</script>", from));
    assertEquals(new ObjectMapper().readTree(Json.of(report)), new ObjectMapper().readTree(data));
  }

  @Test
  void theVerdictComesFirstAndAnInvalidRunHasNone() {
    String passed = HtmlPage.of(new Samples().report());
    assertTrue(passed.contains("<h1>Passed: 7 of 7 objectives met</h1>"));
    assertTrue(passed.indexOf("<h1>") < passed.indexOf("Run is valid"));
    assertTrue(passed.indexOf("Run is valid") < passed.indexOf("<h2>Objectives</h2>"));
    String invalid = HtmlPage.of(new Samples().health(Samples.health(90_000, 0)).report());
    assertTrue(invalid.contains("<h1>Not valid: the generator was overloaded</h1>"));
    assertTrue(invalid.contains("timers late by 90.0 ms at p99"));
    assertFalse(invalid.contains(">met<"), "nothing is judged");
  }

  @Test
  void aMissIsTheFirstRowAndSaysByHowMuch() {
    String html = HtmlPage.of(new Samples().viewers("webrtc_rtt_p95_ms", 112).report());
    assertTrue(html.contains("<h1>Missed: 1 of 7 objectives</h1>"));
    String rows = html.substring(html.indexOf("<h2>Objectives</h2>"));
    String first =
        rows.substring(rows.indexOf("<tr><td>"), rows.indexOf("</tr>", rows.indexOf("<tr><td>")));
    assertTrue(first.contains("webrtc_rtt_ms p95"), first);
    assertTrue(first.contains("missed by 12.0 ms"), first);
  }

  @Test
  void aBrowserShowsItWithoutErrorsAndNothingRunsOutOfThePage() throws Exception {
    Path file =
        Files.writeString(folder.resolve("report.html"), HtmlPage.of(new Samples().report()));
    List<String> complaints = new ArrayList<>();
    try (Playwright playwright =
            Playwright.create(
                new Playwright.CreateOptions()
                    .setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")));
        Browser browser =
            playwright
                .chromium()
                .launch(
                    new BrowserType.LaunchOptions()
                        .setExecutablePath(Path.of("/usr/bin/chromium"))
                        .setArgs(List.of("--no-sandbox")))) {
      Page page = browser.newPage(new Browser.NewPageOptions().setViewportSize(1280, 800));
      page.onConsoleMessage(message -> complaints.add(message.text()));
      page.onRequest(
          request -> {
            if (!request.url().startsWith("file:")) {
              complaints.add("asked for " + request.url());
            }
          });
      page.navigate(file.toUri().toString());
      assertEquals(
          0,
          ((Number) page.evaluate("() => document.documentElement.scrollWidth - innerWidth"))
              .intValue());
      Object outside =
          page.evaluate(
              """
              () => [...document.querySelectorAll('svg text')].filter(t => {
                const box = t.getBoundingClientRect(), svg = t.ownerSVGElement.getBoundingClientRect();
                return box.left < svg.left - 1 || box.right > svg.right + 1
                    || box.top < svg.top - 1 || box.bottom > svg.bottom + 1;
              }).map(t => t.textContent)
              """);
      assertEquals(List.of(), outside);
      JsonNode data = new ObjectMapper().readTree(page.locator("#report").textContent());
      assertEquals(48_213, data.path("seed").asLong());
      if (System.getProperty("report.png") != null) {
        page.screenshot(
            new Page.ScreenshotOptions()
                .setPath(Path.of(System.getProperty("report.png")))
                .setFullPage(true));
      }
    }
    assertEquals(List.of(), complaints);
  }
}
