package dev.croupier.gateway.media.codec;

import dev.croupier.gateway.media.rtp.Bytes;
import dev.croupier.gateway.media.rtp.Parse;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;

/**
 * Parameter sets outside the stream: the AVC decoder configuration record (avcC, ISO/IEC 14496-15
 * section 5.3.3.1) and SDP's {@code sprop-parameter-sets} (RFC 6184 section 8.1).
 *
 * @param sps sequence parameter sets, whole NAL units, 1 to 31
 * @param pps picture parameter sets, whole NAL units, 0 to 255
 */
public record AvcConfig(List<byte[]> sps, List<byte[]> pps) {
  private static final int MAX_SPS = 31;
  private static final int MAX_PPS = 255;

  /** Copies the lists. */
  public AvcConfig {
    sps = List.copyOf(sps);
    pps = List.copyOf(pps);
  }

  /** The sets a keyframe begins with; rejected when it has none. */
  public static Parse<AvcConfig> ofKeyframe(byte[] data) {
    List<byte[]> nals = new ArrayList<>();
    for (int at = 0; at < data.length; ) {
      int length = H264.length(data, at);
      int nal = at + H264.LENGTH_BYTES;
      nals.add(Arrays.copyOfRange(data, nal, nal + length));
      at = nal + length;
    }
    return ofNals(nals);
  }

  /** Parses an avcC record; trailing bytes of high profiles are ignored. */
  public static Parse<AvcConfig> parse(byte[] b) {
    if (b.length < 7 || b[0] != 1) {
      return Parse.rejected("bad_avcc");
    }
    List<byte[]> sps = new ArrayList<>();
    List<byte[]> pps = new ArrayList<>();
    int at = readSets(b, 6, b[5] & 0x1F, sps);
    if (at < 0 || at >= b.length || readSets(b, at + 1, Bytes.u8(b, at), pps) < 0) {
      return Parse.rejected("bad_avcc");
    }
    List<byte[]> all = new ArrayList<>(sps);
    all.addAll(pps);
    return ofNals(all);
  }

  /** Parses the comma-separated base64 of {@code sprop-parameter-sets}. */
  public static Parse<AvcConfig> parseSprop(String value) {
    List<byte[]> nals = new ArrayList<>();
    for (String part : value.split(",", -1)) {
      try {
        nals.add(Base64.getDecoder().decode(part.strip()));
      } catch (IllegalArgumentException e) {
        return Parse.rejected("bad_sprop");
      }
    }
    return ofNals(nals);
  }

  /** All sets, SPSs first. */
  public List<byte[]> nals() {
    List<byte[]> all = new ArrayList<>(sps);
    all.addAll(pps);
    return all;
  }

  /** The value of {@code sprop-parameter-sets}. */
  public String sprop() {
    return String.join(
        ",", nals().stream().map(nal -> Base64.getEncoder().encodeToString(nal)).toList());
  }

  /** The avcC record, for lengths of 4 bytes. */
  public byte[] record() {
    SpsSyntax first = new SpsSyntax(sps.getFirst(), 0, sps.getFirst().length);
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.write(1);
    out.write(first.profileIdc);
    out.write(first.constraintFlags);
    out.write(first.levelIdc);
    out.write(0xFC | H264.LENGTH_BYTES - 1);
    out.write(0xE0 | sps.size());
    writeSets(out, sps);
    out.write(pps.size());
    writeSets(out, pps);
    if (first.hasChromaFormat()) {
      out.write(0xFC | first.chromaFormat);
      out.write(0xF8 | first.lumaDepth - 8);
      out.write(0xF8 | first.chromaDepth - 8);
      out.write(0);
    }
    return out.toByteArray();
  }

  private static Parse<AvcConfig> ofNals(List<byte[]> nals) {
    List<byte[]> sps = new ArrayList<>();
    List<byte[]> pps = new ArrayList<>();
    for (byte[] nal : nals) {
      int type = nal.length < 2 ? -1 : H264.type(nal[0]);
      if (type == H264.SPS) {
        sps.add(nal);
      } else if (type == H264.PPS) {
        pps.add(nal);
      }
    }
    if (sps.isEmpty()) {
      return Parse.rejected("no_sps");
    }
    if (sps.size() > MAX_SPS || pps.size() > MAX_PPS) {
      return Parse.rejected("too_many_parameter_sets");
    }
    for (byte[] set : pps) {
      if (set.length > SpsSyntax.MAX_BYTES) {
        return Parse.rejected("pps_too_long");
      }
    }
    for (byte[] set : sps) {
      String reason = H264Sps.parse(set).reason();
      if (reason != null) {
        return Parse.rejected(reason);
      }
    }
    return Parse.of(new AvcConfig(sps, pps));
  }

  private static int readSets(byte[] b, int from, int count, List<byte[]> sets) {
    int at = from;
    for (int i = 0; i < count; i++) {
      if (b.length - at < 2 || b.length - at - 2 < Bytes.u16(b, at)) {
        return -1;
      }
      int length = Bytes.u16(b, at);
      sets.add(Arrays.copyOfRange(b, at + 2, at + 2 + length));
      at += 2 + length;
    }
    return at;
  }

  private static void writeSets(ByteArrayOutputStream out, List<byte[]> sets) {
    for (byte[] set : sets) {
      out.write(set.length >> 8);
      out.write(set.length);
      out.writeBytes(set);
    }
  }
}
