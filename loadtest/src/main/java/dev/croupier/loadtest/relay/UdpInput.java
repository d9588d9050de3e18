package dev.croupier.loadtest.relay;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.socket.DatagramPacket;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The way into one UDP socket. The clock is read once for what one read brings. Owner: the relay's
 * event loop.
 */
abstract class UdpInput extends ChannelInboundHandlerAdapter {
  private static final Logger LOG = LoggerFactory.getLogger(UdpInput.class);

  private final RelayLoop loop;
  private long nowNs;
  private boolean reading;

  UdpInput(RelayLoop loop) {
    this.loop = loop;
  }

  /** Takes in a datagram, which is valid during the call. */
  abstract void received(DatagramPacket datagram, long now);

  /** A send by this socket failed, or its peer said that nobody listens. */
  abstract void failed(Throwable cause);

  @Override
  public final void channelRead(ChannelHandlerContext context, Object message) {
    DatagramPacket datagram = (DatagramPacket) message;
    try {
      if (!reading) {
        reading = true;
        nowNs = loop.nowNs();
      }
      received(datagram, nowNs);
    } finally {
      datagram.release();
    }
  }

  @Override
  public final void channelReadComplete(ChannelHandlerContext context) {
    reading = false;
  }

  @Override
  public final void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
    LOG.debug("a socket of the relay: {}", cause.toString());
    failed(cause);
  }
}
