package dev.croupier.gateway.media.worker;

import dev.croupier.gateway.media.codec.Codec;
import dev.croupier.gateway.media.codec.CodedFrame;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * What the gateway and its picture worker say to each other over the worker's standard input and
 * output, big-endian.
 *
 * <p>Asked: a byte for the codec (0 H264, 1 VP8), the number of frames (2 bytes, 1 to {@link
 * #MAX_FRAMES}), each frame behind its length (4 bytes); all frames together are at most {@link
 * #MAX_BYTES}. Answered: a byte 0 for a refusal; or 1, width and height (2 bytes each), the JPEG
 * behind its length (4 bytes), and the luma of {@link Picture#CELLS} cells, 2 bytes each.
 */
final class PictureWire {
  /** Of one picture asked for: a second group of pictures at 20 Mbit/s is less. */
  static final int MAX_BYTES = 4_000_000;

  /** 240 pictures a second for 4 s. */
  static final int MAX_FRAMES = 960;

  /** Of an answer: a JPEG of 640 pixels' width is a tenth of it. */
  static final int MAX_JPEG_BYTES = 1 << 20;

  private static final int H264 = 0;
  private static final int VP8 = 1;
  private static final int REFUSED = 0;
  private static final int MADE = 1;

  /**
   * What is asked.
   *
   * @param frames as {@link CodedFrame#data()}
   */
  record Asked(Codec codec, List<byte[]> frames) {}

  private PictureWire() {}

  /** Whether frames can be asked for: pictures of one codec, within the caps. */
  static boolean fits(List<CodedFrame> frames) {
    if (frames.isEmpty() || frames.size() > MAX_FRAMES) {
      return false;
    }
    Codec codec = frames.getFirst().codec();
    long bytes = 0;
    for (CodedFrame frame : frames) {
      if (frame.codec() != codec || frame.data().length == 0) {
        return false;
      }
      bytes += frame.data().length;
    }
    return codec.video() && bytes <= MAX_BYTES;
  }

  /** The gateway asks; the frames fit. */
  static void ask(DataOutputStream out, List<CodedFrame> frames) throws IOException {
    out.writeByte(frames.getFirst().codec() == Codec.VP8 ? VP8 : H264);
    out.writeShort(frames.size());
    for (CodedFrame frame : frames) {
      out.writeInt(frame.data().length);
      out.write(frame.data());
    }
    out.flush();
  }

  /** The worker hears what is asked; null when nobody will ask any more. */
  static Asked hear(DataInputStream in) throws IOException {
    int codec = in.read();
    if (codec < 0) {
      return null;
    }
    int count = in.readUnsignedShort();
    check(codec == H264 || codec == VP8, "codec", codec);
    check(count >= 1 && count <= MAX_FRAMES, "count", count);
    List<byte[]> frames = new ArrayList<>(count);
    int left = MAX_BYTES;
    for (int i = 0; i < count; i++) {
      int length = in.readInt();
      check(length >= 1 && length <= left, "length", length);
      left -= length;
      frames.add(in.readNBytes(length));
    }
    return new Asked(codec == VP8 ? Codec.VP8 : Codec.H264, frames);
  }

  /** The worker answers; null is a refusal. */
  static void answer(DataOutputStream out, Picture picture) throws IOException {
    if (picture == null) {
      out.writeByte(REFUSED);
    } else {
      out.writeByte(MADE);
      out.writeShort(picture.width());
      out.writeShort(picture.height());
      out.writeInt(picture.jpeg().length);
      out.write(picture.jpeg());
      for (int cell : picture.luma()) {
        out.writeShort(cell);
      }
    }
    out.flush();
  }

  /** The gateway hears the answer; null is a refusal. */
  static Picture answered(DataInputStream in) throws IOException {
    int kind = in.readUnsignedByte();
    if (kind == REFUSED) {
      return null;
    }
    check(kind == MADE, "answer", kind);
    int width = in.readUnsignedShort();
    int height = in.readUnsignedShort();
    int length = in.readInt();
    check(length >= 1 && length <= MAX_JPEG_BYTES, "length", length);
    byte[] jpeg = in.readNBytes(length);
    if (jpeg.length < length) {
      throw new EOFException();
    }
    int[] luma = new int[Picture.CELLS];
    for (int i = 0; i < luma.length; i++) {
      luma[i] = in.readUnsignedShort();
    }
    return new Picture(jpeg, width, height, luma);
  }

  private static void check(boolean good, String what, int value) throws IOException {
    if (!good) {
      throw new IOException("not of this protocol: " + what + " " + value);
    }
  }
}
