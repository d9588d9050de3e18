package dev.croupier.loadtest.studio;

import com.microsoft.playwright.PlaywrightException;
import dev.croupier.loadtest.plan.ScenarioException;
import dev.croupier.loadtest.studio.CameraPlan.Presence;
import dev.croupier.loadtest.studio.Fault.Plain;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.EnumSet;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A camera that a real Chromium publishes: a canvas with the strip and a beep a second, encoded and
 * sent as a browser does it (no periodic keyframes, its own rate control). Size, rate, channels at
 * its start, and {@code freeze}, {@code kill}, {@code close}, {@code revive} can be asked for; a
 * browser's clock, encoder and network are its own. Its clock is set to table time to about a
 * millisecond, its beeps are right to about 20 ms.
 *
 * <p>A thread of its own talks to the browser; all methods by any thread.
 */
public final class BrowserCamera implements Station {
  private static final Logger LOG = LoggerFactory.getLogger(BrowserCamera.class);
  private static final long LOOK_MILLIS = 500;
  private static final long APPLY_SECONDS = 30;
  private static final Duration DEADLINE = Duration.ofSeconds(10);
  private static final Set<Plain> KNOWN =
      EnumSet.of(Plain.KILL, Plain.CLOSE, Plain.REVIVE, Plain.FREEZE, Plain.UNFREEZE, Plain.RESET);

  private final String path;
  private final int cameraId;
  private final CameraPlan described;
  private final CameraStation.Network network;
  private final ScheduledExecutorService thread;
  private final CompletableFuture<Void> firstAccepted = new CompletableFuture<>();
  private volatile CameraPlan plan;
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
    check(plan);
    this.path = path;
    this.cameraId = cameraId;
    this.described = plan;
    this.plan = plan;
    this.network = network;
    this.thread =
        Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().name("browser camera " + path).daemon().factory());
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
  public String path() {
    return path;
  }

  @Override
  public void start() {
    BrowserPage.check();
    var _ = thread.scheduleWithFixedDelay(this::look, 0, LOOK_MILLIS, TimeUnit.MILLISECONDS);
  }

  @Override
  public void apply(Fault fault) {
    boolean able =
        fault instanceof Fault.Shape
            || fault instanceof Fault.Rate
            || fault instanceof Fault.Sound
            || (fault instanceof Plain plain && KNOWN.contains(plain));
    if (!able) {
      throw new ScenarioException("'" + fault.word() + "': a browser as camera cannot do that");
    }
    try {
      CompletableFuture.runAsync(() -> change(fault), thread)
          .orTimeout(APPLY_SECONDS, TimeUnit.SECONDS)
          .join();
    } catch (RuntimeException e) {
      throw new ScenarioException("'" + fault.word() + "': the browser does not answer");
    }
  }

  @Override
  public CameraPlan plan() {
    return plan;
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
  public CompletableFuture<Void> firstAccepted() {
    return firstAccepted.copy();
  }

  @Override
  public void close() {
    try {
      thread.execute(
          () -> {
            leave(false);
            if (page != null) {
              page.close();
              page = null;
            }
          });
      thread.shutdown();
      if (!thread.awaitTermination(APPLY_SECONDS, TimeUnit.SECONDS)) {
        thread.shutdownNow();
      }
    } catch (RejectedExecutionException _) {
      // It was closed before.
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  private void change(Fault fault) {
    CameraPlan before = plan;
    CameraPlan after = fault == Plain.RESET ? described.with(fault) : before.with(fault);
    plan = after;
    if (session != null) {
      if (after.presence() != Presence.ON) {
        leave(after.presence() == Presence.KILLED);
      } else if (after.sound() != before.sound()) {
        leave(false);
      } else {
        page.set(after);
      }
    }
    look();
  }

  /** Publishes if it should and does not; reads the counts. */
  private void look() {
    try {
      if (session != null) {
        BrowserPage.State state = page.state();
        counts = total(state);
        if (state.over()) {
          LOG.info("{} ended, publishing again", path);
          leave(true);
        }
      }
      if (session == null && plan.presence() == Presence.ON) {
        publish();
      }
    } catch (IOException | PlaywrightException e) {
      // The first refusal is its owner's to tell.
      if (!firstAccepted.completeExceptionally(
          e instanceof IOException ? e : new IOException(firstLine(e), e))) {
        LOG.warn("{} is not published: {}", path, firstLine(e));
      }
      leave(true);
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  private void publish() throws IOException, InterruptedException {
    if (page == null) {
      page = BrowserPage.open();
    }
    token = network.token().get();
    String offer = page.offer(path, cameraId, plan, network.clock());
    HttpResponse<String> answer =
        network
            .http()
            .send(
                request("/whip/" + path)
                    .header("Content-Type", "application/sdp")
                    .POST(HttpRequest.BodyPublishers.ofString(offer))
                    .build(),
                HttpResponse.BodyHandlers.ofString());
    if (answer.statusCode() != 201) {
      throw new PublishRefusedException(
          path, answer.statusCode(), "answered " + answer.statusCode());
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
    firstAccepted.complete(null);
  }

  /** Ends the session; a dying one says nothing. */
  private void leave(boolean dying) {
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
      LOG.debug("{} did not end cleanly: {}", path, firstLine(e));
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

  private static String firstLine(Exception e) {
    return String.valueOf(e.getMessage()).lines().findFirst().orElse("no reason given");
  }
}
