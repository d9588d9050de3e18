package dev.croupier.gateway.media.hls;

import dev.croupier.gateway.media.codec.AvcConfig;
import dev.croupier.gateway.media.codec.Codec;
import dev.croupier.gateway.media.codec.H264Sps;
import dev.croupier.gateway.media.codec.Opus;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * An initialisation segment (CMAF header, ISO/IEC 23000-19 section 7.3.1): what a decoder must know
 * before the first sample. Named by its content, so that equal ones are one file.
 *
 * @param name of its file
 * @param codec as in a playlist's {@code CODECS}: {@code avc1.42c01f} (RFC 6381), {@code opus}
 * @param width of the picture in pixels, 0 for sound
 * @param height of the picture in pixels, 0 for sound
 */
record Init(String name, byte[] bytes, String codec, int width, int height) {
  /** Each rendition has one track. */
  static final int TRACK = 1;

  private static final int CHANNELS = 2;
  private static final int UNITY = 0x00010000;
  private static final int DPI_72 = 0x00480000;

  /** ISO 639-2 "und" in 3 × 5 bits. */
  private static final int UNDETERMINED = 0x55C4;

  /** Of H.264 with these parameter sets, which must be sound. */
  static Init video(AvcConfig config) {
    H264Sps sps = H264Sps.parse(config.sps().getFirst()).orNull();
    int width = sps.width();
    int height = sps.height();
    BoxWriter out = new BoxWriter(1024);
    beginTrack(out, Codec.H264.clockRate(), width, height);
    out.begin("avc1").zeros(6).u16(1).zeros(16).u16(width).u16(height);
    out.u32(DPI_72).u32(DPI_72).zeros(4).u16(1).zeros(32).u16(24).u16(0xFFFF);
    out.begin("avcC").bytes(config.record()).end();
    out.end();
    return of(endTrack(out), "avc1." + sps.profileLevel(), width, height);
  }

  /** Of Opus in two channels; single packets may be mono ("Encapsulation of Opus in ISOBMFF"). */
  static Init audio() {
    BoxWriter out = new BoxWriter(1024);
    beginTrack(out, Codec.OPUS.clockRate(), 0, 0);
    out.begin("Opus").zeros(6).u16(1).zeros(8).u16(CHANNELS).u16(16).zeros(4);
    out.u32((long) Opus.CLOCK_RATE << 16);
    // Nobody joins at an encoder's first sample, so there is none to skip.
    out.begin("dOps").u8(0).u8(CHANNELS).u16(0).u32(Opus.CLOCK_RATE).u16(0).u8(0).end();
    out.end();
    return of(endTrack(out), "opus", 0, 0);
  }

  private static Init of(byte[] bytes, String codec, int width, int height) {
    try {
      byte[] hash = MessageDigest.getInstance("SHA-256").digest(bytes);
      String name = "init-" + HexFormat.of().formatHex(hash, 0, 8) + ".mp4";
      return new Init(name, bytes, codec, width, height);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }

  /** Everything before the sample entry. */
  private static void beginTrack(BoxWriter out, int timescale, int width, int height) {
    boolean video = width > 0;
    out.begin("ftyp").text("iso6").u32(0).text("iso6").text("cmfc").end();
    out.begin("moov");
    out.begin("mvhd", 0, 0).zeros(8).u32(timescale).u32(0).u32(UNITY).u16(0x0100).zeros(10);
    matrix(out).zeros(24).u32(TRACK + 1).end();
    out.begin("trak");
    // Flags: enabled, in the movie.
    out.begin("tkhd", 0, 3).zeros(8).u32(TRACK).zeros(4 + 4 + 8 + 4);
    out.u16(video ? 0 : 0x0100).u16(0);
    matrix(out).u32((long) width << 16).u32((long) height << 16).end();
    out.begin("mdia");
    out.begin("mdhd", 0, 0).zeros(8).u32(timescale).u32(0).u16(UNDETERMINED).u16(0).end();
    out.begin("hdlr", 0, 0).u32(0).text(video ? "vide" : "soun").zeros(12 + 1).end();
    out.begin("minf");
    if (video) {
      out.begin("vmhd", 0, 1).zeros(8).end();
    } else {
      out.begin("smhd", 0, 0).zeros(4).end();
    }
    out.begin("dinf").begin("dref", 0, 0).u32(1).begin("url ", 0, 1).end().end().end();
    out.begin("stbl").begin("stsd", 0, 0).u32(1);
  }

  /** Everything behind the sample entry: empty tables, since all samples are in fragments. */
  private static byte[] endTrack(BoxWriter out) {
    out.end();
    out.begin("stts", 0, 0).u32(0).end();
    out.begin("stsc", 0, 0).u32(0).end();
    out.begin("stsz", 0, 0).u32(0).u32(0).end();
    out.begin("stco", 0, 0).u32(0).end();
    out.end().end().end().end();
    out.begin("mvex").begin("trex", 0, 0).u32(TRACK).u32(1).zeros(12).end().end();
    return out.end().toBytes();
  }

  private static BoxWriter matrix(BoxWriter out) {
    return out.u32(UNITY).zeros(12).u32(UNITY).zeros(12).u32(0x40000000);
  }
}
