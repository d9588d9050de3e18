package dev.croupier.loadtest.browser;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.PlaywrightException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The machine's Chromium without a window. Opened, used and closed by one thread. */
final class Chromium implements AutoCloseable {
  /** Where Debian's package puts it. */
  static final Path INSTALLED = Path.of("/usr/bin/chromium");

  private static final String PAGE =
      """
      <!doctype html><meta charset="utf-8"><title>watch</title>
      <style>body{margin:0;background:#000}video{display:block;width:100vw;height:100vh}</style>
      <video playsinline></video>
      """;
  private static final String READER = "/dev/croupier/loadtest/studio/strip-reader.js";
  private static final String WATCH = "watch-page.js";

  /** Enough to draw, little enough to compose without a graphics card. */
  private static final int WIDTH = 320;

  private static final int HEIGHT = 180;

  private final Playwright playwright;
  private final Browser browser;

  private Chromium(Playwright playwright, Browser browser) {
    this.playwright = playwright;
    this.browser = browser;
  }

  /**
   * Starts it.
   *
   * @throws IOException in one line, if there is none or it does not start
   */
  static Chromium start(Path executable) throws IOException {
    if (!Files.isExecutable(executable)) {
      throw new IOException(
          "browsers need Chromium at "
              + executable
              + ", where there is none: install the package chromium (Debian: apt install chromium)");
    }
    Playwright playwright = null;
    try {
      playwright =
          Playwright.create(
              new Playwright.CreateOptions()
                  .setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")));
      Browser browser =
          playwright
              .chromium()
              .launch(
                  new BrowserType.LaunchOptions()
                      .setExecutablePath(executable)
                      .setHandleSIGINT(false)
                      .setArgs(arguments()));
      return new Chromium(playwright, browser);
    } catch (PlaywrightException e) {
      if (playwright != null) {
        playwright.close();
      }
      throw new IOException(executable + " does not start: " + firstLine(e), e);
    }
  }

  /** A page of its own window and storage: one that is hidden would not present frames. */
  Page page() {
    Page page =
        browser
            .newContext(new Browser.NewContextOptions().setViewportSize(WIDTH, HEIGHT))
            .newPage();
    page.setContent(PAGE);
    page.evaluate(script());
    return page;
  }

  @Override
  public void close() {
    try {
      browser.close();
    } catch (PlaywrightException _) {
      // It has gone already.
    }
    playwright.close();
  }

  /** What a library says in many, in one line. */
  static String firstLine(PlaywrightException e) {
    String message = e.getMessage() == null ? "" : e.getMessage().strip();
    for (String line : message.split("\n", 32)) {
      String bare = line.strip().replaceFirst("^message='?", "");
      if (!bare.isEmpty() && !bare.equals("Error {")) {
        return bare;
      }
    }
    return "no reason given";
  }

  private static List<String> arguments() {
    List<String> arguments = new ArrayList<>();
    arguments.add("--autoplay-policy=no-user-gesture-required");
    // Where there is no graphics card its imitation composes unevenly: on two cores the 95th
    // percentile of the skew between two pages was 33-66 ms with it, 16 ms without.
    arguments.add("--disable-gpu");
    if ("root".equals(System.getProperty("user.name"))) {
      // Chromium refuses to run as root with its sandbox.
      arguments.add("--no-sandbox");
    }
    return arguments;
  }

  /** Both scripts as one expression without a value of its own. */
  private static String script() {
    return "() => {\n" + resource(READER) + "\n" + resource(WATCH) + "\n}";
  }

  private static String resource(String name) {
    try (InputStream in = Chromium.class.getResourceAsStream(name)) {
      return new String(in.readAllBytes(), UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
