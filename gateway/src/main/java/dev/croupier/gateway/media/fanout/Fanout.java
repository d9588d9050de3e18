package dev.croupier.gateway.media.fanout;

import dev.croupier.gateway.media.program.ProgramFrame;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

/**
 * One program to many viewers. Viewers come and go on any thread; frames go out on the table's
 * event loop. Viewers are served in rotating order, so that nobody is always last.
 */
public final class Fanout {
  private final CopyOnWriteArrayList<Viewer> viewers = new CopyOnWriteArrayList<>();
  private final Consumer<RuntimeException> faults;
  private int first;

  /** Guarded by the list of viewers. */
  private boolean over;

  /**
   * Nobody watches.
   *
   * @param faults told exceptions of viewers, which keep no frame from the others
   */
  Fanout(Consumer<RuntimeException> faults) {
    this.faults = faults;
  }

  /** Adds a viewer; it gets the next frame on. One that comes too late is told so at once. */
  public void add(Viewer viewer) {
    synchronized (viewers) {
      if (!over) {
        viewers.addIfAbsent(viewer);
        return;
      }
    }
    viewer.onEnd();
  }

  /** Removes a viewer; false if it was not there. */
  public boolean remove(Viewer viewer) {
    return viewers.remove(viewer);
  }

  /** How many viewers there are. */
  public int size() {
    return viewers.size();
  }

  /** Hands a frame, or a part of one, to all. */
  void send(ProgramFrame frame) {
    Object[] now = viewers.toArray();
    int n = now.length;
    if (n == 0) {
      return;
    }
    first = (first + 1) % n;
    for (int i = 0; i < n; i++) {
      try {
        ((Viewer) now[(first + i) % n]).onFrame(frame);
      } catch (RuntimeException e) {
        faults.accept(e);
      }
    }
  }

  /** Tells all that the program is over. */
  void end() {
    synchronized (viewers) {
      over = true;
    }
    viewers.forEach(viewer -> new Guarded(viewer::onEnd, faults).run());
    viewers.clear();
  }
}
