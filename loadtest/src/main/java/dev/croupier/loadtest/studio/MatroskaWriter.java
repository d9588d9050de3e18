package dev.croupier.loadtest.studio;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Optional;

/**
 * Writes plain pictures and plain sound as one live Matroska stream (RFC 9559), so that both go
 * through one pipe and each says its own time: YUV 4:2:0 and 16-bit PCM, uncompressed, times to a
 * microsecond. Track 1 is the picture, track 2 the sound. One thread.
 */
final class MatroskaWriter {
  private static final int PICTURE = 1;
  private static final int SOUND = 2;
  private static final long NANOS_PER_TICK = 1_000;
  private static final byte[] UNKNOWN_SIZE = {1, -1, -1, -1, -1, -1, -1, -1};

  /** Track number in one byte, time within the cluster (0), flags: a keyframe. */
  private static final int BLOCK_HEADER = 4;

  /** Id and eight bytes of size of cluster and block, and the cluster's own time. */
  private static final int AROUND = 4 + 8 + 10 + 1 + 8 + BLOCK_HEADER;

  private static final byte KEYFRAME = (byte) 0x80;

  private final OutputStream out;

  /** Writes to a stream; nothing yet. */
  MatroskaWriter(OutputStream out) {
    this.out = out;
  }

  /** What must come first. */
  void header(VideoSettings video, Optional<AudioSettings> audio) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    bytes.writeBytes(
        element(
            "1A45DFA3",
            number("4286", 1),
            number("42F7", 1),
            number("42F2", 4),
            number("42F3", 8),
            text("4282", "matroska"),
            number("4287", 4),
            number("4285", 2)));
    bytes.writeBytes(id("18538067"));
    bytes.writeBytes(UNKNOWN_SIZE);
    bytes.writeBytes(
        element(
            "1549A966",
            number("2AD7B1", NANOS_PER_TICK),
            text("4D80", "croupier"),
            text("5741", "croupier")));
    byte[] picture = picture(video);
    bytes.writeBytes(
        audio.isEmpty()
            ? element("1654AE6B", picture)
            : element("1654AE6B", picture, sound(audio.get())));
    out.write(bytes.toByteArray());
  }

  /** A picture of the header's size. */
  void picture(long micros, YuvPicture picture) throws IOException {
    int size = picture.luma().length + picture.cb().length + picture.cr().length;
    out.write(around(PICTURE, micros, size));
    out.write(picture.luma());
    out.write(picture.cb());
    out.write(picture.cr());
    out.flush();
  }

  /** Samples of the header's channels, interleaved. */
  void sound(long micros, short[] samples) throws IOException {
    ByteBuffer bytes = ByteBuffer.allocate(samples.length * 2).order(ByteOrder.LITTLE_ENDIAN);
    bytes.asShortBuffer().put(samples);
    out.write(around(SOUND, micros, samples.length * 2));
    out.write(bytes.array());
    out.flush();
  }

  private static byte[] picture(VideoSettings video) {
    return element(
        "AE",
        number("D7", PICTURE),
        number("73C5", PICTURE),
        number("83", 1),
        number("9C", 0),
        text("86", "V_UNCOMPRESSED"),
        number("23E383", 1_000_000_000L / video.fps()),
        element(
            "E0",
            number("B0", video.width()),
            number("BA", video.height()),
            text("2EB524", "I420")));
  }

  private static byte[] sound(AudioSettings audio) {
    ByteBuffer rate = ByteBuffer.allocate(Double.BYTES).putDouble(AudioSettings.SAMPLE_RATE);
    return element(
        "AE",
        number("D7", SOUND),
        number("73C5", SOUND),
        number("83", 2),
        number("9C", 0),
        text("86", "A_PCM/INT/LIT"),
        element(
            "E1",
            element("B5", rate.array()),
            number("9F", audio.channels()),
            number("6264", Short.SIZE)));
  }

  /** All of a cluster of one block but the block's content. */
  private static byte[] around(int track, long micros, int contentSize) {
    long blockSize = BLOCK_HEADER + (long) contentSize;
    return ByteBuffer.allocate(AROUND)
        .put(id("1F43B675"))
        .put(size(10 + 1 + 8 + blockSize))
        .put(id("E7"))
        .put((byte) 0x88)
        .putLong(micros)
        .put(id("A3"))
        .put(size(blockSize))
        .put((byte) (0x80 | track))
        .putShort((short) 0)
        .put(KEYFRAME)
        .array();
  }

  private static byte[] number(String id, long value) {
    return element(id, ByteBuffer.allocate(Long.BYTES).putLong(value).array());
  }

  private static byte[] text(String id, String value) {
    return element(id, value.getBytes(StandardCharsets.US_ASCII));
  }

  private static byte[] element(String id, byte[]... content) {
    ByteArrayOutputStream inner = new ByteArrayOutputStream();
    for (byte[] part : content) {
      inner.writeBytes(part);
    }
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    bytes.writeBytes(id(id));
    bytes.writeBytes(size(inner.size()));
    bytes.writeBytes(inner.toByteArray());
    return bytes.toByteArray();
  }

  private static byte[] id(String hex) {
    return HexFormat.of().parseHex(hex);
  }

  /** A size in the longest form, eight bytes (RFC 8794 section 4). */
  private static byte[] size(long bytes) {
    return ByteBuffer.allocate(Long.BYTES).putLong(bytes | 1L << 56).array();
  }
}
