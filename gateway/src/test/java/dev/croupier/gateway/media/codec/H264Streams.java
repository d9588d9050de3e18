package dev.croupier.gateway.media.codec;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;

/** Small streams made once with x264, as byte-stream files, cut at their start codes. */
public final class H264Streams {
  /** 320x180, 30 fps, constrained baseline, one slice, IDR each 4 frames, 8 frames. */
  public static final String BASELINE = "baseline-one-slice.h264";

  /** 320x180, 30 fps, main, four slices a picture, 4 frames. */
  public static final String FOUR_SLICES = "main-four-slices.h264";

  /** 160x90, 30 fps, high, two B-frames between references, 8 frames. */
  public static final String B_FRAMES = "high-b-frames.h264";

  private H264Streams() {}

  /** The NAL units of a stream, in order. */
  public static List<byte[]> nals(String name) {
    byte[] b = bytes(name);
    List<byte[]> nals = new ArrayList<>();
    int start = -1;
    for (int at = 0; at + 3 <= b.length; at++) {
      if (b[at] == 0 && b[at + 1] == 0 && b[at + 2] == 1) {
        if (start >= 0) {
          nals.add(Arrays.copyOfRange(b, start, at > 0 && b[at - 1] == 0 ? at - 1 : at));
        }
        start = at + 3;
      }
    }
    nals.add(Arrays.copyOfRange(b, start, b.length));
    return nals;
  }

  /** NAL units by frame, for streams in which {@code slices} slices make a picture. */
  public static List<List<byte[]>> frames(String name, int slices) {
    List<List<byte[]>> frames = new ArrayList<>();
    List<byte[]> current = new ArrayList<>();
    int seen = 0;
    for (byte[] nal : nals(name)) {
      current.add(nal);
      int type = nal[0] & 0x1F;
      if (type == 1 || type == 5) {
        seen++;
      }
      if (seen == slices) {
        frames.add(current);
        current = new ArrayList<>();
        seen = 0;
      }
    }
    return frames;
  }

  public static byte[] hex(String digits) {
    return HexFormat.of().parseHex(digits.replace(" ", ""));
  }

  private static byte[] bytes(String name) {
    try (InputStream in = H264Streams.class.getResourceAsStream(name)) {
      return in.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
