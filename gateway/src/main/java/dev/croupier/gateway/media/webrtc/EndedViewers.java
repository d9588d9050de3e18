package dev.croupier.gateway.media.webrtc;

import java.util.ArrayList;
import java.util.List;

/**
 * Figures of viewers that have ended, until somebody takes them: what happened after the last look
 * at a viewer, or to one that came and went between two looks, is counted too. Any thread.
 */
final class EndedViewers {
  /** Beyond this nobody takes them, and the latest are forgotten. */
  static final int MAX = 20_000;

  private final List<WhepFigures> ended = new ArrayList<>();

  synchronized void add(WhepFigures figures) {
    if (ended.size() < MAX) {
      ended.add(figures);
    }
  }

  /** All since the last call. */
  synchronized List<WhepFigures> take() {
    List<WhepFigures> taken = List.copyOf(ended);
    ended.clear();
    return taken;
  }
}
