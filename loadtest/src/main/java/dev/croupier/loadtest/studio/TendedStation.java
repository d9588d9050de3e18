package dev.croupier.loadtest.studio;

import dev.croupier.loadtest.plan.ScenarioException;
import dev.croupier.loadtest.studio.CameraPlan.Presence;
import dev.croupier.loadtest.studio.Fault.Plain;
import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A camera that another program publishes. A thread of its own talks to that program and looks
 * after it twice a second; the hooks below are called on it only. All public methods by any thread.
 */
abstract class TendedStation implements Station {
  private static final Logger LOG = LoggerFactory.getLogger(TendedStation.class);
  private static final long LOOK_MILLIS = 500;
  private static final long APPLY_SECONDS = 30;

  private final String path;
  private final CameraPlan described;
  private final ScheduledExecutorService thread;
  private final CompletableFuture<Void> firstAccepted = new CompletableFuture<>();
  private volatile CameraPlan plan;

  /**
   * A camera for {@code table/signal}, not started.
   *
   * @param kind names its thread
   */
  TendedStation(String path, CameraPlan plan, String kind) {
    this.path = path;
    this.described = plan;
    this.plan = plan;
    this.thread =
        Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().name(kind + " " + path).daemon().factory());
  }

  /**
   * Refuses where its program is missing.
   *
   * @throws StudioException one line
   */
  abstract void checkProgram();

  /**
   * Refuses what the program cannot do.
   *
   * @throws ScenarioException one line, naming the word
   */
  abstract void checkAble(Fault fault);

  /** Begins to publish; returns once it was taken in. */
  abstract void publish() throws IOException, InterruptedException;

  /** Looks at the open session; why it is over, or null while it goes on. */
  abstract String tend() throws IOException, InterruptedException;

  /**
   * Changes what goes on; called while it publishes and is to go on publishing. A change that needs
   * another session ends this one; the next one follows at once.
   */
  abstract void change(CameraPlan before, CameraPlan after)
      throws IOException, InterruptedException;

  /** Ends the session, if there is one; a dying one says nothing. Idempotent. */
  abstract void leave(boolean dying) throws InterruptedException;

  /** Frees the program; after {@link #leave}. */
  abstract void release();

  @Override
  public final String path() {
    return path;
  }

  @Override
  public final void start() {
    checkProgram();
    var _ = thread.scheduleWithFixedDelay(this::look, 0, LOOK_MILLIS, TimeUnit.MILLISECONDS);
  }

  @Override
  public final void apply(Fault fault) {
    checkAble(fault);
    try {
      CompletableFuture.runAsync(() -> take(fault), thread)
          .orTimeout(APPLY_SECONDS, TimeUnit.SECONDS)
          .join();
    } catch (RuntimeException e) {
      throw new ScenarioException("'" + fault.word() + "': the camera's program does not answer");
    }
  }

  @Override
  public final CameraPlan plan() {
    return plan;
  }

  @Override
  public final CompletableFuture<Void> firstAccepted() {
    return firstAccepted.copy();
  }

  @Override
  public final void close() {
    try {
      thread.execute(this::end);
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

  private void end() {
    try {
      leave(false);
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    } finally {
      release();
    }
  }

  private void take(Fault fault) {
    CameraPlan before = plan;
    CameraPlan after = fault == Plain.RESET ? described.with(fault) : before.with(fault);
    plan = after;
    try {
      if (after.presence() != Presence.ON) {
        leave(after.presence() == Presence.KILLED);
      } else if (publishing()) {
        change(before, after);
      }
    } catch (IOException e) {
      failed(e);
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
    look();
  }

  /** Publishes if it should and does not. */
  private void look() {
    try {
      String over = publishing() ? tend() : null;
      if (over != null) {
        LOG.warn("{}: {}; publishing again", path, over);
        leave(true);
      }
      if (!publishing() && plan.presence() == Presence.ON) {
        publish();
        firstAccepted.complete(null);
      }
    } catch (IOException e) {
      failed(e);
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  private void failed(IOException e) {
    // The HTTP client has no words for a port where nobody listens.
    IOException told =
        e.getMessage() == null ? new IOException("the gateway does not answer", e) : e;
    // The first refusal is its owner's to tell.
    if (!firstAccepted.completeExceptionally(told)) {
      LOG.warn("{} is not published: {}", path, told.getMessage());
    }
    try {
      leave(true);
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }
}
