package dev.croupier.gateway.media.codec;

import dev.croupier.gateway.media.rtp.Parse;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The parameter sets of one signal, in band or out of band, as a decoder would hold them: by id, a
 * later one replacing an earlier. SPSs are kept with reordering ruled out ({@link
 * H264Sps#withoutReordering}). At most 32 SPSs and 32 PPSs. One thread.
 */
final class H264ParameterSets {
  /** Distinct PPSs of one signal; the standard's 256 are seen only in conformance streams. */
  static final int MAX_PPS = 32;

  private static final int MAX_SPS = 32;
  private static final int MAX_PPS_ID = 255;

  private record Pps(int id, int spsId, byte[] nal) {}

  private final byte[][] rawSps = new byte[MAX_SPS][];
  private final byte[][] spsNals = new byte[MAX_SPS][];
  private final H264Sps[] sps = new H264Sps[MAX_SPS];
  private final List<Pps> pps = new ArrayList<>();

  /**
   * Takes in an SPS or PPS.
   *
   * @return whether it is new or differs from what was held; or why it was refused
   */
  Parse<Boolean> put(byte[] nal) {
    return H264.type(nal[0]) == H264.SPS ? putSps(nal) : putPps(nal);
  }

  /** The parsed SPS that slices with this PPS use, or null when either is missing. */
  H264Sps spsFor(int ppsId) {
    Pps found = find(ppsId);
    return found == null ? null : sps[found.spsId];
  }

  /**
   * The SPS that slices with this PPS use and all PPSs that refer to it, as a decoder must have
   * them before an IDR; empty when one is missing.
   */
  List<byte[]> setsFor(int ppsId) {
    Pps found = find(ppsId);
    if (found == null || spsNals[found.spsId] == null) {
      return List.of();
    }
    List<byte[]> sets = new ArrayList<>();
    sets.add(spsNals[found.spsId]);
    for (Pps each : pps) {
      if (each.spsId == found.spsId) {
        sets.add(each.nal);
      }
    }
    return sets;
  }

  /** The set as it is kept: an SPS with reordering ruled out, a PPS as it came. */
  static byte[] normalised(byte[] nal) {
    return H264.type(nal[0]) == H264.SPS ? H264Sps.withoutReordering(nal) : nal;
  }

  private Parse<Boolean> putSps(byte[] nal) {
    return switch (H264Sps.parse(nal)) {
      case Parse.Rejected<H264Sps>(String reason) -> Parse.rejected(reason);
      case Parse.Parsed<H264Sps>(H264Sps parsed) -> {
        int id = parsed.id();
        if (Arrays.equals(rawSps[id], nal)) {
          yield Parse.of(false);
        }
        rawSps[id] = nal;
        spsNals[id] = H264Sps.withoutReordering(nal);
        sps[id] = parsed;
        yield Parse.of(true);
      }
    };
  }

  private Parse<Boolean> putPps(byte[] nal) {
    RbspReader reader = new RbspReader();
    reader.start(nal, 0, nal.length);
    long id = reader.ue();
    long spsId = reader.ue();
    if (reader.failed()
        || id > MAX_PPS_ID
        || spsId >= MAX_SPS
        || nal.length > SpsSyntax.MAX_BYTES) {
      return Parse.rejected("bad_pps");
    }
    Pps held = find((int) id);
    if (held != null && Arrays.equals(held.nal, nal)) {
      return Parse.of(false);
    }
    if (held == null && pps.size() == MAX_PPS) {
      return Parse.rejected("too_many_pps");
    }
    Pps fresh = new Pps((int) id, (int) spsId, nal);
    if (held == null) {
      pps.add(fresh);
    } else {
      pps.set(pps.indexOf(held), fresh);
    }
    return Parse.of(true);
  }

  private Pps find(int ppsId) {
    for (Pps each : pps) {
      if (each.id == ppsId) {
        return each;
      }
    }
    return null;
  }
}
