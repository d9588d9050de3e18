package dev.croupier.loadtest.browser;

import com.microsoft.playwright.PlaywrightException;
import dev.croupier.loadtest.measure.Crowd;
import dev.croupier.loadtest.measure.Section;
import dev.croupier.loadtest.plan.BrowserPlan;
import dev.croupier.time.clock.TableClock;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;

/**
 * Real Chromium pages that play one WHEP address, each in a window of its own, one coming after the
 * other. What is told in the same words as by native viewers is meant as there, with one
 * difference: a frame counts when the browser presents it, not when it has arrived.
 *
 * <p>A platform thread of its own drives them while {@link #run} blocks. Signalling goes through
 * this process, so that any server can be asked, whatever origins it allows.
 */
public final class BrowserRun implements Crowd {
  private static final long PULL_MICROS = 500_000;

  /**
   * Where to.
   *
   * @param whep the address that is played
   * @param sharedClock whether the studio's table time is this process's, so that an age means
   *     anything
   * @param chromium the browser's program
   */
  public record Target(URI whep, boolean sharedClock, Path chromium) {
    /** The browser where Debian's package puts it. */
    public Target(URI whep, boolean sharedClock) {
      this(whep, sharedClock, Chromium.INSTALLED);
    }
  }

  /** Where pages get their bearer tokens. Blocks. */
  @FunctionalInterface
  public interface Tokens {
    /** A page's token; empty for a server that asks for none. */
    String token(int page) throws IOException, InterruptedException;
  }

  private final Target target;
  private final BrowserPlan plan;
  private final Tokens tokens;
  private final WhepDoor door;
  private final TableClock clock;
  private final Consumer<ShownFrame> listener;
  private final PageTally tally;
  private final PageSkew skew;
  private final CountDownLatch stopped = new CountDownLatch(1);
  private final AtomicBoolean reconnect = new AtomicBoolean();

  /** Pages that have not come yet. */
  public BrowserRun(
      Target target, BrowserPlan plan, Tokens tokens, HttpClient http, TableClock clock) {
    this(target, plan, tokens, http, clock, _ -> {});
  }

  /**
   * The same, with one who hears of every frame that is presented.
   *
   * @param listener called by the thread that drives the pages, some time after the frame
   */
  public BrowserRun(
      Target target,
      BrowserPlan plan,
      Tokens tokens,
      HttpClient http,
      TableClock clock,
      Consumer<ShownFrame> listener) {
    this.target = target;
    this.plan = plan;
    this.tokens = tokens;
    this.door = new WhepDoor(http);
    this.clock = clock;
    this.tally = new PageTally(plan.count());
    this.skew = new PageSkew(tally.skew);
    this.listener =
        frame -> {
          skew.shown(frame);
          listener.accept(frame);
        };
  }

  /**
   * {@inheritDoc}
   *
   * @throws IOException if there is no Chromium, or it does not start
   */
  @Override
  public void run(long untilMicros) throws IOException, InterruptedException {
    if (plan.count() == 0) {
      return;
    }
    AtomicReference<IOException> failure = new AtomicReference<>();
    Thread driver =
        Thread.ofPlatform()
            .name("browsers")
            .start(
                () -> {
                  try {
                    drive(untilMicros);
                  } catch (IOException e) {
                    failure.set(e);
                  } catch (InterruptedException _) {
                    Thread.currentThread().interrupt();
                  }
                });
    try {
      driver.join();
    } catch (InterruptedException e) {
      // The browser must not outlive the run.
      stopped.countDown();
      driver.join();
      throw e;
    }
    if (failure.get() != null) {
      throw failure.get();
    }
  }

  @Override
  public Section section() {
    return tally.section();
  }

  @Override
  public void reconnect() {
    reconnect.set(true);
  }

  private void drive(long untilMicros) throws IOException, InterruptedException {
    try (Chromium chromium = Chromium.start(target.chromium())) {
      List<PlayPage> pages = new ArrayList<>();
      // Windows open slowly; viewers that are there already should not feel it.
      while (pages.size() < plan.count() && left(untilMicros) > 0) {
        pages.add(open(chromium, pages.size()));
      }
      for (int i = 0; i < pages.size() && left(untilMicros) > 0; i++) {
        join(pages.get(i), i);
        pull(pages);
      }
      watch(pages, untilMicros);
      pull(pages);
      for (PlayPage page : pages) {
        guarded(page, page::leave);
      }
    } catch (PlaywrightException e) {
      throw new IOException("Chromium gave up: " + Chromium.firstLine(e), e);
    } finally {
      skew.end();
    }
  }

  private PlayPage open(Chromium chromium, int number) {
    return new PlayPage(
        number,
        chromium.page(),
        door,
        new PlayPage.Program(target.whep(), target.sharedClock()),
        clock,
        tally,
        listener);
  }

  private void watch(List<PlayPage> pages, long untilMicros) throws InterruptedException {
    long next = clock.nowMicros();
    while (left(untilMicros) > 0) {
      next = Math.max(next + PULL_MICROS, clock.nowMicros());
      long pause = Math.min(next, untilMicros) - clock.nowMicros();
      if (stopped.await(Math.max(0, pause), TimeUnit.MICROSECONDS)) {
        return;
      }
      pull(pages);
      if (reconnect.getAndSet(false)) {
        for (int i = 0; i < pages.size(); i++) {
          guarded(pages.get(i), pages.get(i)::drop);
          join(pages.get(i), i);
        }
      }
    }
  }

  private void join(PlayPage page, int number) throws InterruptedException {
    guarded(page, () -> page.join(tokens.token(number)));
  }

  private static void pull(List<PlayPage> pages) throws InterruptedException {
    for (PlayPage page : pages) {
      guarded(page, page::pull);
    }
  }

  /** What one page does; it must not take the others with it. */
  private static void guarded(PlayPage page, Deed deed) throws InterruptedException {
    try {
      deed.act();
    } catch (IOException e) {
      page.fail(e.getMessage() == null ? e.toString() : e.getMessage());
    } catch (PlaywrightException e) {
      page.fail(Chromium.firstLine(e));
    }
  }

  private long left(long untilMicros) {
    return stopped.getCount() == 0 ? 0 : untilMicros - clock.nowMicros();
  }

  @FunctionalInterface
  private interface Deed {
    void act() throws IOException, InterruptedException;
  }
}
