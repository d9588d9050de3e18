package dev.croupier.gateway.control.ws;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;

import dev.croupier.gateway.control.House;
import dev.croupier.gateway.control.wire.ClientEncoder;
import dev.croupier.gateway.control.wire.ClientMessage;
import dev.croupier.gateway.control.wire.Contract;
import dev.croupier.gateway.control.wire.ServerFrame;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** A native client of the control socket that checks that {@code seq} has no holes. */
final class SocketPeer implements WebSocket.Listener {
  final CompletableFuture<Integer> closed = new CompletableFuture<>();
  volatile String closeReason;

  private final BlockingQueue<String> frames = new LinkedBlockingQueue<>();
  private final StringBuilder partial = new StringBuilder();
  private volatile boolean reads = true;
  private WebSocket socket;
  private long seq;
  private String session;

  static SocketPeer connect(House house) {
    return connect(house, true);
  }

  static SocketPeer connect(House house, boolean reads) {
    SocketPeer peer = new SocketPeer();
    peer.reads = reads;
    peer.socket =
        house
            .http
            .newWebSocketBuilder()
            .subprotocols(Contract.SUBPROTOCOL)
            .buildAsync(house.socketUri(), peer)
            .join();
    return peer;
  }

  SocketPeer send(ClientMessage message) {
    return send(ClientEncoder.encode(message));
  }

  SocketPeer send(String text) {
    socket.sendText(text, true).join();
    return this;
  }

  String subprotocol() {
    return socket.getSubprotocol();
  }

  void sendBinary() {
    socket.sendBinary(ByteBuffer.wrap(new byte[] {1}), true).join();
  }

  /** The session's name in the last welcome. */
  String session() {
    return session;
  }

  void drop() {
    socket.abort();
  }

  void read() {
    reads = true;
    socket.request(1);
  }

  /** The next frame's text as it came. */
  String nextText() throws InterruptedException {
    String text = frames.poll(10, TimeUnit.SECONDS);
    assertNotNull(text, "no frame came");
    ServerFrame frame = ServerFrame.parse(text).orElseThrow();
    if (frame.type().equals("welcome")) {
      seq = frame.seq();
      session = frame.body().path("session").textValue();
    } else {
      assertEquals(++seq, frame.seq(), text);
    }
    return text;
  }

  ServerFrame next() throws InterruptedException {
    return ServerFrame.parse(nextText()).orElseThrow();
  }

  /** The next frame of a type; those before it are passed over. */
  ServerFrame next(String type) throws InterruptedException {
    while (true) {
      ServerFrame frame = next();
      if (frame.type().equals(type)) {
        return frame;
      }
    }
  }

  long seq() {
    return seq;
  }

  int closeCode() throws Exception {
    return closed.get(10, TimeUnit.SECONDS);
  }

  @Override
  public void onOpen(WebSocket opened) {
    if (reads) {
      opened.request(1);
    }
  }

  @Override
  public CompletionStage<?> onText(WebSocket from, CharSequence data, boolean last) {
    partial.append(data);
    if (last) {
      frames.add(partial.toString());
      partial.setLength(0);
    }
    if (reads) {
      from.request(1);
    }
    return null;
  }

  @Override
  public CompletionStage<?> onClose(WebSocket from, int statusCode, String reason) {
    closeReason = reason;
    closed.complete(statusCode);
    return null;
  }

  @Override
  public void onError(WebSocket from, Throwable error) {
    closed.completeExceptionally(error);
  }
}
