package dev.croupier.time.server;

import dev.croupier.time.wire.TimeAnswer;
import dev.croupier.time.wire.TimeAsk;
import java.nio.ByteBuffer;
import org.eclipse.jetty.websocket.api.Callback;
import org.eclipse.jetty.websocket.api.Session;
import org.eclipse.jetty.websocket.api.StatusCode;

/**
 * Table time over one WebSocket: each 24 bytes asked are answered by 80.
 *
 * <p>Called by Jetty for one message at a time; the next is read when the answer is written, so
 * that a client that does not read cannot fill memory. Too many questions at once are dropped
 * unanswered, anything else than a question closes the connection.
 */
public final class TimeSocket implements Session.Listener {
  /** Longest message, bytes; for the door's limit. */
  public static final int MAX_MESSAGE_BYTES = 128;

  /** Questions at once, and how soon there may be one more, microseconds. */
  private static final int BURST = 64;

  private static final long INTERVAL_MICROS = 20_000;

  private final TimeService service;
  private Session session;
  private int tokens = BURST;
  private long lastMicros;

  TimeSocket(TimeService service) {
    this.service = service;
  }

  @Override
  public void onWebSocketOpen(Session opened) {
    session = opened;
    lastMicros = service.clock().nowMicros();
    service.opened();
    session.demand();
  }

  @Override
  public void onWebSocketBinary(ByteBuffer message, Callback callback) {
    long t2 = service.clock().nowMicros();
    TimeAsk.Parse parse = TimeAsk.parse(message);
    callback.succeed();
    switch (parse) {
      case TimeAsk.Parse.Parsed(TimeAsk ask) when isWithinRate(t2) -> answer(ask, t2);
      case TimeAsk.Parse.Parsed _ -> {
        service.refused();
        session.demand();
      }
      case TimeAsk.Parse.Rejected(TimeAsk.Reason reason) ->
          refuse(StatusCode.BAD_PAYLOAD, reason.name());
    }
  }

  @Override
  public void onWebSocketText(String message) {
    refuse(StatusCode.BAD_DATA, "binary only");
  }

  @Override
  public void onWebSocketClose(int status, String reason, Callback callback) {
    service.closed();
    callback.succeed();
  }

  private void answer(TimeAsk ask, long t2) {
    TimeQuality quality = service.quality();
    ByteBuffer out = ByteBuffer.allocate(TimeAnswer.LENGTH);
    new TimeAnswer(
            quality.leap(),
            quality.stratum(),
            ask.seq(),
            ask.t1(),
            t2,
            service.clock().nowMicros(),
            service.wallMinusTable(),
            service.clock().clockId(),
            service.clock().epoch(),
            quality.rootDelayMicros(),
            quality.rootDispersionMicros(),
            quality.boundMicros())
        .write(out);
    session.sendBinary(
        out.flip(),
        Callback.from(
            () -> {
              service.answered();
              session.demand();
            },
            failure -> session.disconnect()));
  }

  private void refuse(int status, String reason) {
    service.refused();
    session.close(status, reason, Callback.NOOP);
  }

  private boolean isWithinRate(long nowMicros) {
    long gained = (nowMicros - lastMicros) / INTERVAL_MICROS;
    if (gained > 0) {
      tokens = (int) Math.min(BURST, tokens + gained);
      lastMicros += gained * INTERVAL_MICROS;
    }
    if (tokens == 0) {
      return false;
    }
    tokens--;
    return true;
  }
}
