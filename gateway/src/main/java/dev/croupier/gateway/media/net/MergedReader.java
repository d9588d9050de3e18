package dev.croupier.gateway.media.net;

import io.netty.channel.IoEvent;
import io.netty.channel.IoEventLoop;
import io.netty.channel.IoRegistration;
import io.netty.channel.epoll.EpollDatagramChannel;
import io.netty.channel.epoll.EpollIoEvent;
import io.netty.channel.epoll.EpollIoHandle;
import io.netty.channel.epoll.EpollIoOps;
import io.netty.channel.unix.FileDescriptor;
import java.io.IOException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The way into a socket whose datagrams the kernel merges: one read takes all packets of a picture.
 * It has a descriptor of its own beside the channel's, which only sends. The channel's event loop.
 */
final class MergedReader implements EpollIoHandle {
  private static final Logger LOG = LoggerFactory.getLogger(MergedReader.class);

  private final MergedReads reads;
  private final UdpReceiver receiver;
  private final FileDescriptor descriptor;
  private IoRegistration registration;

  private MergedReader(MergedReads reads, UdpReceiver receiver, int descriptor) {
    this.reads = reads;
    this.receiver = receiver;
    this.descriptor = new FileDescriptor(descriptor);
  }

  /**
   * Reads a channel's datagrams instead of the channel; to be called before it reads itself, not on
   * its loop. Blocks for a moment.
   *
   * @throws IOException when the kernel does not merge
   */
  static MergedReader attach(EpollDatagramChannel channel, MergedReads reads, UdpReceiver receiver)
      throws IOException {
    MergedReader reader = new MergedReader(reads, receiver, reads.attach(channel.fd().intValue()));
    IoEventLoop loop = (IoEventLoop) channel.eventLoop();
    var registered = loop.register(reader).awaitUninterruptibly();
    if (!registered.isSuccess()) {
      reader.close();
      throw new IOException("the event loop takes no reader", registered.cause());
    }
    IoRegistration registration = registered.getNow();
    loop.execute(
        () -> {
          reader.registration = registration;
          long _ = registration.submit(EpollIoOps.EPOLLIN);
        });
    return reader;
  }

  @Override
  public FileDescriptor fd() {
    return descriptor;
  }

  /** Level-triggered: what this read leaves is told of again, after the other sockets' turn. */
  @Override
  public void handle(IoRegistration ignored, IoEvent event) {
    if (!((EpollIoEvent) event).ops().contains(EpollIoOps.EPOLLIN) || !descriptor.isOpen()) {
      return;
    }
    try {
      int length = reads.read(descriptor.intValue());
      if (length >= 0) {
        receiver.merged(reads, length);
      }
    } catch (IOException e) {
      LOG.warn("a socket is not read any more", e);
      close();
    }
  }

  /** Reads no more. */
  @Override
  public void close() {
    if (registration != null) {
      boolean _ = registration.cancel();
      registration = null;
    }
    if (descriptor.isOpen()) {
      try {
        descriptor.close();
      } catch (IOException e) {
        LOG.debug("a descriptor was not closed: {}", e.toString());
      }
    }
  }
}
