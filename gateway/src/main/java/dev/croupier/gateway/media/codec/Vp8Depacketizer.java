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

    /** More of a large frame that is not complete yet. */
    default void part(FramePart part) {}

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

  private static final int PIECE_BYTES = new Vp8Packetizer(FramePart.MAX_PAYLOAD).pieceBytes();

  private final Listener listener;
  private final int maxFrameBytes;
  private byte[] data = new byte[INITIAL_BYTES];
  private int size;
  private boolean open;
  private boolean broken;
  private boolean closedOnce;
  private long time;
  private Parameters parameters;
  private boolean cutThrough;
  private int given;

  /** A depacketizer that drops frames of more than {@code maxFrameBytes}. */
  public Vp8Depacketizer(Listener listener, int maxFrameBytes) {
    this.listener = listener;
    this.maxFrameBytes = maxFrameBytes;
  }

  @Override
  public void cutThrough() {
    cutThrough = true;
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
      given = 0;
      // Only its first packet says that nothing before is missing.
      broken = !begins;
    }
    append(b, offset, length);
    if (marker) {
      close();
    } else {
      more();
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

  /** More of the frame follows: what is certain of a large one is handed out. */
  private void more() {
    if (!cutThrough || broken || FramePart.PIECES * PIECE_BYTES >= size) {
      return;
    }
    boolean keyframe = Vp8.saysKeyframe(data[0]);
    if (keyframe && !Vp8.keyframe(data)) {
      return;
    }
    if (keyframe) {
      announce(data);
    }
    while ((given + FramePart.PIECES) * PIECE_BYTES < size) {
      byte[][] pieces = new byte[FramePart.PIECES][];
      for (int i = 0; i < pieces.length; i++) {
        int at = (given + i) * PIECE_BYTES;
        pieces[i] = Arrays.copyOfRange(data, at, at + PIECE_BYTES);
      }
      listener.part(new FramePart(Codec.VP8, time, keyframe, true, given, pieces));
      given += pieces.length;
    }
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
      announce(frame);
    }
    listener.frame(new CodedFrame(Codec.VP8, time, keyframe, frame));
  }

  private void announce(byte[] keyframe) {
    Parameters now =
        new Parameters(Vp8.width(keyframe), Vp8.height(keyframe), Vp8.version(keyframe[0]));
    if (!now.equals(parameters)) {
      parameters = now;
      listener.parametersChanged(now.width(), now.height(), now.version());
    }
  }
}
