package dev.croupier.gateway.control.ws;

import dev.croupier.gateway.control.session.Outbox;
import dev.croupier.gateway.control.wire.CloseCode;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.eclipse.jetty.websocket.api.Callback;
import org.eclipse.jetty.websocket.api.Session;

/** A WebSocket as a session's way out. Any thread. */
final class SocketOutbox implements Outbox {
  private final Session socket;
  private final ScheduledExecutorService timer;
  private final Duration cutOff;
  private final AtomicBoolean closed = new AtomicBoolean();

  SocketOutbox(Session socket, ScheduledExecutorService timer, Duration cutOff) {
    this.socket = socket;
    this.timer = timer;
    this.cutOff = cutOff;
  }

  @Override
  public void send(String frame, Sent sent) {
    if (closed.get()) {
      sent.done(false);
      return;
    }
    socket.sendText(frame, Callback.from(() -> sent.done(true), _ -> sent.done(false)));
  }

  @Override
  public void close(CloseCode code) {
    close(code.code(), code.reason());
  }

  /** Closes once; a peer that does not take the close frame is cut off. */
  void close(int code, String reason) {
    if (closed.compareAndSet(false, true)) {
      socket.close(code, reason, Callback.NOOP);
      try {
        var _ = timer.schedule(socket::disconnect, cutOff.toMillis(), TimeUnit.MILLISECONDS);
      } catch (RejectedExecutionException _) {
        // The gateway ends and has stopped its timers: its server closes what is left.
      }
    }
  }

  /** Asks for a sign of life. */
  void ping() {
    if (!closed.get()) {
      socket.sendPing(ByteBuffer.allocate(0), Callback.NOOP);
    }
  }
}
