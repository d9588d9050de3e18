package dev.croupier.gateway.media.net;

import dev.croupier.gateway.media.webrtc.PacketSink;
import dev.croupier.gateway.media.webrtc.TransportRefusal;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.socket.SocketChannel;
import java.net.InetSocketAddress;
import java.util.concurrent.RejectedExecutionException;

/**
 * One peer's TCP connection. It belongs to the session that its first check names, and to no other;
 * it carries DTLS and media once a check was signed. It reads on its own loop; {@link #send} is for
 * the session's.
 *
 * <p>What a session sends in one turn of its loop leaves together or not at all: a peer that reads
 * too slowly misses whole pictures, and for long enough loses its connection.
 */
final class TcpConnection extends SimpleChannelInboundHandler<ByteBuf> implements PacketSink {
  /** One turn's packets: more than any picture. */
  private static final int MAX_TURN_BYTES = 2 << 20;

  private static final int FIRST_BYTES = 8 * 1024;
  private static final int LENGTH_BYTES = 2;

  private final TcpPort port;
  private final SocketChannel channel;
  private final InetSocketAddress remote;
  private final long openedMicros;
  private final TcpFrames frames = new TcpFrames();
  private volatile MediaSessions.Entry session;
  private volatile boolean proven;
  private volatile long blockedSinceMicros = -1;

  // The session's loop.
  private ByteBuf turn;
  private boolean turnOpen;

  TcpConnection(TcpPort port, SocketChannel channel, long nowMicros) {
    this.port = port;
    this.channel = channel;
    this.remote = channel.remoteAddress();
    this.openedMicros = nowMicros;
  }

  InetSocketAddress remote() {
    return remote;
  }

  long openedMicros() {
    return openedMicros;
  }

  /** Whether a signed check came in by it. */
  boolean isProven() {
    return proven;
  }

  /** Since when nothing could be sent, or -1. */
  long blockedSinceMicros() {
    return blockedSinceMicros;
  }

  /** The session that it belongs to, or null before its first check. */
  MediaSessions.Entry session() {
    return session;
  }

  /** Ties it to the session of its first check; false where it belongs to another. */
  boolean belongsTo(MediaSessions.Entry named) {
    if (session == null) {
      session = named;
    }
    return session.equals(named);
  }

  @Override
  protected void channelRead0(ChannelHandlerContext context, ByteBuf in) {
    if (!channel.isOpen()) {
      return; // what was read in the same go as the fault
    }
    TcpFrames.Outcome outcome =
        frames.feed(in, (buffer, length) -> port.received(this, buffer, length));
    if (outcome == TcpFrames.Outcome.BAD_LENGTH) {
      port.counters().refused(TransportRefusal.TCP_FRAMING);
    }
    if (outcome != TcpFrames.Outcome.READ) {
      close();
    }
  }

  @Override
  public void channelInactive(ChannelHandlerContext context) {
    port.closed(this);
  }

  @Override
  public void channelWritabilityChanged(ChannelHandlerContext context) {
    blockedSinceMicros = channel.isWritable() ? -1 : port.nowMicros();
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
    close(); // a reset, mostly
  }

  @Override
  public void send(InetSocketAddress to, byte[] buffer, int offset, int length) {
    if (!turnOpen) {
      turnOpen = true;
      if (channel.isWritable()) {
        turn = channel.alloc().directBuffer(FIRST_BYTES);
      }
      session.loop().execute(this::endOfTurn);
    }
    if (turn == null || turn.readableBytes() + length + LENGTH_BYTES > MAX_TURN_BYTES) {
      port.counters().refused(TransportRefusal.SEND_QUEUE_FULL);
      return;
    }
    port.counters().sent(length);
    TcpFrames.write(turn, buffer, offset, length);
  }

  private void endOfTurn() {
    turnOpen = false;
    ByteBuf gathered = turn;
    turn = null;
    if (gathered != null) {
      var _ = channel.writeAndFlush(gathered, channel.voidPromise());
    }
  }

  @Override
  public boolean single() {
    return true;
  }

  @Override
  public void proven() {
    if (!proven) {
      proven = true;
      port.proven(this);
    }
  }

  @Override
  public void abandoned() {
    try {
      session.loop().execute(this::close); // behind the end of this turn
    } catch (RejectedExecutionException e) {
      close();
    }
  }

  /** Closes it. Any thread. */
  void close() {
    var _ = channel.close();
  }
}
