package dev.croupier.loadtest.relay;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.socket.DuplexChannel;
import java.util.ArrayDeque;

/**
 * One direction of one TCP connection: pieces of the stream wait their time, in order, and go on as
 * the receiver takes them. When much is waiting, the sender is not read from. Owner: the relay's
 * event loop.
 */
final class TcpLane extends Timed {
  /** So much waits at most, 1 MiB and what one read brings; then reading stops. */
  private static final int HIGH_BYTES = 1 << 20;

  private static final int LOW_BYTES = HIGH_BYTES / 2;

  /** What a stream may hold when the relay as a whole holds too much, 16 KiB. */
  private static final int CROWDED_BYTES = 16 * 1_024;

  private final RelayLoop loop;
  private final Leg leg;
  private final Decider decider;
  private final Channel from;
  private final Channel to;
  private final Runnable atEnd;
  private final ArrayDeque<Piece> pieces = new ArrayDeque<>();
  private long notBeforeNs;
  private long lastTick;
  private int held;
  private boolean scheduled;
  private boolean ended;

  /** What leaves at a tick; without bytes: the stream's end. */
  private record Piece(ByteBuf bytes, long tick) {}

  /**
   * A lane between connected channels.
   *
   * @param notBeforeNs the stream begins then at the earliest
   * @param atEnd told once the end has been handed on
   */
  TcpLane(
      RelayLoop loop,
      Leg leg,
      Decider decider,
      Channel from,
      Channel to,
      long notBeforeNs,
      Runnable atEnd) {
    this.loop = loop;
    this.leg = leg;
    this.decider = decider;
    this.from = from;
    this.to = to;
    this.notBeforeNs = notBeforeNs;
    this.atEnd = atEnd;
  }

  /** Takes over a piece of the stream. */
  void take(ByteBuf bytes, long nowNs) {
    int size = bytes.readableBytes();
    if (ended || size == 0) {
      bytes.release();
      return;
    }
    held += size;
    loop.holdAnyway(size);
    leg.streamBytes += size;
    leg.streamPieces++;
    add(bytes, size, nowNs);
    if (held > HIGH_BYTES || (loop.crowded() && held > CROWDED_BYTES)) {
      from.config().setAutoRead(false);
    }
  }

  /** The stream ends behind what it carries already. */
  void end(long nowNs) {
    if (!ended) {
      ended = true;
      add(null, 0, nowNs);
    }
  }

  /** Nobody is there any more to whom it could go. */
  void discard() {
    ended = true;
    for (Piece piece : pieces) {
      if (piece.bytes() != null) {
        loop.release(piece.bytes().readableBytes());
        piece.bytes().release();
      }
    }
    pieces.clear();
    held = 0;
  }

  /** The receiver takes more again. */
  void writable(long nowNs) {
    if (!scheduled) {
      due(nowNs);
    }
  }

  @Override
  void due(long nowNs) {
    scheduled = false;
    boolean wrote = false;
    while (!pieces.isEmpty()
        && pieces.peek().tick() <= nowNs / RelayLoop.TICK_NS
        && to.isWritable()) {
      Piece piece = pieces.poll();
      if (piece.bytes() == null) {
        finish();
        return;
      }
      int size = piece.bytes().readableBytes();
      held -= size;
      loop.release(size);
      var _ = to.write(piece.bytes(), to.voidPromise());
      wrote = true;
    }
    if (wrote) {
      to.flush();
    }
    if (!pieces.isEmpty() && to.isWritable()) {
      schedule(nowNs);
    }
    if (held <= LOW_BYTES && (!loop.crowded() || held <= CROWDED_BYTES)) {
      from.config().setAutoRead(true);
    }
  }

  private void add(ByteBuf bytes, int size, long nowNs) {
    long beginsNs = Math.max(nowNs, notBeforeNs);
    long planned = decider.inOrder(leg.impairment(), leg.sinceNs(), size, beginsNs);
    if (decider.dropped() != null) {
      leg.streamRetransmissions++;
    }
    lastTick = Math.max(lastTick, RelayLoop.tickOf(planned, nowNs));
    pieces.add(new Piece(bytes, lastTick));
    if (!scheduled) {
      schedule(nowNs);
    }
  }

  private void schedule(long nowNs) {
    scheduled = true;
    loop.at(this, pieces.peek().tick(), nowNs);
  }

  /** Behind the last byte: what the kernel has not taken yet would be lost by a shutdown. */
  private void finish() {
    var _ =
        to.writeAndFlush(Unpooled.EMPTY_BUFFER)
            .addListener(
                written -> {
                  if (to.isActive()) {
                    var _ = ((DuplexChannel) to).shutdownOutput();
                  }
                  atEnd.run();
                });
  }
}
