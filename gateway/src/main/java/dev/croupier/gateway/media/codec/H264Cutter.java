package dev.croupier.gateway.media.codec;

import dev.croupier.gateway.media.rtp.Bytes;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * Cuts an access unit into payloads of full size while its bytes arrive: the first ones of {@link
 * H264Packetizer#cut}, as far as they are certain. Reused for all frames of a signal; one thread.
 */
final class H264Cutter {
  private final H264Packetizer packetizer = new H264Packetizer(FramePart.MAX_PAYLOAD);
  private final List<byte[]> ready = new ArrayList<>();
  private int at;
  private int done;
  private int given;
  private boolean moreBehind;

  /**
   * A frame begins to be handed out.
   *
   * @param sets the parameter sets before it, each behind its length; may be empty
   */
  void begin(byte[] sets) {
    ready.clear();
    Collections.addAll(ready, packetizer.cut(sets));
    at = 0;
    done = 0;
    given = 0;
  }

  /**
   * Cuts what is certain: NAL units that have ended, and of a slice that has not all but what may
   * be its last fragment.
   *
   * @param data NAL units behind their lengths, without the parameter sets
   * @param size bytes of it that are there
   * @param openAt where the one that has not ended begins, its length unknown; {@code size}: none
   */
  void advance(byte[] data, int size, int openAt) {
    while (at < openAt) {
      int nal = at + H264.LENGTH_BYTES;
      int length = (int) Bytes.u32(data, at);
      packetizer.cutNal(data, nal, length, done, ready);
      at = nal + length;
      done = 0;
    }
    int nal = at + H264.LENGTH_BYTES;
    // What is no slice may be left out yet.
    moreBehind = at < size && H264.isSlice(H264.type(data[nal]));
    if (moreBehind && size - nal > FramePart.MAX_PAYLOAD) {
      done += packetizer.cutOpen(data, nal, size, done, ready);
    }
  }

  /**
   * The next pieces if there are enough for a part, else null. The frame's last one is never among
   * them: it has to carry the marker.
   */
  byte[][] take() {
    if (ready.size() + (moreBehind ? 1 : 0) <= FramePart.PIECES) {
      return null;
    }
    List<byte[]> first = ready.subList(0, FramePart.PIECES);
    byte[][] pieces = first.toArray(byte[][]::new);
    first.clear();
    given += FramePart.PIECES;
    return pieces;
  }

  /** How many pieces were taken. */
  int given() {
    return given;
  }
}
