package dev.croupier.gateway.media.codec;

import dev.croupier.gateway.media.codec.H264FrameListener.Drop;
import dev.croupier.gateway.media.rtp.Bytes;
import java.util.List;

/**
 * Makes frames of RTP payloads (RFC 6184, packetization modes 0 and 1: single NAL units, STAP-A,
 * FU-A).
 */
public final class H264Depacketizer implements VideoDepacketizer {
  /** Most bytes of one frame unless told otherwise: the GOP cache's limit. */
  public static final int DEFAULT_MAX_FRAME_BYTES = 4 << 20;

  private static final int FU_HEADER = 2;
  private static final int FU_START = 0x80;
  private static final int FU_END = 0x40;

  private final H264FrameListener listener;
  private final H264AccessUnit unit;
  private boolean open;
  private boolean startUncertain;
  private boolean closedOnce;
  private long time;

  /** A depacketizer for a new signal. */
  public H264Depacketizer(H264FrameListener listener) {
    this(listener, DEFAULT_MAX_FRAME_BYTES);
  }

  /** A depacketizer that drops frames of more than {@code maxFrameBytes}. */
  public H264Depacketizer(H264FrameListener listener, int maxFrameBytes) {
    this.listener = listener;
    unit = new H264AccessUnit(listener, maxFrameBytes);
  }

  /** Takes parameter sets from outside the stream ({@code sprop-parameter-sets}, avcC). */
  public void parameterSets(List<byte[]> nals) {
    for (byte[] nal : nals) {
      unit.outOfBand(nal);
    }
  }

  @Override
  public void cutThrough() {
    unit.cutThrough();
  }

  @Override
  public void lost() {
    if (open) {
      unit.breakWith(Drop.HOLE);
    }
    startUncertain = true;
  }

  @Override
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
      unit.begin(rtpTime, startUncertain);
      startUncertain = false;
    }
    payload(b, offset, length);
    if (marker) {
      close();
    } else {
      unit.more();
    }
  }

  @Override
  public void reset() {
    if (open) {
      open = false;
      listener.dropped(time, Drop.HOLE);
    }
    closedOnce = false;
    startUncertain = false;
  }

  private void close() {
    open = false;
    closedOnce = true;
    unit.finish();
  }

  private void payload(byte[] b, int offset, int length) {
    if ((b[offset] & 0x80) != 0) {
      unit.breakWith(Drop.MALFORMED);
      return;
    }
    int type = H264.type(b[offset]);
    if (type >= H264.SLICE && type < H264.STAP_A) {
      unit.nal(b, offset, length);
    } else if (type == H264.STAP_A) {
      aggregate(b, offset, length);
    } else if (type == H264.FU_A) {
      fragment(b, offset, length);
    } else {
      // 0, 30 and 31 are undefined; 25 to 27 and 29 belong to the interleaved mode.
      unit.breakWith(type == 0 || type > 29 ? Drop.MALFORMED : Drop.UNSUPPORTED);
    }
  }

  private void aggregate(byte[] b, int offset, int length) {
    int end = offset + length;
    int at = offset + 1;
    if (at == end) {
      unit.breakWith(Drop.MALFORMED);
    }
    while (at < end) {
      int size = end - at < 2 ? 0 : Bytes.u16(b, at);
      if (size == 0 || size > end - at - 2 || (b[at + 2] & 0x80) != 0) {
        unit.breakWith(Drop.MALFORMED);
        return;
      }
      unit.nal(b, at + 2, size);
      at += 2 + size;
    }
  }

  private void fragment(byte[] b, int offset, int length) {
    if (length <= FU_HEADER) {
      unit.breakWith(Drop.MALFORMED);
      return;
    }
    int header = b[offset + 1];
    boolean start = (header & FU_START) != 0;
    boolean end = (header & FU_END) != 0;
    if (start && end) {
      unit.breakWith(Drop.MALFORMED);
      return;
    }
    if (start) {
      unit.beginNal((byte) ((b[offset] & 0x60) | (header & 0x1F)));
    }
    unit.append(b, offset + FU_HEADER, length - FU_HEADER);
    if (end) {
      unit.endNal();
    }
  }
}
