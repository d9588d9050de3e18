package dev.croupier.gateway.control.session;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What waits for a session's reader: bounded, states coalesced, answers and facts never dropped.
 *
 * <p>Owned by the session.
 */
final class OutQueue {
  /** From this part of the room on, droppable states coalesce too. */
  private static final int PRESSURE_DIVISOR = 4;

  private final int maxMessages;
  private final int maxChars;
  private final Map<Object, Prepared> waiting = new LinkedHashMap<>();
  private long nextKey;
  private int chars;

  OutQueue(int maxMessages, int maxChars) {
    this.maxMessages = maxMessages;
    this.maxChars = maxChars;
  }

  /** Appends; a newer state takes the place of its older one at the end. False: past the limit. */
  boolean offer(Prepared message) {
    Object key = keyOf(message);
    Prepared older = waiting.remove(key);
    if (older != null) {
      chars -= older.body().length();
    }
    if (waiting.size() >= maxMessages || chars + message.body().length() > maxChars) {
      return false;
    }
    waiting.put(key, message);
    chars += message.body().length();
    return true;
  }

  /** The next one, or null. */
  Prepared poll() {
    var first = waiting.entrySet().iterator();
    if (!first.hasNext()) {
      return null;
    }
    Prepared message = first.next().getValue();
    first.remove();
    chars -= message.body().length();
    return message;
  }

  int size() {
    return waiting.size();
  }

  void clear() {
    waiting.clear();
    chars = 0;
  }

  private Object keyOf(Prepared message) {
    boolean each =
        message.state() == null
            || (message.droppable() && waiting.size() < maxMessages / PRESSURE_DIVISOR);
    return each ? (Object) nextKey++ : message.state();
  }
}
