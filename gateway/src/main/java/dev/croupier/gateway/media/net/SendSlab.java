package dev.croupier.gateway.media.net;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.UnpooledByteBufAllocator;

/**
 * The memory that one event loop's sockets send from: outside the heap, filled from its beginning
 * and, once all of it has been handed to the kernel, from its beginning again, so that it stays in
 * the processor's cache. Where the kernel has not taken everything yet, what waits keeps its memory
 * and the slab goes on in another one. Owner: the event loop.
 */
final class SendSlab {
  /** Two bursts and the longest run between two flushes: 256 KiB. */
  private static final int BYTES = 256 * 1024;

  /** One slab in many thousand sends: looking for leaks in it would cost more than it does. */
  private static final UnpooledByteBufAllocator MEMORY = new UnpooledByteBufAllocator(true, true);

  private ByteBuf slab;
  private int end;
  private long puts;

  /**
   * Memory for a run that begins at {@link #end()}, with room for so many bytes; to be released by
   * who sends it.
   *
   * @param bytes at most 256 KiB
   */
  ByteBuf open(int bytes) {
    if (!hasRoom(bytes)) {
      rewind();
    }
    if (!hasRoom(bytes)) {
      renew();
    }
    return slab.retain();
  }

  /** Behind what was put last. */
  int end() {
    return end;
  }

  /** How often something was put: a run whose last put this was can be grown. */
  long puts() {
    return puts;
  }

  /** Whether so many bytes can be put behind what was put last. */
  boolean hasRoom(int bytes) {
    return slab != null && end + bytes <= BYTES;
  }

  /** Puts bytes behind what was put last. */
  void put(byte[] buffer, int offset, int length) {
    slab.setBytes(end, buffer, offset, length);
    end += length;
    puts++;
  }

  /** Begins anew if nothing put before waits any more: neither in a run nor for the kernel. */
  void rewind() {
    if (slab != null && slab.refCnt() == 1) {
      end = 0;
    }
  }

  private void renew() {
    if (slab != null) {
      slab.release();
    }
    slab = MEMORY.directBuffer(BYTES, BYTES);
    end = 0;
  }
}
