package dev.croupier.gateway.control.session;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/**
 * The last frames of a session, for a connection that comes back. Owned by the session.
 *
 * <p>Bounded in count and size; the oldest go first.
 */
final class Replay {
  private record Kept(long seq, String frame) {}

  private final int maxMessages;
  private final int maxChars;
  private final Deque<Kept> kept = new ArrayDeque<>();
  private long lastSeq;
  private int chars;

  Replay(int maxMessages, int maxChars) {
    this.maxMessages = maxMessages;
    this.maxChars = maxChars;
  }

  /** Remembers a frame; {@code seq} rises by one. */
  void add(long seq, String frame) {
    lastSeq = seq;
    kept.addLast(new Kept(seq, frame));
    chars += frame.length();
    while (kept.size() > maxMessages || chars > maxChars) {
      chars -= kept.removeFirst().frame().length();
    }
  }

  /** The frames after {@code seq}; null if some of them are gone or never were. */
  List<String> after(long seq) {
    long oldest = kept.isEmpty() ? lastSeq + 1 : kept.peekFirst().seq();
    if (seq < oldest - 1 || seq > lastSeq) {
      return null;
    }
    return kept.stream().filter(k -> k.seq() > seq).map(Kept::frame).toList();
  }
}
