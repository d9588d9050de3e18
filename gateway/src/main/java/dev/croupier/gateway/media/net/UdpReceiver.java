package dev.croupier.gateway.media.net;

import dev.croupier.gateway.media.webrtc.TransportCounters;
import dev.croupier.gateway.media.webrtc.TransportRefusal;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.socket.DatagramPacket;
import java.net.InetSocketAddress;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The way into one socket: copies each datagram into the loop's own array and hands it on. An
 * exception behind it is a bug of ours and costs that datagram only.
 */
final class UdpReceiver extends SimpleChannelInboundHandler<DatagramPacket> {
  /** Where a datagram goes; the buffer is valid during the call. */
  interface Target {
    void received(InetSocketAddress from, byte[] buffer, int length);
  }

  private static final Logger LOG = LoggerFactory.getLogger(UdpReceiver.class);

  private final TransportCounters counters;
  private final UdpSink sink;
  private final Target target;

  /** One that fills it may have been cut off by the read: it is refused. */
  private final byte[] buffer = new byte[UdpLoops.MAX_DATAGRAM_BYTES];

  UdpReceiver(TransportCounters counters, UdpSink sink, Target target) {
    this.counters = counters;
    this.sink = sink;
    this.target = target;
  }

  @Override
  protected void channelRead0(ChannelHandlerContext context, DatagramPacket datagram) {
    ByteBuf content = datagram.content();
    int length = content.readableBytes();
    counters.received(length);
    if (length == 0 || length >= buffer.length) {
      counters.refused(TransportRefusal.DATAGRAM_SIZE);
      return;
    }
    content.getBytes(content.readerIndex(), buffer, 0, length);
    hand(datagram.sender(), length);
  }

  /** Takes the datagrams of one merged read, each as if it had come alone. */
  void merged(MergedReads reads, int total) {
    InetSocketAddress from = reads.sender();
    int segment = reads.segment();
    int at = 0;
    do {
      int length = Math.min(segment, total - at);
      counters.received(length);
      if (length == 0 || length >= buffer.length) {
        counters.refused(TransportRefusal.DATAGRAM_SIZE);
      } else {
        reads.copy(at, buffer, length);
        hand(from, length);
      }
      at += segment;
    } while (at < total);
  }

  private void hand(InetSocketAddress from, int length) {
    try {
      target.received(from, buffer, length);
    } catch (RuntimeException e) {
      LOG.error("a datagram of {} bytes from {} was not handled", length, from, e);
    }
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
    sink.failed(cause);
    LOG.debug("a send failed: {}", cause.toString());
  }
}
