package dev.croupier.loadtest.studio;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.PlaywrightException;
import dev.croupier.time.clock.TableClock;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A Chromium with one page that makes a camera's picture and sound; see {@code browser-camera.js}.
 * All its methods by the thread that opened it.
 */
final class BrowserPage implements AutoCloseable {
  private static final Path CHROMIUM = Path.of("/usr/bin/chromium");
  private static final double PATIENCE_MILLIS = 20_000;
  private static final int CLOCK_READINGS = 10;
  private static final Set<String> OVER = Set.of("failed", "closed");

  /**
   * How it goes.
   *
   * @param frames drawn since the page was opened
   * @param dropped of the grid, not drawn in time
   * @param connection of {@code RTCPeerConnection}
   */
  record State(long frames, long dropped, String connection) {
    /** Whether the session is at its end. */
    boolean over() {
      return OVER.contains(connection);
    }
  }

  private final Playwright playwright;
  private final Browser browser;
  private final Page page;

  private BrowserPage(Playwright playwright) {
    this.playwright = playwright;
    this.browser =
        playwright
            .chromium()
            .launch(
                new BrowserType.LaunchOptions()
                    .setExecutablePath(CHROMIUM)
                    // Whoever ends this program ends the browser with it, in order.
                    .setHandleSIGINT(false)
                    .setHandleSIGTERM(false)
                    .setHandleSIGHUP(false)
                    .setArgs(
                        List.of("--no-sandbox", "--autoplay-policy=no-user-gesture-required")));
    this.page = browser.newPage();
    page.setDefaultTimeout(PATIENCE_MILLIS);
    page.evaluate(script());
  }

  /**
   * Refuses where there is no browser.
   *
   * @throws StudioException one line
   */
  static void check() {
    if (!Files.isExecutable(CHROMIUM)) {
      throw new StudioException("a browser as camera needs Chromium at " + CHROMIUM);
    }
  }

  /** Starts a browser; takes a second or two. */
  static BrowserPage open() {
    Playwright playwright =
        Playwright.create(
            new Playwright.CreateOptions().setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")));
    try {
      return new BrowserPage(playwright);
    } catch (RuntimeException e) {
      playwright.close();
      throw e;
    }
  }

  /** Begins to draw, and offers it. */
  String offer(String name, int cameraId, CameraPlan plan, TableClock clock) {
    Map<String, Object> wanted = new HashMap<>(changeable(plan));
    wanted.put("name", name);
    wanted.put("camera", cameraId);
    wanted.put("channels", plan.audio().map(AudioSettings::channels).orElse(0));
    wanted.put("tableMinusPageMs", tableMinusPageMillis(clock));
    return (String) page.evaluate("wanted => window.croupierCamera.offer(wanted)", wanted);
  }

  /** Takes the answer in. */
  void answer(String sdp) {
    page.evaluate("sdp => window.croupierCamera.answer(sdp)", sdp);
  }

  /** Changes what can be changed within a session. */
  void set(CameraPlan plan) {
    page.evaluate("wanted => window.croupierCamera.set(wanted)", changeable(plan));
  }

  /** How it goes. */
  State state() {
    Map<?, ?> state = (Map<?, ?>) page.evaluate("() => window.croupierCamera.state()");
    return new State(
        ((Number) state.get("frames")).longValue(),
        ((Number) state.get("dropped")).longValue(),
        (String) state.get("connection"));
  }

  /** Stops drawing and sending; nothing is said to the server. */
  void end() {
    page.evaluate("() => window.croupierCamera.end()");
  }

  @Override
  public void close() {
    try {
      browser.close();
    } catch (PlaywrightException _) {
      // It has died by itself.
    }
    playwright.close();
  }

  private static Map<String, Object> changeable(CameraPlan plan) {
    return Map.of(
        "width", plan.width(),
        "height", plan.height(),
        "fps", plan.fps(),
        "frozen", plan.frozen());
  }

  /** From the reading that took least time: half of that is the most it can be wrong. */
  private double tableMinusPageMillis(TableClock clock) {
    long shortest = Long.MAX_VALUE;
    double best = 0;
    for (int i = 0; i < CLOCK_READINGS; i++) {
      long before = clock.nowMicros();
      double read = ((Number) page.evaluate("() => window.croupierCamera.now()")).doubleValue();
      long took = clock.nowMicros() - before;
      if (took < shortest) {
        shortest = took;
        best = (before + took / 2.0) / 1000 - read;
      }
    }
    return best;
  }

  private static String script() {
    try (InputStream in = BrowserPage.class.getResourceAsStream("browser-camera.js")) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
