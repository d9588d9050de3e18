package dev.croupier.loadtest.studio;

import com.microsoft.playwright.PlaywrightException;
import dev.croupier.loadtest.plan.ScenarioException;
import dev.croupier.loadtest.studio.Fault.Plain;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.EnumSet;
import java.util.OptionalInt;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A camera that a real Chromium publishes: a canvas with the strip and a beep a second, encoded and
 * sent as a browser does it (no periodic keyframes, its own rate control). Size, rate, channels at
 * its start, and {@code freeze}, {@code kill}, {@code close}, {@code revive} can be asked for; a
 * browser's clock, encoder and network are its own. Its clock is set to table time to about a
 * millisecond, its beeps are right to about 20 ms.
 *
 * <p>All public methods by any thread.
 */
public final class BrowserCamera extends TendedStation {
  private static final Logger LOG = LoggerFactory.getLogger(BrowserCamera.class);
  private static final Duration DEADLINE = Duration.ofSeconds(10);
  private static final Set<Plain> KNOWN =
      EnumSet.of(Plain.KILL, Plain.CLOSE, Plain.REVIVE, Plain.FREEZE, Plain.UNFREEZE, Plain.RESET);

  private final int cameraId;
  private final CameraStation.Network network;
  private volatile Counts counts = new Counts(0, 0, 0, 0, 0, 0);
  private volatile boolean publishing;

  // The thread's own.
  private BrowserPage page;
  private URI session;
  private String token;
  private long published;
  private Counts ofEarlierPages = counts;

  /**
   * A camera for {@code table/signal}, not started.
   *
   * @throws ScenarioException if the plan asks for what a browser cannot do
   */
  BrowserCamera(String path, int cameraId, CameraPlan plan, CameraStation.Network network) {
    super(path, plan, "browser camera");
    check(plan);
    this.cameraId = cameraId;
    this.network = network;
  }

  /**
   * Refuses a plan that a browser cannot follow.
   *
   * @throws ScenarioException one line
   */
  public static void check(CameraPlan plan) {
    CameraPlan able =
        CameraPlan.PLAIN
            .with(new Fault.Shape(plan.width(), plan.height(), OptionalInt.empty()))
            .with(new Fault.Rate(plan.fps()))
            .with(plan.gop())
            .with(new Fault.Sound(plan.sound()))
            .with(plan.frozen() ? Plain.FREEZE : Plain.UNFREEZE);
    boolean could =
        plan.with(Plain.REVIVE).equals(able) && plan.gop().equals(CameraPlan.PLAIN.gop());
    if (!could) {
      throw new ScenarioException(
          "a browser as camera has a size, a rate, audio, freeze, kill, close and revive; no more");
    }
  }

  @Override
  public Counts counts() {
    return counts;
  }

  @Override
  public boolean publishing() {
    return publishing;
  }

  @Override
  void checkProgram() {
    BrowserPage.check();
  }

  @Override
  void checkAble(Fault fault) {
    check(fault);
  }

  /**
   * Refuses a word that a browser cannot follow.
   *
   * @throws ScenarioException one line, naming the word
   */
  public static void check(Fault fault) {
    boolean able =
        fault instanceof Fault.Shape
            || fault instanceof Fault.Rate
            || fault instanceof Fault.Sound
            || (fault instanceof Plain plain && KNOWN.contains(plain));
    if (!able) {
      throw new ScenarioException("'" + fault.word() + "': a browser as camera cannot do that");
    }
  }

  @Override
  void change(CameraPlan before, CameraPlan after) throws IOException {
    if (after.sound() != before.sound()) {
      leave(false);
      return;
    }
    try {
      page.set(after);
    } catch (PlaywrightException e) {
      throw failure(e);
    }
  }

  @Override
  String tend() throws IOException {
    try {
      BrowserPage.State state = page.state();
      counts = total(state);
      return state.over() ? "the browser's session has ended" : null;
    } catch (PlaywrightException e) {
      throw failure(e);
    }
  }

  @Override
  void publish() throws IOException, InterruptedException {
    try {
      open();
    } catch (PlaywrightException e) {
      throw failure(e);
    }
  }

  @Override
  void release() {
    if (page != null) {
      page.close();
      page = null;
    }
  }

  private void open() throws IOException, InterruptedException {
    if (page == null) {
      page = BrowserPage.open();
    }
    token = network.token().get();
    String offer = page.offer(path(), cameraId, plan(), network.clock());
    HttpResponse<String> answer =
        network
            .http()
            .send(
                request("/whip/" + path())
                    .header("Content-Type", "application/sdp")
                    .POST(HttpRequest.BodyPublishers.ofString(offer))
                    .build(),
                HttpResponse.BodyHandlers.ofString());
    if (answer.statusCode() != 201) {
      throw new PublishRefusedException(
          path(), answer.statusCode(), "answered " + answer.statusCode());
    }
    session =
        answer
            .headers()
            .firstValue("Location")
            .map(network.gateway()::resolve)
            .orElseThrow(() -> new IOException("the answer names no session"));
    page.answer(answer.body());
    published++;
    publishing = true;
    counts = total(page.state());
  }

  @Override
  void leave(boolean dying) {
    URI open = session;
    session = null;
    publishing = false;
    try {
      if (page != null) {
        counts = total(page.state());
        page.end();
      }
      if (open != null && !dying) {
        HttpRequest request = request(open.toString()).DELETE().build();
        var _ = network.http().send(request, HttpResponse.BodyHandlers.discarding());
      }
    } catch (IOException | PlaywrightException e) {
      LOG.debug("{} did not end cleanly: {}", path(), firstLine(e));
      if (e instanceof PlaywrightException && page != null) {
        // The browser itself is gone; the next publish opens another.
        page.close();
        page = null;
        ofEarlierPages = counts;
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  private HttpRequest.Builder request(String at) {
    return HttpRequest.newBuilder(network.gateway().resolve(at))
        .timeout(DEADLINE)
        .header("Authorization", "Bearer " + token);
  }

  private Counts total(BrowserPage.State state) {
    return new Counts(
        ofEarlierPages.frames() + state.frames(),
        ofEarlierPages.framesDropped() + state.dropped(),
        0,
        0,
        0,
        published);
  }

  private static IOException failure(PlaywrightException e) {
    return new IOException(firstLine(e), e);
  }

  private static String firstLine(Exception e) {
    return String.valueOf(e.getMessage()).lines().findFirst().orElse("no reason given");
  }
}
