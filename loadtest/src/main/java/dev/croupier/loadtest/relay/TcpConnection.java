package dev.croupier.loadtest.relay;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import java.util.function.Consumer;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One client's TCP connection and the one to the server that belongs to it. Each side may end while
 * the other goes on (half close); it is over when both have ended or one is gone. Owner: the
 * relay's event loop.
 */
final class TcpConnection implements HttpExchanges.Output {
  private static final Logger LOG = LoggerFactory.getLogger(TcpConnection.class);

  private final RelayLoop loop;
  private final Channel client;
  private final Function<Direction, Decider> deciders;
  private final Consumer<TcpConnection> over;
  private final long openedNs;
  private Channel server;
  private HttpExchanges http;
  private TcpLane up;
  private TcpLane down;
  private int ends;
  private boolean closed;

  /** A client that has just come. */
  TcpConnection(
      RelayLoop loop,
      Channel client,
      Function<Direction, Decider> deciders,
      Consumer<TcpConnection> over) {
    this.loop = loop;
    this.client = client;
    this.deciders = deciders;
    this.over = over;
    this.openedNs = loop.nowNs();
  }

  /**
   * Connects to the server; the client is read from when that has worked.
   *
   * @param failed told if it has not
   */
  void connect(
      Function<ChannelHandler, ChannelFuture> connector,
      Runnable failed,
      Leg upLeg,
      Leg downLeg,
      Function<HttpExchanges.Output, HttpExchanges> exchanges) {
    client.pipeline().addLast(new Side(Direction.UP));
    ChannelFuture future = connector.apply(new Side(Direction.DOWN));
    server = future.channel();
    // The kernel has answered the client's handshake at once; over the line it takes a round trip.
    long handshakeNs = upLeg.impairment().delayNs() + downLeg.impairment().delayNs();
    up =
        new TcpLane(
            loop,
            upLeg,
            deciders.apply(Direction.UP),
            client,
            server,
            openedNs + handshakeNs,
            this::ended);
    down =
        new TcpLane(
            loop, downLeg, deciders.apply(Direction.DOWN), server, client, openedNs, this::ended);
    http = exchanges.apply(this);
    var _ =
        future.addListener(
            done -> {
              if (closed) {
                var _ = server.close();
              } else if (done.isSuccess()) {
                client.config().setAutoRead(true);
                server.config().setAutoRead(true);
              } else {
                LOG.debug("the server takes no connection: {}", done.cause().toString());
                failed.run();
                close();
              }
            });
  }

  @Override
  public void up(ByteBuf bytes) {
    up.take(bytes, loop.nowNs());
  }

  @Override
  public void down(ByteBuf bytes) {
    down.take(bytes, loop.nowNs());
  }

  @Override
  public void broken() {
    close();
  }

  /** Ends both sides at once; what is under way is lost. */
  void close() {
    if (!closed) {
      closed = true;
      up.discard();
      down.discard();
      var _ = client.close();
      var _ = server.close();
      over.accept(this);
    }
  }

  /** One direction has handed on its end. */
  private void ended() {
    if (++ends == 2) {
      close();
    }
  }

  private void inputEnds(Direction direction) {
    if (!closed) {
      switch (direction) {
        case UP -> {
          http.upEnds();
          up.end(loop.nowNs());
        }
        case DOWN -> {
          http.downEnds();
          down.end(loop.nowNs());
        }
      }
    }
  }

  /** A side is gone: what it has said still arrives, what it should hear does not. */
  private void gone(Direction direction) {
    if (!closed) {
      inputEnds(direction);
      TcpLane toIt = direction == Direction.UP ? down : up;
      toIt.discard();
      ended();
    }
  }

  /** The handler of the channel from which a direction comes. */
  private final class Side extends ChannelInboundHandlerAdapter {
    private final Direction direction;

    Side(Direction direction) {
      this.direction = direction;
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
      ByteBuf bytes = (ByteBuf) message;
      if (closed) {
        bytes.release();
      } else if (direction == Direction.UP) {
        http.up(bytes);
      } else {
        http.down(bytes);
      }
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext context, Object event) {
      if (event instanceof ChannelInputShutdownEvent) {
        inputEnds(direction);
      }
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext context) {
      TcpLane toIt = direction == Direction.UP ? down : up;
      if (!closed && context.channel().isWritable()) {
        toIt.writable(loop.nowNs());
      }
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
      gone(direction);
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
      LOG.debug("a connection of the relay: {}", cause.toString());
      var _ = context.close();
    }
  }
}
