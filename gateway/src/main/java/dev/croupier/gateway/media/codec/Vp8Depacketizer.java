package dev.croupier.gateway.media.codec;

import java.util.Arrays;

/**
 * Makes frames of VP8 RTP payloads (RFC 7741). What a descriptor says of layers and indices is not
 * kept: frames are passed on in the order they came.
 */
public final class Vp8Depacketizer implements VideoDepacketizer {
  /** Hears frames; on the caller's thread. */
  public interface Listener {
    /** A complete frame. */
    void frame(CodedFrame frame);

    /**
     * The next frame, a keyframe, is the first with these parameters: at the start, and again
     * whenever they change (a browser adapts its resolution).
     *
     * @param width in pixels, 1 to 16,383; so is {@code height}
     * @param version of the bitstream, 0 to 7; 0 to 3 are defined (RFC 6386 section 9.1)
     */
    void parametersChanged(int width, int height, int version);

    /** A frame was dropped whole; frames after it may not decode until the next keyframe. */
    void dropped(long rtpTime);
  }

  /** What changes only with a keyframe. */
  private record Parameters(int width, int height, int version) {}

  private static final int INITIAL_BYTES = 32 << 10;

  private final Listener listener;
  private final int maxFrameBytes;
  private byte[] data = new byte[INITIAL_BYTES];
  private int size;
  private boolean open;
  private boolean broken;
  private boolean closedOnce;
  private long time;
  private Parameters parameters;

  /** A depacketizer that drops frames of more than {@code maxFrameBytes}. */
  public Vp8Depacketizer(Listener listener, int maxFrameBytes) {
    this.listener = listener;
    this.maxFrameBytes = maxFrameBytes;
  }

  @Override
  public void lost() {
    broken |= open;
  }

  @Override
  public void packet(byte[] b, int offset, int length, long rtpTime, boolean marker) {
    if (length == 0) {
      return;
    }
    if (open && rtpTime != time) {
      close();
    }
    boolean begins = Vp8.beginsFrame(b[offset]);
    if (open) {
      // The beginning of another frame within this one: which of them is whole cannot be known.
      broken |= begins;
    } else {
      if (closedOnce && rtpTime == time) {
        return;
      }
      open = true;
      time = rtpTime;
      size = 0;
      // Only its first packet says that nothing before is missing.
      broken = !begins;
    }
    append(b, offset, length);
    if (marker) {
      close();
    }
  }

  @Override
  public void reset() {
    if (open) {
      open = false;
      listener.dropped(time);
    }
    closedOnce = false;
    parameters = null;
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
    boolean keyframe = Vp8.keyframe(frame);
    if (Vp8.saysKeyframe(frame[0]) && !keyframe) {
      listener.dropped(time);
      return;
    }
    if (keyframe) {
      Parameters now = new Parameters(Vp8.width(frame), Vp8.height(frame), Vp8.version(frame[0]));
      if (!now.equals(parameters)) {
        parameters = now;
        listener.parametersChanged(now.width(), now.height(), now.version());
      }
    }
    listener.frame(new CodedFrame(Codec.VP8, time, keyframe, frame));
  }
}
