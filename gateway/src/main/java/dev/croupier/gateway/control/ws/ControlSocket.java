package dev.croupier.gateway.control.ws;

import dev.croupier.gateway.control.port.Bettor;
import dev.croupier.gateway.control.port.PlayerRef;
import dev.croupier.gateway.control.present.Admission;
import dev.croupier.gateway.control.session.PlayerSession;
import dev.croupier.gateway.control.wire.ClientDecoder;
import dev.croupier.gateway.control.wire.ClientMessage;
import dev.croupier.gateway.control.wire.CloseCode;
import dev.croupier.gateway.http.Principal;
import dev.croupier.gateway.http.Problem;
import dev.croupier.gateway.http.Role;
import dev.croupier.gateway.ids.PlayerId;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.websocket.api.Callback;
import org.eclipse.jetty.websocket.api.Session;
import org.eclipse.jetty.websocket.api.StatusCode;

/**
 * One connection to {@code /ws}: hello first, then what the session says.
 *
 * <p>Jetty calls it on one thread at a time; the next message is asked for only when the one before
 * was handed on, so a flood waits in the peer's socket.
 */
public final class ControlSocket implements Session.Listener {
  private final ControlDoor.Surroundings around;
  private Session socket;
  private SocketOutbox outbox;
  private Future<?> helloDeadline;
  private Future<?> pings;
  private boolean greeted;
  private volatile PlayerSession session;
  private volatile boolean gone;
  private volatile boolean heard;

  ControlSocket(ControlDoor.Surroundings around) {
    this.around = around;
  }

  @Override
  public void onWebSocketOpen(Session opened) {
    socket = opened;
    outbox = new SocketOutbox(opened, around.timer(), around.cutOff());
    helloDeadline =
        around
            .timer()
            .schedule(
                () -> refuse(CloseCode.BAD_HELLO, CloseCode.BAD_HELLO.reason()),
                around.limits().hello().toMillis(),
                TimeUnit.MILLISECONDS);
    Duration period = around.ping();
    pings =
        around
            .timer()
            .scheduleAtFixedRate(
                this::askForLife, period.toMillis(), period.toMillis(), TimeUnit.MILLISECONDS);
    opened.demand();
  }

  @Override
  public void onWebSocketText(String text) {
    heard = true;
    ClientDecoder.Decoded decoded = ClientDecoder.decode(text);
    if (!greeted) {
      greeted = true;
      if (decoded instanceof ClientDecoder.Decoded.Message(ClientMessage.Hello hello)) {
        greet(hello);
      } else {
        refuse(CloseCode.BAD_HELLO, CloseCode.BAD_HELLO.reason());
      }
      return;
    }
    PlayerSession owner = session;
    switch (decoded) {
      case ClientDecoder.Decoded.Message(ClientMessage message) ->
          owner.execute(s -> handOn(s, message));
      case ClientDecoder.Decoded.Rejected(String code, String detail, String key) ->
          owner.execute(
              s -> {
                s.refuse(code, detail, key);
                socket.demand();
              });
    }
  }

  @Override
  public void onWebSocketBinary(ByteBuffer payload, Callback callback) {
    callback.succeed();
    outbox.close(StatusCode.BAD_DATA, "text only");
  }

  @Override
  public void onWebSocketPong(ByteBuffer payload) {
    heard = true;
    socket.demand();
  }

  @Override
  public void onWebSocketPing(ByteBuffer payload) {
    heard = true;
    socket.sendPong(payload, Callback.NOOP);
    socket.demand();
  }

  @Override
  public void onWebSocketClose(int statusCode, String reason, Callback callback) {
    over();
    callback.succeed();
  }

  @Override
  public void onWebSocketError(Throwable cause) {
    over();
  }

  private void greet(ClientMessage.Hello hello) {
    Principal principal;
    try {
      principal = around.verifier().verify(hello.token());
    } catch (Problem refused) {
      refuse(CloseCode.BAD_HELLO, refused.code());
      return;
    }
    if (!principal.has(Role.PLAYER)) {
      refuse(CloseCode.FORBIDDEN, CloseCode.FORBIDDEN.reason());
      return;
    }
    if (!PlayerId.isValid(principal.subject()) || principal.currency() == null) {
      refuse(CloseCode.BAD_HELLO, "the token names no player with a currency");
      return;
    }
    Bettor bettor =
        new Bettor(
            new PlayerRef(principal.licensee(), new PlayerId(principal.subject())),
            principal.currency(),
            principal.limitGroup());
    long tokenEndsAt = TimeUnit.SECONDS.toMicros(principal.expiresAt().getEpochSecond());
    around.admission().admit(hello, bettor, tokenEndsAt, outbox, new Answer());
  }

  private void handOn(PlayerSession owner, ClientMessage message) {
    owner.receive(message);
    socket.demand();
  }

  private void askForLife() {
    if (heard || session == null) {
      heard = false;
      outbox.ping();
    } else {
      outbox.close(CloseCode.GOING_AWAY);
    }
  }

  private void refuse(CloseCode code, String reason) {
    around.traffic().closed(code);
    outbox.close(code.code(), reason);
  }

  private void over() {
    gone = true;
    helloDeadline.cancel(false);
    pings.cancel(false);
    PlayerSession owner = session;
    if (owner != null) {
      around.sessions().connectionLost(owner, outbox);
    }
  }

  /** What became of the hello; on the thread that found out. */
  private final class Answer implements Admission.Outcome {
    @Override
    public void admitted(PlayerSession admitted) {
      helloDeadline.cancel(false);
      session = admitted;
      if (gone) {
        around.sessions().connectionLost(admitted, outbox);
      } else {
        socket.demand();
      }
    }

    @Override
    public void refused(CloseCode code, String reason) {
      refuse(code, reason);
    }
  }
}
