package dev.croupier.gateway.media.hls;

import dev.croupier.gateway.media.codec.AvcConfig;
import dev.croupier.gateway.media.codec.H264;
import dev.croupier.gateway.media.program.ProgramFrame;
import dev.croupier.gateway.media.rtp.Bytes;
import java.io.ByteArrayOutputStream;
import java.util.Arrays;

/**
 * Cuts the picture into segments that begin with an IDR. Pure; the packager's worker.
 *
 * <p>A segment ends at the first IDR at or after 2 s, or one GOP earlier where the next IDR would
 * come too late for the target duration; and at each IDR whose parameter sets are others. Where no
 * IDR comes for 6 s it ends all the same, and the picture stands until there is one.
 */
final class VideoSegmenter {
  /** What becomes of the frames. */
  interface Output {
    /** A segment begins here, in video ticks. */
    void begins(long ticks, boolean discontinuity);

    /** A segment is finished. */
    void finished(Segment segment);
  }

  /** Two GOPs of the house's cadence, 90 kHz. */
  private static final long WANTED_TICKS = 2 * 90_000;

  /** A longer one would round to more than a target duration of 2 s (RFC 8216 section 4.3.3.1). */
  private static final long LONGEST_TICKS = 2 * 90_000 + 44_999;

  /** Without an IDR a segment ends here. */
  private static final long MAX_TICKS = 6 * 90_000;

  private static final int MAX_BYTES = 16 << 20;

  private final Timeline line;
  private final Output output;
  private byte[] record = new byte[0];
  private Init init;
  private Segment.Open open;
  private long number;
  private long lastIdr = -1;
  private long lastGop;

  VideoSegmenter(Timeline line, Output output) {
    this.line = line;
    this.output = output;
  }

  /** Takes in an H.264 frame of the program. */
  void frame(ProgramFrame frame) {
    long ticks = line.ticks(frame.rtpTime());
    if (ticks < 0) {
      return;
    }
    if (frame.keyframe()) {
      keyframe(ticks, frame.data());
    } else if (open != null) {
      if (ticks - open.startTicks() > MAX_TICKS || open.dataBytes() > MAX_BYTES) {
        finish(ticks);
      } else {
        open.add(new Sample(ticks, false, frame.data()));
      }
    }
  }

  /** Finishes what is there; the last frame is shown for as long as the one before. */
  void end(long frameTicks) {
    if (open != null) {
      finish(open.lastTicks() + frameTicks);
    }
  }

  private void keyframe(long ticks, byte[] data) {
    AvcConfig config = AvcConfig.ofKeyframe(data).orNull();
    if (config == null) {
      if (open != null) {
        finish(ticks);
      }
      return;
    }
    byte[] now = config.record();
    boolean changed = !Arrays.equals(now, record);
    if (open != null && (changed || isDue(ticks))) {
      finish(ticks);
    }
    lastGop = lastIdr < 0 ? 0 : ticks - lastIdr;
    lastIdr = ticks;
    if (open == null) {
      boolean discontinuity = changed && init != null;
      if (changed) {
        record = now;
        init = Init.video(config);
      }
      open = new Segment.Open(init, discontinuity);
      output.begins(ticks, discontinuity);
    }
    open.add(new Sample(ticks, true, withoutParameterSets(data)));
  }

  private boolean isDue(long ticks) {
    long elapsed = ticks - open.startTicks();
    long gop = Math.max(lastGop, ticks - lastIdr);
    return elapsed >= WANTED_TICKS || elapsed + gop > LONGEST_TICKS;
  }

  private void finish(long endTicks) {
    output.finished(open.finish(line, number, endTicks));
    number++;
    open = null;
  }

  /** {@code avc1} has its parameter sets in the sample entry only (ISO/IEC 14496-15, 5.3.2). */
  private static byte[] withoutParameterSets(byte[] data) {
    ByteArrayOutputStream out = new ByteArrayOutputStream(data.length);
    int at = 0;
    while (at < data.length) {
      int end = at + H264.LENGTH_BYTES + (int) Bytes.u32(data, at);
      int type = H264.type(data[at + H264.LENGTH_BYTES]);
      if (type != H264.SPS && type != H264.PPS) {
        out.write(data, at, end - at);
      }
      at = end;
    }
    return out.toByteArray();
  }
}
