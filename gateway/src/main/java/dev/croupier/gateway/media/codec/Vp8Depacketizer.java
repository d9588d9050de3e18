package dev.croupier.gateway.media.codec;

import java.util.Arrays;

/**
 * Makes frames of VP8 RTP payloads (RFC 7741). One signal, one thread; the caller brings packets
 * into order and says where some are missing. A frame ends with the marker or when the timestamp
 * changes; one with a hole or a bad payload is dropped whole.
 */
public final class Vp8Depacketizer {
  /** Hears frames; on the caller's thread. */
  public interface Listener {
    /** A complete frame. */
    void frame(CodedFrame frame);

    /** A frame was dropped whole; frames after it may not decode until the next keyframe. */
    void dropped(long rtpTime);
  }

  private static final int INITIAL_BYTES = 32 << 10;

  private final Listener listener;
  private final int maxFrameBytes;
  private byte[] data = new byte[INITIAL_BYTES];
  private int size;
  private boolean open;
  private boolean broken;
  private boolean closedOnce;
  private long time;

  /** A depacketizer that drops frames of more than {@code maxFrameBytes}. */
  public Vp8Depacketizer(Listener listener, int maxFrameBytes) {
    this.listener = listener;
    this.maxFrameBytes = maxFrameBytes;
  }

  /** Packets are missing between the last one and the next. */
  public void lost() {
    broken |= open;
  }

  /** The next packet's payload, in sequence order; empty ones are ignored. */
  public void packet(byte[] b, int offset, int length, long rtpTime, boolean marker) {
    if (length == 0) {
      return;
    }
    if (open && rtpTime != time) {
      close();
    }
    if (!open) {
      if (closedOnce && rtpTime == time) {
        return;
      }
      open = true;
      time = rtpTime;
      size = 0;
      // Only its first packet says that nothing before is missing.
      broken = !Vp8.beginsFrame(b[offset]);
    }
    append(b, offset, length);
    if (marker) {
      close();
    }
  }

  private void append(byte[] b, int offset, int length) {
    int descriptor = Vp8.descriptorLength(b, offset, length);
    int more = length - descriptor;
    if (descriptor < 0 || size + more > maxFrameBytes) {
      broken = true;
    }
    if (broken) {
      return;
    }
    if (size + more > data.length) {
      data = Arrays.copyOf(data, Math.max(size + more, 2 * data.length));
    }
    System.arraycopy(b, offset + descriptor, data, size, more);
    size += more;
  }

  private void close() {
    open = false;
    closedOnce = true;
    if (broken) {
      listener.dropped(time);
      return;
    }
    byte[] frame = Arrays.copyOf(data, size);
    listener.frame(new CodedFrame(Codec.VP8, time, Vp8.keyframe(frame), frame));
  }
}
