package dev.croupier.gateway.control.session;

import dev.croupier.gateway.control.wire.CloseCode;
import dev.croupier.gateway.control.wire.ServerEncoder;
import dev.croupier.time.clock.TableClock;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.function.Consumer;

/**
 * A session's messages on their way: waiting, then numbered without holes, then kept for a resume.
 *
 * <p>{@code seq} is given when a message leaves the queue, after coalescing. Owned by the session;
 * one frame is on its way to the socket at a time.
 */
final class OutStream {
  private final OutQueue queue;
  private final Replay replay;
  private final TableClock clock;
  private final Traffic traffic;
  private final int contractVer;
  private final Consumer<Runnable> owner;
  private final Deque<String> resent = new ArrayDeque<>();
  private volatile Outbox outbox;
  private boolean sending;
  private boolean open;
  private long seq;

  /**
   * A stream.
   *
   * @param owner runs what a send's end brings on the session's owner
   */
  OutStream(
      SessionLimits limits,
      TableClock clock,
      Traffic traffic,
      int contractVer,
      Consumer<Runnable> owner) {
    this.queue = new OutQueue(limits.outMessages(), limits.outChars());
    this.replay = new Replay(limits.replayMessages(), limits.replayChars());
    this.clock = clock;
    this.traffic = traffic;
    this.contractVer = contractVer;
    this.owner = owner;
  }

  /** Begins with the welcome; what was offered before follows it. */
  void open(Outbox to, Prepared welcome) {
    outbox = to;
    open = true;
    sendFrame(number(welcome));
  }

  /** Takes a message; false: past the limit, and it was not taken. */
  boolean offer(Prepared message) {
    if (!queue.offer(message)) {
      return false;
    }
    pump();
    return true;
  }

  /**
   * Goes on over another connection; false: what was missed is no longer here, nothing was done.
   *
   * @param lastSeq the last that arrived over there
   * @param welcome its body; it has {@code lastSeq} for its {@code seq}
   */
  boolean resume(Outbox to, long lastSeq, Prepared welcome) {
    List<String> missed = open && lastSeq >= 1 ? replay.after(lastSeq) : null;
    if (missed == null) {
      return false;
    }
    outbox = to;
    sending = false;
    resent.clear();
    resent.addAll(missed);
    sendFrame(frame(welcome, lastSeq));
    return true;
  }

  /** The connection now, or null. Any thread. */
  Outbox outbox() {
    return outbox;
  }

  /** No connection any more; messages wait for a resume. */
  void detach() {
    outbox = null;
    sending = false;
    resent.clear();
  }

  /** Closes the connection, if there is one, and forgets what waits. */
  void close(CloseCode code) {
    if (outbox != null) {
      outbox.close(code);
    }
    detach();
    queue.clear();
  }

  int waiting() {
    return queue.size();
  }

  private void pump() {
    if (!open || outbox == null || sending) {
      return;
    }
    String frame = resent.pollFirst();
    if (frame == null) {
      Prepared message = queue.poll();
      frame = message == null ? null : number(message);
    }
    if (frame != null) {
      sendFrame(frame);
    }
  }

  private String number(Prepared message) {
    traffic.sent(message.type());
    String frame = frame(message, ++seq);
    replay.add(seq, frame);
    return frame;
  }

  private String frame(Prepared message, long number) {
    return ServerEncoder.frame(
        message.type(), contractVer, number, clock.nowMicros(), message.body());
  }

  private void sendFrame(String frame) {
    sending = true;
    Outbox over = outbox;
    over.send(frame, ok -> owner.accept(() -> sent(over, ok)));
  }

  private void sent(Outbox over, boolean ok) {
    if (over != outbox) {
      return;
    }
    sending = false;
    if (ok) {
      pump();
    } else {
      detach();
    }
  }
}
